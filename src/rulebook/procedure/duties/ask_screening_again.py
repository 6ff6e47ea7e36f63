"""A question that nobody could answer is asked again."""

from collections.abc import Iterator

from rulebook.procedure.facts import CaseFacts
from rulebook.procedure.owing import owes
from rulebook.procedure.rule import Owed, duty


@duty(
    code="ask-screening-again",
    title="Ask the unanswered safeguarding questions again",
    owed_by="CMEA",
    source="Procedure 2.7.4; decision 41",
    requirements=("SCREEN-1",),
    parameters=("ask-screening-again",),
)
def ask_screening_again(facts: CaseFacts) -> Iterator[Owed]:
    """When a safeguarding question was answered with not known, the questions are asked again.

    The next answers meet the duty, whatever they say; each set of answers is kept.
    """
    made = sorted((each.made_on, each.id) for each in facts.screenings)
    for screening in facts.screenings:
        if screening.any_not_known:
            later = made[made.index((screening.made_on, screening.id)) + 1 :]
            yield owes(
                screening,
                since=screening.made_on,
                within="ask-screening-again",
                because="A safeguarding question had no answer on {day}.",
                met_on=later[0][0] if later else None,
            )
