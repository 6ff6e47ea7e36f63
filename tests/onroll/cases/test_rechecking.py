"""The night searches the rolls again for a child with no address: it finds, an officer decides."""

from datetime import date, timedelta

import pytest

from onroll.access.policy import PermissionRefused
from onroll.cases import actions
from onroll.cases.models import Case, RollCheck, Stage
from onroll.cases.queries import rechecks_due
from onroll.education.models import Enrolment
from onroll.people.models import Child
from onroll.people.told import NewChild
from onroll.schools.models import Establishment
from onroll.schools.queries import rolls_held
from rulebook.procedure.facts import CheckResult
from tests import people
from tests.factories import cases as make
from tests.factories.world import World, establishment

WEEKS = 12 * 7
LIKE_ZOE = NewChild(forenames="Zoe Mirela", surname="Fenn O'Dalaigh", birth_date=date(2016, 8, 31), sex="F")


@pytest.fixture
def lost(world: World) -> Case:
    """Return the case of a child without an address, searched for today; the school's roll came in since."""
    case = make.open_case(world, people.ZOE)
    make.check(case, world)
    Establishment.objects.update(roll_as_of_on=world.today + timedelta(days=WEEKS - 3))
    world.school.refresh_from_db()
    return case


def enrol(
    child: Child, world: World, *, school: Establishment | None = None, listed: date | None = None
) -> Enrolment:
    return Enrolment.objects.create(
        child=child,
        establishment=school or world.school,
        starting_on=world.today,
        last_listed_on=listed or world.school.roll_as_of_on,
        source="the roll",
        recorded_at=world.at,
        recorded_by="the test",
    )


def newest_check(case: Case) -> RollCheck:
    check: RollCheck = case.rollchecks.order_by("-made_on", "-recorded_at").first()
    return check


@pytest.mark.parametrize("days", [0, 1, WEEKS - 1])
def test_before_twelve_weeks_are_up_nothing_is_searched(world: World, lost: Case, days: int) -> None:
    assert actions.recheck_due(lost, by=world.night(days=days)) is False
    assert lost.rollchecks.count() == 1


def test_after_twelve_weeks_the_rolls_are_searched_and_again_twelve_weeks_later(
    world: World, lost: Case
) -> None:
    assert actions.recheck_due(lost, by=world.night(days=WEEKS)) is True
    assert actions.recheck_due(lost, by=world.night(days=WEEKS)) is False
    assert actions.recheck_due(lost, by=world.night(days=2 * WEEKS - 1)) is False
    assert actions.recheck_due(lost, by=world.night(days=2 * WEEKS)) is True

    assert lost.rollchecks.count() == 3
    assert make.duties_of(lost)["recheck-without-address"].due_on == world.today + timedelta(days=3 * WEEKS)


def test_a_night_that_was_missed_is_made_up(world: World, lost: Case) -> None:
    assert actions.recheck_due(lost, by=world.night(days=WEEKS + 9)) is True


def test_the_search_says_who_made_it_what_was_searched_and_how_old_it_was(world: World, lost: Case) -> None:
    actions.recheck_due(lost, by=world.night(days=WEEKS))

    check = newest_check(lost)
    assert (check.recorded_by, check.searched) == ("Nightly run", ["rolls"])
    assert check.data_as_of == world.today + timedelta(days=WEEKS - 3)
    assert check.result == CheckResult.NOT_ON_ROLL


def test_the_age_of_the_data_is_that_of_the_school_whose_roll_is_oldest(world: World, lost: Case) -> None:
    establishment("100007", name="Slow School", roll_as_of_on=date(2026, 9, 1))
    establishment("100008", name="Closed School", roll_as_of_on=date(2020, 1, 1), status_code="2")
    establishment("100009", name="Silent School")

    assert (rolls_held().oldest_on, rolls_held().oldest_at) == (date(2026, 9, 1), "Slow School")


def test_a_search_that_finds_nothing_says_how_many_schools_never_sent_a_roll(
    world: World, lost: Case
) -> None:
    establishment("100009", name="Silent School")
    establishment("100010", name="Silent and Closed", status_code="2")
    Establishment.objects.filter(pk=establishment("100011", name="Sixth Form").pk).update(low_age=16)
    Establishment.objects.filter(pk=establishment("100012", name="Next County").pk).update(la_code="998")

    actions.recheck_due(lost, by=world.night(days=WEEKS))

    said = "Searched by the nightly run. 1 school has never sent a roll."
    assert newest_check(lost).words == said


def test_without_any_roll_nothing_is_searched(world: World, lost: Case) -> None:
    Establishment.objects.update(roll_as_of_on=None)

    assert actions.recheck_due(lost, by=world.night(days=WEEKS)) is False


def test_the_child_found_on_a_roll_by_its_own_record_is_found(world: World, lost: Case) -> None:
    enrol(lost.child, world)

    actions.recheck_due(lost, by=world.night(days=WEEKS))

    check = newest_check(lost)
    lost.refresh_from_db()
    assert (check.result, check.establishment) == (CheckResult.ON_ROLL, world.school)
    assert lost.stage == Stage.CONFIRM_ATTENDING


def test_a_name_that_the_newest_roll_no_longer_holds_is_not_found(world: World, lost: Case) -> None:
    enrol(lost.child, world, listed=world.today - timedelta(days=60))

    actions.recheck_due(lost, by=world.night(days=WEEKS))

    assert newest_check(lost).result == CheckResult.NOT_ON_ROLL


def test_another_record_on_a_roll_that_may_be_the_child_makes_an_officer_look(
    world: World, lost: Case
) -> None:
    enrol(make.known_child(world, LIKE_ZOE), world)

    actions.recheck_due(lost, by=world.night(days=WEEKS))

    check = newest_check(lost)
    lost.refresh_from_db()
    assert check.result == CheckResult.UNCLEAR
    assert check.words == "1 on a roll may be this child. Find the child, and compare."
    assert lost.stage == Stage.CHECKING
    assert lost.pk in rechecks_due(world.night(days=WEEKS))


def test_an_officer_who_has_not_looked_yet_is_not_asked_again_every_night(world: World, lost: Case) -> None:
    enrol(make.known_child(world, LIKE_ZOE), world)

    made = [actions.recheck_due(lost, by=world.night(days=WEEKS + night)) for night in range(4)]

    assert made == [True, False, False, False]
    assert lost.rollchecks.count() == 2


def test_another_record_on_no_roll_does_not_matter(world: World, lost: Case) -> None:
    make.known_child(world, LIKE_ZOE)

    actions.recheck_due(lost, by=world.night(days=WEEKS))

    assert newest_check(lost).result == CheckResult.NOT_ON_ROLL


def test_only_those_who_keep_the_case_search_again(world: World, lost: Case) -> None:
    with pytest.raises(PermissionRefused):
        actions.recheck_due(lost, by=world.by("SCH"))
