"""The safeguarding questions, and what a yes calls for: a referral, the police, a manager's reason (2.7.4, 2.7.6)."""

from collections.abc import Mapping
from datetime import date

from django.db import transaction

from onroll.access import policy
from onroll.audit import actions as audit
from onroll.audit.actor import Actor
from onroll.cases.actions.duties import refresh_duties
from onroll.cases.actions.taking_up import take_up, take_up_open
from onroll.cases.models import Case, OfConcern, Referral, RiskTold, Screening
from rulebook.findings import Finding, Refused
from rulebook.procedure import screening as rules
from rulebook.wording import long_date

AGENCIES = "social care or the police"


@transaction.atomic
def screen_case(case: Case, *, answers: Mapping[str, str], source: str, by: Actor) -> Screening:
    """Record the answers to the safeguarding questions; a yes raises the duty to refer at once (SCREEN-1, SCREEN-2)."""
    policy.require(by, "safeguarding:update", case)
    take_up_open(case.pk)
    missing = rules.unanswered(answers)
    if missing:
        raise Refused(
            *(
                Finding("unanswered", "Answer every question; 'not known' is an answer.", where=code)
                for code in missing
            )
        )
    row: Screening = Screening.objects.create(
        case=case,
        child_id=case.child_id,
        recorded_at=by.at,
        recorded_by=by.name,
        made_on=by.today,
        answers=dict(answers),
        source=source,
        any_yes=rules.any_yes(answers),
        crime_suspected=rules.crime_suspected(answers),
    )
    result = "concern to be referred" if row.any_yes else "no concern"
    audit.record("case.screened", subject=row, child_id=case.child_id, by=by, result=result)
    refresh_duties(case, by=by)
    return row


@transaction.atomic
def note_risk_told(case: Case, *, referral: Referral, by: Actor) -> RiskTold | None:
    """Keep what a notice says of a risk as a concern of the case, to be referred at once; None where it says none.

    What the sender said is kept whole, and answers no safeguarding question. Source: Procedure 2.7.6 (SCREEN-2).
    """
    policy.require(by, "cme2:assign", referral)
    return keep_risk_told(case, referral=referral, by=by)


def keep_risk_told(case: Case, *, referral: Referral, by: Actor) -> RiskTold | None:
    """Do the same where a notice comes to a case by what somebody was allowed to decide otherwise."""
    if not referral.urgent:
        return None
    take_up([case.pk])
    row, new = case.risktolds.get_or_create(
        referral=referral,
        defaults={
            "child_id": case.child_id,
            "recorded_at": by.at,
            "recorded_by": by.name,
            "told_on": referral.received_on,
            "words": str(referral.answers.get("at_risk_why") or referral.urgent_reason),
        },
    )
    if new:
        audit.record(
            "case.told-of-risk", subject=row, child_id=case.child_id, by=by, reference=referral.reference
        )
        refresh_duties(case, by=by)
    return row


@transaction.atomic
def record_concern_referred(row: OfConcern, *, to: str, on: date, reference: str, by: Actor) -> None:
    """Record that a concern was referred to social care or the police: to whom, when, under which reference."""
    policy.require(by, "safeguarding:update", row)
    take_up([row.case_id])
    row.refresh_from_db(fields=["referred_on"])
    _refuse_again(row.referred_on, "This concern was referred")
    _check(to, on, by, since=row.case.opened_on, where="to")
    row.referred_to, row.referred_on, row.referred_reference = to, on, reference
    row.save(update_fields=["referred_to", "referred_on", "referred_reference"])
    audit.record("case.concern-referred", subject=row, child_id=row.child_id, by=by, to=AGENCIES, on=on)
    refresh_duties(row.case, by=by)


@transaction.atomic
def record_police_told(row: Screening, *, on: date, reference: str, by: Actor) -> None:
    """Record that the police were told of a suspected crime."""
    policy.require(by, "safeguarding:update", row)
    take_up([row.case_id])
    row.refresh_from_db(fields=["police_told_on"])
    _refuse_again(row.police_told_on, "The police were told")
    _check(reference, on, by, since=row.case.opened_on, where="reference")
    row.police_told_on, row.police_reference = on, reference
    row.save(update_fields=["police_told_on", "police_reference"])
    audit.record("case.police-told", subject=row, child_id=row.child_id, by=by, on=on)
    refresh_duties(row.case, by=by)


@transaction.atomic
def decide_not_to_refer(row: OfConcern, *, reason: str, by: Actor) -> None:
    """Record a manager's reasoned decision not to refer (decision 29)."""
    policy.require(by, "safeguarding:sign", row)
    take_up([row.case_id])
    if not reason.strip():
        raise Refused(Finding("not-referred-reason", "Say why the concern is not referred.", where="reason"))
    row.refresh_from_db(fields=["referred_on", "not_referred_at"])
    if row.is_settled:
        raise Refused(Finding("settled-already", "This concern was referred, or decided upon, already."))
    row.not_referred_at, row.not_referred_by, row.not_referred_reason = by.at, by.name, reason
    row.save(update_fields=["not_referred_at", "not_referred_by", "not_referred_reason"])
    audit.record("case.concern-not-referred", subject=row, child_id=row.child_id, by=by)
    refresh_duties(row.case, by=by)


def _refuse_again(on: date | None, done: str) -> None:
    """Refuse to write over what was recorded; what came of it since belongs in a note."""
    if on is not None:
        words = f"{done} on {long_date(on)}, and that stays. Write what has happened since in a note."
        raise Refused(Finding("recorded-already", words))


def _check(text: str, on: date, by: Actor, *, since: date, where: str) -> None:
    if not text.strip():
        words = "Enter to whom, or under which reference, it was referred."
        raise Refused(Finding("referred-to", words, where=where))
    if on > by.today:
        raise Refused(Finding("date-ahead", "The date is still to come. Correct it.", where="on"))
    if on < since:
        words = f"The case was opened on {long_date(since)}. Enter that day or a later one."
        raise Refused(Finding("date-before", words, where="on"))
