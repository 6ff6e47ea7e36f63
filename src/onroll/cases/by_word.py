"""What only somebody's word meets: a review held, a list shared, a call made. Rows → the rulebook's facts."""

from typing import Any

from onroll.cases.models import Case
from rulebook.procedure import CASE_DUTIES, rule_of
from rulebook.procedure.case_steps import Review
from rulebook.procedure.facts import Done

# A review by the manager is a fact of its own; whether it was with the fair access panel, its duty tells.
REVIEWS = {"review-untraced": False, "review-without-place": True}
BY_WORD = frozenset(REVIEWS) | {rule.code for rule in CASE_DUTIES if rule.recorded}
MANAGER = "AEM"
AGENCY_TASK = "agency-task"  # done by an agency, or said not to apply: it has a step of its own


def done_by_word(case: Case) -> dict[str, Any]:
    """Return what was recorded as done in a case: ``reviews`` and ``done`` of its facts."""
    rows = list(case.dutydones.all())
    return {
        "reviews": tuple(
            Review(id=str(row.pk), reviewed_on=row.done_on, fair_access=REVIEWS[row.duty])
            for row in rows
            if row.duty in REVIEWS
        ),
        "done": tuple(
            Done(id=str(row.pk), duty=row.duty, trigger=row.trigger, done_on=row.done_on)
            for row in rows
            if row.duty not in REVIEWS
        ),
    }


def permission_to_record(duty: str) -> str:
    """Return what is needed to record that a duty was done: a manager's right where the manager owes it."""
    return "duty:sign" if duty in BY_WORD and rule_of(duty).owed_by == MANAGER else "duty:update"
