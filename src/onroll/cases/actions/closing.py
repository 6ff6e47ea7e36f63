"""How a case ends: with an outcome that something confirms, and never with 'not found'."""

from datetime import date

from django.db import transaction

from onroll.access import policy
from onroll.audit import actions as audit
from onroll.audit.actor import Actor
from onroll.cases import facts, queries
from onroll.cases.actions.duties import refresh_duties
from onroll.cases.actions.joining import bring_notices
from onroll.cases.actions.parting import SAME_CHILD, open_again
from onroll.cases.actions.referring import answer_referrer
from onroll.cases.actions.taking_up import take_up, take_up_open
from onroll.cases.actions.telling import told_too_soon
from onroll.cases.models import Case, Closing, Outcome, Referral, Reopening
from onroll.people.actions.deaths import record_death, take_back_death
from onroll.people.told import Source
from onroll.release import actions as release
from onroll.release.queries import all_holds_over
from rulebook.findings import Finding, Refused, Severity, refuse_if_any
from rulebook.procedure import outcomes
from rulebook.procedure.facts import CaseFacts
from rulebook.procedure.outcomes import Confirmation, ConfirmedBy
from rulebook.school_days.ages import A_YEAR
from rulebook.wording import long_date

DIED = "died"


@transaction.atomic
def close_case(
    case: Case,
    *,
    outcome: str,
    by: Actor,
    confirmed_how: ConfirmedBy | None = None,
    confirmed_on: date | None = None,
    confirmed_with: str = "",
    words: str = "",
    died_on: date | None = None,
) -> tuple[Finding, ...]:
    """Close a case with an outcome, and return the warnings; raise Refused when the rulebook does not allow it.

    Whoever told us of the child is still owed an answer, which stays as a duty. A case that is of the same child as
    another is closed with that one's reference in ``confirmed_with``: whoever told us hears what comes of that one.
    The case of a child who has died says on which day: the child's record keeps it, and nothing leaves to the family
    from then on. Source: Procedure 3.1.2 (TRACK-1).
    """
    policy.require(by, "case:assign", case)
    _take_up(case, outcome=outcome)
    confirmation = None
    if confirmed_how is not None and confirmed_on is not None:
        confirmation = Confirmation(kind=confirmed_how, confirmed_on=confirmed_on, given_by=confirmed_with)
    if confirmation is not None:
        _check_confirmation(case, confirmation)
    warnings = refuse_if_any(may_close(case, outcome=outcome, confirmation=confirmation, by=by))
    into = _goes_on_in(case, reference=confirmed_with, by=by) if outcome == SAME_CHILD else None
    if into is not None:
        confirmed_with = into.reference
    if outcome == DIED:
        _record_death(case, died_on=died_on, confirmed_with=confirmed_with, by=by)
    row = _record(
        case, outcome, how=confirmed_how, on=confirmed_on, confirmed_with=confirmed_with, words=words, by=by
    )
    Closing.objects.create(
        case=case,
        child_id=case.child_id,
        recorded_at=by.at,
        recorded_by=by.name,
        closed_on=by.today,
        outcome=row,
    )
    audit.record("case.closed", subject=case, child_id=case.child_id, by=by, outcome=outcome)
    if into is not None:
        bring_notices(case, into=into, by=by)
    refresh_duties(case, by=by)
    case.refresh_from_db()
    return warnings


def _check_confirmation(case: Case, confirmation: Confirmation) -> None:
    """Refuse a confirmation that nobody gave, or of a year that can only be a slip."""
    findings = []
    said_elsewhere = {ConfirmedBy.DATE_OF_BIRTH, ConfirmedBy.SAME_CHILD_DECISION}
    if confirmation.kind not in said_elsewhere and not confirmation.given_by.strip():
        findings.append(Finding("confirmed-by-nobody", "Enter who confirmed it.", where="confirmed_with"))
    if confirmation.confirmed_on < case.opened_on - A_YEAR:
        words = f"The case was opened on {long_date(case.opened_on)}. Correct the year of the confirmation."
        findings.append(Finding("confirmation-long-ago", words, where="confirmed_on"))
    if findings:
        raise Refused(*findings)


def may_close(
    case: Case, *, outcome: str, confirmation: Confirmation | None, by: Actor
) -> tuple[Finding, ...]:
    """Return what the rulebook says of closing the case so, today: refusals, warnings, or nothing."""
    policy.require(by, "case:read", case)
    told = facts.case_facts(queries.whole_case(case.pk))
    return outcomes.may_close(told, outcome=outcome, confirmation=confirmation, as_of=by.today)


