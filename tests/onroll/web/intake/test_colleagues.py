"""Notices of colleagues in the authority: CME 3 from area staff, Admissions' notice of a child without a place."""

from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from onroll.cases import actions
from onroll.cases.models import Case, Referral
from onroll.duties.models import Duty
from onroll.intake.forms import ADMISSIONS, CME3
from onroll.intake.forms.asking import FormOnPaper
from onroll.release.models import Message
from tests.factories import cases as make
from tests.factories.world import World
from tests.onroll.web.conftest import SignIn, words
from tests.onroll.web.intake.test_telling import SAID, decide, referrals

APPENDIX_4 = (  # the boxes of the form on paper, each with the words of the question that asks for it
    ("Child's name", "First and middle names"),
    ("Date of birth", "Date of birth"),
    ("Ethnicity", "The child’s ethnicity"),
    ("First Language", "The child’s first language"),
    ("Address of where child lives / lived", "Do you know where the child lives, or lived last?"),
    ("Parent or carer's name", "Name of a parent or carer"),
    ("Reason for Referral", "Reason for referral"),
    ("Referred by", "Referred by"),
    ("CS Team", "Children’s Services team"),
    ("Telephone number", "Telephone number"),
    ("Any Other Contacts", "Any other contacts"),
    ("Other Information", "Other information"),
)


def day_of(name: str, day: Any) -> dict[str, int]:
    """Return a day as the boxes of a form send it."""
    return {f"{name}-day": day.day, f"{name}-month": day.month, f"{name}-year": day.year}


def send(browser: Client, start: str, form: FormOnPaper, **said: dict[str, Any]) -> HttpResponse:
    """Fill in every page of a form and send it."""
    answers = {**SAID, "you": {"referrer_name": "Wren Hollis", "referrer_agency": "North attendance team",
                               "referrer_email": "wren@council.example"}, **said}  # fmt: skip
    for asked in form.pages:
        answer = browser.post(f"{start}{asked.slug}/", answers[asked.slug])
        assert answer.status_code == 302, words(answer)
    return browser.post(f"{start}check/")


def send_cme3(browser: Client, learnt_on: Any) -> HttpResponse:
    """Send a CME 3 about Rowan."""
    reason = {
        "concern": "On no roll since the move",
        "contacts": "The health visitor",
        **day_of("learnt_on", learnt_on),
    }
    return send(browser, "/your-notices/cme-3/", CME3, reason=reason)


def duties_of(subject_id: Any) -> dict[str, Duty]:
    return {row.code: row for row in Duty.objects.unscoped("a test").filter(subject_id=subject_id)}


# ------------------------------------------------------------------------------------------------------------- CME 3
@pytest.mark.requirement("FORM-3")
def test_every_box_of_the_form_on_paper_is_asked(world: World, sign_in: SignIn) -> None:
    browser = sign_in("AIO")
    pages = " ".join(words(browser.get(f"/your-notices/cme-3/{page.slug}/")) for page in CME3.pages)

    assert [box for box, asked in APPENDIX_4 if asked not in pages] == []
    assert (
        'value="AIO Person"' in browser.get("/your-notices/cme-3/you/").content.decode()
    )  # from the account


@pytest.mark.requirement("CME3-1")
@pytest.mark.requirement("FORM-3")
def test_area_staff_send_a_cme_3_and_the_child_is_added_to_the_register(
    world: World, sign_in: SignIn
) -> None:
    browser = sign_in("AIO")
    learnt_on = make.days_before(world.today, 1)

    sent = send_cme3(browser, learnt_on)

    assert sent.headers["Location"] == "/your-notices/cme-3/sent/"
    [row] = referrals()
    assert (row.kind, row.learnt_on, row.sender, row.keyed_by) == (
        "cme3",
        learnt_on,
        world.user("AIO"),
        "AIO Person",
    )
    assert row.organisation is None  # else all of the authority would count as its supplier
    assert row.reference in words(browser.get("/your-notices/cme-3/sent/"))
    assert "Rowan Testlost" in words(browser.get("/your-notices/"))
    notice = words(sign_in("CMEA").get(f"/arrived/{row.pk}/"))
    assert "Area staff (CME 3)" in notice
    assert "The health visitor" in notice
    assert "North attendance team" in notice
    decide(sign_in("CMEA"), row, route="cme", reason="On no roll")
    case = Case.objects.unscoped("a test").get()
    assert make.duties_of(case)["send-cme3"].met_on == world.today
    assert "We are following it up" in words(browser.get("/your-notices/"))


