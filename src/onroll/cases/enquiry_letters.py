"""What is said between authorities, from the rows: never a UPN, and never in writing where a child is."""

from datetime import date

from onroll.access.models import User
from onroll.audit.actor import Actor
from onroll.cases.enquiry_models import Enquiry, EnquirySent, Found
from onroll.cases.letters import Asked, enquiry_to_authority, reply_to_authority
from onroll.cases.letters import Enquiry as Matter
from onroll.cases.letters.authorities import Known
from onroll.release.actions import Outgoing
from rulebook.disclosure import Recipient
from rulebook.identifiers.local_authority import authorities
from rulebook.wording import long_date

REPLY, ASKED = "la-reply", "la-enquiry"
AGAIN = "We asked you about this child before, and have no answer yet."


def authority_name(la_code: str) -> str:
    """Return an authority's name by its code; words for an agency, which has none."""
    found = authorities().get(la_code)
    return found.name if found else "An agency"


def sentence(enquiry: Enquiry, *, guarded: bool) -> str:
    """Return what may be written: known or not known here, and when that was checked; under a hold, to ring us."""
    known = _known(enquiry, guarded=guarded)
    return f"{known.value} {'' if guarded else _checked(enquiry)}".strip()


def spoken(enquiry: Enquiry, *, guarded: bool) -> str:
    """Return what may be said besides to an authority that was rung back: where the child attends (decision 36)."""
    school = enquiry.establishment
    if guarded or not (enquiry.la_code and enquiry.found == Found.ON_ROLL and enquiry.attends and school):
        return ""
    return f"The child attends {school.name}."


def reply(enquiry: Enquiry, *, guarded: bool, by: Actor) -> Outgoing:
    """Return the reply to an authority or agency that asks, as a letter in the words in force."""
    row = enquiry.referral
    return reply_to_authority(
        enquiry=Matter(
            reference=row.reference, their_reference=enquiry.their_reference, asked_on=row.received_on
        ),
        known=_known(enquiry, guarded=guarded),
        checked="" if guarded else _checked(enquiry),
        to=Asked(
            name=row.referrer_name,
            email=row.referrer_email,
            address=row.referrer_address,
            is_agency=not enquiry.la_code,
        ),
        officer=_officer(by),
        on=by.today,
    )


def said(enquiry: Enquiry, *, guarded: bool) -> Outgoing:
    """Return what was told by word of mouth to whoever was rung back, to stand on record."""
    words = f"{sentence(enquiry, guarded=guarded)} {spoken(enquiry, guarded=guarded)}".strip()
    fields = ["enquiry_reference"] if guarded else ["enquiry_reference", "known_here", "checked_on"]
    return Outgoing(
        kind="Reply to an enquiry, by word of mouth",
        product="la-answer-spoken",
        recipient_kind=Recipient.OTHER_AUTHORITY if enquiry.la_code else Recipient.OTHER_AGENCY,
        to_name=enquiry.verified_with or enquiry.referral.referrer_name,
        to_address="",
        subject=f"Enquiry {enquiry.referral.reference}",
        body=words,
        fields=tuple(fields + (["school_name"] if spoken(enquiry, guarded=guarded) else [])),
    )


def enquiry_to(enquiry: EnquirySent, *, by: Actor, answer_by: date | None, again: bool = False) -> Outgoing:
    """Return what we ask another authority, the first time or again: without an address, a parent or a UPN."""
    words = f"{AGAIN} {enquiry.question}" if again else enquiry.question
    return enquiry_to_authority(
        enquiry.child,
        enquiry=Matter(reference=enquiry.case.reference, words=words, answer_by=answer_by),
        to=Asked(name=enquiry.to_name, email=enquiry.to_address),
        officer=_officer(by),
        on=by.today,
    )


def _known(enquiry: Enquiry, *, guarded: bool) -> Known:
    if guarded:
        return Known.ASK_US
    return Known.NOT_KNOWN if enquiry.found == Found.NOT_KNOWN else Known.KNOWN


def _checked(enquiry: Enquiry) -> str:
    on = f"This was checked on {long_date(enquiry.checked_on)}" if enquiry.checked_on else "This was checked"
    return f"{on}, in lists as of {long_date(enquiry.data_as_of)}." if enquiry.data_as_of else f"{on}."


def _officer(by: Actor) -> User | None:
    return User.objects.filter(pk=by.user_id).first() if by.user_id else None
