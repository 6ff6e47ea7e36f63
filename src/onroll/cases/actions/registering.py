"""A child goes on the register, and the rolls are searched."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from onroll.access import policy
from onroll.access.models import Area
from onroll.audit import actions as audit
from onroll.audit.actor import Actor
from onroll.audit.base import new_reference
from onroll.cases.actions.duties import refresh_duties, refresh_referral
from onroll.cases.actions.parting import enter, open_again
from onroll.cases.actions.referring import mark_triaged
from onroll.cases.actions.screening import note_risk_told
from onroll.cases.actions.taking_up import take_up, take_up_open
from onroll.cases.models import Case, Referral, RollCheck, Triage
from onroll.cases.queries import every_case, open_cases_of_one_child
from onroll.people.models import Child
from onroll.people.same import records_of
from onroll.schools.models import Establishment
from rulebook.findings import Finding, Refused
from rulebook.procedure.facts import CheckResult
from rulebook.school_days.ages import A_YEAR
from rulebook.wording import long_date

WHY_SOUGHT = "a child found without education is sought, whoever found it out"


@transaction.atomic
def open_case(
    child: Child, *, by: Actor, referral: Referral | None = None, reason: str = "", area: Area | None = None
) -> Case:
    """Put a child on the register; a child who has an open case keeps that one, and the notice joins it.

    So does a child whose other record has one: a child held twice is on the register once. The notice stays about the
    record that the officer chose: should the link be undone, that record has a case of its own from the day of the
    notice (see ``parting``). Of two who register a child at once, the second joins the case of the first.

    Source: Procedure 3.1.2 (REGISTER-1).
    """
    policy.require(by, "case:create")
    case = _open_case_of(child, by=by)
    if case is None:
        new = Case(
            reference=new_reference("K"),
            child=child,
            opened_on=referral.received_on if referral else by.today,
            opened_by=by.name,
            reason=reason,
            area=area or child.area,
            urgent=referral.urgent if referral else False,
        )
        case = enter(new, by=by) or _open_case_of(child, by=by)
        if case is None:
            words = "Another officer has just put the child on the register. Look at that case first."
            raise Refused(Finding("another-open", words))
    take_up([case.pk])
    if referral is not None:
        mark_triaged(referral, to=Triage.CME, reason=reason or "on the register", by=by)
        referral.child, referral.case = child, case
        referral.save(update_fields=["child", "case"])
        refresh_referral(referral, by=by)
        note_risk_told(case, referral=referral, by=by)
    refresh_duties(case, by=by)
    return case


@transaction.atomic
def seek_child(child: Child, *, again_after: str, reason: str, by: Actor) -> Case:
    """Put a child on the register because of what an action, which asked for its own right, has found out.

    A child with an open case keeps that one. A case whose last outcome was ``again_after`` is opened again, since what
    closed it is so no longer (decision 38); without one a new case is opened. Source: Procedure 1.2 and 2.3 (SCOPE-4).
    """
    case: Case | None = open_cases_of_one_child(child.pk).first()
    if case is None:
        last = every_case(WHY_SOUGHT).filter(child=child).order_by("-closed_on", "-opened_on").first()
        outcome = last.closings.order_by("-recorded_at").first() if last else None
        if last is not None and outcome is not None and outcome.outcome.code == again_after:
            take_up([last.pk])
            open_again(last, words=reason, by=by)
            return last
        new = Case(
            reference=new_reference("K"),
            child=child,
            opened_on=by.today,
            opened_by=by.name,
            reason=reason,
            area=child.area,
        )
        case = enter(new, by=by)
        if case is None:
            raise Refused(Finding("another-open", "A case of the child was opened just now. Try again."))
    refresh_duties(case, by=by)
    return case


def _open_case_of(child: Child, *, by: Actor) -> Case | None:
    """Return the open case of a child: of this record or, where it has none, of another one of the same child."""
    rows = Case.objects.visible_to(by, "case:create").filter(closed_on=None).select_related("child")
    found = {
        case.child_id: case
        for case in rows.filter(child_id__in=records_of([child.pk])).order_by("-opened_on")
    }
    return found.get(child.pk) or next(reversed(found.values()), None)


@transaction.atomic
def record_roll_check(
    case: Case,
    *,
    made_on: date,
    data_as_of: date | None,
    searched: Sequence[str],
    result: CheckResult,
    by: Actor,
    establishment: Establishment | None = None,
    words: str = "",
) -> RollCheck:
    """Record that the rolls were searched: which lists, how old, and what was found (CHECK-1).

    Every 'not found' carries the date of the data searched (decision 35).
    """
    policy.require(by, "case:update", case)
    take_up_open(case.pk)
    _check_search(made_on, data_as_of, searched, result, establishment, by)
    _refuse_stale(case, made_on=made_on, data_as_of=data_as_of)
    row = RollCheck(
        case=case,
        child_id=case.child_id,
        recorded_at=by.at,
        recorded_by=by.name,
        made_on=made_on,
        data_as_of=data_as_of,
        searched=list(searched),
        result=result,
        establishment=establishment,
        words=words,
    )
    row.save(force_insert=True)
    audit.record(
        "case.rolls-checked",
        subject=row,
        child_id=case.child_id,
        by=by,
        data_as_of=data_as_of,
        result=str(result),
    )
    refresh_duties(case, by=by)
    return row


@transaction.atomic
def record_school_answer(
    check: RollCheck, *, on: date, attends: bool, confirmed_with: str, by: Actor
) -> None:
    """Record the school's answer to whether a child found on its roll attends (CHECK-2).

    Raises Refused when it is answered already: an answer is never written over.
    """
    policy.require(by, "case:update", check)
    take_up_open(check.case_id)
    if not confirmed_with.strip():
        raise Refused(Finding("confirmed-with", "Enter who at the school said so.", where="confirmed_with"))
    _not_ahead(on, by, where="on")
    if on < check.made_on:
        words = f"The rolls were searched on {long_date(check.made_on)}. Enter that day or a later one."
        raise Refused(Finding("answer-before", words, where="on"))
    unanswered = RollCheck.objects.visible_to(by, "case:update").filter(
        pk=check.pk, attendance_confirmed_on=None, not_attending_on=None
    )
    if not unanswered.update(
        attendance_confirmed_on=on if attends else None,
        not_attending_on=None if attends else on,
        confirmed_with=confirmed_with,
    ):
        words = (
            "The school’s answer to this search is recorded already. Search the rolls again to ask once more."
        )
        raise Refused(Finding("answered-already", words))
    check.refresh_from_db()
    answer = "the child attends" if attends else "on roll and not attending"
    audit.record(
        "case.attendance-answered", subject=check, child_id=check.child_id, by=by, on=on, answer=answer
    )
    refresh_duties(check.case, by=by)


def _check_search(
    made_on: date,
    data_as_of: date | None,
    searched: Sequence[str],
    result: CheckResult,
    establishment: Establishment | None,
    by: Actor,
) -> None:
    findings = []
    if not searched:
        findings.append(
            Finding("searched-nothing", "Choose at least one list that was searched.", where="searched")
        )
    if data_as_of is None:
        findings.append(
            Finding(
                "no-data-date",
                "Enter the date of the data searched.",
                where="data_as_of",
                source="Procedure 3.1.2; decision 35",
            )
        )
    elif data_as_of > made_on:
        findings.append(
            Finding("data-later", "The data cannot be newer than the search.", where="data_as_of")
        )
    if result is CheckResult.ON_ROLL and establishment is None:
        findings.append(
            Finding("no-school", "Choose the school that has the child on its roll.", where="establishment")
        )
    if findings:
        raise Refused(*findings)
    _not_ahead(made_on, by, where="made_on")


def _refuse_stale(case: Case, *, made_on: date, data_as_of: date | None) -> None:
    """Refuse a search that cannot answer whether the child is on a roll now: too early, or in data too old."""
    told_on = min((row.received_on for row in case.referrals.all()), default=case.opened_on)
    if made_on < told_on:
        words = f"We were told of the child on {long_date(told_on)}: search the rolls again, and record that search."
        raise Refused(Finding("search-before-notice", words, where="made_on", source="Procedure 3.1.2"))
    if data_as_of is not None and data_as_of < made_on - A_YEAR:
        words = (
            "The data are more than a year older than the search. Correct the date, or search newer lists."
        )
        raise Refused(Finding("data-old", words, where="data_as_of", source="Procedure 3.1.2; decision 35"))


def _not_ahead(on: date, by: Actor, *, where: str) -> None:
    if on > by.today:
        raise Refused(Finding("date-ahead", "The date is still to come. Correct it.", where=where))
