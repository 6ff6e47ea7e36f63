"""Two people read one row and both answer: the first is kept, the second is told, and nothing is done twice."""

from collections.abc import Callable

import pytest

from onroll.intake.actions import home_education as actions
from onroll.intake.home import Then
from onroll.intake.home_models import HomeNotice
from onroll.intake.watching import Pupil
from onroll.people.models import Child
from tests import people as cast
from tests.factories import removals as remove
from tests.factories.at_once import meanwhile
from tests.factories.refusals import refused
from tests.factories.state import events
from tests.factories.world import World, make_world
from tests.onroll.intake.test_home_education import LETTER, THURSDAY_19, TO_US, entered


@pytest.fixture
def world(db: None) -> World:
    """Return the authority on Monday 23 November 2026, in a term without a break."""
    return make_world()


def told_by_parent(world: World) -> HomeNotice:
    """Return a notice of a child of whom nobody has said who it is."""
    rowan = cast.ROWAN
    pupil = Pupil(forenames=rowan.forenames, surname=rowan.surname, birth_date=rowan.birth_date)
    return actions.tell_notice(pupil, noticed=TO_US, school=None, by=world.by("EHE"))


def told_by_school(world: World) -> HomeNotice:
    pupil = Pupil(enrolment=remove.enrolled(world))
    return actions.tell_notice(pupil, noticed=LETTER, school=world.school, by=world.by("SCH"))


def both(row: HomeNotice, act: Callable[[HomeNotice], object], *, code: str) -> None:
    """Let two who have read a notice act on it, the second of whom is refused and writes nothing."""
    theirs = HomeNotice.objects.unscoped("a test").get(pk=row.pk)
    act(row)
    with refused(code=code):
        act(theirs)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_record_the_child_of_a_notice_the_second_is_told(transactional_db: None) -> None:
    world = make_world()
    row = told_by_parent(world)
    theirs = HomeNotice.objects.unscoped("a test").get(pk=row.pk)

    met = meanwhile(
        lambda: actions.identify_child(row, child=None, by=world.by("CMEA")),
        lambda: actions.identify_child(theirs, child=None, by=world.by("CMEA")),
    )

    with refused(code="identified-before"):
        raise met[0]
    assert Child.objects.unscoped("a test").count() == 1
    assert events().count("home.identified") == 1


def test_a_copy_is_recorded_once(world: World) -> None:
    row = told_by_school(world)

    both(
        row, lambda each: actions.record_copied(each, on=THURSDAY_19, by=world.by("EHE")), code="copied-twice"
    )


def test_a_notice_is_closed_once_and_a_closed_one_is_not_entered(world: World) -> None:
    row = told_by_parent(world)
    theirs = HomeNotice.objects.unscoped("a test").get(pk=row.pk)

    both(
        row,
        lambda each: actions.close_notice(each, words="Taken back", by=world.by("EHE")),
        code="notice-settled",
    )

    with refused(code="notice-settled"):
        actions.enter_notice(theirs, starts_on=THURSDAY_19, by=world.by("EHE"))


def test_home_education_ends_once(world: World) -> None:
    row = entered(world)
    theirs = type(row).objects.unscoped("a test").get(pk=row.pk)

    actions.end_home_education(row, ends_on=THURSDAY_19, then=Then.NOT_KNOWN, by=world.by("EHE"))

    with refused("It ended on 19 November 2026 already.", code="ended-twice"):
        actions.end_home_education(theirs, ends_on=world.today, then=Then.NOT_KNOWN, by=world.by("EHE"))
    assert events().count("home.ended") == 1
