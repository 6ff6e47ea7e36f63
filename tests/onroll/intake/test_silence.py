"""Who is silent: a school is so from a day on, and the night asks it for its roll once in each silence."""

from datetime import UTC, date, datetime, timedelta

import pytest

from onroll.access.policy import PermissionRefused
from onroll.intake import silence
from onroll.intake.actions.asking_schools import ask_for_roll
from onroll.nightly.steps import STEPS, Night
from onroll.release.models import Disclosure, Message
from onroll.schools.models import Establishment
from rulebook.findings import Refused
from tests.factories import removals as remove
from tests.factories.state import nothing_written
from tests.factories.world import World, at_another_moment, make_world

(STEP,) = (step for step in STEPS if step.code == "rolls-awaited")
HOMEWARD = {"towards": "home", "standard_leaver": "no"}
WRITTEN = {
    "notice": {"notice": "written", "notice_received_on": "2026-11-19", "education_from": "2026-11-21"},
    "order": {"order": "no"},
    "protection": {"protection_enquiry": "no"},
}
LAST_IN_TIME = date(2026, 8, 31)  # twelve weeks before Monday 23 November 2026


@pytest.fixture
def world(db: None) -> World:
    """Return the authority on Monday 23 November 2026."""
    return make_world()


def school(world: World, *, roll_on: date | None, **given: object) -> Establishment:
    """Return the world's school with a newest roll of a day and an address, changed as given."""
    told = {"roll_as_of_on": roll_on, "email": "office@elmbrook.example", "phone": "01632 960111", **given}
    Establishment.objects.filter(pk=world.school.pk).update(**told)
    return Establishment.objects.get(pk=world.school.pk)


def heard(world: World) -> silence.Heard:
    """Return what is known of the world's school."""
    found = silence.heard(world.by("CMEA"))
    return next(each for each in found if each.school.pk == world.school.pk)


def night(world: World) -> int:
    """Carry out the step; return how many schools were asked."""
    at = Night(world.today, world.night())
    return sum(STEP.act(subject, at) for subject in STEP.subjects(at))


def asked() -> list[Message]:
    rows = Message.objects.unscoped("a test").filter(disclosure__product="roll-reminder")
    return list(rows.order_by("queued_at"))


@pytest.mark.parametrize(
    ("roll_on", "silent"),
    [(LAST_IN_TIME, False), (LAST_IN_TIME - timedelta(days=1), True), (None, True)],
    ids=["the last day in time", "a day late", "never one"],
)
def test_a_school_is_silent_from_the_day_after_the_twelve_weeks(
    world: World, roll_on: date | None, *, silent: bool
) -> None:
    school(world, roll_on=roll_on)

    assert heard(world).is_silent(world.today) is silent


def test_whatever_a_school_sent_is_told_with_its_day(world: World) -> None:
    school(world, roll_on=date(2026, 11, 2))
    assert (heard(world).removal_on, heard(world).days_silent(world.today)) == (None, 21)

    remove.sent(world, remove.enrolled(world), WRITTEN, ground="9(1)(f)", destination=HOMEWARD)

    assert (heard(world).removal_on, heard(world).days_silent(world.today)) == (world.today, 0)


def test_the_night_asks_a_school_for_a_late_roll_once_in_each_silence(world: World) -> None:
    school(world, roll_on=LAST_IN_TIME - timedelta(days=1))

    assert night(world) == 1
    with nothing_written():
        assert night(world) == 0
    assert night(at_another_moment(world, datetime(2026, 12, 7, 3, tzinfo=UTC))) == 0

    (message,) = asked()
    assert message.to_address == "office@elmbrook.example"
    assert "30 August 2026" in message.body
    assert "every 12 weeks" in message.body
    given = Disclosure.objects.unscoped("a test").get(pk=message.disclosure_id)
    assert (given.child_id, list(given.fields)) == (None, [])

    # A roll comes, and the next one does not: that is another silence.
    school(world, roll_on=date(2026, 12, 8))
    spring = at_another_moment(world, datetime(2027, 3, 3, 3, tzinfo=UTC))
    assert night(spring) == 1
    assert len(asked()) == 2


@pytest.mark.parametrize(
    "given",
    [{"email": ""}, {"status_code": "2"}, {"roll_as_of_on": None}, {"la_code": "301"}],
    ids=["no address", "closed", "never sent one", "another authority's"],
)
def test_a_school_that_cannot_or_should_not_be_written_to_is_left_alone(
    world: World, given: dict[str, object]
) -> None:
    row = school(world, roll_on=LAST_IN_TIME - timedelta(days=1), **given)

    with nothing_written():
        assert night(world) == 0
    with nothing_written(), pytest.raises(Refused):
        ask_for_roll(row, by=world.night())
    with nothing_written(), pytest.raises(PermissionRefused):
        ask_for_roll(row, by=world.by("SCH"))
