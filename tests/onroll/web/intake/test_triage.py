"""What arrived: who reads what of a notice, and what becomes of it."""

import pytest

from onroll.cases import actions
from onroll.cases.models import Referral
from onroll.release.models import Hold
from tests.factories import cases as make
from tests.factories.world import World
from tests.onroll.web.conftest import SignIn, words

WHY = "Bruises seen by the health visitor"
SAID = {"at_risk": "yes", "at_risk_why": WHY, "unsafe_contact": "yes"}


def urgent_notice(world: World, **said: str) -> Referral:
    """Return an agency's notice of a child at risk, in the case of the north's officer."""
    return make.receive(
        world,
        organisation=world.organisation("AGY"),
        answers=make.answers(**{**SAID, **said}),
        urgent=True,
        urgent_reason=WHY,
    )


@pytest.mark.parametrize("role", ["CMEA", "AEM", "ARM", "AIO"])
def test_whoever_may_read_of_safety_reads_why_a_notice_is_urgent(
    world: World, sign_in: SignIn, role: str
) -> None:
    notice = urgent_notice(world)
    make.visited_case(world, referral=notice)

    page = words(sign_in(role).get(f"/arrived/{notice.pk}/"))

    assert page.count(WHY) == 2  # the warning, and the answer itself
    assert "At risk of harm" in page
    assert "Is the child safe?" in page


@pytest.mark.parametrize("role", ["ARL", "AGY"])
def test_nobody_else_reads_the_answers_about_safety(world: World, sign_in: SignIn, role: str) -> None:
    notice = urgent_notice(world)
    make.visited_case(world, referral=notice)

    page = words(sign_in(role).get(f"/arrived/{notice.pk}/"))

    assert "What we were told" in page
    for hidden in (
        WHY,
        "At risk of harm",
        "Contact may be dangerous",
        "Is the child safe?",
        "in danger if we",
    ):
        assert hidden not in page
    assert "kept for those who act on it" in page


@pytest.mark.parametrize("path", ["/arrived/", "/today/"])
def test_a_list_does_not_say_that_a_child_is_at_risk(world: World, sign_in: SignIn, path: str) -> None:
    urgent_notice(world)

    assert "At risk of harm" in words(sign_in("CMEA").get(path))
    if path == "/arrived/":
        assert "At risk of harm" not in words(sign_in("AGY").get(path))


def decided(world: World, sign_in: SignIn, notice: Referral, **given: str) -> str:
    """Return the words of the page that follows a decision on a notice by the assistant."""
    said = {"route": "cme", "reason": "On no roll", "hold": "no", **given}
    return words(sign_in("CMEA").post(f"/arrived/{notice.pk}/decide/", said, follow=True))


@pytest.mark.requirement("SCREEN-2")
def test_once_a_child_said_to_be_at_risk_is_registered_the_concern_comes_first(
    world: World, sign_in: SignIn
) -> None:
    notice = urgent_notice(world, unsafe_contact="no")

    page = decided(world, sign_in, notice)

    assert "Refer the concern now: it is due today." in page
    assert "Next, record the search of the rolls" not in page
    assert f"The notice {notice.reference} says that the child is at risk." in page
    assert "Urgent" in page
    notice.refresh_from_db()
    today = words(sign_in("CMEA").get("/today/"))
    danger = today.split("Is any child in danger that we know about?")[1].split("What is late")[0]
    assert "Refer the concern to social care or the police" in danger
    safeguarding = words(sign_in("AEM").get(f"/children/{notice.child_id}/safeguarding/"))
    assert WHY in safeguarding
    assert "Refer it to social care or the police now" in safeguarding