@pytest.mark.requirement("CME3-1")
def test_a_cme_3_sent_after_more_than_two_working_days_was_late(world: World) -> None:
    learnt_on = make.days_before(world.today, 8)  # at least five working days
    notice = make.receive(world, kind="cme3", learnt_on=learnt_on)
    make.open_case(world, referral=notice)

    duty = duties_of(notice.case_id)["send-cme3"]

    assert (duty.owed_by, duty.triggered_on, duty.met_on) == ("AIO", learnt_on, world.today)
    assert duty.standing(world.today).value == "met late"


def test_a_colleague_is_answered_as_a_professional(world: World, sign_in: SignIn) -> None:
    send_cme3(sign_in("AIO"), world.today)
    [row] = referrals()

    decide(sign_in("CMEA"), row, route="attendance", passed_to="Ms Hale, north", reason="On roll at Elmbrook")

    bodies = [each.body for each in Message.objects.unscoped("a test").filter(subject_id=row.pk)]
    assert any("The child is being helped into education." in body for body in bodies)


def test_learnt_of_after_it_was_received_is_a_slip(world: World, sign_in: SignIn) -> None:
    came = make.days_before(world.today, 3)
    browser = sign_in("CMEA")
    browser.post("/arrived/new/", {"kind": "cme3", "channel": "letter", **day_of("received_on", came)})
    reason = {"concern": "On no roll", **day_of("learnt_on", world.today)}

    page = words(send(browser, "/arrived/new/", CME3, reason=reason))

    assert "The sender cannot have learnt of the child after the notice was received." in page
    assert "Rowan" in page
    assert referrals() == []


@pytest.mark.parametrize(
    ("role", "path"), [("AGY", "cme-3"), ("ADM", "cme-3"), ("EHE", "admissions"), ("AIO", "admissions")]
)
def test_a_form_is_open_to_those_whose_form_it_is(sign_in: SignIn, role: str, path: str) -> None:
    assert sign_in(role).get(f"/your-notices/{path}/").status_code == 403


def test_nobody_sees_the_notices_of_a_colleague_among_their_own(world: World, sign_in: SignIn) -> None:
    send_cme3(sign_in("AIO"), world.today)

    assert "Rowan" not in words(sign_in("ARM").get("/your-notices/"))
    assert "Rowan" not in words(sign_in("ABT").get("/arrived/"))  # of the same organisation


# -------------------------------------------------------------------------------------------------------- Admissions
def send_admissions(browser: Client, asked_on: Any, **told: Any) -> HttpResponse:
    """Send Admissions' notice of Rowan, who has moved in."""
    place = {"concern": "No school of the family's choice has room", "moved_in": "yes", "lived_before": "Farhaven",
             "on_roll": "no", **day_of("learnt_on", asked_on), **told}  # fmt: skip
    return send(browser, "/your-notices/admissions/", ADMISSIONS, place=place)


@pytest.mark.requirement("ADMIT-5")
def test_a_child_who_moved_in_is_entered_and_marked_as_missing_education(
    world: World, sign_in: SignIn
) -> None:
    asked_on = make.days_before(world.today, 1)

    send_admissions(sign_in("ADM"), asked_on)

    [row] = referrals()
    before = duties_of(row.pk)["enter-arrival"]
    assert (before.owed_by, before.triggered_on, before.met_on) == ("ADM", asked_on, None)
    decide(sign_in("CMEA"), row, route="cme", reason="Waits for a place")
    case = Case.objects.unscoped("a test").get()
    assert make.duties_of(case)["enter-arrival"].met_on == world.today
    owed = make.duties_of(case)["answer-application"]
    assert (owed.triggered_on, owed.met_on) == (asked_on, None)
    make.check(case, world)
    make.offer_place(case, world)
    assert make.duties_of(case)["answer-application"].met_on == world.today


def test_who_asks_for_a_place_and_lives_here_already_is_no_arrival(world: World) -> None:
    notice = make.receive(world, kind="admissions", answers=make.answers(moved_in="no"), by=world.by("ADM"))

    assert "enter-arrival" not in duties_of(notice.pk)
    assert "answer-application" in duties_of(notice.pk)


