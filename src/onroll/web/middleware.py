"""What happens around every page: the moment is taken once, the actor is built, refusals become pages."""

import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.conf import settings
from django.contrib.auth import logout
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from onroll.access import actors
from onroll.access.policy import PermissionRefused
from onroll.audit import actions as audit
from onroll.audit.actor import Actor
from onroll.web import errors
from onroll.web.accounts.ended import ENDED, TOO_LONG
from onroll.web.accounts.landing import landing_path
from onroll.web.navigation import navigation_for
from onroll.web.pages import actor_of, named_by
from onroll.web.session import acknowledge


class ActorMiddleware:
    """Gives each request its actor, ends sessions past their absolute age, and shows refusals as plain pages."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request."""
        at = timezone.now()
        request_id = request.headers.get("x-request-id", "")[:64] or uuid.uuid4().hex
        if request.user.is_authenticated and self._too_old(request):
            logout(request)
            request.session[ENDED] = TOO_LONG
        if request.user.is_authenticated:
            self._move_on(request)
            actor = actors.actor_for(request.user, at=at, request_id=request_id)
            request.actor = actor  # type: ignore[attr-defined]
            request.around = partial(_around, request, actor)  # type: ignore[attr-defined]
        else:
            actor = actors.public_actor(at=at, request_id=request_id)
            request.actor = None  # type: ignore[attr-defined]
        request.onroll_actor = actor  # type: ignore[attr-defined]
        response = self.get_response(request)
        if not response.has_header("Cache-Control"):
            response["Cache-Control"] = "no-store, private"
        acknowledge(request, response)
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Show a refused permission as a page that says who can help; the attempt is recorded."""
        if not isinstance(error, PermissionRefused):
            return None
        by = actor_of(request)
        match = request.resolver_match
        screen = (match.view_name or match.route) if match else "unknown"
        with transaction.atomic():
            audit.record_access(
                f"{request.method} {screen}",
                by=by,
                permission=error.permission,
                subjects=named_by(request),
                outcome="refused",
            )
        return errors.answer(request, "403", 403, who_can=error.who_can)

    def _move_on(self, request: HttpRequest) -> None:
        """Move the end of an idle session on; once a minute is enough, so that most pages write no session."""
        now = int(timezone.now().timestamp())
        if now - request.session.get("moved_at", 0) >= 60:
            request.session["moved_at"] = now

    def _too_old(self, request: HttpRequest) -> bool:
        """Return whether this session has lasted longer than any may, however busy it was."""
        began = request.session.get("began_at")
        now = timezone.now()
        if began is None:
            request.session["began_at"] = now.isoformat()
            return False
        age = now - datetime.fromisoformat(began)
        return age > timedelta(seconds=settings.SESSION_ABSOLUTE_SECONDS)


def _around(request: HttpRequest, by: Actor) -> dict[str, Any]:
    """Return what an error page shows around its words to somebody signed in; it asks the database nothing."""
    return {"person": by.name, "navigation": navigation_for(request), "start": landing_path(by)}
