"""A child who was enrolled and does not come is a matter of attendance."""

from collections.abc import Iterator

from rulebook.procedure.facts import CaseFacts
from rulebook.procedure.owing import end, owes
from rulebook.procedure.reading import first_on_or_after, taken_up_on
from rulebook.procedure.rule import Owed, duty


@duty(
    code="pass-to-attendance",
    title="Take the enrolled child up as an absence",
    owed_by="AIO",
    source="Procedure 3.1.4; Education Act 1996 s.444; decision 14",
    requirements=("SAO-1",),
    parameters=("pass-to-attendance",),
    while_of_age=True,
    contact=True,
    recorded=True,
)
def pass_to_attendance(facts: CaseFacts) -> Iterator[Owed]:
    """A child who did not take up a place although the name stood in the school's register is taken up as an absence.

    Section 444 is about registered pupils; an attendance order is for a child who was never enrolled.
    Taking up a place ends the duty.
    """
    for place in facts.places:
        if place.not_taken_up_on is not None and place.enrolled:
            started = first_on_or_after((taken_up_on(other) for other in facts.places), place.not_taken_up_on)
            yield owes(
                place,
                since=place.not_taken_up_on,
                within="pass-to-attendance",
                because="On {day} a child who was enrolled did not come.",
                ended=end(started, "A place was taken up on {day}."),
                school=place.school,
            )
