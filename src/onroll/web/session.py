"""Staying signed in: a request that does nothing else. And telling the browser that what it sent has arrived."""

from urllib.parse import quote

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from onroll.audit.actor import Actor
from onroll.web.pages import SIGNED_IN, page

ARRIVED = "onroll-arrived"  # the script reads it, and then drops the copy that it kept of what was typed
SECONDS = 300
SHOWN_AGAIN = frozenset({409, 422})  # refused, with what was typed on the page that says so


def acknowledge(request: HttpRequest, response: HttpResponse) -> None:
    """Tell the browser that a form of somebody signed in has arrived: its address, in a cookie of five minutes.

    Without it the browser keeps what was typed: no answer, a page that broke and a session that ended are all alike.
    """
    signed_in = getattr(request, "actor", None) is not None
    if request.method != "POST" or not signed_in:
        return
    if response.status_code < 400 or response.status_code in SHOWN_AGAIN:
        response.set_cookie(
            ARRIVED,
            quote(request.path, safe=""),
            max_age=SECONDS,
            secure=settings.SESSION_COOKIE_SECURE,
            samesite="Lax",
        )


@page(SIGNED_IN, methods=("GET",))
def keep_session(request: HttpRequest, by: Actor) -> HttpResponse:
    """Answer 204; that it was asked moves the end of the session on."""
    return HttpResponse(status=204)
