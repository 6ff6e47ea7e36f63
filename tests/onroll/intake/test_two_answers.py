"""Two people read one row and both answer: the first is kept, the second is told, and nothing is done twice."""

from collections.abc import Callable

import pytest

from onroll.cases.models import Referral
from onroll.intake.actions import absences, judging, removing
from onroll.intake.actions import home_education as actions
from onroll.intake.home import Then
from onroll.intake.home_models import HomeNotice
from onroll.intake.models import Removal
from onroll.intake.watching import Pupil
from onroll.people.models import Child
from tests import people as cast
from tests.factories import removals as remove
from tests.factories.at_once import meanwhile
from tests.factories.refusals import refused
from tests.factories.state import events
from tests.factories.world import World, make_world
from tests.onroll.intake.test_absences import no_show
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


def again(row: Removal) -> Removal:
    """Return a removal as somebody else has read it at this moment."""
    return Removal.objects.unscoped("a test").get(pk=row.pk)


def test_two_who_tell_two_pages_of_a_removal_lose_no_answer(world: World) -> None:
    row = remove.begun(world, remove.enrolled(world))
    theirs = again(row)

    removing.tell_page(row, page="family", answers={"parent_names": "Liska Testlost"}, by=world.by("SCH"))
    removing.tell_page(theirs, page="further", answers={"further": "Nothing"}, by=world.by("SCH"))

    now = again(row)
    assert (now.told["parent_names"], now.told["further"]) == ("Liska Testlost", "Nothing")
    assert {"family", "further"} <= set(now.pages)


def test_a_removal_thrown_away_meanwhile_is_told_no_more(world: World) -> None:
    row = remove.begun(world, remove.enrolled(world))
    theirs = again(row)

    removing.discard_removal(row, by=world.by("SCH"))

    with refused("Somebody has taken this away meanwhile.", code="row-gone"):
        removing.tell_page(theirs, page="further", answers={"further": "Nothing"}, by=world.by("SCH"))


def test_a_question_is_answered_once(world: World) -> None:
    row = remove.sent(world, remove.enrolled(world))
    judging.query_removal(row, question="Which school?", by=world.by("CMEA"))
    theirs = again(row)

    removing.answer_question(row, answer="Marrow Primary School", by=world.by("SCH"))

    with refused(code="nothing-asked"):
        removing.answer_question(theirs, answer="We do not know", by=world.by("SCH"))
    assert row.questions.get().answer == "Marrow Primary School"


def test_what_to_do_about_an_unlawful_removal_is_decided_once(world: World) -> None:
    row = remove.sent(world, remove.enrolled(world), {}, ground="")
    theirs = again(row)

    judging.take_up_unlawful(row, decision="The head puts the name back", by=world.by("AEM"))

    with refused("What to do about it was decided on 23 November 2026 already.", code="taken-up-already"):
        judging.take_up_unlawful(theirs, decision="Nothing", by=world.by("AEM"))
    assert again(row).manager_decision == "The head puts the name back"


def test_a_pupil_who_did_not_come_is_referred_once(world: World) -> None:
    row = no_show(world)
    theirs = type(row).objects.unscoped("a test").get(pk=row.pk)

    absences.record_step(row, what="referred_on", on=world.today, by=world.by("SCH"))

    with refused(code="step-twice"):
        absences.record_step(theirs, what="referred_on", on=world.today, by=world.by("SCH"))
    assert Referral.objects.unscoped("a test").count() == 1
