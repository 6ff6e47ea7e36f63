"""Early help, what the area lead is told and follows up, and suspicions that are referred at once."""

from datetime import date

from django.db import transaction

from onroll.access import policy
from onroll.audit import actions as audit
from onroll.audit.actor import Actor
from onroll.cases.actions.duties import refresh_duties
from onroll.cases.actions.holding import place_case_hold
from onroll.cases.actions.taking_up import take_up_open
from onroll.cases.models import AreaIssue, Case, EarlyHelp, Suspicion
from onroll.cases.support_models import Assessed
from onroll.release.models import HoldKind
from onroll.release.queries import holds_over
from onroll.release.turns import holds_may_change
from rulebook.findings import Finding, Refused
from rulebook.procedure.case_steps import ConcernKind
from rulebook.wording import long_date


@transaction.atomic
def record_early_help(
    case: Case,
    *,
    assessed: Assessed,
    source: str,
    assessed_on: date | None = None,
    lead_professional: str = "",
    lead_contact: str = "",
    by: Actor,
) -> EarlyHelp:
    """Record whether early help was assessed and who the lead professional is (Procedure 1.11 and 2.4; PLACE-2)."""
    policy.require(by, "case:update", case)
    take_up_open(case.pk)
    _said(source, "Enter who says so.", where="source")
    if assessed_on is not None and assessed_on > by.today:
        raise Refused(Finding("date-ahead", "Enter today or a day before it.", where="assessed_on"))
    row: EarlyHelp = EarlyHelp.objects.create(
        case=case,
        child_id=case.child_id,
        recorded_at=by.at,
        recorded_by=by.name,
        assessed=assessed,
        assessed_on=assessed_on,
        lead_professional=lead_professional,
        lead_contact=lead_contact,
        source=source,
    )
    audit.record("case.early-help-recorded", subject=row, child_id=case.child_id, by=by, assessed=assessed)
    refresh_duties(case, by=by)
    return row


@transaction.atomic
def raise_issue(
    case: Case, *, words: str, lead_told_on: date | None = None, lead_told: str = "", by: Actor
) -> AreaIssue:
    """Raise a concern or question for the area lead; told at once or later (Procedure 3.1.3; LEAD-1)."""
    policy.require(by, "case:update", case)
    take_up_open(case.pk)
    _said(words, "Say what the concern or question is.", where="words")
    row: AreaIssue = AreaIssue.objects.create(
        case=case,
        child_id=case.child_id,
        recorded_at=by.at,
        recorded_by=by.name,
        words=words,
        raised_on=by.today,
    )
    audit.record("case.issue-raised", subject=row, child_id=case.child_id, by=by)
    if lead_told_on is not None:
        _tell(row, on=lead_told_on, lead_told=lead_told, by=by)
    refresh_duties(case, by=by)
    return row


@transaction.atomic
def record_lead_told(row: AreaIssue, *, on: date, lead_told: str, by: Actor) -> None:
    """Record that the area lead was told of what was raised: who, and when."""
    policy.require(by, "case:update", row)
    take_up_open(row.case_id)
    row.refresh_from_db(fields=["lead_told_on"])
    if row.lead_told_on is not None:
        raise Refused(Finding("lead-told", f"The area lead was told on {long_date(row.lead_told_on)}."))
    _tell(row, on=on, lead_told=lead_told, by=by)
    refresh_duties(row.case, by=by)


@transaction.atomic
def follow_up_issue(row: AreaIssue, *, on: date, words: str, by: Actor) -> None:
    """Record what the area lead did about it. Source: Procedure 3.1.3 (LEAD-1)."""
    policy.require(by, "case:update", row)
    take_up_open(row.case_id)
    row.refresh_from_db(fields=["lead_told_on", "followed_up_on"])
    if row.lead_told_on is None:
        raise Refused(Finding("lead-not-told", "Record first that the area lead was told."))
    if row.followed_up_on is not None:
        raise Refused(Finding("followed-up", f"It was followed up on {long_date(row.followed_up_on)}."))
    _said(words, "Say what was done about it.", where="words")
    _between(on, since=row.lead_told_on, by=by)
    row.followed_up_on, row.follow_up, row.followed_up_by = on, words, by.name
    row.save(update_fields=["followed_up_on", "follow_up", "followed_up_by"])
    audit.record("case.issue-followed-up", subject=row, child_id=row.child_id, by=by, on=on)
    refresh_duties(row.case, by=by)


@transaction.atomic
def note_suspicion(case: Case, *, kind: ConcernKind, source: str, words: str, by: Actor) -> Suspicion:
    """Note a suspicion that is to be referred on the same day (Procedure 2.7.9 and 2.7.10; HOLD-1, HOLD-2).

    A forced marriage suspected stops every approach to the family at once.
    """
    policy.require(by, "safeguarding:update", case)
    if kind is ConcernKind.FORCED_MARRIAGE:
        holds_may_change()
    take_up_open(case.pk)
    _said(source, "Enter who says so.", where="source")
    _said(words, "Say what gives rise to it.", where="words")
    row: Suspicion = Suspicion.objects.create(
        case=case,
        child_id=case.child_id,
        recorded_at=by.at,
        recorded_by=by.name,
        kind=kind,
        noted_on=by.today,
        source=source,
        words=words,
    )
    audit.record("case.suspicion-noted", subject=row, child_id=case.child_id, by=by, suspected=kind)
    held = any(hold.kind == HoldKind.NO_APPROACH_FAMILY for hold in holds_over(case.child_id))
    if kind is ConcernKind.FORCED_MARRIAGE and not held:
        place_case_hold(case, kind=HoldKind.NO_APPROACH_FAMILY, reason=words, by=by)
    refresh_duties(case, by=by)
    return row


def _tell(row: AreaIssue, *, on: date, lead_told: str, by: Actor) -> None:
    _said(lead_told, "Enter whom you told.", where="lead_told")
    _between(on, since=row.raised_on, by=by)
    row.lead_told_on, row.lead_told = on, lead_told
    row.save(update_fields=["lead_told_on", "lead_told"])
    audit.record("case.lead-told", subject=row, child_id=row.child_id, by=by, on=on)


def _said(text: str, words: str, *, where: str) -> None:
    if not text.strip():
        raise Refused(Finding("not-said", words, where=where))


def _between(on: date, *, since: date, by: Actor) -> None:
    if on > by.today:
        raise Refused(Finding("date-ahead", "Enter today or a day before it.", where="on"))
    if on < since:
        raise Refused(Finding("date-before", f"Enter {long_date(since)} or a later day.", where="on"))
