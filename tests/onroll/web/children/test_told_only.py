"""Whoever only told us of a child sees their own notice, and nothing that anybody else told."""

import pytest

from onroll.access.models import Organisation
from onroll.access.reach import Grant, set_reach
from onroll.audit.models import AccessRecord
from onroll.cases import actions
from onroll.cases.models import Case, Referral
from onroll.people.models import Circumstance
from onroll.people.told import NewAddress, NewChild, NewName, NewParent, Source
from onroll.release.models import HoldKind
from rulebook.procedure.outcomes import ConfirmedBy, Reply
from tests.factories import cases as make
from tests.factories.world import World
from tests.onroll.web.conftest import SignIn, words

HELD = NewChild(
    forenames="Rowan",
    surname="Testlost",
    known_as="Rowanna",
    sex="F",
    upn="A999000016003",
    ethnicity="WBRI",
    gp="Dr Alder, Quay Surgery",
    addresses=(NewAddress(lines="14 Tanners Reach", town="Merebridge", postcode="WX1 2AB"),),
    parents=(NewParent(name="Liska Testlost", phone="01632 960123"),),
    names=(NewName(kind="former", forenames="Rowan", surname="Marchbank"),),
)
# What somebody else told, none of which an agency or a school that told us of the child may read.
OTHERS_TOLD = (
    "Rowanna", "A999000016003", "Quay Surgery", "Tanners Reach", "Liska", "Marchbank", "01632 960123", "young carer",
    "White",
)  # fmt: skip


@pytest.fixture
def case(world: World) -> Case:
    """Return a case of which an agency told us, of a child known from elsewhere."""
    referral = make.receive(world, organisation=world.organisation("AGY"), child_name="Ro Testlost")
    child = make.known_child(world, HELD)
    Circumstance.objects.create(
        child=child, code="young-carer", source="a school", recorded_at=world.at, recorded_by="the test"
    )
    case = actions.open_case(child, referral=referral, area=world.north, by=world.by("CMEA"))
    actions.allocate_officer(make.ask_for_visit(case, world), officer=world.user("AIO"), by=world.by("ARM"))
    case.refresh_from_db()
    return case


@pytest.mark.parametrize("path", ["", "facts/", "education/"])
def test_an_agency_sees_its_own_notice_and_nothing_that_others_told(
    world: World, case: Case, sign_in: SignIn, path: str
) -> None:
    answer = sign_in("AGY").get(f"/children/{case.child_id}/{path}")

    page_words = answer.content.decode()
    assert answer.status_code == 200
    assert "Ro Testlost" in page_words
    assert case.referrals.get().reference in page_words
    assert "We are following it up" in page_words
    told = [
        words_told
        for words_told in (*OTHERS_TOLD, "AIO Person", "Visit", case.reference)
        if words_told in page_words
    ]
    assert told == []


def test_an_agency_reads_the_answer_that_was_sent_and_no_more(
    world: World, case: Case, sign_in: SignIn
) -> None:
    actions.answer_referrer(case.referrals.get(), reply=Reply.BEING_HELPED, by=world.by("CMEA"))
    make.take_out_post(world)

    page = words(sign_in("AGY").get(f"/children/{case.child_id}/"))

    assert "We are following it up" in page  # the case is open
    assert "The child is being helped into education." in page


def test_an_agency_reads_that_we_go_on_when_the_case_is_opened_again(
    world: World, case: Case, sign_in: SignIn
) -> None:
    browser, by = sign_in("AGY"), world.by("CMEA")
    make.screened(case, world)
    actions.close_case(
        case, outcome="on-roll", confirmed_how=ConfirmedBy.SCHOOL_ATTENDING, confirmed_on=world.today,
        confirmed_with="Mrs Ferrier", by=by,
    )  # fmt: skip
    actions.tell_referrer(case, referral=case.referrals.get(), by=by)
    make.take_out_post(world)
    notice = f"/arrived/{case.referrals.get().pk}/"
    assert "Answered" in words(browser.get(f"/children/{case.child_id}/"))

    actions.reopen_case(case, words="Seen at home", by=by)

    page = words(browser.get(f"/children/{case.child_id}/"))
    assert "We are following it up" in page
    assert "Answered" not in page
    assert browser.get(notice).status_code == 200


