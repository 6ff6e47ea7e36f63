"""What is not kept goes when its time is over, and not before."""

from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session

from onroll.access.models import Organisation, User
from onroll.nightly import run, schedule
from onroll.nightly.steps import STEPS
from tests.onroll.nightly.conftest import Clock

pytestmark = pytest.mark.django_db(transaction=True)


def session(key: str, clock: Clock, *, minutes: float) -> None:
    Session.objects.create(
        session_key=key, session_data="x", expire_date=clock() + timedelta(minutes=minutes)
    )


def test_a_session_goes_when_it_is_over_and_one_in_use_stays(clock: Clock) -> None:
    session("over", clock, minutes=-1)
    session("in use", clock, minutes=1)
    home = Organisation.objects.create(name="Invented Council", kind="authority")
    user = User.objects.create(email="officer@example.org", name="Ottoline Faraday", organisation=home)
    for key, hours in (("over", 13), ("just ended", 1), ("in use", 13)):
        UserSession.objects.create(user=user, session_key=key, ip="10.0.0.1", user_agent="A browser")
        UserSession.objects.filter(session_key=key).update(last_seen_at=clock() - timedelta(hours=hours))

    run.run_day(clock().date(), now=clock(), steps=[step for step in STEPS if step.code == "sessions"])

    assert [row.session_key for row in Session.objects.all()] == ["in use"]
    assert sorted(UserSession.objects.values_list("session_key", flat=True)) == ["in use", "just ended"]


def test_sessions_that_are_over_are_looked_for_each_hour() -> None:
    (when,) = [item.when for item in schedule.SCHEDULE if item.name == "sessions"]

    assert when.split()[1:] == ["*", "*", "*", "*"]
