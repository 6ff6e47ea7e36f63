"""Two people act on one case at the same moment, each on a connection of their own: nothing is kept of stale facts."""

import pytest

from onroll.cases import actions
from onroll.cases.enquiry_models import Enquiry, EnquirySent
from onroll.cases.models import Case, Referral, Stage, ToldHow
from onroll.cases.sweep_models import PlaceStatus, StoppedPupil, Sweep
from onroll.release.models import Disclosure, Message
from rulebook.procedure.facts import CheckResult
from rulebook.procedure.outcomes import ConfirmedBy
from tests.factories import cases as make
from tests.factories.at_once import meanwhile
from tests.factories.refusals import refused
from tests.factories.state import events
from tests.factories.world import World, make_world
from tests.onroll.web.enquiries.test_enquiries import found_at_school
from tests.onroll.web.sweeps.test_sweeps import made, stopped

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world(transactional_db: None) -> World:
    """Return the authority, committed, so that every connection sees it."""
    return make_world()


def close(case: Case, world: World) -> None:
    make.screened(case, world)
    end(case, world)


def end(case: Case, world: World) -> None:
    """Close a case whose questions are answered."""
    actions.close_case(
        case, outcome="on-roll", confirmed_how=ConfirmedBy.SCHOOL_ATTENDING, confirmed_on=world.today,
        confirmed_with="Mrs Ferrier", by=world.by("CMEA"),
    )  # fmt: skip


def assert_kept_as_it_is(case: Case, world: World) -> None:
    """What is kept of the case is what its facts say: asking the rulebook again changes nothing."""
    before = Case.objects.unscoped("a test").values().get(pk=case.pk)
    kept = actions.refresh_case(case.pk, by=world.by("AEM"))

    assert (kept.added, kept.changed, kept.withdrawn) == (0, 0, 0)
    assert Case.objects.unscoped("a test").values().get(pk=case.pk) == before


def test_a_visit_made_while_the_case_is_closed_leaves_it_closed(world: World) -> None:
    case, request = make.visited_case(world)
    another = world.as_user(world.another("CMEA"))  # fifteen times of sixteen with another lane

    met = meanwhile(lambda: close(case, world), lambda: make.visit(request, world, by=another))

    assert met == []
    now = Case.objects.unscoped("a test").get(pk=case.pk)
    assert (now.stage, now.closed_on) == (Stage.CLOSED, world.today)
    assert_kept_as_it_is(case, world)


def test_of_two_who_close_a_case_the_second_is_told(world: World) -> None:
    case = make.screened(make.open_case(world), world)
    theirs = Case.objects.unscoped("a test").get(pk=case.pk)

    met = meanwhile(lambda: end(case, world), lambda: end(theirs, world))

    with refused("The case was closed on 23 November 2026."):
        raise met[0]
    assert case.closings.count() == 1


def test_two_notices_of_one_child_registered_at_once_join_one_case(world: World) -> None:
    child, first, second = make.known_child(world), make.receive(world), make.receive(world)
    another = world.as_user(world.another("CMEA"))

    met = meanwhile(
        lambda: actions.open_case(child, referral=first, by=world.by("CMEA")),
        lambda: actions.open_case(child, referral=second, by=another),
    )

    assert met == []
    case = Case.objects.unscoped("a test").get(child=child)
    assert set(case.referrals.values_list("pk", flat=True)) == {first.pk, second.pk}
    assert_kept_as_it_is(case, world)


def test_two_of_one_lane_who_change_a_case_do_not_wait_for_each_other_for_ever(world: World) -> None:
    """Both take the case before the lane of the chain; the other way round, one of them would be refused."""
    case = make.open_case(world)
    by = world.night()

    def search() -> object:
        return make.check(case, world, result=CheckResult.UNCLEAR, by=by)

    met = meanwhile(lambda: actions.refresh_case(case.pk, by=by), search, then=search)

    assert met == []
    assert case.rollchecks.count() == 2
    assert_kept_as_it_is(case, world)


