"""A child who is back in education is not lost again."""

from collections.abc import Iterator
from datetime import timedelta

from rulebook.procedure.facts import CaseFacts, CheckResult
from rulebook.procedure.owing import end, owes
from rulebook.procedure.reading import first_on_or_after
from rulebook.procedure.rule import Owed, Until, duty

BACK_IN_EDUCATION = ("on-roll", "alternative-provision", "home-educated")


@duty(
    code="follow-up-return",
    title="See that the child is still in education",
    owed_by="CMEA",
    source="Procedure 1.12",
    requirements=("MAINTAIN-1",),
    parameters=("follow-up-return",),
    until=Until.DONE,
    recorded=True,
)
def follow_up_return(facts: CaseFacts) -> Iterator[Owed]:
    """Some weeks after a child is back in education, it is checked that the child is still there.

    It comes round by the calendar, so it is asked of facts that say how far they reach. A later search
    that finds the child on a roll meets the duty. Closing the case does not end it; opening the case
    again does.
    """
    found = [check.made_on for check in facts.roll_checks if check.result is CheckResult.ON_ROLL]
    for outcome in facts.outcomes:
        if outcome.code not in BACK_IN_EDUCATION or not facts.reaches(outcome.decided_on):
            continue
        after = outcome.decided_on + timedelta(days=1)
        reopened = first_on_or_after((again.reopened_on for again in facts.reopenings), after)
        yield owes(
            outcome,
            since=outcome.decided_on,
            within="follow-up-return",
            because="The child was back in education by the outcome of {day}.",
            met_on=first_on_or_after(found, after),
            ended=end(reopened, "The case was opened again on {day}."),
        )
