"""Why the child misses education, the circumstances the child lives in, and whose advice is sought (2.2 to 2.4)."""

from datetime import date

from django.db import transaction

from onroll.access import policy
from onroll.audit import actions as audit
from onroll.audit.actor import Actor
from onroll.cases.actions.duties import refresh_duties
from onroll.cases.actions.taking_up import take_up_open
from onroll.cases.facts import day_of
from onroll.cases.models import Case
from onroll.cases.need_models import Advice, MainReason
from onroll.people import actions as people
from onroll.people.actions import Source
from onroll.people.models import Circumstance
from rulebook.findings import Finding, Refused
from rulebook.procedure.reasons import BY_CODE
from rulebook.wording import long_date


@transaction.atomic
def record_reason(case: Case, *, code: str, source: str, words: str = "", by: Actor) -> MainReason:
    """Record why the child misses education, by whose word; one recorded before is replaced from today.

    Its group of Appendix 1 raises the tasks of each agency. Source: Procedure 2.2 (REASON-1).
    """
    policy.require(by, "case:update", case)
    take_up_open(case.pk)
    if code not in BY_CODE:
        raise Refused(Finding("reason-unknown", "Choose one of the reasons of 2.2.", where="code"))
    if not source.strip():
        raise Refused(Finding("reason-source", "Enter who says so.", where="source"))
    standing = case.mainreasons.filter(replaced_on=None).first()
    if standing is not None and standing.code == code:
        raise Refused(Finding("reason-same", "This is the reason on record already.", where="code"))
    if standing is not None:
        standing.replaced_on = by.today
        standing.save(update_fields=["replaced_on"])
    row: MainReason = MainReason.objects.create(
        case=case,
        child_id=case.child_id,
        recorded_at=by.at,
        recorded_by=by.name,
        code=code,
        source=source,
        words=words,
    )
    audit.record("case.reason-recorded", subject=row, child_id=case.child_id, by=by, reason=code)
    refresh_duties(case, by=by)
    return row


@transaction.atomic
def record_case_circumstance(case: Case, *, code: str, source: str, by: Actor) -> Circumstance:
    """Record a circumstance of 2.3 by whose word; the advice of its specialist team is then to be sought.

    Source: Procedure 2.3 and 2.4 (CIRCUMSTANCE-1, CIRCUMSTANCE-2).
    """
    policy.require(by, "special_cat:update", case)
    take_up_open(case.pk)
    if not source.strip():
        raise Refused(Finding("circumstance-source", "Enter who says so.", where="source"))
    if case.child.circumstances.filter(code=code, until_on=None).exists():
        raise Refused(Finding("circumstance-known", "This circumstance is on record already.", where="code"))
    row = people.record_circumstance(
        case.child, code=code, source=Source(words=source[:120], typed=True), by=by
    )
    refresh_duties(case, by=by)
    return row


@transaction.atomic
def end_case_circumstance(case: Case, *, circumstance: Circumstance, until_on: date, by: Actor) -> None:
    """Record that a circumstance proves not to apply, or no longer: no advice is owed about it."""
    policy.require(by, "special_cat:update", case)
    take_up_open(case.pk)
    circumstance.refresh_from_db(fields=["until_on"])
    if circumstance.until_on is not None:
        words = f"It was recorded as ended on {long_date(circumstance.until_on)}."
        raise Refused(Finding("circumstance-ended", words))
    _check_day(until_on, since=day_of(circumstance.recorded_at), where="until_on", by=by)
    people.end_circumstance(circumstance, until_on=until_on, by=by)
    refresh_duties(case, by=by)


@transaction.atomic
def ask_advice(case: Case, *, circumstance: Circumstance, asked: str, asked_on: date, by: Actor) -> Advice:
    """Record whose advice was sought about a circumstance, and when. Source: Procedure 2.4 (CIRCUMSTANCE-2)."""
    policy.require(by, "special_cat:update", case)
    take_up_open(case.pk)
    if circumstance.child_id != case.child_id:
        raise Refused(
            Finding("advice-other-child", "Choose a circumstance of this child.", where="circumstance")
        )
    if not asked.strip():
        raise Refused(Finding("advice-asked", "Enter who was asked.", where="asked"))
    since = max(case.opened_on, day_of(circumstance.recorded_at))
    _check_day(asked_on, since=since, where="asked_on", by=by)
    row: Advice = Advice.objects.create(
        case=case,
        child_id=case.child_id,
        recorded_at=by.at,
        recorded_by=by.name,
        circumstance=circumstance,
        asked=asked,
        asked_on=asked_on,
    )
    audit.record("case.advice-asked", subject=row, child_id=case.child_id, by=by, on=asked_on)
    refresh_duties(case, by=by)
    return row


@transaction.atomic
def record_advice(row: Advice, *, answer: str, answered_with: str, answered_on: date, by: Actor) -> None:
    """Record what a specialist team advised: who said so and when."""
    policy.require(by, "special_cat:update", row)
    take_up_open(row.case_id)
    row.refresh_from_db(fields=["answered_on"])
    if row.answered_on is not None:
        words = (
            f"They answered on {long_date(row.answered_on)}, and that stays. Write what came since in a note."
        )
        raise Refused(Finding("advice-answered", words))
    if not answer.strip():
        raise Refused(Finding("advice-answer", "Enter what they advised.", where="answer"))
    _check_day(answered_on, since=row.asked_on, where="answered_on", by=by)
    row.answer, row.answered_with, row.answered_on = answer, answered_with, answered_on
    row.save(update_fields=["answer", "answered_with", "answered_on"])
    audit.record("case.advice-given", subject=row, child_id=row.child_id, by=by, on=answered_on)
    refresh_duties(row.case, by=by)


def _check_day(on: date, *, since: date, where: str, by: Actor) -> None:
    if on > by.today:
        raise Refused(Finding("date-ahead", "Enter today or a day before it.", where=where))
    if on < since:
        raise Refused(Finding("date-before", f"Enter {long_date(since)} or a later day.", where=where))
