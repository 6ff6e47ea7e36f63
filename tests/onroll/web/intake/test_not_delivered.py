"""An officer sees what did not get to a sender, sends it again, or records that the sender was told otherwise."""

import smtplib
from typing import Any

import pytest
from django.core.mail.backends.locmem import EmailBackend
from django.test import Client

from onroll.cases import actions
from onroll.cases.models import Case, Referral, ToldHow, Triage
from onroll.release.models import Message, MessageState
from onroll.web.wording import day
from tests.factories import cases as make
from tests.factories.world import World
from tests.onroll.web.cases.sending import on
from tests.onroll.web.conftest import SignIn, words

RECORD = "Record that the sender was told by other means"


@pytest.fixture
def failing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the mail server know no address."""

    def refuse(self: EmailBackend, messages: Any) -> int:
        raise smtplib.SMTPRecipientsRefused({"a@b.example": (550, b"no such person")})

    monkeypatch.setattr(EmailBackend, "send_messages", refuse)


def by_telephone(world: World, **given: Any) -> dict[str, Any]:
    """Return the answers of whoever rang the sender today."""
    told = {"what": "receipt", "how": "telephone", "told_by": "CMEA Person"}
    return {**told, **on("told_on", world.today), **given}


def record(browser: Client, row: Referral, answers: dict[str, Any]) -> Any:
    return browser.post(f"/arrived/{row.pk}/told/", answers)


@pytest.mark.usefixtures("failing")
def test_a_failed_acknowledgement_is_shown_with_what_to_do_and_leads_to_the_notice(
    world: World, sign_in: SignIn
) -> None:
    row = make.receive(world)
    make.take_out_post(world)
    browser = sign_in("CMEA")

    today = browser.get("/today/")
    notice = words(browser.get(f"/arrived/{row.pk}/"))

    assert (
        "It could not be delivered (the mail server does not know the address): telephone or write."
        in words(today)
    )
    assert f"/arrived/{row.pk}/" in today.content.decode()
    assert (
        "it could not be delivered (the mail server does not know the address). Telephone or write" in notice
    )
    assert "Send it again" in notice
    assert RECORD in notice


@pytest.mark.usefixtures("failing")
def test_a_failed_answer_is_shown_at_the_head_of_the_record(world: World, sign_in: SignIn) -> None:
    row = make.receive(world, organisation=world.organisation("AGY"))
    case = make.open_case(world, referral=row)
    actions.tell_referrer(case, referral=row, by=world.by("CMEA"))
    make.take_out_post(world)

    page = words(sign_in("CMEA").get(f"/children/{case.child_id}/"))

    assert "What we wrote to whoever told us could not be delivered: telephone or write" in page


@pytest.mark.usefixtures("failing")
def test_a_failed_message_of_no_case_is_sent_again_from_the_notice(world: World, sign_in: SignIn) -> None:
    row = make.receive(world)
    make.take_out_post(world)
    message = Message.objects.unscoped("a test").get(subject_id=row.pk)

    answer = sign_in("CMEA").post(f"/letters/{message.pk}/again/")

    assert answer.headers["Location"] == f"/arrived/{row.pk}/"
    message.refresh_from_db()
    assert message.state == MessageState.QUEUED


def test_a_letter_said_to_be_posted_acknowledges_the_notice(world: World, sign_in: SignIn) -> None:
    row = make.receive(world, referrer_email="", referrer_address="2 Ropewalk, Merebridge WX1 9ZZ")
    message = Message.objects.unscoped("a test").get(subject_id=row.pk)
    browser = sign_in("CMEA")
    assert "to be printed and posted" in words(browser.get(f"/arrived/{row.pk}/"))

    browser.post(f"/letters/{message.pk}/posted/")

    row.refresh_from_db()
    assert (row.acknowledged_on, row.acknowledged_how) == (world.today, ToldHow.POST)
    assert f"{day(world.today)} by post" in words(browser.get(f"/arrived/{row.pk}/"))


def test_a_sender_who_gave_a_telephone_number_is_rung_and_that_is_recorded(
    world: World, sign_in: SignIn
) -> None:
    row = make.receive(world, referrer_email="", referrer_phone="01632 960321")
    browser = sign_in("CMEA")
    assert "01632 960321" in words(browser.get(f"/arrived/{row.pk}/told/"))

    answer = record(browser, row, by_telephone(world))

    assert answer.headers["Location"] == f"/arrived/{row.pk}/"
    row.refresh_from_db()
    assert (row.acknowledged_on, row.acknowledged_by) == (world.today, "CMEA Person")
    assert f"{day(world.today)} by telephone" in words(browser.get(f"/arrived/{row.pk}/"))


def test_the_same_sent_twice_is_recorded_once_and_says_so(world: World, sign_in: SignIn) -> None:
    row = make.receive(world)
    browser = sign_in("CMEA")
    record(browser, row, by_telephone(world))

    page = record(browser, row, by_telephone(world))

    assert "It is recorded already that the sender was told this." in words(page)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"what": ""}, "Choose what the sender was told"),
        ({"how": ""}, "Choose how the sender was told"),
        ({"told_by": ""}, "Enter who told the sender"),
        ({"told_on-year": 2099}, "must be today or in the past"),
    ],
)
def test_half_an_answer_is_not_recorded(
    world: World, sign_in: SignIn, given: dict[str, Any], said: str
) -> None:
    row = make.receive(world)

    page = record(sign_in("CMEA"), row, by_telephone(world, **given))

    assert page.status_code == 200
    assert said in words(page)
    row.refresh_from_db()
    assert row.acknowledged_on is None


def test_who_may_not_answer_senders_records_nothing(world: World, sign_in: SignIn) -> None:
    row = make.receive(world)

    assert record(sign_in("AEM"), row, by_telephone(world)).status_code == 403

    row.refresh_from_db()
    assert row.acknowledged_on is None


@pytest.mark.parametrize(
    ("route", "sentence"),
    [
        (Triage.ATTENDANCE, "The child is being helped into education."),
        (Triage.OTHER_AUTHORITY, "We have passed this to another local authority."),
    ],
)
def test_whoever_rings_reads_the_one_sentence_that_may_be_said(
    world: World, sign_in: SignIn, route: Triage, sentence: str
) -> None:
    row = make.receive(
        world, organisation=world.organisation("AGY"), referrer_email="", referrer_phone="01632 960321"
    )
    actions.route_referral(
        row, to=route, reason="Known", passed_to="Ms Hale, their team", by=world.by("CMEA")
    )

    assert sentence in words(sign_in("CMEA").get(f"/arrived/{row.pk}/told/"))


def test_under_a_hold_the_sentence_tells_nothing(world: World, sign_in: SignIn) -> None:
    row = make.receive(world, organisation=world.organisation("AGY"))
    case: Case = make.open_case(world, referral=row)
    actions.place_case_hold(case, kind="no-approach-family", reason="Fear", by=world.by("CMEA"))

    page = words(sign_in("CMEA").get(f"/cases/{case.pk}/told/"))

    assert "Our enquiries are complete." in page
