"""The addresses of the service and a few that go wrong on purpose, for one that the browser tests start."""

from django.core.exceptions import BadRequest
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.urls import path

from onroll.project import urls

SECRET = "Perpetua Quillfeather of ZZ99 3VZ"  # what an error may hold, and no page and no log may say


def broken(request: HttpRequest) -> HttpResponse:
    """Fail as a mistake of ours does."""
    raise ValueError(f"no age for {SECRET}")


def misunderstood(request: HttpRequest) -> HttpResponse:
    """Fail as a view does that cannot read what was sent."""
    raise BadRequest(f"not a form: {SECRET}")


def lost(request: HttpRequest) -> HttpResponse:
    """Fail as everything does when the database is away."""
    raise OperationalError(f"could not connect while looking for {SECRET}")


urlpatterns = [
    path("breaking/broken/", broken, name="breaking_broken"),
    path("breaking/misunderstood/", misunderstood, name="breaking_misunderstood"),
    path("breaking/lost/", lost, name="breaking_lost"),
    *urls.urlpatterns,
]
handler400, handler403, handler404 = urls.handler400, urls.handler403, urls.handler404
handler429, handler500 = urls.handler429, urls.handler500
