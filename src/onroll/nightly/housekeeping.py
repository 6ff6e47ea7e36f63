"""What is not kept: removed by the clock when its time is over, as ``docs/retention.md`` says."""

from datetime import datetime, timedelta

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session


def forget_sessions(*, now: datetime) -> int:
    """Remove the sessions whose quiet time is over, with what was searched for and half filled in; how many went.

    A visitor who gives up half-way leaves one as well, with all that was typed.
    """
    gone: int = Session.objects.filter(expire_date__lt=now).delete()[0]
    longest = now - timedelta(seconds=settings.SESSION_ABSOLUTE_SECONDS)
    UserSession.objects.filter(last_seen_at__lt=longest).exclude(
        session_key__in=Session.objects.values("session_key")
    ).delete()
    return gone
