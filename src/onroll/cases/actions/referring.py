"""A notice comes in, is looked at, and is answered: nobody who tells us of a child is left without a word."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db import transaction

from onroll.access import policy
from onroll.access.models import Organisation, User
from onroll.audit import actions as audit
from onroll.audit.actor import Actor
from onroll.audit.base import new_reference
from onroll.cases import letters
from onroll.cases.actions.duties import refresh_referral
from onroll.cases.actions.sighting import look_among_sought
from onroll.cases.actions.telling import What, settle_troubled
from onroll.cases.described import described, text, warns_of_contact
from onroll.cases.enquiry_models import Enquiry
from onroll.cases.models import Referral, Triage
from onroll.cases.queries import notices_giving, sent_before
from onroll.cases.ways_in import way_in
from onroll.people.models import Child
from onroll.release.actions import Outgoing, blocking, release_message
from onroll.release.gate import goes_to
from onroll.release.queries import holds_near, message_on_its_way
from rulebook.findings import Finding, Refused, refuse_if_any
from rulebook.procedure import routes
from rulebook.procedure.facts import ReferralKind
from rulebook.procedure.outcomes import Reply
from rulebook.school_days.ages import A_YEAR, FIRST_PRESCRIBED_AGE, compulsory_school_age
from rulebook.wording import long_date

MOST_TO_ONE_MAILBOX = 5  # within an hour, from people without an account


@dataclass(frozen=True, kw_only=True)
class NewReferral:
    """A notice as received. ``once`` is the same for a form sent twice, so that it is taken in once."""

    kind: str
    received_on: date
    once: str
    child_name: str = ""
    answers: dict[str, Any] = field(default_factory=dict)
    channel: str = "web"
    organisation: Organisation | None = None
    urgent: bool = False
    urgent_reason: str = ""
    referrer_name: str = ""
    referrer_agency: str = ""
    referrer_email: str = ""
    referrer_phone: str = ""
    referrer_address: str = ""
    referrer_is_professional: bool = False
    wants_answer: bool = True
    learnt_on: date | None = None  # the day on which area staff learnt of the child, or a place was asked for
    sender: User | None = None  # the colleague who told us, by their account
    together: Referral | None = None  # the notice of a brother or sister that was sent before it


ASKED_BY = "la_code"  # a form that asks which authority asks is an enquiry
PERMISSION_TO_SEND = {  # for all other kinds, that of CME 2
    ReferralKind.CME3: "cme3_4:create",
    ReferralKind.SWEEP: "cme3_4:create",
    ReferralKind.ADMISSIONS: "card:update",  # whoever keeps the pupil database
}


def permission_to_send(kind: str) -> str:
    """Return what is needed to send in a notice of this kind: each has those whose form it is."""
    return PERMISSION_TO_SEND.get(ReferralKind(kind), "cme2:create")


@transaction.atomic
def receive_referral(new: NewReferral, *, by: Actor) -> Referral:
    """Take in a notice, write to its sender at once where there is an address and no hold, and return it.

    It is acknowledged when what was written has left; until then a word to the sender stays owed.
    The same form sent twice (a double click, a lost connection) gives the same notice. Source: Procedure Appendix 3.
    """
    policy.require(by, permission_to_send(new.kind))
    seen = sent_before(new.once)
    if seen is not None:
        return seen
    _check_days(new, by=by)
    row = Referral(reference=new_reference("R"), keyed_at=by.at, keyed_by=by.name, **vars(new))
    if new.together is not None:  # all of one family hang on the first
        row.together = new.together.together or new.together
    row.save(force_insert=True)
    audit.record("referral.received", subject=row, by=by, kind=way_in(new.kind), reference=row.reference)
    if ASKED_BY in row.answers:
        _note_enquiry(row, by=by)
    if _can_be_written_to(row) and not _written_to_often(row, by=by):
        _acknowledge(row, by=by)
    refresh_referral(row, by=by)
    if (
        row.kind != ReferralKind.FILE
    ):  # whoever opens a case from a list has compared the child with everybody
        look_among_sought(row, by=by)
    return row


def _note_enquiry(row: Referral, *, by: Actor) -> None:
    """Keep beside the notice that an authority or agency asks, and is to be answered (decision 36)."""
    code = text(row.answers, ASKED_BY)
    Enquiry.objects.create(
        referral=row,
        la_code=code if code.isdigit() else "",
        their_reference=text(row.answers, "their_reference"),
    )
    audit.record("enquiry.received", subject=row, by=by, reference=row.reference)


def _check_days(new: NewReferral, *, by: Actor) -> None:
    """Refuse a day of receipt or of learning that can only be a slip."""
    if new.received_on > by.today:
        raise Refused(
            Finding("received-later", "The date received is still to come. Correct it.", where="received_on")
        )
    if new.received_on < by.today - A_YEAR:
        words = (
            "That is more than a year ago. Correct the year; a notice that was found so late was received on the day "
            "on which it was found."
        )
        raise Refused(Finding("received-long-ago", words, where="received_on"))
    if new.learnt_on is not None and new.learnt_on > new.received_on:
        words = "The sender cannot have learnt of the child after the notice was received. Correct the date."
        raise Refused(Finding("learnt-later", words, where="learnt_on"))


@transaction.atomic
def link_referral(referral: Referral, *, child: Child, because: str, by: Actor) -> None:
    """Say that a notice is about this child, in words that tell why; without, of a child recorded for it."""
    policy.require(by, "cme2:assign", referral)
    referral.child, referral.match_words = child, because or "recorded for the first time"
    referral.save(update_fields=["child", "match_words"])
    audit.record(
        "referral.linked",
        subject=referral,
        child_id=child.pk,
        by=by,
        reference=referral.reference,
        because="chosen from those it may be" if because else "recorded for the first time",
    )


@transaction.atomic
def route_referral(referral: Referral, *, to: Triage, reason: str, by: Actor, passed_to: str = "") -> None:
    """Pass a notice elsewhere than to the register, with the reason, to whoever took it on, and answer its sender.

    Irregular attenders, home-educated children and others are routed, not dropped (SCOPE-2 to SCOPE-4). The answer
    follows from the route and from who the sender is; nobody words it. Where a hold forbids it, or there is nothing to
    write to, the notice goes all the same, and the word to its sender stays owed.
    """
    policy.require(by, "cme2:assign", referral)
    if to in {Triage.CME, Triage.WAITING}:
        raise ValueError(f"unknown route {to!r}: a child for the register is opened as a case")
    if to is not Triage.SPAM:
        refuse_if_any(unsafe_to_pass(referral) or risk_uncarried(referral))
    if to is Triage.NOT_OF_AGE:
        _refuse_too_young(referral, by=by)
    refuse_if_any(routes.may_go(to, reason=reason, passed_to=passed_to))
    mark_triaged(referral, to=to, reason=reason, passed_to=passed_to.strip(), by=by)
    if routes.is_answered(to) and _can_be_written_to(referral):
        # Whoever may pass the notice on may say so.
        _answer(referral, reply=routes.route_of(to).reply, by=by, refuse=False)
    refresh_referral(referral, by=by)


def unsafe_to_pass(referral: Referral) -> tuple[Finding, ...]:
    """Return why a notice that warns of contact may go nowhere before a hold stands; nothing for any other."""
    if not warns_of_contact(referral):
        return ()
    words = (
        "This notice says that contact could put somebody in danger. Put the child on the register first, so that "
        "a hold stands; pass the matter on from there."
    )
    return (Finding("route-unsafe", words, where="route", source="Procedure 2.7.10"),)


def risk_uncarried(referral: Referral) -> tuple[Finding, ...]:
    """Return why a notice of a risk may go nowhere before an open case carries the concern; nothing for any other."""
    if not referral.urgent or referral.risks_told.exists():
        return ()
    words = (
        "This notice says that the child is at risk. Put the child on the register first, so that the concern is "
        "referred today; pass the matter on from there."
    )
    return (Finding("route-at-risk", words, where="route", source="Procedure 2.7.6"),)


def _refuse_too_young(referral: Referral, *, by: Actor) -> None:
    """Refuse to pass on a notice of a child who is still too young: only a case brings the child back on the day."""
    born, about_age = referral.answers.get("birth_date"), referral.answers.get("about_age")
    try:
        born_on = date.fromisoformat(str(born or ""))
        too_young = by.today < compulsory_school_age(born_on).starts_on
        when = f" on {long_date(compulsory_school_age(born_on).starts_on)}"
    except ValueError:  # no date of birth was given, or none that is a day: the age stands in for it
        too_young, when = str(about_age or "").isdigit() and int(str(about_age)) <= FIRST_PRESCRIBED_AGE, ""
    if too_young:
        words = (
            "This child is, or may be, too young. Put the child on the register and close the case as not yet of "
            f"compulsory school age: then the child comes back by itself{when}, when that age begins."
        )
        raise Refused(
            Finding("route-too-young", words, where="route", source="Education Act 1996 s.8(2); decision 32")
        )


def mark_triaged(referral: Referral, *, to: Triage, reason: str, by: Actor, passed_to: str = "") -> None:
    """Write where a notice went; only the first of two officers wins."""
    policy.require(by, "cme2:assign", referral)
    waiting = Referral.objects.visible_to(by, "cme2:assign").filter(pk=referral.pk, triaged_at=None)
    now = {"triage": to, "triaged_at": by.at, "triaged_by": by.name, "triage_reason": reason}
    if not waiting.update(**now, passed_to=passed_to):
        raise Refused(
            Finding("triaged-already", "Another officer dealt with this notice. Open it to see how.")
        )
    referral.refresh_from_db()
    audit.record(
        "referral.triaged",
        subject=referral,
        child_id=referral.child_id,
        by=by,
        reference=referral.reference,
        triage=str(to.label),
    )


@transaction.atomic
def answer_referrer(referral: Referral, *, reply: Reply, by: Actor) -> None:
    """Tell whoever told us what came of it, in one of the five sentences and no more (access model 8).

    It goes by email or, where only an address was given, as a letter to be posted; the sender is told when it has left.
    Raises Refused where nobody wants an answer, where there is nothing to write to, and while another is on its way.
    """
    policy.require(by, "cme2:update", referral)
    if not referral.wants_answer:
        raise Refused(Finding("answer-unwanted", "Whoever sent this notice wants no answer."))
    if not _can_be_written_to(referral):
        words = "No email and no address was given. Tell the sender otherwise, then record how and when."
        raise Refused(Finding("answer-nowhere", words, where="referral"))
    if message_on_its_way(referral.pk, product=What.ANSWER):
        words = "An answer is on its way to the sender already. Wait until it has left."
        raise Refused(Finding("answer-on-its-way", words, where="referral"))
    _answer(referral, reply=reply, by=by)


def _answer(referral: Referral, *, reply: Reply, by: Actor, refuse: bool = True) -> None:
    told = described(referral)
    guarded = bool(holds_near(referral.child_id, described=told))
    outgoing = letters.answer_to_referrer(referral, reply=reply, guarded=guarded, on=by.today)
    if not refuse and _held_back(outgoing, referral, by=by):
        return
    settle_troubled(referral, what=What.ANSWER, reason="another answer was written", by=by)
    release_message(outgoing, child=referral.child, described=told, subject_id=referral.pk, by=by)
    audit.record(
        "referral.answer-written", subject=referral, child_id=referral.child_id, by=by, sentence=str(reply)
    )


def _can_be_written_to(referral: Referral) -> bool:
    return referral.wants_answer and bool(referral.referrer_email or referral.referrer_address)


def _written_to_often(referral: Referral, *, by: Actor) -> bool:
    """Return whether strangers gave this mailbox too often within the hour: then an officer acknowledges, not we.

    Nobody has shown that a mailbox typed without an account is the sender's own, and no notice of a child at risk is
    ever refused: without this, anybody could have the service write to a third person as often as they like.
    """
    if by.user_id is not None or not referral.referrer_email:
        return False
    lately = notices_giving(referral.referrer_email, since=by.at - timedelta(hours=1)).count()
    if lately <= MOST_TO_ONE_MAILBOX:
        return False
    audit.record(
        "referral.not-acknowledged", subject=referral, by=by, reference=referral.reference, count=lately
    )
    return True


def _acknowledge(referral: Referral, *, by: Actor) -> None:
    outgoing = letters.acknowledgement(referral, on=by.today)
    if _held_back(outgoing, referral, by=by):
        return
    release_message(outgoing, child=None, described=described(referral), subject_id=referral.pk, by=by)


def _held_back(outgoing: Outgoing, referral: Referral, *, by: Actor) -> bool:
    """Return whether a hold forbids an answer: then nothing is sent, the notice stands, and the answer stays owed.

    A notice that warns of contact is taken as a hold until a manager has looked at it (access model 2, note 6): its
    sender may be of the very family that it names.
    """
    told = described(referral)
    feared = warns_of_contact(referral) and goes_to(told.family, outgoing.way)
    if not feared and not blocking(outgoing, child=referral.child, described=told):
        return False
    audit.record(
        "referral.not-answered",
        subject=referral,
        child_id=referral.child_id,
        by=by,
        reference=referral.reference,
    )
    return True
