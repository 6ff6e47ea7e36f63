"""A duty to tell somebody is met when the message has left, never because it was written."""

import smtplib
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend

from onroll.access.policy import PermissionRefused
from onroll.cases import actions
from onroll.cases.models import Case, Referral, ToldHow
from onroll.duties.models import Duty
from onroll.release.models import HoldKind, Message, MessageState
from rulebook.procedure.outcomes import ConfirmedBy, Reply
from tests.factories import cases as make
from tests.factories.refusals import refused
from tests.factories.state import events, nothing_written
from tests.factories.world import World

ADDRESS = {"referrer_email": "", "referrer_address": "2 Ropewalk, Merebridge WX1 9ZZ"}


def duty(subject: Any, code: str) -> Duty:
    return Duty.objects.unscoped("a test").get(subject_id=subject.pk, code=code)


def written(referral: Referral, product: str = "receipt") -> Message:
    rows = Message.objects.unscoped("a test").filter(subject_id=referral.pk, disclosure__product=product)
    return rows.latest("queued_at")


def closed_case(world: World, **given: Any) -> tuple[Case, Referral]:
    """Return a case closed today with the school's word, and its notice."""
    referral = make.receive(world, **given)
    case = make.open_case(world, referral=referral)
    make.screened(case, world)
    actions.close_case(
        case,
        outcome="on-roll",
        confirmed_how=ConfirmedBy.SCHOOL_ATTENDING,
        confirmed_on=world.today,
        confirmed_with="Mrs Ferrier, Elmbrook",
        by=world.by("CMEA"),
    )
    return case, referral


