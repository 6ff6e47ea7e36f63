"""Taking the post out: each message is claimed, sent once, and said to be sent; or shown to an officer."""

import contextlib
import smtplib
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Protocol

import structlog
from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend

from onroll.audit.actor import Actor
from onroll.release import actions, queries
from onroll.release.gate import Described
from onroll.release.models import Message

MAILBOX = "mailbox"  # the demonstration's: sent means readable on the mailbox page
CLAIM_LASTS = timedelta(minutes=5)
TRIED_AGAIN_AFTER = timedelta(minutes=15)  # longer than a server usually puts off a sender new to it
GIVEN_UP_AFTER = timedelta(hours=24)
PUT_OFF_TOO_LONG = "the mail server has asked us to try again later for a whole day"
NO_EMAIL = "the address, or a name in it, cannot be written in an email"
REFUSALS: dict[type[smtplib.SMTPException], str] = {  # what an officer reads of a message that was not taken
    smtplib.SMTPRecipientsRefused: "the mail server does not know the address",
    smtplib.SMTPSenderRefused: "the mail server refused us as the sender",
    smtplib.SMTPDataError: "the mail server refused the message",
}
REFUSED: tuple[type[smtplib.SMTPException], ...] = tuple(REFUSALS)
SHOWS_ONLY = ("console", "dummy", "filebased")  # Django's own ways of sending nothing
log = structlog.get_logger()


class Within(Protocol):
    """In what a message moves on: a higher room writes there, in the same transaction, what follows from it."""

    def __call__(self, message: Message, *, by: Actor) -> AbstractContextManager[None]:
        """Return the context in which the message moves on."""


class Describe(Protocol):
    """Whom a message is about where nobody has said yet which child that is: a higher room knows the notice."""

    def __call__(self, message: Message) -> Described | None:
        """Return the child as described, or None where the message is about a child that is known, or about none."""


class LineBroke(Exception):
    """The line to the mail server broke while a message was sent over it."""


@dataclass(frozen=True, kw_only=True)
class Round:
    """How one round of the post is carried: what is written with each message, whom it is about, and what time it is.

    Each message is claimed and sent at its own moment by ``clock``, so that a slow round is not taken for a dead one;
    without a clock all happens at the moment of ``by``.
    """

    by: Actor
    within: Within
    describe: Describe
    clock: Callable[[], datetime] | None = None

    def now(self) -> Actor:
        """Return the actor at this moment."""
        return replace(self.by, at=self.clock()) if self.clock else self.by

    def claim(self, message: Message) -> bool:
        """Take a message out to be sent; False when somebody else has it, or a hold stops it."""
        return actions.claim_message(message, described=self.describe(message), by=self.now())


def deliver_waiting(carried: Round, *, most: int = 50) -> int:
    """Send up to ``most`` waiting messages and return how many left; what fails is marked and shown, never lost.

    When no mail server is set, or it does not answer at all, nothing is claimed and everything waits; when the line
    breaks, what was not claimed yet waits. Whatever becomes of a message is written within what the round gives, so
    that nobody is told of as written to who was not.
    """
    find_uncertain(carried)
    waiting = list(queries.waiting_messages(at=carried.by.at)[:most])
    if not waiting or leads_nowhere():
        return 0
    if settings.DELIVERY == MAILBOX:
        return sum(_keep_in_mailbox(message, carried) for message in waiting)
    connection = get_connection()
    try:
        connection.open()
    except (OSError, smtplib.SMTPException) as fault:
        log.warning("mail_server_does_not_answer", fault=type(fault).__name__, waiting=len(waiting))
        return 0
    sent = 0
    try:
        for message in waiting:
            sent += deliver(message, carried, connection=connection)
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


def deliver(message: Message, carried: Round, *, connection: BaseEmailBackend) -> bool:
    """Send one message; False when another worker has it, a hold stopped it, it was refused or put off.

    When the line breaks while it is being sent, nobody knows whether it was taken: it stays claimed, and once the claim
    has run out an officer is asked. Raises LineBroke then, since nothing more can be sent over this line.
    """
    if not carried.claim(message):
        return False
    try:
        _as_email(message, connection).send()
    except REFUSED as fault:
        _not_taken(message, fault, carried)
        return False
    except ValueError:  # nothing has gone over the line: a header or an address that no email can have
        _fail(message, NO_EMAIL, carried)
        return False
    except (OSError, smtplib.SMTPException) as fault:
        log.warning("mail_line_broke", fault=type(fault).__name__, message_id=str(message.pk))
        raise LineBroke from fault
    _left(message, carried)
    return True


def _not_taken(message: Message, fault: smtplib.SMTPException, carried: Round) -> None:
    """Mark a message as failed or, where the server said to try again later, put it off; for a day at the most."""
    now = carried.now()
    if not _is_for_now(fault):
        _fail(message, next(words for kind, words in REFUSALS.items() if isinstance(fault, kind)), carried)
    elif now.at - message.queued_at >= GIVEN_UP_AFTER:
        _fail(message, PUT_OFF_TOO_LONG, carried)
    else:
        with carried.within(message, by=now):
            actions.put_off_message(message, until=now.at + TRIED_AGAIN_AFTER, by=now)


def _is_for_now(fault: smtplib.SMTPException) -> bool:
    """Return whether a refusal is for now only: its codes begin with 4 (RFC 5321, 4.2.1)."""
    if isinstance(fault, smtplib.SMTPRecipientsRefused):
        codes = [code for code, _ in fault.recipients.values()]
    else:
        codes = [fault.smtp_code] if isinstance(fault, smtplib.SMTPResponseException) else []
    return bool(codes) and all(400 <= code < 500 for code in codes)


def _fail(message: Message, reason: str, carried: Round) -> None:
    now = carried.now()
    with carried.within(message, by=now):
        actions.mark_failed(message, reason=reason, by=now)


def find_uncertain(carried: Round) -> int:
    """Mark messages whose sender died between sending and saying so, and return how many: an officer is asked."""
    stale = queries.claimed_before(carried.by.at - CLAIM_LASTS)
    found = 0
    for message in stale:
        with carried.within(message, by=carried.by):
            found += actions.mark_uncertain(message, by=carried.by)
    return found


def _left(message: Message, carried: Round) -> None:
    now = carried.now()
    with carried.within(message, by=now):
        actions.mark_sent(message, by=now)


def _keep_in_mailbox(message: Message, carried: Round) -> bool:
    if not carried.claim(message):
        return False
    _left(message, carried)
    return True


def _as_email(message: Message, connection: BaseEmailBackend) -> EmailMessage:
    """Return the e-mail; its Message-ID is the message's own, so that a copy can be told from a second letter.

    The document that was kept with it goes along, the very bytes.
    """
    document = queries.document_of(message)
    return EmailMessage(
        subject=message.subject,
        body=message.body,
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[message.to_address],
        headers={"Message-ID": f"<{message.pk}@onroll>", "Auto-Submitted": "auto-generated"},
        attachments=[(document.file_name, queries.content_of(document), "application/pdf")]
        if document
        else None,
        connection=connection,
    )
