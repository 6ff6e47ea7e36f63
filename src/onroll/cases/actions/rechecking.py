"""The rolls are searched again by the clock, for a child with no address (RECHECK-1). It finds; an officer decides."""

from django.db import transaction

from onroll.access import policy
from onroll.audit.actor import Actor
from onroll.cases import queries
from onroll.cases.actions.registering import record_roll_check
from onroll.cases.actions.taking_up import take_up
from onroll.cases.models import Case
from onroll.people.facts import identity_record, with_parts
from onroll.people.queries import candidates_for
from onroll.schools.models import Establishment
from onroll.schools.queries import RollsHeld, rolls_held
from rulebook.procedure.facts import CheckResult

SEARCHED_BY_MACHINE = ("rolls",)


@transaction.atomic
def recheck_due(case: Case, *, by: Actor) -> bool:
    """Search the rolls that we hold again when the weeks are up; return whether a search was made.

    The child's own name on a roll is found. A child under another record who may be the same makes the search
    unclear, so that an officer looks: nothing is linked by machine. A search that finds nothing says how many schools
    never sent a roll: it is not true of them. Source: Procedure 3.1.2; decision 10.
    """
    policy.require(by, "case:update", case)
    take_up([case.pk])
    rolls = rolls_held()
    if rolls.oldest_on is None or case.pk not in queries.rechecks_due(by):
        return False
    result, school, words = _search(case, by, rolls)
    if result is CheckResult.UNCLEAR and _said_already(case, words):
        return False  # an officer has been asked to look, and has not done so yet
    record_roll_check(
        case,
        made_on=by.today,
        data_as_of=min(rolls.oldest_on, by.today),
        searched=SEARCHED_BY_MACHINE,
        result=result,
        establishment=school,
        words=words,
        by=by,
    )
    return True


def _search(case: Case, by: Actor, rolls: RollsHeld) -> tuple[CheckResult, Establishment | None, str]:
    own = queries.current_enrolments(case.child, by=by).first()
    if own is not None:
        return (
            CheckResult.ON_ROLL,
            own.establishment,
            "Found by the nightly search on a roll that has come in since.",
        )
    with_parts([case.child])
    others = [
        each.child.pk
        for each in candidates_for(identity_record(case.child), by=by)
        if each.child.pk != case.child_id
    ]
    count = queries.listed_enrolments(others, by=by).values("child_id").distinct().count()
    if count:
        return CheckResult.UNCLEAR, None, f"{count} on a roll may be this child. Find the child, and compare."
    return CheckResult.NOT_ON_ROLL, None, f"Searched by the nightly run. {rolls.silent_words}".strip()


def _said_already(case: Case, words: str) -> bool:
    last = case.rollchecks.order_by("-made_on", "-recorded_at").first()
    return last is not None and last.result == CheckResult.UNCLEAR and last.words == words
