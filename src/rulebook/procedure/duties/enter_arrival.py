"""A child who moves in and needs a place is entered and marked."""

from collections.abc import Iterator

from rulebook.procedure.facts import CaseFacts
from rulebook.procedure.owing import owes
from rulebook.procedure.rule import Owed, duty


@duty(
    code="enter-arrival",
    title="Enter the child in the pupil database, marked as missing education",
    owed_by="ADM",
    source="Procedure 3.1.5",
    requirements=("ADMIT-5",),
    parameters=("enter-arrival",),
    while_of_age=True,
)
def enter_arrival(facts: CaseFacts) -> Iterator[Owed]:
    """A child who moves in and needs a place is entered and marked.

    A child who has moved in and needs a place is entered in the pupil database, and marked as missing
    education while on no roll.
    """
    for application in facts.applications:
        if application.moved_in and not application.still_on_roll:
            yield owes(
                application,
                since=application.received_on,
                within="enter-arrival",
                because="A place was asked for on {day} for a child who has moved in.",
                met_on=application.entered_on,
            )
