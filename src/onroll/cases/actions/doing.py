"""What is done outside the service and met by nothing else that is recorded: a review, a list shared, a call made."""

from datetime import date

from django.db import transaction

from onroll.access import policy
from onroll.audit import actions as audit
from onroll.audit.actor import Actor
from onroll.cases.actions.duties import refresh_duties
from onroll.cases.actions.taking_up import take_up, take_up_open
from onroll.cases.by_word import AGENCY_TASK, BY_WORD, permission_to_record
from onroll.cases.models import Case, DutyDone
from onroll.duties.models import Duty
from rulebook.findings import Finding, Refused
from rulebook.wording import long_date


@transaction.atomic
def record_done(case: Case, *, duty: str, trigger: str, done_on: date, words: str, by: Actor) -> DutyDone:
    """Record that what a duty asks for was done on a day, with what was done in words.

    Only for duties that nothing else in the record meets (``BY_WORD``). A review that the manager owes is
    recorded by a manager. The day is one from that on which the duty arose until today, both included.
    """
    row = _kept(case, duty=duty, trigger=trigger, done_on=done_on, words=words, by=by)
    audit.record(
        "case.duty-done", subject=row, child_id=case.child_id, by=by, duty=duty, on=done_on.isoformat()
    )
    refresh_duties(case, by=by)
    return row


@transaction.atomic
def record_agency_task(
    case: Case, *, trigger: str, done_on: date, words: str, told_by: str, applies: bool = True, by: Actor
) -> DutyDone:
    """Record that an agency did what Appendix 1 asks of it, or that the task does not apply here, and why.

    ``told_by`` is who says so. Source: Procedure Appendix 1 (AGENCYTABLE-1 to AGENCYTABLE-4).
    """
    policy.require(by, "duty:update", case)
    take_up_open(case.pk)
    if not told_by.strip():
        raise Refused(Finding("task-told-by", "Enter who says so.", where="told_by"))
    row = _kept(
        case,
        duty=AGENCY_TASK,
        trigger=trigger,
        done_on=done_on,
        words=words,
        by=by,
        told_by=told_by,
        applies=applies,
    )
    kind = "case.agency-task-done" if applies else "case.agency-task-set-aside"
    task = trigger.partition("+")[2]
    audit.record(kind, subject=row, child_id=case.child_id, by=by, task=task, on=done_on.isoformat())
    refresh_duties(case, by=by)
    return row


def _kept(
    case: Case,
    *,
    duty: str,
    trigger: str,
    done_on: date,
    words: str,
    by: Actor,
    told_by: str = "",
    applies: bool = True,
) -> DutyDone:
    """Return the row kept of what was done; raises Refused for what cannot be so."""
    policy.require(by, permission_to_record(duty), case)
    take_up([case.pk])
    owed = Duty.objects.visible_to(by, "duty:read").filter(subject_id=case.pk, code=duty, trigger=trigger)
    row = owed.first() if duty in BY_WORD else None
    findings = []
    if not words.strip():
        findings.append(Finding("done-words", "Say what was done, and with whom.", where="words"))
    if row is None:
        say = "This duty is not owed in this case. Look at the record again."
        findings.append(Finding("done-no-duty", say, where="duty"))
    elif row.met_on is not None:
        say = f"It was recorded before as done on {long_date(row.met_on)}. Nothing more is needed."
        findings.append(Finding("done-before", say, where="duty"))
    elif done_on < row.triggered_on:
        say = f"It has been owed since {long_date(row.triggered_on)}. Enter that day or a later one."
        findings.append(Finding("done-too-early", say, where="done_on"))
    if done_on > by.today:
        findings.append(Finding("done-in-future", "Enter today or a day before it.", where="done_on"))
    if findings:
        raise Refused(*findings)
    kept: DutyDone = DutyDone.objects.create(
        case=case,
        child_id=case.child_id,
        recorded_at=by.at,
        recorded_by=by.name,
        duty=duty,
        trigger=trigger,
        done_on=done_on,
        words=words,
        told_by=told_by,
        applies=applies,
    )
    return kept
