"""A request for a place in the middle of a year is answered."""

from collections.abc import Iterator

from rulebook.procedure.facts import CaseFacts
from rulebook.procedure.owing import end, owes
from rulebook.procedure.rule import Owed, Until, duty


@duty(
    code="answer-application",
    title="Answer the request for a place",
    owed_by="ADM",
    source="School Admissions Code 2021, in-year applications; Procedure 3.1.5",
    requirements=("ADMIT-3",),
    parameters=("answer-application",),
    contact=True,
    until=Until.CLOSING,
)
def answer_application(facts: CaseFacts) -> Iterator[Owed]:
    """A parent who asks for a school place outside the round is told the outcome.

    The school days run from the day the request is received, in the authority's calendar. Withdrawing the
    request ends the duty.
    """
    for application in facts.applications:
        yield owes(
            application,
            since=application.received_on,
            within="answer-application",
            because="A place was asked for on {day}.",
            met_on=application.answered_on,
            ended=end(application.withdrawn_on, "The request was withdrawn on {day}."),
        )
