"""A session that was ended for its owner: the next page that its browser asks for says why."""

from importlib import import_module

from allauth.usersessions.models import UserSession
from django.conf import settings

ENDED = "ended"  # the words, kept where the session was until its browser asks for a page
SIGNED_IN_ELSEWHERE = (
    f"You were signed out here because your account signed in somewhere else: it may be signed in "
    f"{settings.SESSIONS_AT_ONCE} times at once, and the oldest ends. What you typed comes back after you sign in. "
    "If it was not you, tell your administrator at once."
)


def end_with_word(session: UserSession, *, because: str) -> None:
    """End a session: nobody is signed in by it from now on, and its browser is told why, once."""
    store = import_module(settings.SESSION_ENGINE).SessionStore(session.session_key)
    store.clear()
    store[ENDED] = because
    store.save()
    session.delete()
