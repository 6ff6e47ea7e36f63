"""A pupil stands in both registers from the expected first day."""

from collections.abc import Iterator

from rulebook.procedure.owing import end, owes
from rulebook.procedure.pupil_facts import PupilFacts
from rulebook.procedure.rule import Owed, duty


@duty(
    code="enter-on-registers",
    title="Enter the pupil in both registers",
    owed_by="SCH",
    source="Procedure 5",
    requirements=("ROLL-1",),
    parameters=("enter-on-registers",),
)
def enter_on_registers(facts: PupilFacts) -> Iterator[Owed]:
    """A pupil's name stands in both registers from the first day expected, arrived or not."""
    for start in facts.starts:
        yield owes(
            start,
            since=start.expected_on,
            within="enter-on-registers",
            because="The pupil was expected on {day}.",
            met_on=start.registered_on,
            ended=end(start.elsewhere_on, "On {day} the pupil was found to be registered elsewhere."),
            school=facts.school,
        )
