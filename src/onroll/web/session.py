"""Staying signed in: a request that does nothing else."""

from django.http import HttpRequest, HttpResponse

from onroll.audit.actor import Actor
from onroll.web.pages import SIGNED_IN, page


@page(SIGNED_IN, methods=("GET",))
def keep_session(request: HttpRequest, by: Actor) -> HttpResponse:
    """Answer 204; that it was asked moves the end of the session on."""
    return HttpResponse(status=204)
