"""The addresses of health: one for machines, which says only ok or not; one for administrators, which says all."""

from collections.abc import Callable
from datetime import datetime

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import URLPattern, path

from onroll.audit.actor import Actor
from onroll.web.health.signs import Sign, worst
from onroll.web.pages import PUBLIC, Shown, page

TONES = {"well": ("Well", "good"), "watch": ("Look at this", "warn"), "bad": ("Not well", "bad")}
HEADLINES = {
    "well": "Everything that was looked at is well.",
    "watch": "The service works. Some things want a look.",
    "bad": "Something is not well. What to do stands beside it.",
}


def addresses(*, ready: Callable[[], bool], look: Callable[[datetime], list[Sign]]) -> list[URLPattern]:
    """Return the two addresses, for what the project says is to be looked at.

    ``ready`` says whether a request can be answered at all; ``look`` gives all signs as of a moment.
    """

    @page(PUBLIC, methods=("GET",))
    def health(request: HttpRequest, by: Actor) -> HttpResponse:
        """Answer 200 or 503, and nothing that helps anyone who should not be helped."""
        well = ready()
        return JsonResponse({"status": "ok" if well else "not ok"}, status=200 if well else 503)

    @page("job_health:read", methods=("GET",))
    def health_details(request: HttpRequest, by: Actor) -> Shown:
        """Show every sign with what to do."""
        signs = look(by.at)
        state = worst(signs)
        shown = {"signs": signs, "headline": HEADLINES[state], "tones": TONES, "looked_at": by.at}
        return Shown("health/details.html", shown)

    return [
        path("health/", health, name="health"),
        path("health/details/", health_details, name="health_details"),
    ]
