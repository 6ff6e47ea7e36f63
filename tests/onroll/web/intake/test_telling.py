"""Telling us of a child: the public form, the form keyed in by staff, and the decision."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client

from onroll.audit.models import Event
from onroll.cases import actions
from onroll.cases.models import Case, Referral, Triage
from onroll.intake.forms import CME2
from onroll.intake.models import Submission
from onroll.people.models import Child
from onroll.release.models import Hold, Message
from onroll.release.queries import message_on_its_way
from rulebook.procedure.outcomes import ConfirmedBy
from tests.factories import cases as make
from tests.factories.world import World
from tests.onroll.web.conftest import SignIn, words

SAID: dict[str, dict[str, Any]] = {
    "child": {"forenames": "Rowan", "surname": "Testlost", "sex": "F",
              "birth_date-day": 9, "birth_date-month": 3, "birth_date-year": 2018},
    "home": {"has_address": "lives", "address_lines": "14 Tanners Reach", "town": "Merebridge", "postcode": "wx1 2ab"},
    "family": {"parent_name": "Liska Testlost", "parent_phone": "01632 960123"},
    "education": {"concern": "At home in school hours since September"},
    "safety": {"at_risk": "no", "unsafe_contact": "no"},
    "background": {},
    "you": {"referrer_name": "Juniper Wren", "referrer_role": "professional", "referrer_agency": "Health visiting",
            "referrer_email": "juniper.wren@health.example"},
}  # fmt: skip


@pytest.fixture(autouse=True)
def nobody_wrote_lately(db: None) -> None:
    """Forget how many notices came from this address."""
    cache.clear()


def referrals() -> list[Referral]:
    """Return every notice."""
    return list(Referral.objects.unscoped("a test").order_by("keyed_at"))


def fill_in(browser: Client, start: str, **changed: dict[str, Any]) -> HttpResponse:
    """Fill in every page of the form, in order, and return the last answer."""
    for asked in CME2.pages:
        answer = browser.post(f"{start}{asked.slug}/", {**SAID[asked.slug], **changed.get(asked.slug, {})})
        assert answer.status_code == 302, words(answer)
    return answer


def key_in(browser: Client, **changed: dict[str, Any]) -> HttpResponse:
    """Fill in every page as staff do who key a notice in, and take it in."""
    assert fill_in(browser, "/arrived/new/", **changed).headers["Location"] == "/arrived/new/check/"
    return browser.post("/arrived/new/check/")


@pytest.mark.requirement("AGENCY-1")
@pytest.mark.requirement("FORM-2")
def test_a_member_of_the_public_tells_us_of_a_child_and_has_a_reference(world: World) -> None:
    browser = Client()
    browser.post("/tell-us/")
    fill_in(browser, "/tell-us/")
    assert "Juniper Wren" in words(browser.get("/tell-us/check/"))

    answer = browser.post("/tell-us/check/")

    assert answer.headers["Location"] == "/tell-us/sent/"
    [row] = referrals()
    assert (row.child_name, row.kind, row.keyed_by) == ("Rowan Testlost", "cme2", "Member of the public")
    assert Submission.objects.unscoped("a test").get().answers["postcode"] == "wx1 2ab"
    assert Event.objects.filter(kind="referral.received", subject_id=row.pk).count() == 1
    assert row.reference in words(browser.get("/tell-us/sent/"))
    assert Message.objects.unscoped("a test").get().kind == "Acknowledgement"
    assert mail.outbox == []  # it leaves by the worker, after the commit


def test_pressed_twice_it_is_sent_once(world: World) -> None:
    browser = Client()
    fill_in(browser, "/tell-us/")

    answers = [browser.post("/tell-us/check/") for _ in range(2)]

    assert [each.headers["Location"] for each in answers] == ["/tell-us/sent/"] * 2
    assert len(referrals()) == 1


def test_whoever_goes_back_after_sending_reads_that_it_was_sent_and_may_begin_another(world: World) -> None:
    browser = Client()
    browser.post("/tell-us/")
    fill_in(browser, "/tell-us/")
    page = browser.get("/tell-us/check/").content.decode()
    carried = re.search(r'name="so_far" value="([^"]+)"', page)
    browser.post("/tell-us/check/")
    [row] = referrals()

    again = [
        browser.get("/tell-us/check/", follow=True),
        browser.get("/tell-us/child/", follow=True),
        browser.post(
            "/tell-us/child/", {**SAID["child"], "so_far": carried[1] if carried else ""}, follow=True
        ),
        browser.post("/tell-us/check/", {"so_far": carried[1] if carried else ""}, follow=True),
    ]

    for answer in again:
        assert answer.redirect_chain[-1][0] == "/tell-us/sent/"
        assert f"Notice {row.reference} was sent and has arrived: you need not send it again." in words(
            answer
        )
    assert len(referrals()) == 1
    assert browser.post("/tell-us/").headers["Location"] == "/tell-us/child/"
    assert browser.get("/tell-us/child/").status_code == 200


def test_a_page_left_out_is_asked_before_it_is_sent(world: World) -> None:
    browser = Client()
    browser.post("/tell-us/child/", SAID["child"])

    assert browser.post("/tell-us/check/").headers["Location"] == "/tell-us/home/"
    assert referrals() == []


def test_what_must_be_answered_is_asked_for_and_the_rest_is_kept(world: World) -> None:
    answer = Client().post("/tell-us/safety/", {"at_risk": "yes", "at_risk_why": "", "unsafe_contact": "no"})

    assert answer.status_code == 200
    assert "Say what makes you think so" in words(answer)


def test_every_question_that_need_not_be_answered_says_so(world: World) -> None:
    assert words(Client().get("/tell-us/family/")).count("(optional)") == 4
    # One question must be answered here, and two need not.
    assert words(Client().get("/tell-us/education/")).count("(optional)") == 2


def test_a_machine_that_fills_in_the_trap_sends_nothing(world: World) -> None:
    browser = Client()
    fill_in(browser, "/tell-us/")

    browser.post("/tell-us/check/", {"website": "https://buy.example"})

    assert referrals() == []


@pytest.mark.requirement("AGENCY-1")
def test_an_assistant_keys_in_a_call_with_the_day_on_which_it_came(world: World, sign_in: SignIn) -> None:
    browser = sign_in("CMEA")
    came = make.days_before(world.today, 3)
    how = {"kind": "school", "channel": "phone", "agency": "Elmbrook Primary School"}
    browser.post(
        "/arrived/new/",
        {**how, "received_on-day": came.day, "received_on-month": came.month, "received_on-year": came.year},
    )

    assert (
        'value="Elmbrook Primary School"' in browser.get("/arrived/new/you/").content.decode()
    )  # asked once

    answer = key_in(browser, you={"referrer_agency": "Elmbrook Primary School"})

    [row] = referrals()
    assert answer.headers["Location"] == f"/arrived/{row.pk}/"
    assert (row.received_on, row.channel, row.kind) == (came, "phone", "school")
    assert (row.keyed_by, row.referrer_agency) == ("CMEA Person", "Elmbrook Primary School")


def test_keying_in_begins_with_how_it_came(world: World, sign_in: SignIn) -> None:
    assert sign_in("CMEA").get("/arrived/new/child/").headers["Location"] == "/arrived/new/"


# ------------------------------------------------------------------------------------------------------- the decision
def decide(browser: Client, row: Referral, **answers: str) -> HttpResponse:
    """Send the decision on a notice."""
    return browser.post(f"/arrived/{row.pk}/decide/", answers)


@pytest.mark.requirement("REGISTER-1")
def test_a_child_not_known_is_put_on_the_register(world: World, sign_in: SignIn) -> None:
    row = make.receive(world)

    answer = decide(sign_in("CMEA"), row, route="cme", whom="new", reason="On no roll")

    case = Case.objects.unscoped("a test").get()
    assert answer.headers["Location"] == f"/children/{case.child_id}/"
    row.refresh_from_db()
    assert (row.triage, row.case, row.triaged_by) == (Triage.CME, case, "CMEA Person")
    assert Event.objects.filter(kind="case.opened", child_id=case.child_id).count() == 1


def test_a_child_known_here_is_recognised_and_not_recorded_twice(world: World, sign_in: SignIn) -> None:
    child = make.known_child(world)
    row = make.receive(world)

    decide(sign_in("CMEA"), row, route="cme", whom=str(child.pk), reason="The same mother and day")

    assert Child.objects.unscoped("a test").get() == child
    row.refresh_from_db()
    assert row.child == child
    assert "The same mother and day" in row.match_words


def test_an_unsafe_contact_places_a_hold_with_the_case(world: World, sign_in: SignIn) -> None:
    row = make.receive(world, answers=make.answers(unsafe_contact="yes"))

    decide(sign_in("CMEA"), row, route="cme", whom="new", reason="On no roll")

    assert Hold.objects.unscoped("a test").get().child_id == Case.objects.unscoped("a test").get().child_id


def test_a_notice_passed_on_answers_its_sender(world: World, sign_in: SignIn) -> None:
    row = make.receive(world)

    answer = decide(
        sign_in("CMEA"),
        row,
        route="home-education",
        reason="Registered at home since May",
        passed_to="Mr Reed, home education",
    )

    assert answer.headers["Location"] == "/arrived/"
    row.refresh_from_db()
    assert row.triage == Triage.HOME_EDUCATION
    assert message_on_its_way(row.pk, product="outcome")
    assert not Case.objects.unscoped("a test").exists()


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ({"route": "attendance", "reason": ""}, "Say why, in a sentence"),
        ({"reason": "On no roll"}, "Choose what this notice is"),
    ],
)
def test_a_decision_without_its_reason_is_not_taken(
    world: World, sign_in: SignIn, answers: dict[str, str], said: str
) -> None:
    row = make.receive(world)

    page = decide(sign_in("CMEA"), row, **answers)

    assert page.status_code == 200
    assert said in words(page)
    row.refresh_from_db()
    assert row.triaged_at is None


def test_where_nobody_is_like_the_child_nobody_need_be_chosen(world: World, sign_in: SignIn) -> None:
    row = make.receive(world)

    answer = decide(sign_in("CMEA"), row, route="cme", reason="On no roll")

    assert answer.status_code == 302
    row.refresh_from_db()
    assert row.child is not None
    assert row.match_words == "recorded for the first time"


def test_where_somebody_is_like_the_child_one_must_be_chosen(world: World, sign_in: SignIn) -> None:
    known = make.known_child(world)
    row = make.receive(world)
    browser = sign_in("CMEA")

    assert "Choose which child it is" in words(decide(browser, row, route="cme", reason="On no roll"))
    assert "Choose the child" in words(decide(browser, row, route="duplicate", reason="The same words"))

    assert "Nobody told us of this child before" in words(
        decide(browser, row, route="duplicate", before=str(known.pk), reason="The same words")
    )
    case = actions.open_case(known, area=world.north, by=world.by("CMEA"))
    offered = words(browser.get(f"/arrived/{row.pk}/"))
    assert f"the notice joins case {case.reference}, which is open" in offered
    decide(browser, row, route="duplicate", before=str(known.pk), reason="The same words")
    row.refresh_from_db()
    assert (row.triage, row.child, row.case) == (Triage.DUPLICATE, known, case)


def closed_yesterday(world: World) -> Case:
    """Return a case that was closed the day before today."""
    case = actions.open_case(make.known_child(world), area=world.north, by=world.by("CMEA", days=-1))
    make.screened(case, world, days=-1)
    actions.close_case(
        case, outcome="on-roll", confirmed_how=ConfirmedBy.SCHOOL_ATTENDING, confirmed_with="Mrs Ferrier",
        confirmed_on=world.today - timedelta(days=1), by=world.by("CMEA", days=-1),
    )  # fmt: skip
    return case


@pytest.mark.parametrize("again", [True, False])
def test_where_the_last_case_is_closed_it_opens_again_or_a_new_one_is_opened(
    world: World, sign_in: SignIn, again: bool
) -> None:
    case, row, browser = closed_yesterday(world), make.receive(world), sign_in("CMEA")

    offered = words(browser.get(f"/arrived/{row.pk}/"))
    closed = f"closed on {world.today - timedelta(days=1):%-d %B %Y}"
    assert f"open case {case.reference} again, which was {closed}" in offered
    assert f"a new case. Case {case.reference}, {closed}, stays closed" in offered
    refused = words(
        decide(browser, row, route="duplicate", before=str(case.child_id), reason="The same words")
    )
    assert "nobody seeks the child now" in refused

    whom = f"{case.child_id}:again" if again else str(case.child_id)
    decide(browser, row, route="cme", whom=whom, reason="Seen at home")

    row.refresh_from_db()
    case.refresh_from_db()
    assert (row.case == case) is case.is_open is again


def test_a_hold_from_a_notice_may_open_the_closed_case_again(world: World, sign_in: SignIn) -> None:
    case, row = closed_yesterday(world), make.receive(world)

    decide(sign_in("CMEA"), row, route="cme", whom=f"{case.child_id}:again", hold="yes", reason="Feared")

    row.refresh_from_db()
    assert row.case == case
    assert Hold.objects.unscoped("a test").get().child_id == case.child_id


def test_the_second_of_two_who_decide_reads_that_somebody_has(world: World, sign_in: SignIn) -> None:
    row = make.receive(world)
    browser = sign_in("CMEA")
    actions.route_referral(
        row, to=Triage.ATTENDANCE, reason="On a roll", passed_to="Ms Hale, their team", by=world.by("CMEA")
    )

    page = decide(browser, row, route="spam", reason="An advertisement")

    assert page.status_code == 200
    assert "Another officer dealt with this notice. Open it to see how." in words(page)
    row.refresh_from_db()
    assert row.triage == Triage.ATTENDANCE


def test_a_danger_is_not_passed_on_before_a_hold_stands(world: World, sign_in: SignIn) -> None:
    row = make.receive(world, answers=make.answers(unsafe_contact="yes"))

    page = decide(sign_in("CMEA"), row, route="attendance", reason="On a roll")

    assert "Put the child on the register first" in words(page)
    assert Referral.objects.unscoped("a test").get().triaged_at is None


def test_an_agency_does_not_decide(world: World, sign_in: SignIn) -> None:
    row = make.receive(world, organisation=world.organisation("AGY"))

    assert decide(sign_in("AGY"), row, route="spam", reason="none").status_code == 403