@pytest.mark.requirement("ADMIT-3")
def test_parents_who_ask_for_another_school_are_advised_not_to_withdraw_first(
    world: World, sign_in: SignIn
) -> None:
    send_admissions(sign_in("ADM"), world.today, on_roll="yes")

    [row] = referrals()
    assert duties_of(row.pk)["advise-before-withdrawal"].owed_by == "ADM"
    decide(sign_in("CMEA"), row, route="cme", reason="Waits for a place")
    case = Case.objects.unscoped("a test").get()
    owed = make.duties_of(case)["advise-before-withdrawal"]
    assert (owed.triggered_on, owed.met_on) == (world.today, None)
    assert make.duties_of(case)["answer-application"].met_on is None
    said = "Told by telephone to keep the place until another is secured"
    actions.record_done(
        case, duty=owed.code, trigger=owed.trigger, done_on=world.today, words=said, by=world.by("CMEA")
    )
    assert make.duties_of(case)["advise-before-withdrawal"].met_on == world.today
    assert (
        make.duties_of(case)["answer-application"].met_on is None
    )  # the request itself waits for its answer


@pytest.mark.requirement("ADMIT-3")
def test_the_advice_that_admissions_gave_is_on_the_notice_and_nothing_is_owed(
    world: World, sign_in: SignIn
) -> None:
    browser = sign_in("ADM")

    assert "before another place is secured" in words(browser.get("/your-notices/admissions/place/"))
    send_admissions(browser, world.today, on_roll="yes", **day_of("advised_on", world.today))

    [row] = referrals()
    assert duties_of(row.pk)["advise-before-withdrawal"].met_on == world.today
    assert "Advised not to take the child off the roll on" in words(
        sign_in("CMEA").get(f"/arrived/{row.pk}/")
    )


@pytest.mark.requirement("ADMIT-3")
def test_of_a_child_on_no_roll_nobody_is_advised_not_to_withdraw(world: World, sign_in: SignIn) -> None:
    send_admissions(sign_in("ADM"), world.today)

    [row] = referrals()
    assert "advise-before-withdrawal" not in duties_of(row.pk)


# ---------------------------------------------------------------------------------------- brothers and sisters at once
def test_brothers_and_sisters_are_told_of_in_one_go_with_the_household_kept(
    world: World, sign_in: SignIn
) -> None:
    browser = Client()
    for slug, said in SAID.items():
        browser.post(f"/tell-us/{slug}/", said)
    browser.post("/tell-us/check/")

    assert browser.post("/tell-us/sent/").headers["Location"] == "/tell-us/child/"
    for slug in ("child", "education", "safety", "background"):
        browser.post(f"/tell-us/{slug}/", {**SAID[slug], **({"forenames": "Ash"} if slug == "child" else {})})
    browser.post("/tell-us/check/")

    first, second = referrals()
    assert second.together == first
    assert (second.child_name, second.answers["address_lines"]) == ("Ash Testlost", "14 Tanners Reach")
    assert (second.referrer_email, first.reference != second.reference) == (
        "juniper.wren@health.example",
        True,
    )
    assert f"Ash Testlost , {second.reference}" in words(sign_in("CMEA").get(f"/arrived/{first.pk}/"))


def test_a_new_form_is_not_about_the_family_of_the_last_one(world: World) -> None:
    browser = Client()
    for _ in range(2):
        browser.post("/tell-us/")
        for slug, said in SAID.items():
            browser.post(f"/tell-us/{slug}/", said)
        browser.post("/tell-us/check/")

    assert [row.together for row in referrals()] == [None, None]


@pytest.mark.requirement("CHECK-1")
def test_where_a_brother_told_of_together_is_educated_is_found_out(world: World) -> None:
    first = make.receive(world)
    second = make.receive(world, together=first, child_name="Ash Testlost")
    case = make.open_case(world, referral=first)

    duty = make.duties_of(case)["check-sibling"]
    assert (duty.owed_by, duty.triggered_on, duty.met_on) == ("CMEA", world.today, None)
    make.open_case(world, make.cast.ASH, referral=second)
    actions.refresh_duties(case, by=world.by("CMEA"))
    assert make.duties_of(case)["check-sibling"].met_on == world.today


