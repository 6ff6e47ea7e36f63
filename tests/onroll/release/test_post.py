"""The post is taken out: claimed once, sent once, and said to be sent; what went wrong is shown to an officer."""

import smtplib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend

from onroll.access.policy import PermissionRefused
from onroll.audit.actor import Actor
from onroll.people.models import Child
from onroll.release import actions, delivery, queries
from onroll.release.models import HoldKind, Message, MessageState
from tests.factories import cases as make
from tests.factories.refusals import refused
from tests.factories.state import events
from tests.factories.world import World
from tests.onroll.release.test_gate import release, to_family, to_referrer

S = MessageState


@pytest.fixture
def child(world: World) -> Child:
    """Return a child with a home and a mother."""
    return make.known_child(world)


@pytest.fixture
def email(world: World, child: Child) -> Message:
    """Return an e-mail that waits to be sent."""
    return release(to_referrer(world), child, world)


@pytest.fixture
def letter(world: World, child: Child) -> Message:
    """Return a letter that waits to be posted."""
    return release(to_family(child), child, world)


def now(message: Message) -> Message:
    return Message.objects.unscoped("a test").get(pk=message.pk)


@contextmanager
def alone(message: Message, *, by: Actor) -> Iterator[None]:
    """Let a message move on with nothing that follows from it: what a higher room adds is tried there."""
    yield


def carried(world: World, **given: Any) -> delivery.Round:
    return delivery.Round(by=world.night(), within=alone, describe=lambda message: None, **given)


def take_out(world: World, *, most: int = 50, **given: Any) -> int:
    return delivery.deliver_waiting(carried(world, **given), most=most)


def test_a_waiting_email_leaves_once(world: World, email: Message) -> None:
    assert take_out(world) == 1
    assert take_out(world) == 0

    (sent,) = mail.outbox
    assert (sent.to, sent.subject, sent.body) == ([email.to_address], email.subject, email.body)
    assert sent.extra_headers["Message-ID"] == f"<{email.pk}@onroll>"
    assert (now(email).state, now(email).sent_at) == (S.SENT, world.at)
    assert events()[-1] == "message.sent"


def test_letters_wait_for_somebody_to_post_them(world: World, letter: Message) -> None:
    assert take_out(world) == 0
    assert now(letter).state == S.QUEUED
    assert list(queries.messages_to_look_at(world.by("CMEA"))) == [letter]


def test_of_two_workers_only_one_has_the_message(world: World, email: Message) -> None:
    as_the_second_sees_it = now(email)

    assert actions.claim_message(email, by=world.night()) is True
    assert actions.claim_message(as_the_second_sees_it, by=world.night()) is False


class Line(EmailBackend):
    """A post office at which something goes wrong."""

    fault: Exception

    def send_messages(self, messages: Any) -> int:
        raise self.fault


def deliver(message: Message, world: World, fault: Exception) -> bool:
    line = Line()
    line.fault = fault
    return delivery.deliver(message, carried(world), connection=line)


GREYLISTED = smtplib.SMTPRecipientsRefused({"a@b.example": (450, b"come back later")})


@pytest.mark.parametrize(
    "fault", [GREYLISTED, smtplib.SMTPDataError(451, b"busy")], ids=["greylisted", "busy"]
)
def test_a_message_that_the_server_puts_off_is_tried_again_by_itself(
    world: World, email: Message, fault: Exception
) -> None:
    assert deliver(email, world, fault) is False
    assert (now(email).state, now(email).try_again_at) == (S.QUEUED, world.at + timedelta(minutes=15))
    assert list(queries.messages_to_look_at(world.by("CMEA"))) == []

    world.at += timedelta(minutes=14)
    assert take_out(world) == 0
    world.at += timedelta(minutes=1)
    assert take_out(world) == 1
    assert now(email).state == S.SENT


def test_a_message_put_off_for_a_day_is_shown_to_an_officer(world: World, email: Message) -> None:
    world.at += timedelta(hours=24)

    assert deliver(email, world, GREYLISTED) is False

    assert now(email).state == S.FAILED
    assert now(email).stopped_because == "the mail server has asked us to try again later for a whole day"


