"""We ask another authority about a child: sent, asked again, answered, or its silence taken further."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from onroll.access import policy
from onroll.audit import actions as audit
from onroll.audit.actor import Actor
from onroll.cases import enquiry_letters as letters
from onroll.cases.actions.duties import refresh_case
from onroll.cases.actions.taking_up import take_up, take_up_open
from onroll.cases.enquiry_models import EnquiryChase, EnquirySent
from onroll.cases.facts import day_of
from onroll.cases.models import Case, ToldHow
from onroll.duties.numbers import current_parameters
from onroll.release import actions as release
from onroll.release.models import Message
from onroll.schools.queries import authority_calendar
from rulebook.findings import Finding, Refused
from rulebook.identifiers.local_authority import authorities


@dataclass(frozen=True, kw_only=True)
class NewEnquiry:
    """Which authority is asked, whom there, at which mailbox, and what; by telephone where there is no mailbox."""

    la_code: str
    to_name: str
    question: str
    to_address: str = ""


@transaction.atomic
def ask_authority(case: Case, *, new: NewEnquiry, by: Actor) -> EnquirySent:
    """Ask another authority about the child of a case; it counts as asked when the message has left.

    Without a mailbox it was asked by telephone, today. Source: Procedure 2.7.12 (OTHERLA-1).
    """
    policy.require(by, "case:assign", case)
    take_up_open(case.pk)
    if new.la_code not in authorities():
        raise Refused(Finding("authority-unknown", "Choose the authority.", where="la_code"))
    waits = case.enquirysents.filter(la_code=new.la_code, answered_on=None).exists()
    if waits:
        words = "This authority was asked already and has not answered. Ask it again from there."
        raise Refused(Finding("asked-already", words, where="la_code"))
    row = EnquirySent(
        case=case, child_id=case.child_id, recorded_at=by.at, recorded_by=by.name, how=_how(new.to_address),
        **vars(new),
    )  # fmt: skip
    row.message = _send(row, again=False, by=by)
    row.sent_on = None if row.message else by.today
    row.save(force_insert=True)
    audit.record(
        "enquiry.sent",
        subject=row,
        child_id=row.child_id,
        by=by,
        authority=letters.authority_name(row.la_code),
    )
    refresh_case(case.pk, by=by)
    return row


@transaction.atomic
def chase_authority(enquiry: EnquirySent, *, by: Actor) -> EnquiryChase:
    """Ask an authority that has not answered again, the same way."""
    policy.require(by, "case:assign", enquiry)
    take_up([enquiry.case_id])
    enquiry.refresh_from_db()
    _unanswered(enquiry)
    if enquiry.sent_on is None:
        raise Refused(Finding("not-yet-sent", "What was asked has not left yet. Wait until it has."))
    if enquiry.chases.filter(chased_on=None).exists():
        raise Refused(
            Finding("chase-on-its-way", "It is being asked again already. Wait until that has left.")
        )
    row = EnquiryChase(
        enquiry=enquiry, case=enquiry.case, child_id=enquiry.child_id, recorded_at=by.at, recorded_by=by.name,
        how=enquiry.how,
    )  # fmt: skip
    row.message = _send(enquiry, again=True, by=by)
    row.chased_on = None if row.message else by.today
    row.save(force_insert=True)
    audit.record(
        "enquiry.chased", subject=enquiry, child_id=enquiry.child_id, by=by,
        authority=letters.authority_name(enquiry.la_code),
    )  # fmt: skip
    refresh_case(enquiry.case_id, by=by)
    return row


@transaction.atomic
def record_authority_answer(
    enquiry: EnquirySent, *, answer: str, words: str, with_whom: str, on: date, by: Actor
) -> None:
    """Record what another authority answered, who there said so, and when. An answer is never written over."""
    policy.require(by, "case:assign", enquiry)
    take_up([enquiry.case_id])
    enquiry.refresh_from_db()
    _unanswered(enquiry)
    first = enquiry.sent_on or day_of(enquiry.recorded_at)
    if on > by.today or on < first:
        said = "The answer came between the day on which it was asked and today. Correct the date."
        raise Refused(Finding("answer-day", said, where="on"))
    enquiry.answered_on, enquiry.answer, enquiry.answer_words = on, answer, words
    enquiry.answered_with = with_whom
    enquiry.save(update_fields=["answered_on", "answer", "answer_words", "answered_with"])
    audit.record(
        "enquiry.reply-received", subject=enquiry, child_id=enquiry.child_id, by=by, on=on, answer=answer,
        authority=letters.authority_name(enquiry.la_code),
    )  # fmt: skip
    refresh_case(enquiry.case_id, by=by)


@transaction.atomic
def escalate_enquiry(enquiry: EnquirySent, *, to: str, by: Actor) -> None:
    """Record to whom the silence of another authority was taken; the enquiry stays owed until it is answered."""
    policy.require(by, "case:assign", enquiry)
    take_up([enquiry.case_id])
    enquiry.refresh_from_db()
    _unanswered(enquiry)
    enquiry.escalated_on, enquiry.escalated_to = by.today, to
    enquiry.save(update_fields=["escalated_on", "escalated_to"])
    audit.record(
        "enquiry.escalated", subject=enquiry, child_id=enquiry.child_id, by=by, on=by.today,
        authority=letters.authority_name(enquiry.la_code),
    )  # fmt: skip
    refresh_case(enquiry.case_id, by=by)


@transaction.atomic
def keep_enquiry_left(message: Message, *, on: date, by: Actor) -> None:
    """Keep the day on which an enquiry, or its being asked again, left the building."""
    policy.require(by, "letter:create", message)
    sent = EnquirySent.objects.visible_to(by, "letter:create").filter(message=message)
    chased = EnquiryChase.objects.visible_to(by, "letter:create").filter(message=message)
    if not (
        sent.filter(sent_on=None).update(sent_on=on) or chased.filter(chased_on=None).update(chased_on=on)
    ):
        return
    row = sent.first() or chased.select_related("enquiry").get().enquiry
    audit.record(
        "enquiry.left", subject=row, child_id=row.child_id, by=by, on=on,
        authority=letters.authority_name(row.la_code),
    )  # fmt: skip


def _send(row: EnquirySent, *, again: bool, by: Actor) -> Message | None:
    """Write what is asked, through the gate; None where it was asked by telephone, which is on record as given."""
    span = current_parameters()["chase-enquiry"].on(by.today).span
    answer_by = authority_calendar().count(by.today, span).ends_on
    outgoing = letters.enquiry_to(row, by=by, answer_by=answer_by, again=again)
    if row.to_address:
        return release.release_message(outgoing, child=row.child, subject_id=row.case_id, by=by)
    release.record_given(outgoing, child=row.child, subject_id=row.case_id, by=by)
    return None


def _how(to_address: str) -> ToldHow:
    return ToldHow.EMAIL if to_address else ToldHow.TELEPHONE


def _unanswered(enquiry: EnquirySent) -> None:
    if enquiry.answered_on is not None:
        raise Refused(Finding("answered-already", "This authority has answered already."))
