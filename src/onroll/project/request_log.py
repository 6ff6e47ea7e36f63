"""One line of the log for each request: which screen, how it was answered, how long it took; never the address."""

import re
import uuid
from collections.abc import Callable
from time import perf_counter

import structlog
from django.http import HttpRequest, HttpResponse

log = structlog.get_logger("onroll.request")

# What a proxy or a client calls the request: 32 hexadecimal digits, so that it can say nothing about anybody.
GIVEN_ID = re.compile(r"[0-9a-f]{32}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


class RequestLog:
    """Gives each request its id, which the record of events carries too, and writes its line when it is answered.

    The id is always made here. Whoever sent the request may have named it: that name stands in the line beside the id,
    and nowhere else, since anybody can send any name twice.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request and write its line."""
        request_id, given = uuid.uuid4().hex, _given_id(request)
        request.META["HTTP_X_REQUEST_ID"] = request_id
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=request_id)
        began = perf_counter()
        response = self.get_response(request)
        response["X-Request-ID"] = request_id
        write = log.error if response.status_code >= 500 else log.info
        write(
            "answered",
            method=request.method if request.method in KNOWN_METHODS else "other",
            route=_route(request, response.status_code),
            status=response.status_code,
            milliseconds=round((perf_counter() - began) * 1000, 1),
            user_id=_user_id(request),
            **({"given_id": given} if given else {}),
        )
        structlog.contextvars.clear_contextvars()
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> None:
        """Write where a view failed; what is answered is decided elsewhere."""
        if type(error).__name__ not in ANSWERED:
            log.error("view failed", exc_info=error, route=_route(request, 500))


KNOWN_METHODS = frozenset({"GET", "HEAD", "POST", "OPTIONS", "PUT", "PATCH", "DELETE"})
ANSWERED = frozenset(
    {"Http404", "PermissionRefused", "PermissionDenied", "Refused"}
)  # not failures: pages say so


def _given_id(request: HttpRequest) -> str:
    """Return what the sender calls the request, when it has the strict shape; else nothing."""
    given = str(request.META.get("HTTP_X_REQUEST_ID", ""))
    return given if GIVEN_ID.fullmatch(given) else ""


def _route(request: HttpRequest, status: int) -> str:
    """Return the screen's name or its pattern, whose variable parts stand as names: no id, no query."""
    match = request.resolver_match
    return (match.view_name or match.route) if match else "no such page" if status == 404 else "not reached"


def _user_id(request: HttpRequest) -> str | None:
    actor = getattr(request, "onroll_actor", None)
    return str(actor.user_id) if actor and actor.user_id else None
