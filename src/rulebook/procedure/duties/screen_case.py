"""Every case has its safeguarding questions answered."""

from collections.abc import Iterator
from datetime import date

from rulebook.procedure.facts import CaseFacts, trigger_of
from rulebook.procedure.reading import first_on_or_after
from rulebook.procedure.rule import Clock, Owed, duty
from rulebook.wording import long_date

CASE_OPENED = "case:opened"


@duty(
    code="screen-case",
    title="Answer the safeguarding questions",
    owed_by="CMEA",
    source="Procedure 2.7.4; decision 41",
    requirements=("SCREEN-1",),
    parameters=("screen-case",),
)
def screen_case(facts: CaseFacts) -> Iterator[Owed]:
    """The questions of paragraph 2.7.4 are answered for every case when it is opened, and again when it is reopened.

    The answer to each may be yes, no or not known; what counts is that each was asked. Answers given earlier,
    with the referral, count for the opening.
    """
    because = f"The case was opened on {long_date(facts.opened_on)}."
    made = [screening.made_on for screening in facts.screenings]
    yield _owed(CASE_OPENED, since=facts.opened_on, because=because, met_on=min(made, default=None))
    for again in facts.reopenings:
        because = f"The case was opened again on {long_date(again.reopened_on)}."
        met_on = first_on_or_after(made, again.reopened_on)
        yield _owed(trigger_of(again), since=again.reopened_on, because=because, met_on=met_on)


def _owed(trigger: str, *, since: date, because: str, met_on: date | None) -> Owed:
    return Owed(
        trigger=trigger, triggered_on=since, because=because, clock=Clock("screen-case", since), met_on=met_on
    )
