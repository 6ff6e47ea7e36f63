"""A child who was too young comes back on the day on which compulsory school age begins."""

from collections.abc import Iterator
from datetime import date, timedelta

from rulebook.procedure.facts import CaseFacts, CheckResult, trigger_of
from rulebook.procedure.reading import first_on_or_after
from rulebook.procedure.rule import Clock, Ended, Owed, duty
from rulebook.school_days.ages import compulsory_school_age
from rulebook.wording import long_date

TOO_YOUNG = "under-age"


@duty(
    code="check-at-school-age",
    title="Look again: compulsory school age begins",
    owed_by="CMEA",
    source="Education Act 1996 s.8(2); decision 32",
    requirements=("SCOPE-1", "RECHECK-1"),
    parameters=("check-at-school-age",),
)
def check_at_school_age(facts: CaseFacts) -> Iterator[Owed]:
    """A child whose case ended because of being too young is looked for on the day compulsory school age begins.

    The duty is known from the day of the outcome and dated on the day of the age. Finding the child on a roll
    on or after that day meets it, and so does opening the case again. When the date of birth is corrected so
    that the child was of age all along, the child comes back on the next day.
    """
    if facts.born_on is None:
        return
    starts_on = compulsory_school_age(facts.born_on).starts_on
    found = [check.made_on for check in facts.roll_checks if check.result is CheckResult.ON_ROLL]
    reopened = [again.reopened_on for again in facts.reopenings]
    for outcome in facts.outcomes:
        if outcome.code != TOO_YOUNG:
            continue
        comes_back_on = max(starts_on, outcome.decided_on + timedelta(days=1))
        yield Owed(
            trigger=trigger_of(outcome),
            triggered_on=comes_back_on,
            because=f"The case ended on {long_date(outcome.decided_on)} because the child was too young. "
            f"Compulsory school age begins on {long_date(starts_on)}.",
            clock=Clock("check-at-school-age", comes_back_on),
            met_on=first_on_or_after(found + reopened, comes_back_on),
            ended=_opened_before(reopened, after=outcome.decided_on, until=comes_back_on),
        )


def _opened_before(reopened: list[date], *, after: date, until: date) -> Ended | None:
    """Whether the case was opened again for another reason before the day came: then its own duties stand."""
    on = min((day for day in reopened if after <= day < until), default=None)
    return Ended(on, f"The case was opened again on {long_date(on)}.") if on else None