def no_such_address(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the mail server refuse every address for good."""

    def refuse(self: EmailBackend, messages: Any) -> int:
        raise smtplib.SMTPRecipientsRefused({"a@b.example": (550, b"no such person")})

    monkeypatch.setattr(EmailBackend, "send_messages", refuse)


# ---------------------------------------------------------------------------------------------------------- by email
def test_a_notice_is_acknowledged_on_the_day_on_which_the_email_left_not_when_it_was_written(
    world: World,
) -> None:
    referral = make.receive(world)
    assert referral.acknowledged_on is None
    assert duty(referral, "acknowledge-referral").met_on is None
    assert "referral.acknowledged" not in events()

    assert make.take_out_post(world, days=1) == 1

    referral.refresh_from_db()
    tomorrow = world.today + timedelta(days=1)
    assert (referral.acknowledged_on, referral.acknowledged_how) == (tomorrow, ToldHow.EMAIL)
    assert referral.acknowledged_by == "CMEA Person"
    assert duty(referral, "acknowledge-referral").met_on == tomorrow
    assert "referral.acknowledged" in events()


def test_the_sender_is_told_the_outcome_when_the_answer_has_left_and_only_once(world: World) -> None:
    case, referral = closed_case(world)
    actions.tell_referrer(case, referral=referral, by=world.by("CMEA"))
    assert duty(case, "tell-referrer").met_on is None

    assert make.take_out_post(world, days=2) == 2
    assert make.take_out_post(world, days=3) == 0

    referral.refresh_from_db()
    assert referral.outcome_told_on == world.today + timedelta(days=2)
    assert duty(case, "tell-referrer").met_on == world.today + timedelta(days=2)
    assert events().count("referral.answered") == 1
    assert len(mail.outbox) == 2


def test_an_email_that_fails_for_good_meets_no_duty_and_the_case_says_so(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    case, referral = closed_case(world)
    make.take_out_post(world)
    actions.tell_referrer(case, referral=referral, by=world.by("CMEA"))
    no_such_address(monkeypatch)

    assert make.take_out_post(world) == 0

    referral.refresh_from_db()
    case.refresh_from_db()
    assert written(referral, "outcome").state == MessageState.FAILED
    assert referral.outcome_told_on is None
    assert duty(case, "tell-referrer").met_on is None
    assert case.signs["undelivered"] == 1
    assert "referral.answered" not in events()


def test_an_email_of_which_nobody_knows_meets_no_duty(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    referral = make.receive(world)

    def broken(self: EmailBackend, messages: Any) -> int:
        raise smtplib.SMTPServerDisconnected

    monkeypatch.setattr(EmailBackend, "send_messages", broken)
    make.take_out_post(world)
    world.at += timedelta(minutes=6)
    make.take_out_post(world)

    assert written(referral).state == MessageState.UNCERTAIN
    assert duty(referral, "acknowledge-referral").met_on is None


def test_a_message_sent_again_after_it_failed_meets_the_duty_when_it_has_left(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    case, referral = closed_case(world)
    actions.tell_referrer(case, referral=referral, by=world.by("CMEA"))
    with monkeypatch.context() as patched:
        no_such_address(patched)
        make.take_out_post(world)

    actions.send_message_again(written(referral, "outcome"), by=world.by("CMEA", days=1))
    case.refresh_from_db()
    assert case.signs["undelivered"] == 1  # the acknowledgement; the answer is on its way
    make.take_out_post(world, days=1)

    assert duty(case, "tell-referrer").met_on == world.today + timedelta(days=1)
    case.refresh_from_db()
    assert (case.signs["undelivered"], case.signs["untold"]) == (0, 0)


def test_what_could_not_be_followed_is_not_said_to_have_left(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    referral = make.receive(world)

    def broken(*args: Any, **given: Any) -> None:
        raise RuntimeError("the duties cannot be worked out")

    monkeypatch.setattr("onroll.cases.actions.posting.refresh_told", broken)
    with pytest.raises(RuntimeError):
        make.take_out_post(world)

    referral.refresh_from_db()
    assert (written(referral).state, referral.acknowledged_on) == (MessageState.SENDING, None)
    assert "message.sent" not in events()


# ----------------------------------------------------------------------------------------------------------- by post
def test_a_letter_that_lies_unprinted_meets_no_duty_and_a_posted_one_does(world: World) -> None:
    referral = make.receive(world, **ADDRESS)
    assert make.take_out_post(world) == 0
    assert duty(referral, "acknowledge-referral").met_on is None

    actions.post_letter(written(referral), by=world.by("CMEA", days=1))

    referral.refresh_from_db()
    assert referral.acknowledged_on == world.today + timedelta(days=1)
    assert referral.acknowledged_how == ToldHow.POST
    assert duty(referral, "acknowledge-referral").met_on == world.today + timedelta(days=1)
    with refused("This letter was posted already"):
        actions.post_letter(written(referral), by=world.by("CMEA", days=2))
    assert events().count("referral.acknowledged") == 1


def test_who_may_not_carry_the_post_leaves_no_trace(world: World) -> None:
    referral = make.receive(world, **ADDRESS)

    with nothing_written(), pytest.raises(PermissionRefused):
        actions.post_letter(written(referral), by=world.by("ARL"))


def test_a_visit_letter_counts_from_the_day_on_which_it_was_posted(world: World) -> None:
    case, request = make.visited_case(world)
    row = actions.write_visit_letter(request, visit_on=world.today + timedelta(days=7), by=world.by("AIO"))
    assert duty(case, "letter-before-visit").met_on is None
    not_before = duty(case, "first-visit").not_before

    actions.post_letter(row.message, by=world.by("AIO", days=1))

    assert duty(case, "letter-before-visit").met_on == world.today + timedelta(days=1)
    assert duty(case, "first-visit").not_before != not_before


def test_a_visit_letter_that_was_stopped_can_be_written_again(world: World) -> None:
    case, request = make.visited_case(world)
    actions.write_visit_letter(request, visit_on=world.today + timedelta(days=7), by=world.by("AIO"))
    hold = actions.place_case_hold(case, kind=HoldKind.NO_APPROACH_FAMILY, reason="Fear", by=world.by("CMEA"))
    case.refresh_from_db()
    assert not case.signs["letter_written"]
    actions.ask_to_lift_hold(hold, reason="Spoken to alone", by=world.by("CMEA"))
    actions.lift_case_hold(hold, by=world.by("AEM"))

    row = actions.write_visit_letter(request, visit_on=world.today + timedelta(days=7), by=world.by("AIO"))

    assert row.message.state == MessageState.QUEUED
    assert duty(case, "letter-before-visit").met_on is None


def test_an_answer_that_a_hold_stopped_on_its_way_stays_owed(world: World) -> None:
    case, referral = closed_case(world)
    actions.tell_referrer(case, referral=referral, by=world.by("CMEA"))
    actions.place_case_hold(
        case,
        kind=HoldKind.UNSAFE_EMAIL,
        reason="Her mailbox is read",
        contact="juniper.wren@health.example",
        by=world.by("CMEA"),
    )

    assert written(referral, "outcome").state == MessageState.CANCELLED
    assert make.take_out_post(world) == 0
    referral.refresh_from_db()
    assert referral.outcome_told_on is None
    assert duty(case, "tell-referrer").met_on is None


# ---------------------------------------------------------------------------------------------------- answered twice
def test_while_an_answer_is_on_its_way_no_second_is_written(world: World) -> None:
    case, referral = closed_case(world)
    actions.tell_referrer(case, referral=referral, by=world.by("CMEA"))

    with refused("An answer is on its way to the sender already.", where="referral"):
        actions.tell_referrer(case, referral=referral, by=world.by("CMEA"))


def test_a_second_answer_takes_the_place_of_the_one_that_failed(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    case, referral = closed_case(world)
    make.take_out_post(world)
    actions.tell_referrer(case, referral=referral, by=world.by("CMEA"))
    failed = written(referral, "outcome")
    with monkeypatch.context() as patched:
        no_such_address(patched)
        make.take_out_post(world)

    actions.tell_referrer(case, referral=referral, by=world.by("CMEA", days=1))

    failed.refresh_from_db()
    assert failed.state == MessageState.SETTLED
    assert make.take_out_post(world, days=1) == 1


def test_who_gave_no_address_is_not_said_to_have_been_told(world: World) -> None:
    case, referral = closed_case(world, referrer_email="", referrer_phone="01632 960321")

    with refused("No email and no address was given.", where="referral"):
        actions.tell_referrer(case, referral=referral, by=world.by("CMEA"))

    assert duty(case, "tell-referrer").met_on is None


def test_who_wants_no_answer_gets_none(world: World) -> None:
    referral = make.receive(world, wants_answer=False)

    with refused("wants no answer"):
        actions.answer_referrer(referral, reply=Reply.IN_EDUCATION, by=world.by("CMEA"))
