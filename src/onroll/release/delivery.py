"""Taking the post out: each message is claimed, sent once, and said to be sent; or shown to an officer."""

import contextlib
import smtplib
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Protocol

import structlog
from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend

from onroll.audit.actor import Actor
from onroll.release import actions, queries
from onroll.release.models import Message

MAILBOX = "mailbox"  # the demonstration's: sent means readable on the mailbox page
CLAIM_LASTS = timedelta(minutes=5)
REFUSALS = {  # what an officer reads when the mail server would not take a message
    smtplib.SMTPRecipientsRefused: "the mail server does not know the address",
    smtplib.SMTPSenderRefused: "the mail server refused us as the sender",
    smtplib.SMTPDataError: "the mail server refused the message",
}
SHOWS_ONLY = ("console", "dummy", "filebased")  # Django's own ways of sending nothing
log = structlog.get_logger()


class Within(Protocol):
    """In what a message moves on: a higher room writes there, in the same transaction, what follows from it."""

    def __call__(self, message: Message, *, by: Actor) -> AbstractContextManager[None]:
        """Return the context in which the message moves on."""


class LineBroke(Exception):
    """The line to the mail server broke while a message was sent over it."""


def deliver_waiting(
    *, by: Actor, within: Within, most: int = 50, clock: Callable[[], datetime] | None = None
) -> int:
    """Send up to ``most`` waiting messages and return how many left; what fails is marked and shown, never lost.

    When no mail server is set, or it does not answer at all, nothing is claimed and everything waits; when the line
    breaks, what was not claimed yet waits. Each message is claimed and sent at its own moment by ``clock``, so that a
    slow round is not taken for a dead one; without a clock all happens at the actor's moment. Whatever becomes of a
    message is written ``within`` what the caller gives, so that nobody is told of as written to who was not.
    """
    find_uncertain(by=by, within=within)
    waiting = list(queries.waiting_messages()[:most])
    if not waiting or leads_nowhere():
        return 0
    if settings.DELIVERY == MAILBOX:
        return sum(_keep_in_mailbox(message, by=by, within=within) for message in waiting)
    connection = get_connection()
    try:
        connection.open()
    except (OSError, smtplib.SMTPException) as fault:
        log.warning("mail_server_does_not_answer", fault=type(fault).__name__, waiting=len(waiting))
        return 0
    sent = 0
    try:
        for message in waiting:
            sent += deliver(message, connection=connection, by=by, within=within, clock=clock)
    except LineBroke:
        log.warning("mail_round_left_off", sent=sent, of=len(waiting))
    finally:
        with contextlib.suppress(OSError):  # to say goodbye over a line that broke is no further fault
            connection.close()
    return sent


def leads_nowhere() -> bool:
    """Return whether no message can leave as this installation is set: "sent" would then be untrue of every one.

    The mailbox is a way out in a demonstration only; elsewhere nobody has a page to read it on.
    """
    if settings.DELIVERY == MAILBOX:
        return not settings.ONROLL_DEMONSTRATION
    return settings.EMAIL_BACKEND.split(".")[-2] in SHOWS_ONLY


def deliver(
    message: Message,
    *,
    connection: BaseEmailBackend,
    by: Actor,
    within: Within,
    clock: Callable[[], datetime] | None = None,
) -> bool:
    """Send one message; False when another worker has it, a hold stopped it, or it was refused.

    When the line breaks while it is being sent, nobody knows whether it was taken: it stays claimed, and once the claim
    has run out an officer is asked. Raises LineBroke then, since nothing more can be sent over this line.
    """
    if not actions.claim_message(message, by=_now(by, clock)):
        return False
    try:
        _as_email(message, connection).send()
    except (smtplib.SMTPRecipientsRefused, smtplib.SMTPSenderRefused, smtplib.SMTPDataError) as fault:
        now = _now(by, clock)
        with within(message, by=now):
            actions.mark_failed(message, reason=_refusal(fault), by=now)
        return False
    except (OSError, smtplib.SMTPException) as fault:
        log.warning("mail_line_broke", fault=type(fault).__name__, message_id=str(message.pk))
        raise LineBroke from fault
    _left(message, by=_now(by, clock), within=within)
    return True


def _refusal(fault: smtplib.SMTPException) -> str:
    """Return what an officer reads of why the mail server would not take a message."""
    return next(words for kind, words in REFUSALS.items() if isinstance(fault, kind))


def find_uncertain(*, by: Actor, within: Within) -> int:
    """Mark messages whose sender died between sending and saying so, and return how many: an officer is asked."""
    stale = queries.claimed_before(by.at - CLAIM_LASTS)
    found = 0
    for message in stale:
        with within(message, by=by):
            found += actions.mark_uncertain(message, by=by)
    return found


def _left(message: Message, *, by: Actor, within: Within) -> None:
    with within(message, by=by):
        actions.mark_sent(message, by=by)


def _now(by: Actor, clock: Callable[[], datetime] | None) -> Actor:
    return replace(by, at=clock()) if clock else by


def _keep_in_mailbox(message: Message, *, by: Actor, within: Within) -> bool:
    if not actions.claim_message(message, by=by):
        return False
    _left(message, by=by, within=within)
    return True


def _as_email(message: Message, connection: BaseEmailBackend) -> EmailMessage:
    """Return the e-mail; its Message-ID is the message's own, so that a copy can be told from a second letter."""
    return EmailMessage(
        subject=message.subject,
        body=message.body,
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[message.to_address],
        headers={"Message-ID": f"<{message.pk}@onroll>", "Auto-Submitted": "auto-generated"},
        connection=connection,
    )
