"""A sender is told by other means: the day, the way and the person are kept, and what waited to say it is stopped."""

import smtplib
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.mail.backends.locmem import EmailBackend

from onroll.cases import actions
from onroll.cases.actions import Telling, What
from onroll.cases.models import Referral, ToldHow
from onroll.duties.models import Duty
from onroll.release.models import Disclosure, HoldKind, Message, MessageState
from onroll.release.queries import messages_to_look_at
from rulebook.procedure.outcomes import ConfirmedBy, Reply
from tests.factories import cases as make
from tests.factories.refusals import refused
from tests.factories.state import events
from tests.factories.world import World
from tests.onroll.cases.test_posting import ADDRESS, closed_case, duty, no_such_address, written


def telling(world: World, **given: Any) -> Telling:
    """Return an answer given by telephone today, changed as given."""
    told: dict[str, Any] = {
        "what": What.ANSWER,
        "told_on": world.today,
        "how": ToldHow.TELEPHONE,
        "told_by": "CMEA Person",
        "reply": Reply.IN_EDUCATION,
    }
    return Telling(**{**told, **given})


def tell(referral: Referral, world: World, *, days: int = 0, **given: Any) -> None:
    actions.record_told(referral, telling=telling(world, **given), by=world.by("CMEA", days=days))
    referral.refresh_from_db()


def test_a_sender_told_by_telephone_is_told_on_that_day_though_it_is_recorded_later(world: World) -> None:
    case, referral = closed_case(world, referrer_email="", referrer_phone="01632 960321")

    tell(referral, world, days=3, told_on=world.today + timedelta(days=1), told_by="A. Colleague")

    assert referral.outcome_told_on == world.today + timedelta(days=1)
    assert (referral.outcome_told_how, referral.outcome_told_by) == (ToldHow.TELEPHONE, "A. Colleague")
    assert referral.outcome_told_at == world.by("CMEA", days=3).at
    assert duty(case, "tell-referrer").met_on == world.today + timedelta(days=1)
    assert duty(case, "acknowledge-referral").met_on == world.today + timedelta(days=1)
    assert "referral.answered" in events()


@pytest.mark.requirement("FEEDBACK-1")
def test_a_member_of_the_public_is_not_told_that_all_is_done_while_the_case_is_open(world: World) -> None:
    """They may be told nothing else: it would be untrue, and they would never hear the outcome."""
    referral = make.receive(world)
    case = make.open_case(world, referral=referral)
    actions.record_outcome(case, outcome="not-found", words="Two visits", by=world.by("CMEA"))

    with refused("answer when the case is closed", code="told-too-soon"):
        actions.tell_referrer(case, referral=referral, by=world.by("CMEA"))
    with refused("answer when the case is closed", code="told-too-soon"):
        tell(referral, world)

    assert not Message.objects.unscoped("a test").filter(
        subject_id=referral.pk, disclosure__product="outcome"
    )
    tell(referral, world, what=What.ACKNOWLEDGEMENT)
    assert referral.acknowledged_on == world.today


@pytest.mark.requirement("FEEDBACK-1")
def test_of_a_case_that_is_open_again_nobody_is_told_the_outcome_taken_back(world: World) -> None:
    case, referral = closed_case(world, organisation=world.organisation("AGY"))
    assert duty(case, "tell-referrer").met_on is None

    actions.reopen_case(case, words="Seen at home", by=world.by("CMEA", days=1))

    assert not Duty.objects.unscoped("a test").filter(subject_id=case.pk, code="tell-referrer").exists()
    case.refresh_from_db()
    actions.tell_referrer(case, referral=referral, by=world.by("CMEA", days=1))
    assert "Our enquiries continue." in written(referral, "outcome").body


def test_a_notice_that_belongs_to_no_case_is_acknowledged_by_telephone(world: World) -> None:
    referral = make.receive(world, referrer_email="", referrer_phone="01632 960321")

    tell(referral, world, what=What.ACKNOWLEDGEMENT)

    assert (referral.acknowledged_on, referral.outcome_told_on) == (world.today, None)
    assert duty(referral, "acknowledge-referral").met_on == world.today


def test_what_was_said_by_telephone_is_on_record_as_given(world: World) -> None:
    _, referral = closed_case(world, organisation=world.organisation("AGY"))

    tell(referral, world)

    given = Disclosure.objects.unscoped("a test").get(product="outcome")
    assert given.fields == ["referral_reference", "outcome_sentence"]
    assert (given.organisation, given.subject_id) == (world.organisation("AGY"), referral.pk)


