"""The letters to a family: before a visit, and for an appointment. They go by post to the address."""

from dataclasses import dataclass
from datetime import date

from onroll.access.models import User
from onroll.cases.letters import writing
from onroll.cases.models import Case, VisitRequest
from onroll.people.models import Address
from onroll.release.actions import Outgoing
from rulebook.disclosure import Recipient
from rulebook.wording import weekday_date

NOBODY_NAMED = "The parent or carer"


@dataclass(frozen=True, kw_only=True)
class Meeting:
    """When and where an officer would like to meet the family."""

    on: date
    time: str
    place: str
    officer: User | None = None


def before_visit(request: VisitRequest, *, visit_on: date, on: date) -> Outgoing:
    """Return the letter before a visit: who comes, when and why (Procedure 3.1.4)."""
    officer = request.officer
    values = {
        "visit_on": weekday_date(visit_on),
        "officer_name": officer.name if officer else "One of our officers",
    }
    return to_family(
        "before-visit",
        kind="Letter before a visit",
        case=request.case,
        address=request.address,
        values=values,
        officer=officer,
        on=on,
    )


def appointment(case: Case, *, meeting: Meeting, address: Address, on: date) -> Outgoing:
    """Return the letter that asks the family to a meeting."""
    values = {
        "meeting_on": weekday_date(meeting.on),
        "meeting_time": meeting.time,
        "meeting_place": meeting.place,
        "officer_name": meeting.officer.name if meeting.officer else "",
    }
    return to_family(
        "appointment",
        kind="Appointment",
        case=case,
        address=address,
        values=values,
        officer=meeting.officer,
        on=on,
    )


def to_family(
    code: str,
    *,
    kind: str,
    case: Case,
    address: Address | None,
    values: dict[str, str],
    officer: User | None,
    on: date,
) -> Outgoing:
    """Return a letter to the one parent who is sure, or to the parent or carer, at an address."""
    child, link = case.child, writing.the_parent(case.child)
    name = link.parent.name if link else NOBODY_NAMED
    whole = {
        "case_reference": case.reference,
        "child_called": writing.called(child),
        "reach_us": writing.how_to_reach(officer),
        **values,
    }
    place = address.one_line if address else ""
    paper = writing.letter(
        code,
        values=whole,
        to=writing.addressed(name, place, on=on, reference=case.reference, known=link is not None),
        signed=officer.name if officer else "",
    )
    always = {"parent_name", "address"} | writing.given_of(officer, paper)
    given = writing.given_by(paper, always=always)
    return Outgoing(
        kind=kind,
        product=paper.kind.product,
        recipient_kind=Recipient.PARENT,
        channel="post",
        to_family=True,
        parent=link.parent if link else None,
        address=address,
        to_name=name,
        to_address=place,
        subject=paper.words.title,
        body=paper.text,
        fields=given if officer else tuple(each for each in given if each != "officer_name"),
        document=paper,
    )
