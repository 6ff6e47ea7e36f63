"""Accounts that nobody uses: warned of after 30 days, suspended after 60, without roles after 90."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail

from onroll.access import actions
from onroll.access.actors import service_actor
from onroll.access.models import User
from onroll.audit.models import Event
from onroll.nightly import dormancy
from onroll.project import health
from onroll.web.health.signs import State
from tests.onroll.access.cast import Cast, make_cast

pytestmark = pytest.mark.django_db

FIRST = datetime(2026, 1, 5, 2, 10, tzinfo=UTC)


@pytest.fixture
def cast() -> Cast:
    """Return one person of every role, all of whom have just signed in."""
    made = make_cast()
    User.objects.update(last_login=FIRST + timedelta(days=200))
    return made


@pytest.fixture
def unused(cast: Cast) -> User:
    """Return a CME Assistant who signed in once, on 5 January."""
    user = cast.people["CMEA"]
    User.objects.filter(pk=user.pk).update(last_login=FIRST)
    return user


def night(days: int) -> list[str]:
    """Run the step of the night so many days after 5 January, and return what was recorded of it."""
    by = service_actor("Nightly run", role="NIGHT", at=FIRST + timedelta(days=days))
    before = Event.objects.count()
    for user_id in dormancy.accounts_unused(by, on=by.today):
        dormancy.act(user_id, by=by)
    kinds = Event.objects.order_by("recorded_at", "sequence").values_list("kind", flat=True)
    return list(kinds)[before:]


def test_an_unused_account_is_warned_then_suspended_then_loses_its_roles(unused: User) -> None:
    said = {days: kinds for days in range(20, 100) if (kinds := night(days))}

    assert said == {
        30: ["account.unused-warned"],
        60: ["account.unused-suspended"],
        90: ["account.role-ended", "account.unused-disabled"],
    }
    unused.refresh_from_db()
    assert not unused.is_active
    assert unused.memberships.get().until_on == (FIRST + timedelta(days=89)).date()


def test_its_owner_is_told_by_email_before_it_is_suspended(
    unused: User, django_capture_on_commit_callbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        night(30)

    [sent] = mail.outbox
    assert sent.to == [unused.email]
    assert "Sign in before 6 March 2026" in sent.body
    assert unused.name not in sent.subject


def test_a_night_not_run_for_long_warns_first_all_the_same(unused: User) -> None:
    assert night(120) == ["account.unused-warned"]
    assert night(149) == []
    assert night(150) == ["account.unused-suspended"]
    assert night(179) == []
    assert night(180) == ["account.role-ended", "account.unused-disabled"]


def test_signing_in_after_the_warning_begins_the_count_anew(unused: User) -> None:
    night(30)
    User.objects.filter(pk=unused.pk).update(last_login=FIRST + timedelta(days=45))

    assert night(60) == []
    assert night(75) == ["account.unused-warned"]


def test_an_account_that_was_restored_is_not_suspended_again_the_next_night(cast: Cast, unused: User) -> None:
    night(30)
    night(60)
    actions.restore_user(unused, by=cast.actor("SYS", at=FIRST + timedelta(days=61)))

    assert night(62) == []
    assert night(91) == ["account.unused-warned"]


def test_what_an_administrator_suspended_stays_as_it_is(cast: Cast, unused: User) -> None:
    actions.suspend_user(unused, by=cast.actor("SYS", at=FIRST + timedelta(days=40)))

    assert [night(days) for days in (45, 75, 120)] == [[], [], []]


def test_the_last_administrator_is_warned_and_never_suspended_and_health_says_so(cast: Cast) -> None:
    User.objects.filter(pk=cast.people["SYS"].pk).update(last_login=FIRST)

    assert night(30) == ["account.unused-warned"]
    assert night(60) == []
    sign = health.accounts_are_used(FIRST + timedelta(days=70))
    assert sign.state is State.WATCH
    assert "last account that can administer others" in sign.do


def test_health_counts_the_unused_and_the_suspended(unused: User) -> None:
    assert health.accounts_are_used(FIRST + timedelta(days=31)).found == (
        "Not used for 30 days: 1; suspended for that: none."
    )
    night(31)
    night(61)

    sign = health.accounts_are_used(FIRST + timedelta(days=62))

    assert (sign.state, sign.found) == (
        State.WELL,
        "Not used for 30 days: none; suspended for that: 1.",
    )


def test_an_account_that_was_just_made_is_not_yet_unused(cast: Cast) -> None:
    actions.create_user(
        email="new@people.example",
        name="Nora Bright",
        organisation=cast.authority,
        by=cast.actor("SYS", at=FIRST),
    )

    assert night(29) == []
    assert night(30) == ["account.unused-warned"]


def test_in_a_demonstration_nobody_is_expected_to_sign_in(unused: User, settings) -> None:
    settings.ONROLL_DEMONSTRATION = True

    assert night(120) == []
