"""What is asked of another local authority, and what it is answered: never where a child is (access model 8)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from onroll.access.models import Organisation, User
from onroll.cases.letters import writing
from onroll.documents.papers import Paper
from onroll.people.models import Child
from onroll.release.actions import Outgoing
from rulebook.disclosure import Recipient
from rulebook.disclosure.sentences import RING_US
from rulebook.wording import long_date


class Known(StrEnum):
    """What another authority may be told before its request is verified by a call to its published number."""

    KNOWN = "The child whom you describe is known to us."
    NOT_KNOWN = "The child whom you describe is not known to us."
    ASK_US = RING_US


@dataclass(frozen=True, kw_only=True)
class Asked:
    """Another authority: its name, the mailbox or the address, and the account of the organisation where it has one.

    ``is_agency`` says that it is none, but a partner agency that asks.
    """

    name: str
    email: str = ""
    address: str = ""
    organisation: Organisation | None = None
    is_agency: bool = False


@dataclass(frozen=True, kw_only=True)
class Enquiry:
    """What we ask of another authority, or were asked by one."""

    reference: str
    words: str = ""
    answer_by: date | None = None
    year_group: str = ""
    last_school: str = ""
    their_reference: str = ""
    asked_on: date | None = None


def enquiry_to_authority(
    child: Child, *, enquiry: Enquiry, to: Asked, officer: User | None, on: date
) -> Outgoing:
    """Return the enquiry: who the child is and what we ask, without an address and without a UPN (OTHERLA-1)."""
    values = {
        "enquiry_reference": enquiry.reference,
        "child_name": child.name,
        "other_names": child.known_as if child.known_as != child.forenames else "",
        "born_on": long_date(child.birth_date) if child.birth_date else "",
        "sex": {"F": "Girl", "M": "Boy"}.get(child.sex, ""),
        "year_group": enquiry.year_group,
        "last_school": enquiry.last_school,
        "enquiry": enquiry.words,
        "answer_by": long_date(enquiry.answer_by) if enquiry.answer_by else "",
    }
    return _to_authority("la-enquiry", values, to=to, officer=officer, on=on)


def reply_to_authority(
    *, enquiry: Enquiry, known: Known, to: Asked, officer: User | None, on: date, checked: str = ""
) -> Outgoing:
    """Return the reply: known, not known, or ask us by telephone, and nothing else of the child (access model 8).

    ``checked`` says on which day that was checked, and in how old lists (decision 36).
    """
    values = {
        "enquiry_reference": enquiry.reference,
        "their_reference": enquiry.their_reference,
        "asked_on": long_date(enquiry.asked_on) if enquiry.asked_on else "",
        "reply_sentence": f"{known.value} {checked}".strip(),
    }
    told = {"checked_on"} if checked else set()
    return _to_authority("la-reply", values, to=to, officer=officer, on=on, always=told)


def _to_authority(
    code: str,
    values: dict[str, str],
    *,
    to: Asked,
    officer: User | None,
    on: date,
    always: Collection[str] = (),
) -> Outgoing:
    whole = {
        "officer_name": officer.name if officer else "",
        "reach_us": writing.how_to_reach(officer),
        **values,
    }
    paper: Paper = writing.letter(
        code,
        values=whole,
        to=writing.addressed(to.name, to.address, on=on, reference=values["enquiry_reference"], known=False),
        signed=officer.name if officer else "",
    )
    return Outgoing(
        kind=paper.kind.name,
        product=paper.kind.product,
        recipient_kind=Recipient.OTHER_AGENCY if to.is_agency else Recipient.OTHER_AUTHORITY,
        organisation=to.organisation,
        to_name=to.name,
        to_address=to.email or to.address,
        channel="email" if to.email else "post",
        subject=paper.words.title,
        body=paper.text,
        fields=writing.given_by(paper, always=writing.given_of(officer, paper) | set(always)),
        document=paper,
    )