def test_after_an_email_failed_a_call_meets_the_duty_and_nobody_has_to_decide_any_more(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    case, referral = closed_case(world)
    make.take_out_post(world)
    actions.tell_referrer(case, referral=referral, by=world.by("CMEA"))
    no_such_address(monkeypatch)
    make.take_out_post(world)
    assert [row.kind for row in messages_to_look_at(world.by("CMEA"))] == ["Answer to referrer"]

    tell(referral, world)

    message = written(referral, "outcome")
    assert (message.state, message.stopped_because) == (MessageState.SETTLED, "told by telephone")
    assert not messages_to_look_at(world.by("CMEA"))
    case.refresh_from_db()
    assert (case.signs["undelivered"], case.signs["untold"]) == (0, 0)
    assert duty(case, "tell-referrer").met_on == world.today


def test_a_letter_that_still_waits_is_not_posted_once_the_sender_was_told(world: World) -> None:
    case, referral = closed_case(world, **ADDRESS)
    actions.tell_referrer(case, referral=referral, by=world.by("CMEA"))

    tell(referral, world)

    states = Message.objects.unscoped("a test").filter(subject_id=referral.pk).values_list("state", flat=True)
    assert set(states) == {MessageState.CANCELLED}
    with refused("a hold has stopped it since"):
        actions.post_letter(written(referral, "outcome"), by=world.by("CMEA"))


def test_an_acknowledgement_by_telephone_leaves_the_answer_on_its_way(world: World) -> None:
    case, referral = closed_case(world)
    actions.tell_referrer(case, referral=referral, by=world.by("CMEA"))

    tell(referral, world, what=What.ACKNOWLEDGEMENT)

    assert written(referral, "receipt").state == MessageState.CANCELLED
    assert make.take_out_post(world) == 1
    assert duty(case, "tell-referrer").met_on == world.today


def test_told_twice_is_recorded_once_and_the_first_day_stands(world: World) -> None:
    _, referral = closed_case(world)
    as_the_second_sees_it = Referral.objects.unscoped("a test").get(pk=referral.pk)
    tell(referral, world)

    with refused("It is recorded already that the sender was told this."):
        tell(as_the_second_sees_it, world, days=1, told_on=world.today + timedelta(days=1))

    referral.refresh_from_db()
    assert referral.outcome_told_on == world.today
    assert events().count("referral.answered") == 1


def test_under_a_hold_what_was_done_is_recorded_and_it_was_the_guarded_sentence(world: World) -> None:
    referral = make.receive(world, organisation=world.organisation("AGY"))
    case = make.open_case(world, referral=referral)
    actions.place_case_hold(case, kind=HoldKind.NO_APPROACH_FAMILY, reason="Fear", by=world.by("CMEA"))

    tell(referral, world)

    assert referral.outcome_told_on == world.today


@pytest.mark.parametrize(
    ("given", "words", "where"),
    [
        ({"told_on": date(2026, 11, 24)}, "The date is still to come. Correct it.", "told_on"),
        ({"told_on": date(2026, 11, 22)}, "before the notice was received", "told_on"),
        ({"told_by": " "}, "Enter who told the sender.", "told_by"),
    ],
)
def test_what_cannot_have_been_is_refused(
    world: World, given: dict[str, Any], words: str, where: str
) -> None:
    referral = make.receive(world)  # on Monday 23 November 2026, which is today

    with refused(words, where=where):
        tell(referral, world, **given)

    assert referral.outcome_told_on is None


def test_the_days_are_worked_out_by_what_left_and_not_by_what_was_written(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Five days to tell: an answer that fails on the first and a call on the tenth is late."""
    case, referral = closed_case(world)
    actions.tell_referrer(case, referral=referral, by=world.by("CMEA"))

    def refuse(self: EmailBackend, messages: Any) -> int:
        raise smtplib.SMTPDataError(554, b"no")

    monkeypatch.setattr(EmailBackend, "send_messages", refuse)
    make.take_out_post(world)
    actions.refresh_case(case.pk, by=world.night(days=9))
    assert duty(case, "tell-referrer").standing(world.today + timedelta(days=9)).outstanding

    tell(referral, world, days=10, told_on=world.today + timedelta(days=10))

    row = duty(case, "tell-referrer")
    assert row.due_on is not None
    assert row.met_on is not None
    assert row.met_on > row.due_on


@pytest.mark.requirement("FEEDBACK-1")
@pytest.mark.parametrize("by_telephone", [True, False])
def test_a_professional_who_heard_that_enquiries_continue_hears_the_outcome_once(
    world: World, by_telephone: bool
) -> None:
    referral = make.receive(world, organisation=world.organisation("AGY"))
    case = make.open_case(world, referral=referral)
    if by_telephone:
        tell(referral, world, reply=Reply.ENQUIRIES_CONTINUE)
    else:
        actions.tell_referrer(case, referral=referral, by=world.by("CMEA"))
        make.take_out_post(world)
    referral.refresh_from_db()
    assert (referral.acknowledged_on, referral.outcome_told_on) == (world.today, None)
    assert "referral.told-so-far" in events()

    make.screened(case, world)
    actions.close_case(
        case, outcome="on-roll", confirmed_how=ConfirmedBy.SCHOOL_ATTENDING, confirmed_on=world.today,
        confirmed_with="Mrs Ferrier", by=world.by("CMEA", days=1),
    )  # fmt: skip

    assert duty(case, "tell-referrer").met_on is None
    actions.tell_referrer(case, referral=referral, by=world.by("CMEA", days=1))
    make.take_out_post(world, days=1)
    referral.refresh_from_db()
    assert referral.outcome_told_on == world.today + timedelta(days=1)
    assert duty(case, "tell-referrer").met_on == world.today + timedelta(days=1)
    with refused("recorded already", code="told-already"):
        tell(referral, world, days=1)


@pytest.mark.requirement("FEEDBACK-1")
def test_an_answer_written_while_the_case_was_open_tells_no_outcome_though_it_leaves_later(
    world: World,
) -> None:
    referral = make.receive(world, organisation=world.organisation("AGY"))
    case = make.open_case(world, referral=referral)
    actions.tell_referrer(case, referral=referral, by=world.by("CMEA"))
    make.screened(case, world)
    actions.close_case(
        case, outcome="on-roll", confirmed_how=ConfirmedBy.SCHOOL_ATTENDING, confirmed_on=world.today,
        confirmed_with="Mrs Ferrier", by=world.by("CMEA", days=1),
    )  # fmt: skip

    make.take_out_post(world, days=1)

    referral.refresh_from_db()
    assert referral.outcome_told_on is None
    assert duty(case, "tell-referrer").met_on is None