def test_of_two_who_say_whether_a_stopped_child_has_a_place_the_second_is_told(world: World) -> None:
    row = stopped(made(world), world, PlaceStatus.NOT_KNOWN)
    theirs = StoppedPupil.objects.unscoped("a test").get(pk=row.pk)

    def find(whose: StoppedPupil, status: PlaceStatus) -> None:
        actions.find_status(whose, status=status, on=world.today, by=world.by("AIO"))

    met = meanwhile(lambda: find(row, PlaceStatus.NONE), lambda: find(theirs, PlaceStatus.ABSENT))

    with refused(code="status-known"):
        raise met[0]
    now = StoppedPupil.objects.unscoped("a test").get()
    assert (now.status, now.referral) == (PlaceStatus.NONE, Referral.objects.unscoped("a test").get())
    assert events().count("sweep.status-found") == 1


def test_of_two_who_finish_a_sweep_the_second_is_told(world: World) -> None:
    sweep = made(world)
    theirs = Sweep.objects.get(pk=sweep.pk)

    met = meanwhile(
        lambda: actions.finish_sweep(sweep, by=world.by("AIO")),
        lambda: actions.finish_sweep(theirs, by=world.by("AIO")),
    )

    with refused(code="sweep-finished"):
        raise met[0]
    assert events().count("sweep.finished") == 1


def test_of_two_who_tell_an_authority_by_telephone_the_second_is_told(world: World) -> None:
    enquiry = found_at_school(world)
    theirs = Enquiry.objects.unscoped("a test").get(pk=enquiry.pk)

    def tell(whose: Enquiry) -> None:
        actions.record_enquiry_told(whose, how=ToldHow.TELEPHONE, on=world.today, by=world.by("CMEA"))

    met = meanwhile(lambda: tell(enquiry), lambda: tell(theirs))

    with refused(code="enquiry-answered"):
        raise met[0]
    assert Disclosure.objects.unscoped("a test").filter(subject_id=enquiry.pk).count() == 1
    assert events().count("enquiry.answered") == 1


def test_of_two_who_write_to_an_authority_the_second_is_told(world: World) -> None:
    enquiry = found_at_school(world)
    theirs = Enquiry.objects.unscoped("a test").get(pk=enquiry.pk)

    met = meanwhile(
        lambda: actions.answer_enquiry(enquiry, by=world.by("CMEA")),
        lambda: actions.answer_enquiry(theirs, by=world.by("CMEA")),
    )

    with refused(code="answer-on-its-way"):
        raise met[0]
    assert Message.objects.unscoped("a test").filter(subject_id=enquiry.pk).count() == 1
    assert events().count("enquiry.reply-written") == 1


def test_an_authority_told_by_telephone_while_the_reply_leaves_is_answered_once(world: World) -> None:
    enquiry = found_at_school(world)
    actions.answer_enquiry(enquiry, by=world.by("CMEA"))
    theirs = Enquiry.objects.unscoped("a test").get(pk=enquiry.pk)

    met = meanwhile(
        lambda: actions.record_enquiry_told(
            enquiry, how=ToldHow.TELEPHONE, on=world.today, by=world.by("CMEA")
        ),
        lambda: actions.deliver_post(by=world.night()),
    )

    assert met == []
    theirs.refresh_from_db()
    assert theirs.answered_how == ToldHow.TELEPHONE
    assert events().count("enquiry.answered") == 1


def test_of_two_who_record_an_authoritys_answer_the_second_is_told(world: World) -> None:
    new = actions.NewEnquiry(la_code="202", to_name="Camden CME", question="Is the child on a roll with you?")
    sent = actions.ask_authority(make.open_case(world), new=new, by=world.by("CMEA"))
    theirs = EnquirySent.objects.unscoped("a test").get(pk=sent.pk)

    def answer(whose: EnquirySent, words: str) -> None:
        actions.record_authority_answer(
            whose, answer="known", words=words, with_whom="Ola Brandt", on=world.today, by=world.by("CMEA")
        )

    met = meanwhile(lambda: answer(sent, "At school here"), lambda: answer(theirs, "Not known here"))

    with refused(code="answered-already"):
        raise met[0]
    theirs.refresh_from_db()
    assert theirs.answer_words == "At school here"
    assert events().count("enquiry.reply-received") == 1