def to_look_at(case: Case, *, by: Actor) -> tuple[Finding, ...]:
    """Return what to look at before a case is closed, whatever its outcome: the rulebook's warnings.

    They are asked of the holds and the proceedings alone, which give rise to them: the page that shows them is opened
    more often than a case is closed.
    """
    policy.require(by, "case:read", case)
    told = CaseFacts(
        subject=str(case.pk),
        opened_on=case.opened_on,
        holds=tuple(facts.hold_fact(row) for row in all_holds_over(case.child_id)),
        orders=tuple(facts.order_fact(row) for row in case.attendanceorders.all()),
    )
    found = outcomes.may_close(told, outcome=outcomes.OUTCOMES[0].code, confirmation=None, as_of=by.today)
    return tuple(each for each in found if each.severity is Severity.WARNING)


@transaction.atomic
def record_outcome(case: Case, *, outcome: str, words: str, by: Actor) -> Outcome:
    """Record an outcome that does not close: believed moved, not found. The child stays and is looked for again."""
    policy.require(by, "case:update", case)
    take_up_open(case.pk)
    if outcomes.closes(outcome):
        raise Refused(
            Finding("outcome-closes", "This outcome closes the case. Close it, with what confirms it.")
        )
    row = _record(case, outcome, words=words, by=by)
    refresh_duties(case, by=by)
    return row


@transaction.atomic
def reopen_case(case: Case, *, words: str, by: Actor) -> Reopening:
    """Open a closed case again because something new was learnt (decision 38).

    A death that closed it is taken back with it: then the family is written to again.
    """
    policy.require(by, "case:assign", case)
    take_up([case.pk])
    case.refresh_from_db(fields=["closed_on"])
    if case.closed_on is None:
        raise Refused(Finding("case-open", "This case is open."))
    if not words.strip():
        raise Refused(Finding("reopen-words", "Say what was learnt.", where="words"))
    other = queries.open_cases_of_one_child(case.child_id).first()
    if other is not None:
        said = f"The child has another open case, {other.reference}. Go on there."
        raise Refused(Finding("another-open", said))
    take_back_death(case.child, by=by)
    return open_again(case, words=words, by=by)


@transaction.atomic
def tell_referrer(case: Case, *, referral: Referral, by: Actor) -> None:
    """Answer one of those who told us of the child with the sentence that the outcome allows (FEEDBACK-1)."""
    policy.require(by, "case:update", case)
    take_up([case.pk])
    if referral.case_id != case.pk:
        raise ValueError("the notice belongs to another case")
    refuse_if_any(told_too_soon(referral))
    answer_referrer(referral, reply=reply_of(case), by=by)
    refresh_duties(case, by=by)


def reply_of(case: Case) -> outcomes.Reply:
    """Return the answer that the outcome of a case allows; of one that is open (again), that enquiries continue."""
    if case.is_open:
        return outcomes.Reply.ENQUIRIES_CONTINUE
    latest = case.outcomes.order_by("-decided_on", "-recorded_at").first()
    return outcomes.outcome_of(latest.code).reply if latest else outcomes.Reply.ENQUIRIES_CONTINUE


def _record_death(case: Case, *, died_on: date | None, confirmed_with: str, by: Actor) -> None:
    if died_on is None:
        raise Refused(Finding("died-when", "Enter the day on which the child died.", where="died_on"))
    source = Source(words=confirmed_with[:120], as_of_on=by.today, typed=True)
    record_death(case.child, died_on=died_on, source=source, by=by)
    release.stop_for_bereaved(case.child, by=by)


def _take_up(case: Case, *, outcome: str) -> None:
    """Keep the case from others; with it those in which it may go on, so that no two close as each other's."""
    others = queries.open_cases_of_one_child(case.child_id) if outcome == SAME_CHILD else ()
    take_up([case.pk, *(row.pk for row in others)])


def _goes_on_in(case: Case, *, reference: str, by: Actor) -> Case:
    """Return the open case in which the child is followed; raise Refused when there is none such.

    It has to be of another record that officers decided to be of the same child. Without it a child would be on no
    case at all, closed as being on another's.
    """
    said = reference.strip().upper()
    found = queries.cases_to_go_on_in(case, by=by).filter(reference=said).first()
    if found is None:
        words = (
            "Give the reference of the other case, in which the child is followed from now on. It has to be open, and "
            "the two records have to be decided to be the same child: decide that first, under “Same child?”. "
            f"“{reference.strip()}” is no such case."
        )
        raise Refused(Finding("same-child-unnamed", words, where="confirmed_with", source="Procedure 3.1.2"))
    return found


def _record(
    case: Case,
    outcome: str,
    *,
    how: ConfirmedBy | None = None,
    on: date | None = None,
    confirmed_with: str = "",
    words: str,
    by: Actor,
) -> Outcome:
    row: Outcome = Outcome.objects.create(
        case=case,
        child_id=case.child_id,
        recorded_at=by.at,
        recorded_by=by.name,
        code=outcomes.outcome_of(outcome).code,
        decided_on=by.today,
        confirmed_on=on,
        confirmed_how=how or "",
        confirmed_with=confirmed_with,
        words=words,
    )
    audit.record("case.outcome-recorded", subject=row, child_id=case.child_id, by=by, outcome=outcome)
    return row
