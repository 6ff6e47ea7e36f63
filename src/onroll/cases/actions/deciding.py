"""Notes, and a manager's decisions about duties: discretion is a fact like any other."""

from datetime import date

from django.db import transaction

from onroll.access import policy
from onroll.audit import actions as audit
from onroll.audit.actor import Actor
from onroll.cases.actions.duties import refresh_duties
from onroll.cases.actions.taking_up import take_up
from onroll.cases.models import Case, ManagerDecision, Note
from onroll.duties.models import Duty
from rulebook.findings import Finding, Refused
from rulebook.procedure.facts import DecisionKind
from rulebook.school_days.ages import A_YEAR


@transaction.atomic
def write_note(case: Case, *, words: str, by: Actor) -> Note:
    """Write a note; it is never changed, only followed by another."""
    policy.require(by, "notes:create", case)
    if not words.strip():
        raise Refused(Finding("note-empty", "Write the note before you save it.", where="words"))
    row: Note = Note.objects.create(
        case=case, child_id=case.child_id, recorded_at=by.at, recorded_by=by.name, words=words
    )
    audit.record("case.noted", subject=row, child_id=case.child_id, by=by)
    return row


@transaction.atomic
def decide_duty(
    case: Case,
    *,
    duty: str,
    trigger: str,
    kind: DecisionKind,
    reason: str,
    by: Actor,
    until_on: date | None = None,
) -> ManagerDecision:
    """Excuse one duty, or give it until another day; only a manager, with the reason."""
    policy.require(by, "duty:sign", case)
    take_up([case.pk])
    findings = []
    if not reason.strip():
        findings.append(Finding("decision-reason", "Say why.", where="reason"))
    if kind is DecisionKind.EXTEND and until_on is None:
        findings.append(Finding("decision-until", "Enter the day until which it may wait.", where="until_on"))
    elif kind is DecisionKind.EXTEND and until_on is not None and until_on <= by.today:
        findings.append(Finding("decision-past", "Choose a day after today.", where="until_on"))
    elif until_on is not None and until_on > by.today + A_YEAR:
        words = "That is more than a year ahead. Choose a day within the year; it can be put off again then."
        findings.append(Finding("decision-far", words, where="until_on"))
    owed = Duty.objects.visible_to(by, "duty:sign").filter(subject_id=case.pk, code=duty, trigger=trigger)
    if not owed.exists():
        words = "This duty is not owed in this case. Look at the record again."
        findings.append(Finding("decision-no-duty", words, where="duty"))
    if findings:
        raise Refused(*findings)
    row: ManagerDecision = ManagerDecision.objects.create(
        case=case,
        child_id=case.child_id,
        recorded_at=by.at,
        recorded_by=by.name,
        kind=kind,
        duty=duty,
        trigger=trigger,
        decided_on=by.today,
        until_on=until_on,
        reason=reason,
    )
    audit.record("case.duty-decided", subject=row, child_id=case.child_id, by=by, duty=duty, kind=str(kind))
    refresh_duties(case, by=by)
    return row
