"""A hold straight from a notice; a notice that may be about a held child: who is shown it, and who is told nothing."""

import pytest

from onroll.cases import actions
from onroll.cases.models import Case, Referral, Stage
from onroll.release import actions as release
from onroll.release.models import Hold, HoldKind, Message, MessageState
from tests.factories import cases as make
from tests.factories.state import events
from tests.factories.world import World
from tests.onroll.web.conftest import SignIn, words

WHY = "She told a friend that a wedding is arranged"
DECISION = {"route": "cme", "whom": "new", "reason": WHY, "hold": "yes"}
TELLING = ("hold", "held", "approach", "stays owed")


def held_family(world: World) -> None:
    release.place_hold(
        make.known_child(world), kind=HoldKind.NO_APPROACH_FAMILY, reason="Fear", by=world.by("CMEA")
    )


# --------------------------------------------------------------------------------------------- a hold from a notice
@pytest.mark.requirement("HOLD-1")
def test_a_hold_is_placed_straight_from_a_notice_that_nobody_has_linked(
    world: World, sign_in: SignIn
) -> None:
    notice = make.receive(world, referrer_name="Mrs Liska Testlost", referrer_email="l@nowhere.example")
    (waiting,) = Message.objects.unscoped("a test").filter(subject_id=notice.pk)

    answer = sign_in("CMEA").post(f"/arrived/{notice.pk}/decide/", DECISION)

    case = Case.objects.unscoped("a test").get()
    hold = Hold.objects.unscoped("a test").get()
    assert answer.url == f"/children/{case.child_id}/"
    assert (hold.child_id, hold.reason) == (case.child_id, f"Notice {notice.reference}: {WHY}")
    assert case.stage == Stage.HELD
    decision = make.duties_of(case)["strategy-decision-under-hold"]
    assert (decision.owed_by, (decision.due_on - world.today).days) == ("AEM", 1)
    # The mother sent it: what waited to thank her is stopped, and a word to her stays owed.
    waiting.refresh_from_db()
    assert waiting.state == MessageState.CANCELLED


def test_a_hold_from_a_notice_covers_the_child_whom_the_officer_knows_again(
    world: World, sign_in: SignIn
) -> None:
    child = make.known_child(world)
    notice = make.receive(world)

    sign_in("CMEA").post(f"/arrived/{notice.pk}/decide/", {**DECISION, "whom": str(child.pk)})

    assert Hold.objects.unscoped("a test").get().child_id == child.pk


def test_a_notice_that_warns_of_contact_brings_one_hold_and_not_two(world: World, sign_in: SignIn) -> None:
    notice = make.receive(world, answers=make.answers(unsafe_contact="yes"))

    sign_in("CMEA").post(f"/arrived/{notice.pk}/decide/", DECISION)

    assert Hold.objects.unscoped("a test").count() == 1


def test_without_the_register_there_is_nothing_to_hold(world: World, sign_in: SignIn) -> None:
    notice = make.receive(world)

    page = sign_in("CMEA").post(f"/arrived/{notice.pk}/decide/", {**DECISION, "route": "duplicate"})

    assert "A hold needs the child on the register. Choose that above, or say no here." in words(page)
    assert Referral.objects.unscoped("a test").get(pk=notice.pk).triaged_at is None
    assert "hold.placed" not in events()


def test_nobody_is_held_who_was_not_asked_to_be(world: World, sign_in: SignIn) -> None:
    notice = make.receive(world)

    sign_in("CMEA").post(f"/arrived/{notice.pk}/decide/", {**DECISION, "hold": "no"})

    assert not Hold.objects.unscoped("a test").exists()
    assert Case.objects.unscoped("a test").get().stage == Stage.CHECKING


# ------------------------------------------------------------------------------------------------ who is shown it
def notice_of_a_held_child(world: World, **given: object) -> Referral:
    held_family(world)
    return make.receive(world, organisation=world.organisation("AGY"), **given)


@pytest.mark.parametrize("role", ["CMEA", "AEM"])
def test_the_office_is_told_that_a_notice_may_be_about_a_held_child(
    world: World, sign_in: SignIn, role: str
) -> None:
    notice = notice_of_a_held_child(world)

    page = words(sign_in(role).get(f"/arrived/{notice.pk}/"))

    assert "This may be about Rowan Testlost, whose family must not be approached." in page


@pytest.mark.parametrize("role", ["CMEA", "AEM"])
def test_the_list_says_which_answers_were_held_back(world: World, sign_in: SignIn, role: str) -> None:
    notice_of_a_held_child(world, referrer_name="Liska Testlost")

    assert "Answer held back" in words(sign_in(role).get("/arrived/"))


def test_whoever_sent_it_reads_of_no_hold(world: World, sign_in: SignIn) -> None:
    notice = notice_of_a_held_child(world, referrer_name="Liska Testlost")
    agency = sign_in("AGY")

    for path in ("/arrived/", f"/arrived/{notice.pk}/", "/today/"):
        page = words(agency.get(path)).lower()
        assert [each for each in TELLING if each in page] == [], path


def test_a_hold_on_the_word_of_a_notice_is_credited_to_it_and_not_offered_again(
    world: World, sign_in: SignIn
) -> None:
    notice = make.receive(world, answers=make.answers(unsafe_contact="yes"))
    said = {"route": "cme", "reason": "On no roll", "hold": "no"}

    page = words(sign_in("CMEA").post(f"/arrived/{notice.pk}/decide/", said, follow=True))
    notice.refresh_from_db()
    safeguarding = words(sign_in("AEM").get(f"/children/{notice.child_id}/safeguarding/"))

    credit = f"placed on the word of notice {notice.reference} when CMEA Person put the child on the register"
    assert credit in page
    assert credit in safeguarding
    assert "Place a hold" not in page
    assert "Ask for the hold to be lifted" in page


def test_a_hold_that_somebody_decided_is_theirs(world: World, sign_in: SignIn) -> None:
    case = make.open_case(world)
    before = words(sign_in("CMEA").get(f"/children/{case.child_id}/"))
    actions.place_case_hold(
        case, kind=HoldKind.NO_APPROACH_FAMILY, reason="Feared forced marriage", by=world.by("AEM")
    )

    page = words(sign_in("CMEA").get(f"/children/{case.child_id}/"))

    assert "Place a hold" in before
    assert "placed by AEM Person. No letter, visit" in page


def test_what_a_hold_forbids_is_not_offered_to_whoever_reads_of_it(world: World, sign_in: SignIn) -> None:
    case = make.open_case(world)
    make.check(case, world)
    path = f"/children/{case.child_id}/"
    before = words(sign_in("CMEA").get(path)).split("What you can do")[1]
    actions.place_case_hold(
        case, kind=HoldKind.NO_APPROACH_FAMILY, reason="Feared forced marriage", by=world.by("AEM")
    )

    after = words(sign_in("CMEA").get(path)).split("What you can do")[1].split("Lately")[0]

    assert "Send a CME 4" in before
    assert "Send a CME 4" not in after
    assert "Decide how to reach the child" in words(sign_in("AEM").get(path))


def test_a_visit_that_a_hold_stops_is_still_owed_and_not_excused(world: World, sign_in: SignIn) -> None:
    case, _ = make.visited_case(world)
    actions.place_case_hold(
        case, kind=HoldKind.NO_APPROACH_FAMILY, reason="Feared forced marriage", by=world.by("AEM")
    )

    page = words(sign_in("CMEA").get(f"/children/{case.child_id}/"))

    visit = page.split("Visit the family at home")[1][:60]
    assert "Still owed: a hold stands" in visit
    assert "Excused" not in page.split("What you can do")[0]