# -------------------------------------------------------------------------------------------------- keyed in by staff
def begin_keying(browser: Client, world: World, **given: Any) -> None:
    """Say how a notice came."""
    how = {"kind": "cme2", "channel": "phone", "agency": "", **day_of("received_on", world.today)}
    browser.post("/arrived/new/", {**how, **given})


def test_whom_we_may_know_has_a_step_of_its_own_and_stops_nobody(world: World, sign_in: SignIn) -> None:
    known = make.known_child(world)
    browser = sign_in("CMEA")
    begin_keying(browser, world)

    answer = browser.post("/arrived/new/child/", SAID["child"])

    assert answer.headers["Location"] == "/arrived/new/known/"
    page = browser.get("/arrived/new/known/")
    assert known.name in words(page)
    assert "/arrived/new/home/" in page.content.decode()


def test_nobody_like_the_child_and_the_next_page_follows(world: World, sign_in: SignIn) -> None:
    browser = sign_in("CMEA")
    begin_keying(browser, world)

    assert browser.post("/arrived/new/child/", SAID["child"]).headers["Location"] == "/arrived/new/home/"


def test_with_script_they_are_shown_while_the_name_is_typed(world: World, sign_in: SignIn) -> None:
    known = make.known_child(world)
    browser = sign_in("CMEA")
    begin_keying(browser, world)

    part = browser.post("/arrived/new/already-known/", {"forenames": "Rowan", "surname": "Testlost"})

    assert known.name in part.content.decode()
    assert "<html" not in part.content.decode()
    assert browser.post("/arrived/new/already-known/", {"forenames": "Rowan"}).content.decode().strip() == ""
    assert sign_in("AGY").post("/arrived/new/already-known/", SAID["child"]).status_code == 403


def test_a_brother_is_keyed_in_next_with_the_household_filled_in(world: World, sign_in: SignIn) -> None:
    browser = sign_in("CMEA")
    came = make.days_before(world.today, 2)
    begin_keying(browser, world, **day_of("received_on", came))
    for slug, said in SAID.items():
        browser.post(f"/arrived/new/{slug}/", said)
    taken = browser.post("/arrived/new/check/")
    assert "Key in a brother or sister" in words(browser.get(taken.headers["Location"]))

    browser.post("/arrived/new/brother-or-sister/")
    for slug in ("child", "education", "safety", "background"):
        browser.post(
            f"/arrived/new/{slug}/", {**SAID[slug], **({"forenames": "Ash"} if slug == "child" else {})}
        )
    browser.post("/arrived/new/check/")

    first, second = referrals()
    assert (second.together, second.received_on, second.channel) == (first, came, "phone")
    assert second.answers["address_lines"] == "14 Tanners Reach"


# ------------------------------------------------------------------------------------------------------ nothing is lost
def test_whoever_comes_back_after_the_session_ended_goes_on_where_they_were(world: World) -> None:
    browser = Client()
    browser.post("/tell-us/child/", SAID["child"])
    page = browser.get("/tell-us/home/").content.decode()
    so_far = page.split('name="so_far" value="')[1].split('"')[0]
    late = Client()  # the session is gone; the page is still open

    answer = late.post("/tell-us/home/", {**SAID["home"], "so_far": so_far})

    assert answer.headers["Location"] == "/tell-us/family/"
    assert 'value="Rowan"' in late.get("/tell-us/child/").content.decode()


def test_what_a_page_carries_cannot_be_made_up(world: World) -> None:
    answer = Client().post("/tell-us/home/", {**SAID["home"], "so_far": "made-up"})

    assert answer.headers["Location"] == "/tell-us/family/"
    assert referrals() == []


def test_a_person_whose_browser_filled_in_the_trap_loses_nothing(world: World) -> None:
    browser = Client()
    for slug, said in SAID.items():
        browser.post(f"/tell-us/{slug}/", said)

    page = words(browser.post("/tell-us/check/", {"website": "https://buy.example"}))

    assert "Nothing is lost: look at your answers, then send them again." in page
    assert Referral.objects.unscoped("a test").count() == 0
    browser.post("/tell-us/check/")
    assert Referral.objects.unscoped("a test").count() == 1
