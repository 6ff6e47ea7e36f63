"""A place that nobody takes up is asked about."""

from collections.abc import Iterator

from rulebook.procedure.facts import CaseFacts
from rulebook.procedure.owing import end, owes
from rulebook.procedure.reading import first_on_or_after, taken_up_on
from rulebook.procedure.rule import Owed, duty


@duty(
    code="investigate-place-not-taken-up",
    title="Find out why the place was not taken up",
    owed_by="ADM",
    source="Procedure 3.1.5",
    requirements=("ADMIT-6",),
    parameters=("investigate-place-not-taken-up",),
    while_of_age=True,
    contact=True,
    recorded=True,
)
def investigate_place_not_taken_up(facts: CaseFacts) -> Iterator[Owed]:
    """A place that nobody takes up is asked about.

    When an offered place is not taken up, Admissions finds out why, with the parents, the school and the
    attendance staff.

    A place taken up after all ends the duty.
    """
    for place in facts.places:
        if place.not_taken_up_on is not None:
            started = first_on_or_after((taken_up_on(other) for other in facts.places), place.not_taken_up_on)
            yield owes(
                place,
                since=place.not_taken_up_on,
                within="investigate-place-not-taken-up",
                because="A place was not taken up on {day}.",
                ended=end(started, "A place was taken up on {day}."),
                school=place.school,
            )
