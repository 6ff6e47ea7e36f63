"""The words of what is sent: plain, short, and with nothing in them that the reader may not know.

No UPN, no school, no address and no reason stands in an answer to a referrer; no personal data in any subject line.
"""

from datetime import date

from django.conf import settings

from onroll.cases.models import Referral, VisitRequest
from onroll.people.models import Relationship
from onroll.release.actions import Outgoing
from rulebook.disclosure import Recipient
from rulebook.disclosure.sentences import sentence_for
from rulebook.procedure.outcomes import Reply
from rulebook.wording import long_date, weekday_date


def acknowledgement(referral: Referral) -> Outgoing:
    """Return the receipt for a notice: the reference, and nothing about any child (Procedure Appendix 3)."""
    return Outgoing(
        kind="Acknowledgement",
        product="receipt",
        recipient_kind=_recipient(referral),
        organisation=referral.organisation,
        to_name=referral.referrer_name,
        to_address=referral.referrer_email or referral.referrer_address,
        to_phone=referral.referrer_phone,
        channel=_channel(referral),
        subject=f"We have your notice {referral.reference}",
        body=_letter(
            referral.referrer_name,
            "Thank you for telling us of a child who may be missing education. "
            f"Your reference is {referral.reference}.",
            "We will follow this up, and tell you what came of it as far as we may.",
            "If you believe that a child is in danger now, call 999.",
        ),
        fields=("referral_reference", "promise"),
    )


def answer_to_referrer(referral: Referral, *, reply: Reply, guarded: bool = False) -> Outgoing:
    """Return the answer, in the sentence that this referrer may be told; under a hold it tells nothing."""
    sentence = sentence_for_sender(referral, reply=reply, guarded=guarded)
    return Outgoing(
        kind="Answer to referrer",
        product="outcome",
        recipient_kind=_recipient(referral),
        organisation=referral.organisation,
        to_name=referral.referrer_name,
        to_address=referral.referrer_email or referral.referrer_address,
        to_phone=referral.referrer_phone,
        channel=_channel(referral),
        subject=f"About your notice {referral.reference}",
        body=_letter(
            referral.referrer_name,
            f"On {long_date(referral.received_on)} you told us of a child. Your reference is {referral.reference}.",
            sentence,
            "The law does not allow us to say more. If you learn anything new, please tell us again.",
        ),
        fields=("referral_reference", "outcome_sentence"),
    )


def sentence_for_sender(referral: Referral, *, reply: Reply, guarded: bool = False) -> str:
    """Return the one sentence that the sender of a notice may be told, in writing or by word of mouth."""
    return sentence_for(reply, recipient=_recipient(referral), held=guarded)


def before_visit(request: VisitRequest, *, visit_on: date) -> Outgoing:
    """Return the letter before a visit: who comes, when and why (Procedure 3.1.4). It goes by post to the address."""
    child, address, officer = request.child, request.address, request.officer
    ring_us = (officer.phone if officer else "") or settings.ONROLL_COUNCIL_PHONE
    called = child.known_as or child.forenames or "your child"
    parent = _parent_of(request)
    return Outgoing(
        kind="Letter before a visit",
        product="visit-letter",
        recipient_kind=Recipient.PARENT,
        channel="post",
        to_family=True,
        parent=parent.parent if parent else None,
        address=address,
        to_name=parent.parent.name if parent else "The parent or carer",
        to_address=address.one_line if address else "",
        subject="We would like to visit you",
        body=_letter(
            parent.parent.name if parent else "",
            f"We would like to talk with you about {called}’s education, and whether we can help.",
            f"{officer.name if officer else 'One of our officers'} will visit you on {weekday_date(visit_on)}.",
            _if_it_does_not_suit(ring_us),
            "We visit because the council must make sure that every child of school age is receiving education.",
            f"Whenever you write or ring, please give our reference: {request.case.reference}.",
            signed=officer.name if officer else "",
        ),
        fields=(
            *("case_reference", "child_name", "parent_name", "address", "visit_on"),
            *(("officer_name",) if officer else ()),
            *(("officer_contact",) if officer and officer.phone else ()),
        ),
    )


def _if_it_does_not_suit(ring_us: str) -> str:
    """Return how the family can say so: by telephone where a number is known, and by a letter where none is."""
    how = f"please ring us on {ring_us}" if ring_us else "please write to us"
    return f"If that day does not suit you, or if there is something we should know before we come, {how}."


def _recipient(referral: Referral) -> Recipient:
    """Anyone may tick that they work with children; only an organisation or colleague with an account is known to."""
    known = referral.organisation_id or referral.sender_id
    return Recipient.PROFESSIONAL_REFERRER if known else Recipient.PUBLIC_REFERRER


def _channel(referral: Referral) -> str:
    """Return the way to whoever told us: by email, or by post where only an address was given."""
    return "email" if referral.referrer_email else "post"


def _parent_of(request: VisitRequest) -> Relationship | None:
    """Return the one parent who lives with the child, if that is sure; a letter to 'the parents' reaches too many."""
    rows = [row for row in request.child.relationships.select_related("parent") if row.until_on is None]
    living = [row for row in rows if row.lives_with]
    if len(living) == 1:
        return living[0]
    return rows[0] if len(rows) == 1 else None


def _letter(name: str, *paragraphs: str, signed: str = "") -> str:
    greeting = f"Dear {name}," if name else "Hello,"
    whose = f"Children missing education\n{settings.ONROLL_COUNCIL_NAME}"
    ending = f"{signed}\n{whose}" if signed else whose
    return "\n\n".join((greeting, *paragraphs, ending)) + "\n"
