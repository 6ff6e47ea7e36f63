"""A session that has ended: the next page that its browser asks for says why."""

from importlib import import_module

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.http import HttpRequest

ENDED = "ended"  # the words, kept where the session was until its browser asks for a page
SIGNED_IN_ELSEWHERE = (
    f"You were signed out here because your account signed in somewhere else: it may be signed in "
    f"{settings.SESSIONS_AT_ONCE} times at once, and the oldest ends. "
    "If it was not you, tell your administrator at once."
)
IDLE = (
    f"You have been signed out: for safety a session ends after {settings.SESSION_COOKIE_AGE // 60} minutes in which "
    "no page was opened, or when you end it from another browser."
)
TOO_LONG = (
    f"You have been signed out: for safety a session ends {settings.SESSION_ABSOLUTE_SECONDS // 3600} hours after "
    "signing in, however busy it was."
)
NOT_RECORDED = "What you sent last was not recorded: when you have signed in, look at it and send it again."


def note_that_it_ended(request: HttpRequest) -> None:
    """Keep for the sign-in page that a session which the browser still names is there no more."""
    if request.COOKIES.get(settings.SESSION_COOKIE_NAME) and request.session.is_empty():
        request.session[ENDED] = f"{IDLE} {NOT_RECORDED}" if request.method == "POST" else IDLE


def end_with_word(session: UserSession, *, because: str) -> None:
    """End a session: nobody is signed in by it from now on, and its browser is told why, once."""
    store = import_module(settings.SESSION_ENGINE).SessionStore(session.session_key)
    store.clear()
    store[ENDED] = because
    store.save()
    session.delete()
