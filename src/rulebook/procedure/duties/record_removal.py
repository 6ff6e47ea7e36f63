"""The register shows when, why and whereto a name was removed."""

from collections.abc import Iterator

from rulebook.procedure.owing import owes
from rulebook.procedure.pupil_facts import PupilFacts
from rulebook.procedure.rule import Owed, duty


@duty(
    code="record-removal",
    title="Record the day, the ground and the next school",
    owed_by="SCH",
    source="Procedure 5.6(i)",
    requirements=("DELETE-1", "GROUND-1"),
    parameters=("record-removal",),
)
def record_removal(facts: PupilFacts) -> Iterator[Owed]:
    """When a name is removed, the register shows the day, the ground and, for a move, the name of the next school."""
    for deletion in facts.deletions:
        yield owes(
            deletion,
            since=deletion.deleted_on,
            within="record-removal",
            because="The name was deleted on {day}.",
            met_on=deletion.recorded_on,
            school=facts.school,
        )