def test_under_a_hold_an_agency_reads_the_sentence_that_tells_nothing(
    world: World, case: Case, sign_in: SignIn
) -> None:
    actions.place_case_hold(
        case, kind=HoldKind.NO_APPROACH_FAMILY, reason="Feared forced marriage", by=world.by("CMEA")
    )
    actions.answer_referrer(case.referrals.get(), reply=Reply.BEING_HELPED, by=world.by("CMEA"))
    make.take_out_post(world)

    page = words(sign_in("AGY").get(f"/children/{case.child_id}/"))

    assert "Our enquiries are complete." in page
    assert "Answered" in page
    assert "being helped" not in page
    assert "hold" not in page.lower()


def test_the_notice_of_another_agency_is_not_shown(world: World, case: Case, sign_in: SignIn) -> None:
    other = Organisation.objects.create(name="Wendlemere Housing", kind="agency")
    theirs = make.receive(world, organisation=other, child_name="Rowan of the Housing")
    actions.open_case(case.child, referral=theirs, by=world.by("CMEA"))

    page = words(sign_in("AGY").get(f"/children/{case.child_id}/"))

    assert theirs.reference not in page
    assert "Rowan of the Housing" not in page


@pytest.mark.parametrize("role", ["AGY", "SCH"])
def test_the_register_of_whoever_told_us_lists_their_notices_only(
    world: World, sign_in: SignIn, role: str
) -> None:
    mine = make.receive(world, organisation=world.organisation(role), child_name="Ro Testlost")
    case = make.open_case(world, HELD, referral=mine)
    make.open_case(world)

    page = words(sign_in(role).get("/register/?stage=checking&due=late"))

    assert "Ro Testlost" in page
    assert mine.reference in page
    for hidden in (case.reference, "Checking the rolls", "North", "CME assistant", "Rowan Testlost"):
        assert hidden not in page


@pytest.mark.parametrize("role", ["SCH", "ABT"])
def test_a_school_that_told_us_has_nobody_elses_duties_on_its_day(
    world: World, sign_in: SignIn, role: str
) -> None:
    make.open_case(world, HELD, referral=make.receive(world, organisation=world.organisation(role)))

    page = words(sign_in(role).get("/today/?whose=all"))

    assert "Search the rolls" not in page
    assert "Answer the safeguarding questions" not in page


def test_a_school_sees_the_card_of_its_pupil_and_the_facts_it_supplied(world: World, sign_in: SignIn) -> None:
    own = Source(words="the roll", supplied_by=world.organisation("SCH"))
    child = make.known_child(world, HELD)
    theirs = make.known_child(world, HELD, source=own)
    for each in (child, theirs):
        grants = [Grant("o", world.organisation("SCH").pk), Grant("s", world.organisation("SCH").pk)]
        set_reach(child_id=each.pk, subject_id=each.pk, because="on roll", grants=grants)
    browser = sign_in("SCH")

    others = words(browser.get(f"/children/{child.pk}/facts/"))
    supplied = words(browser.get(f"/children/{theirs.pk}/facts/"))

    # Name, birth, sex and the UPN are the card's and the identifiers'; a school has both of its own pupils.
    assert "Rowan Testlost" in others
    assert "A999000016003" in others
    for hidden in ("Marchbank", "Tanners Reach", "Liska", "Quay Surgery", "White"):
        assert hidden not in others
    for shown in ("Marchbank", "Tanners Reach", "Liska"):
        assert shown in supplied
    assert "Quay Surgery" not in supplied  # what stands on the child itself does not say who told it


def test_whoever_looked_at_a_notice_of_theirs_is_not_shown_who_else_it_may_be(
    world: World, sign_in: SignIn
) -> None:
    make.known_child(world, HELD)
    mine: Referral = make.receive(world, organisation=world.organisation("SCH"))

    answer = sign_in("SCH").get(f"/arrived/{mine.pk}/")

    assert answer.status_code == 200
    assert "Tanners Reach, Merebridge" not in words(answer)
    assert AccessRecord.objects.order_by("-sequence").first().child_ids == []


def test_a_school_that_only_told_us_adds_what_it_knows_and_sees_no_more(
    world: World, sign_in: SignIn
) -> None:
    mine = make.receive(world, organisation=world.organisation("SCH"), child_name="Ro Testlost")
    case = make.open_case(world, HELD, referral=mine)
    browser = sign_in("SCH")

    page = words(browser.get(f"/cases/{case.pk}/note/"))
    answer = browser.post(f"/cases/{case.pk}/note/", {"once": "one", "words": "The aunt came to the gate."})

    assert "Ro Testlost" in page
    assert [each for each in (*OTHERS_TOLD, "Rowan Testlost") if each in page] == []
    assert case.notes.get().words == "The aunt came to the gate."
    assert answer.headers["Location"] == "/register/"  # the record itself is not the school's to open
    assert browser.get(f"/children/{case.child_id}/").status_code == 404