def test_what_no_email_can_hold_is_shown_and_the_round_goes_on(world: World, email: Message) -> None:
    Message.objects.unscoped("a test").filter(pk=email.pk).update(subject="two\nlines")

    assert take_out(world) == 0

    assert now(email).state == S.FAILED
    assert now(email).stopped_because == "the address, or a name in it, cannot be written in an email"


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        (
            smtplib.SMTPRecipientsRefused({"a@b.example": (550, b"no such person")}),
            "the mail server does not know the address",
        ),
        (
            smtplib.SMTPSenderRefused(550, b"no", "us@onroll.example"),
            "the mail server refused us as the sender",
        ),
        (smtplib.SMTPDataError(554, b"no"), "the mail server refused the message"),
    ],
    ids=lambda each: type(each).__name__,
)
def test_a_message_that_was_refused_is_shown_to_an_officer_who_may_send_it_again(
    world: World, email: Message, fault: Exception, words: str
) -> None:
    assert deliver(email, world, fault) is False
    assert (now(email).state, now(email).stopped_because) == (S.FAILED, words)
    assert list(queries.messages_to_look_at(world.by("CMEA"))) == [email]

    actions.send_again(now(email), by=world.by("CMEA"))

    assert take_out(world) == 1
    assert now(email).state == S.SENT


@pytest.mark.parametrize("fault", [TimeoutError(), ConnectionResetError(), smtplib.SMTPServerDisconnected()])
def test_when_the_line_breaks_nobody_knows_and_nothing_is_sent_again_by_itself(
    world: World, email: Message, fault: Exception
) -> None:
    with pytest.raises(delivery.LineBroke):
        deliver(email, world, fault)
    assert now(email).state == S.SENDING
    assert take_out(world) == 0

    world.at += timedelta(minutes=6)
    assert take_out(world) == 0

    assert now(email).state == S.UNCERTAIN
    assert mail.outbox == []
    actions.send_again(now(email), by=world.by("CMEA"))
    assert now(email).state == S.QUEUED


class Clock:
    """A clock of which each look takes ten seconds: a slow post office."""

    def __init__(self, world: World) -> None:
        self.at = world.at

    def __call__(self) -> Any:
        self.at += timedelta(seconds=10)
        return self.at


def test_each_message_is_claimed_and_sent_at_its_own_moment(world: World, child: Child) -> None:
    first, second = (release(to_referrer(world), child, world) for _ in range(2))

    assert take_out(world, clock=Clock(world)) == 2

    moments = [(now(each).claimed_at, now(each).sent_at) for each in (first, second)]
    seconds = [tuple((at - world.at).total_seconds() for at in pair if at) for pair in moments]
    assert sorted(seconds) == [(10, 20), (30, 40)]


def test_a_claim_of_a_slow_round_is_as_old_as_itself_and_not_as_the_round(
    world: World, child: Child, monkeypatch: pytest.MonkeyPatch
) -> None:
    began, clock = world.at, Clock(world)
    clock.at += timedelta(minutes=6)  # what was sent before this message took so long
    email = release(to_referrer(world), child, world)
    seen = []

    def another_worker_looks(self: EmailBackend, messages: Any) -> int:
        world.at = clock.at + timedelta(minutes=1)
        seen.append(delivery.find_uncertain(carried(world)))
        return 1

    monkeypatch.setattr(EmailBackend, "send_messages", another_worker_looks)
    world.at = began

    assert take_out(world, clock=clock) == 1
    assert seen == [0]
    assert now(email).state == S.SENT


def test_what_a_restored_backup_took_out_is_sent_by_nobody_and_shown_to_an_officer(
    world: World, email: Message
) -> None:
    Message.objects.unscoped("a test").filter(pk=email.pk).update(state=S.SENDING, claimed_at=None)

    assert take_out(world) == 0

    assert (now(email).state, now(email).stopped_because) == (S.UNCERTAIN, actions.RESTORED)
    assert list(queries.messages_to_look_at(world.by("CMEA"))) == [email]
    assert events()[-1] == "message.uncertain"


def test_once_the_line_has_broken_nothing_more_is_claimed(
    world: World, child: Child, monkeypatch: pytest.MonkeyPatch
) -> None:
    messages = [release(to_referrer(world), child, world) for _ in range(3)]

    def broken(self: EmailBackend, messages: Any) -> int:
        raise smtplib.SMTPServerDisconnected

    monkeypatch.setattr(EmailBackend, "send_messages", broken)

    assert take_out(world) == 0
    assert sorted(now(each).state for each in messages) == [S.QUEUED, S.QUEUED, S.SENDING]


def test_a_mail_server_that_says_nothing_is_not_waited_for_for_ever() -> None:
    from onroll.project import settings

    assert 0 < settings.EMAIL_TIMEOUT * 5 < delivery.CLAIM_LASTS.total_seconds()


