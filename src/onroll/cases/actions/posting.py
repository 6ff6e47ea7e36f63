"""What became of the post: a sender is told, and a family written to, when the message has left and not before."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from uuid import UUID

from django.db import transaction

from onroll.access import policy
from onroll.audit.actor import Actor
from onroll.cases import facts
from onroll.cases.actions.asking_authorities import keep_enquiry_left
from onroll.cases.actions.duties import refresh_case
from onroll.cases.actions.enquiring import REPLIES, keep_enquiry_answered, take_up_enquiry
from onroll.cases.actions.taking_up import take_up
from onroll.cases.actions.telling import (
    What,
    keep_told,
    keep_told_so_far,
    refresh_told,
    says_so_far,
    settle_troubled,
)
from onroll.cases.described import described
from onroll.cases.enquiry_letters import ASKED
from onroll.cases.enquiry_models import Enquiry
from onroll.cases.models import Referral, ToldHow
from onroll.cases.queries import every_case, every_enquiry, every_notice
from onroll.release import actions as release
from onroll.release import delivery
from onroll.release.gate import Described
from onroll.release.models import Message
from onroll.release.queries import must_stop

STOPPED_AS_IT_LEFT = (
    "This must not leave, and it is not recorded as given. Speak to the Attendance and Exclusions Manager before you "
    "contact this family; if it has gone already, say so at once."
)
WHOEVER = "what left counts where it was written for, whoever carried it"


@contextmanager
def followed(message: Message, *, by: Actor) -> Iterator[None]:
    """Within it a message moves on; in the same transaction what follows from it is written and the duties refreshed.

    A message that left makes its notice acknowledged or answered on the day on which it left. One that did not leave
    meets no duty. Everybody who carries the post works within this.
    """
    with transaction.atomic():
        notice, enquiry = _notice_of(message), _enquiry_of(message)
        case_id = notice.case_id if notice else (enquiry.referral.case_id if enquiry else _case_of(message))
        take_up([case_id] if case_id else [])
        if enquiry is not None:
            take_up_enquiry(enquiry)
        yield
        message.refresh_from_db()
        if enquiry is not None:
            _keep_reply_if_left(enquiry, message, by=by)
        elif message.sent_at is not None and message.disclosure.product == ASKED:
            keep_enquiry_left(message, on=facts.day_of(message.sent_at), by=by)
        if notice is not None:
            _keep_if_left(notice, message, by=by)
            refresh_told(notice, by=by)
        elif case_id is not None:
            refresh_case(case_id, by=by)


def deliver_post(*, by: Actor, most: int = 50, clock: Callable[[], datetime] | None = None) -> int:
    """Send up to ``most`` of the e-mails that wait, with all that follows, and return how many left."""
    carried = delivery.Round(by=by, within=followed, describe=_described, clock=clock)
    return delivery.deliver_waiting(carried, most=most)


def doubt_post(*, by: Actor) -> int:
    """Let an officer decide of each message of which nobody knows whether it left, and return how many there were."""
    return delivery.find_uncertain(delivery.Round(by=by, within=followed, describe=_described))


def post_letter(message: Message, *, by: Actor) -> bool:
    """Record that a letter was printed and posted today: the duty that it meets is met today.

    False when a hold, or the child's death, stops it in this moment: it is stopped from then on. Raises Refused for an
    e-mail, and for a letter that was posted or stopped before.
    """
    policy.require(by, "letter:create", message)
    with followed(message, by=by):
        return release.mark_posted(message, described=_described(message), by=by)


def may_not_leave(message: Message) -> bool:
    """Return whether a message that waits may now not leave: the very question that is asked as it leaves."""
    return must_stop(message, described=_described(message))


def send_message_again(message: Message, *, by: Actor) -> None:
    """Put a message that failed, or of which nobody knows, back on its way: an officer's decision.

    Raises Refused when a hold now stands in its way, and for a message that waits for no decision.
    """
    policy.require(by, "letter:create", message)
    with followed(message, by=by):
        release.send_again(message, described=_described(message), by=by)


def _notice_of(message: Message) -> Referral | None:
    """Return the notice that a message acknowledges or answers; None for a letter to a family."""
    if message.subject_id is None or message.disclosure.product not in set(What):
        return None
    return every_notice().filter(pk=message.subject_id).first()


def _enquiry_of(message: Message) -> Enquiry | None:
    """Return the enquiry of another authority or agency that a message replies to; None for all others."""
    if message.subject_id is None or message.disclosure.product not in REPLIES:
        return None
    return every_enquiry().filter(pk=message.subject_id).first()


def _keep_reply_if_left(enquiry: Enquiry, message: Message, *, by: Actor) -> None:
    if message.sent_at is not None:
        on, how = facts.day_of(message.sent_at), ToldHow(message.channel)
        keep_enquiry_answered(enquiry, on=on, how=how, told_by=message.queued_by, by=by)


def _described(message: Message) -> Described | None:
    """Return the child of a message's notice as the notice describes it, unless the message names a child."""
    if message.child_id is not None:
        return None
    enquiry = _enquiry_of(message)
    notice = enquiry.referral if enquiry else _notice_of(message)
    return described(notice) if notice else None


def _case_of(message: Message) -> UUID | None:
    if message.subject_id is None:
        return None
    rows = every_case(WHOEVER).filter(pk=message.subject_id)
    found: UUID | None = rows.values_list("pk", flat=True).first()
    return found


def _keep_if_left(notice: Referral, message: Message, *, by: Actor) -> None:
    if message.sent_at is None:
        return
    what = What(message.disclosure.product)
    if what is What.ANSWER:  # it acknowledges as well
        settle_troubled(notice, what=What.ACKNOWLEDGEMENT, reason="the answer has left", by=by)
    on, how = facts.day_of(message.sent_at), ToldHow(message.channel)
    if what is What.ANSWER and says_so_far(notice, said=message.body):
        keep_told_so_far(notice, told_on=on, how=how, told_by=message.queued_by, by=by)
    else:
        keep_told(notice, what=what, told_on=on, how=how, told_by=message.queued_by, by=by)
