"""A school attendance order under section 437: the notice to satisfy the council, that of the school, and the order.

They are served on the parent by name. Another law brings other documents: ``REGIME`` says which one these are of.
Source: Education Act 1996 s.437 and 438; SAO-1.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from onroll.access.models import User
from onroll.cases.letters import writing
from onroll.cases.models import Case
from onroll.documents.kinds.orders import S437
from onroll.people.models import Address, Parent
from onroll.release.actions import Outgoing
from rulebook.disclosure import Recipient
from rulebook.parameters import Parameters
from rulebook.wording import long_date

REGIME = S437


@dataclass(frozen=True, kw_only=True)
class Served:
    """On whom a notice or an order is served, where, on which day it is written, and by whom."""

    parent: Parent
    address: Address
    on: date
    officer: User | None = None


@dataclass(frozen=True, kw_only=True)
class Named:
    """The school of an order, and other schools that would be suitable."""

    school: str
    others: Sequence[str] = ()


def notice_to_satisfy(case: Case, *, served: Served, because: str, parameters: Parameters) -> Outgoing:
    """Return the notice under section 437(1): the parent is to satisfy the council within the time of the law."""
    values = {"because": because, "days_to_answer": _time("attendance-order-notice", served, parameters)}
    return _serve("s437-notice", case, served=served, values=values)


def notice_of_school(case: Case, *, served: Served, named: Named, parameters: Parameters) -> Outgoing:
    """Return the notice under section 438: the school that the order would name, and what the parent may choose."""
    values = {
        "school_name": named.school,
        "other_schools": "; ".join(named.others),
        "days_to_answer": _time("school-choice-notice", served, parameters),
    }
    return _serve("s437-school-notice", case, served=served, values=values)


def attendance_order(case: Case, *, served: Served, named: Named) -> Outgoing:
    """Return the order under section 437(3): the child is to be registered at the school named."""
    values = {"school_name": named.school, "made_on": long_date(served.on)}
    return _serve("s437-order", case, served=served, values=values)


def _time(parameter: str, served: Served, parameters: Parameters) -> str:
    return str(parameters.value(parameter, on=served.on).span)


def _serve(code: str, case: Case, *, served: Served, values: dict[str, str]) -> Outgoing:
    child, officer = case.child, served.officer
    whole = {
        "case_reference": case.reference,
        "child_name": child.name,
        "born_on": long_date(child.birth_date) if child.birth_date else "",
        "reach_us": writing.how_to_reach(officer),
        **values,
    }
    to = writing.addressed(
        served.parent.name, served.address.one_line, on=served.on, reference=case.reference
    )
    paper = writing.letter(code, values=whole, to=to, signed=officer.name if officer else "")
    return Outgoing(
        kind=paper.kind.name,
        product=paper.kind.product,
        recipient_kind=Recipient.PARENT,
        channel="post",
        to_family=True,
        parent=served.parent,
        address=served.address,
        to_name=served.parent.name,
        to_address=served.address.one_line,
        subject=paper.words.title,
        body=paper.text,
        fields=writing.given_by(paper, always={"parent_name", "address"}),
        document=paper,
    )