@pytest.mark.requirement("SCREEN-2")
def test_the_referral_is_recorded_and_what_else_waits_is_asked_by_name(world: World, sign_in: SignIn) -> None:
    notice = urgent_notice(world, unsafe_contact="no")
    decided(world, sign_in, notice)
    case = Referral.objects.unscoped("a test").get(pk=notice.pk).case
    assert case is not None
    actions.screen_case(
        case, answers=make.screening_answers("sudden"), source="the school", by=world.by("CMEA")
    )
    path = f"/cases/{case.pk}/refer-concern/"
    client = sign_in("CMEA")

    page = client.get(path)

    assert f"The notice {notice.reference}" in words(page)
    assert "A yes to a safeguarding question" in words(page)
    day = {"on-day": world.today.day, "on-month": world.today.month, "on-year": world.today.year}
    told = {"to": "The front door", "reference": "SC 1", **day, "once": "a-mark", "seen": ""}
    assert "Choose which concerns this is about" in words(client.post(path, told))
    client.post(path, {**told, "which": [str(case.risktolds.get().pk)]})
    assert case.risktolds.get().referred_to == "The front door"
    assert case.screenings.get().referred_on is None  # the other is still owed


def test_what_the_sender_did_not_know_of_safety_is_seen_and_holds_nothing(
    world: World, sign_in: SignIn
) -> None:
    notice = make.receive(world, answers=make.answers(at_risk="not_known", unsafe_contact="not_known"))

    page = words(sign_in("CMEA").get(f"/arrived/{notice.pk}/"))

    assert "The sender does not know whether the child is at risk of harm" in page
    assert "The sender does not know whether contact could be dangerous" in page
    assert "No hold" not in page
    assert "Next, record the search of the rolls" in decided(world, sign_in, notice)
    assert not Hold.objects.unscoped("a test").exists()


def test_the_warning_of_a_risk_says_what_to_do_in_sentences(world: World, sign_in: SignIn) -> None:
    page = words(sign_in("CMEA").get(f"/arrived/{urgent_notice(world).pk}/"))

    assert f"do not wait for the search. What was said: {WHY}" in page


# ------------------------------------------------------------------------------------- the answer, before it is decided
def row_of(page: str, words_of_route: str) -> str:
    """Return what stands on the form from one route on to the end of its line of explanation."""
    return page.split(words_of_route, 1)[1][:120]


@pytest.mark.requirement("FEEDBACK-1")
def test_what_the_sender_is_told_stands_beside_each_way_before_anything_is_decided(
    world: World, sign_in: SignIn
) -> None:
    agency = make.receive(world, organisation=world.organisation("AGY"))
    public = make.receive(world, referrer_email="", referrer_address="", referrer_phone="01632 960321")
    browser = sign_in("CMEA")

    page, of_public = (words(browser.get(f"/arrived/{row.pk}/")) for row in (agency, public))

    elsewhere = row_of(page, "A child of another authority: passed on")
    assert "The sender is told: “We have passed this to another local authority.”" in elsewhere
    assert "“Our enquiries continue.”" in row_of(page, "to the home education officer")
    once = "Tell the sender yourself: “Our enquiries are complete.”"  # the same, whatever it is
    assert of_public.count(once) == 1


@pytest.mark.requirement("SCOPE-2")
def test_a_notice_is_passed_to_somebody_and_the_page_says_to_whom(world: World, sign_in: SignIn) -> None:
    row = make.receive(world, referrer_email="", referrer_address="", referrer_phone="01632 960321")
    browser = sign_in("CMEA")
    said = {"route": "attendance", "reason": "On roll at Elmbrook", "hold": ""}

    refused = words(browser.post(f"/arrived/{row.pk}/decide/", said))
    row.refresh_from_db()
    assert "Enter who took it on" in refused
    assert "On roll at Elmbrook" in refused  # what was typed is still there
    assert row.triaged_at is None

    said = {**said, "passed_to": "Ms Hale, attendance, north"}
    after = words(browser.post(f"/arrived/{row.pk}/decide/", said, follow=True))

    assert "The sender still has to be told: see the notice." in after
    assert "Taken on by Ms Hale, attendance, north." in words(browser.get(f"/arrived/{row.pk}/"))
