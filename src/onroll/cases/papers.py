"""The papers by which an area's officer acts: CME 4 with every field of the form, and the sheet for a visit.

Neither says who told us. What a colleague may not read of the child stands in neither.
"""

from dataclasses import dataclass
from datetime import date

from onroll.cases.facts import day_of
from onroll.cases.models import VisitRequest
from onroll.documents import papers
from onroll.documents.kinds.rows import SEEN
from onroll.documents.papers import Paper
from onroll.people.models import Parent
from onroll.release.actions import Outgoing
from rulebook.disclosure import Recipient, product_of
from rulebook.wording import long_date, telephone, within

SPEAK_FIRST = "Speak to the Children Missing Education Assistant before you go."
URGENT, STANDARD = "within 3 working days, without a letter first", "within 10 working days, after a letter"
SAY = (
    "The council must find out whether every child of school age is receiving education. I am here to see whether we "
    "can help."
)


@dataclass(frozen=True, kw_only=True)
class Reader:
    """Who prints a paper: whether they may read where the child is, and what was said of the child's safety."""

    sees: bool
    guarded: bool
    ethnicity: str = ""
    first_language: str = ""
    due_on: date | None = None


def cme4(request: VisitRequest, *, reader: Reader) -> Outgoing:
    """Return CME 4, filled from the case (Procedure 3.1.2 and Appendix 5)."""
    case = request.case
    referral = case.referrals.order_by("received_on").first()
    answers = {
        **_both(request, reader),
        "referred_on": long_date(request.sent_on),
        "ethnicity": reader.ethnicity if reader.sees else "",
        "mobile": _numbers(request, mobile=True) if reader.sees else "",
        "telephone": _numbers(request, mobile=False) if reader.sees else "",
        "parent_name": ", ".join(parent.name for parent in _parents(request)) if reader.sees else "",
        "urgent_reason": request.reason if reader.guarded and _urgent(request) else "",
        "referred_by_kind": _kind_of_sender(referral.referrer_is_professional) if referral else "",
    }
    values = {"case_reference": case.reference, "visit_within": URGENT if _urgent(request) else STANDARD}
    return _outgoing("cme4", request, answers=answers, values=values, always={"urgent"})


def visit_sheet(request: VisitRequest, *, reader: Reader) -> Outgoing:
    """Return the sheet to take along: prepare, do and record in the order of the screen (VISIT-1 to VISIT-3)."""
    letter = request.letters.select_related("message").order_by("recorded_at").last()
    written = letter.message.sent_at if letter and letter.message.sent_at else None
    answers = {
        **_both(request, reader),
        "who_lives_there": _who_lives_there(request) if reader.sees else "",
        "telephone": _numbers(request) if reader.sees else "",
        "safety": "" if reader.guarded else SPEAK_FIRST,
        "earlier_visits": _earlier_visits(request),
        "officer_name": request.officer.name if request.officer else "",
    }
    if written:
        told = f"A letter was posted on {long_date(day_of(written))}."
        answers["other_information"] = "\n".join(
            part for part in (answers["other_information"], told) if part
        )
    values = {"case_reference": request.case.reference, "say_this": SAY}
    return _outgoing("visit-sheet", request, answers=answers, values=values, always={"urgent"})


def _both(request: VisitRequest, reader: Reader) -> dict[str, str]:
    """Return what stands on both papers."""
    child, address = request.child, request.address
    return {
        "child_name": child.name,
        "born_on": _born(request),
        "first_language": reader.first_language,
        "address": _address(request)
        if reader.sees and address
        else ("" if reader.sees else "Not shown to you"),
        "reason": request.case.reason,
        "attendance_involvement": request.previous_attendance_involvement,
        "child_protection": request.social_care if reader.guarded else SPEAK_FIRST,
        "other_information": request.other,
        "visit_due_on": long_date(reader.due_on) if reader.due_on else "",
    }


def _outgoing(
    code: str,
    request: VisitRequest,
    *,
    answers: dict[str, str],
    values: dict[str, str],
    always: set[str],
) -> Outgoing:
    whole = {"how_to_correct_us": papers.how_to_correct_us("form"), **values}
    rows = papers.rows_of(code, answers)
    paper: Paper = papers.form(code, values=whole, parts=rows, reference=request.case.reference)
    given = {name for name, answer in answers.items() if answer} | {"case_reference"} | always
    return Outgoing(
        kind=paper.kind.name,
        product=paper.kind.product,
        recipient_kind=Recipient.AREA_ATTENDANCE,
        to_name=request.area.name,
        to_address="",
        channel="print",
        subject=paper.words.title,
        body=paper.text,
        fields=tuple(name for name in product_of(paper.kind.product).fields if name in given),
        document=paper,
    )


def _urgent(request: VisitRequest) -> bool:
    return request.urgent or request.made_urgent_on is not None


def _born(request: VisitRequest) -> str:
    child = request.child
    if child.birth_date is None:
        return ""
    return f"about {child.birth_date.year}" if child.birth_date_estimated else long_date(child.birth_date)


def _address(request: VisitRequest) -> str:
    """Return the address with what is known of how sure it is."""
    address = request.address
    assert address is not None, "an address to be shown"
    sure = (
        f"Confirmed on {long_date(address.confirmed_on)}, by {address.confirmed_how}."
        if address.confirmed_on and address.confirmed_how
        else "Confirmed by nobody yet."
    )
    return f"{address.one_line}\nTold by {within(address.source)}. {sure}"


def _parents(request: VisitRequest) -> list[Parent]:
    rows = request.child.relationships.select_related("parent").order_by("recorded_at")
    return [row.parent for row in rows if row.until_on is None]


def _numbers(request: VisitRequest, *, mobile: bool | None = None) -> str:
    """Return the telephone numbers of the parents: all, or only those that are mobile, or only those that are not."""
    numbers = [parent.phone for parent in _parents(request) if parent.phone]
    return ", ".join(telephone(each) for each in numbers if mobile is None or _is_mobile(each) is mobile)


def _is_mobile(number: str) -> bool:
    digits = "".join(letter for letter in number if letter.isdigit())
    return digits.startswith(("07", "447"))


def _who_lives_there(request: VisitRequest) -> str:
    rows = request.child.relationships.select_related("parent").order_by("recorded_at")
    living = [row for row in rows if row.until_on is None and row.lives_with]
    return "\n".join(f"{row.parent.name}, {row.kind}; told by {within(row.source)}" for row in living)


def _earlier_visits(request: VisitRequest) -> str:
    rows = request.case.visits.order_by("visited_on")
    return "\n".join(f"{long_date(row.visited_on)}: {SEEN.get(row.outcome, row.outcome)}" for row in rows)


def _kind_of_sender(professional: bool) -> str:
    return "A professional" if professional else "A member of the public"
