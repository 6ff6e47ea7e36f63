"""Reasonable enquiries after a child, recorded line by line (2.7.5; statutory guidance on joint enquiries)."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from onroll.access import policy
from onroll.audit import actions as audit
from onroll.audit.actor import Actor
from onroll.cases.actions.duties import refresh_duties
from onroll.cases.actions.taking_up import take_up_open
from onroll.cases.checklist import GUARDED_LINES, asks_jointly, is_joint
from onroll.cases.models import Case, EnquiryMade
from rulebook.findings import Finding, Refused
from rulebook.procedure.enquiries import BY_CODE


@dataclass(frozen=True, kw_only=True)
class LineMade:
    """What is told of one line: who asked whom, when and what came of it; or why it does not apply."""

    line: str
    made_on: date
    officer: str
    result: str
    applies: bool = True
    school_officer: str = ""
    contact: str = ""


@transaction.atomic
def record_enquiry(case: Case, *, told: LineMade, by: Actor) -> EnquiryMade:
    """Record one line of the checklist of reasonable enquiries: made, or not applicable and why (SCREEN-4).

    Where the ground of the removal asks for a joint enquiry, a line in which the school takes part names a person of
    the school as well as one of the authority. Nothing is sent to anybody.
    """
    policy.require(by, "case:update", case)
    take_up_open(case.pk)
    findings = _findings(case, told, by)
    if findings:
        raise Refused(*findings)
    row: EnquiryMade = EnquiryMade.objects.create(
        case=case, child_id=case.child_id, recorded_at=by.at, recorded_by=by.name, **_fields(told)
    )
    kind = "case.enquiry-guarded-made" if told.line in GUARDED_LINES else "case.enquiry-made"
    audit.record(kind, subject=row, child_id=case.child_id, by=by, line=told.line, on=told.made_on)
    refresh_duties(case, by=by)
    return row


def _fields(told: LineMade) -> Any:
    return {name: getattr(told, name) for name in told.__dataclass_fields__}


def _findings(case: Case, told: LineMade, by: Actor) -> list[Finding]:
    found = []
    if told.line not in BY_CODE:
        return [Finding("enquiry-line", "Choose a line of the checklist.", where="line")]
    if not told.result.strip():
        found.append(
            Finding("enquiry-result", "Say what came of it, or why it does not apply.", where="result")
        )
    if not told.officer.strip():
        found.append(
            Finding("enquiry-officer", "Enter who of the authority made or joined it.", where="officer")
        )
    if told.made_on > by.today:
        found.append(Finding("date-ahead", "Enter today or a day before it.", where="made_on"))
    if told.applies and not told.school_officer.strip() and is_joint(told.line):
        ground = asks_jointly(case, by=by)
        if ground:
            words = f"Ground {ground} asks for a joint enquiry. Enter who of the school took part."
            found.append(Finding("enquiry-joint", words, where="school_officer"))
    return found
