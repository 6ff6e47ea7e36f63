"""What is answered when something cannot be: a plain page, never a database query, never a word lost."""

from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.template import engines

WITHIN = frozenset(
    {403, 404, 405, 409}
)  # nothing is broken: whoever is signed in keeps the sections to go on with


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 400 or, when what was sent is too large, 413 (`handler400`)."""
    if isinstance(exception, RequestDataTooBig):
        return answer(request, "413", 413, most=f"{settings.DATA_UPLOAD_MAX_MEMORY_SIZE // 1024**2} MB")
    return answer(request, "400", 400)


def refused(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 403 (`handler403`)."""
    return answer(request, "403", 403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 404 (`handler404`)."""
    return answer(request, "404", 404)


def broken(request: HttpRequest) -> HttpResponse:
    """Answer 500 (`handler500`): works with no database and no collected files."""
    return answer(request, "500", 500)


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form that came without its token (`CSRF_FAILURE_VIEW`)."""
    return answer(request, "csrf", 403)


def too_many(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 429."""
    return answer(request, "429", 429)


def closed(request: HttpRequest) -> HttpResponse:
    """Answer 503 while the service is closed for work."""
    response = answer(request, "maintenance", 503)
    response["Retry-After"] = "600"
    return response


def answer(request: HttpRequest, page: str, status: int, **shown: Any) -> HttpResponse:
    """Return an error page, drawn without the context processors, which may be what has failed."""
    # The request has its number before it has its actor: a database that is away is noticed between the two.
    around = getattr(request, "around", None)
    if around is not None and status in WITHIN:
        shown |= around()
    shown["request_id"] = request.headers.get("x-request-id", "")[:64]
    return HttpResponse(engines["jinja"].get_template(f"errors/{page}.html").render(shown), status=status)