def test_a_post_office_that_does_not_answer_leaves_everything_waiting(
    world: World, email: Message, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_answer(self: EmailBackend) -> None:
        raise ConnectionRefusedError

    monkeypatch.setattr(EmailBackend, "open", no_answer)

    assert take_out(world) == 0
    assert now(email).state == S.QUEUED


def test_a_message_that_waits_or_went_is_not_sent_again(world: World, email: Message) -> None:
    with refused("This message is not waiting for a decision."):
        actions.send_again(email, by=world.by("CMEA"))


def test_a_message_that_a_hold_now_forbids_is_not_sent_again(
    world: World, child: Child, email: Message
) -> None:
    deliver(email, world, smtplib.SMTPDataError(554, b"no"))
    actions.place_hold(
        child,
        kind=HoldKind.NO_DISCLOSURE_TO,
        reason="Fear",
        organisation=world.organisation("AGY"),
        by=world.by("CMEA"),
    )

    with refused("This cannot leave: nothing to this organisation."):
        actions.send_again(now(email), by=world.by("CMEA"))


def test_a_posted_letter_is_posted_once(world: World, letter: Message) -> None:
    actions.mark_posted(letter, by=world.by("CMEA"))

    assert (now(letter).state, now(letter).sent_at) == (S.SENT, world.at)
    with refused("This letter was posted already, or a hold has stopped it since."):
        actions.mark_posted(letter, by=world.by("CMEA"))


def test_a_letter_that_a_hold_stopped_is_not_posted(world: World, child: Child, letter: Message) -> None:
    actions.place_hold(child, kind=HoldKind.NO_APPROACH_FAMILY, reason="Fear", by=world.by("CMEA"))

    with refused("a hold has stopped it since"):
        actions.mark_posted(letter, by=world.by("CMEA"))


def test_a_letter_stopped_as_it_would_be_posted_stays_stopped(
    world: World, child: Child, letter: Message
) -> None:
    actions.place_hold(child, kind=HoldKind.NO_APPROACH_FAMILY, reason="Fear", by=world.by("CMEA"))
    # It waits again, as what was written before the child was known to be of a held family does.
    Message.objects.unscoped("a test").update(state=S.QUEUED, stopped_because="")
    before = events().count("message.cancelled")

    assert actions.mark_posted(letter, by=world.by("CMEA")) is False

    assert (now(letter).state, now(letter).sent_at) == (S.CANCELLED, None)
    assert now(letter).stopped_because == "hold placed after it was written"
    assert events().count("message.cancelled") == before + 1


def test_an_email_is_not_posted(world: World, email: Message) -> None:
    with refused("This is sent by email. Nobody has to post it."):
        actions.mark_posted(email, by=world.by("CMEA"))


def test_a_message_stopped_before_it_left_is_stopped_once(world: World, letter: Message) -> None:
    assert actions.cancel_message(letter, reason="the visit became urgent", by=world.by("CMEA")) is True
    assert actions.cancel_message(letter, reason="again", by=world.by("CMEA")) is False
    assert now(letter).stopped_because == "the visit became urgent"


@pytest.mark.parametrize("act", ["mark_posted", "send_again", "cancel"])
def test_who_may_not_write_letters_carries_none(world: World, letter: Message, act: str) -> None:
    by = world.by("ARL")

    tried = {
        "mark_posted": lambda: actions.mark_posted(letter, by=by),
        "send_again": lambda: actions.send_again(letter, by=by),
    }.get(act, lambda: actions.cancel_message(letter, reason="x", by=by))

    with pytest.raises(PermissionRefused):
        tried()
    assert now(letter).state == S.QUEUED


def test_in_the_demonstration_what_is_sent_can_be_read_and_does_not_leave(
    world: World, email: Message, settings: Any
) -> None:
    settings.DELIVERY, settings.ONROLL_DEMONSTRATION = delivery.MAILBOX, True

    assert take_out(world) == 1

    assert now(email).state == S.SENT
    assert mail.outbox == []


@pytest.mark.parametrize(
    ("way", "backend"),
    [
        ("smtp", "django.core.mail.backends.console.EmailBackend"),
        ("smtp", "django.core.mail.backends.dummy.EmailBackend"),
        ("smtp", "django.core.mail.backends.filebased.EmailBackend"),
        (delivery.MAILBOX, "django.core.mail.backends.dummy.EmailBackend"),
    ],
)
def test_outside_a_demonstration_what_cannot_leave_waits_and_is_never_called_sent(
    world: World, email: Message, settings: Any, way: str, backend: str
) -> None:
    settings.DELIVERY, settings.EMAIL_BACKEND = way, backend

    assert take_out(world) == 0

    assert (now(email).state, now(email).sent_at, now(email).claimed_at) == (S.QUEUED, None, None)
    assert "message.sent" not in events()
