"""An excluded pupil is given work."""

from collections.abc import Iterator

from rulebook.procedure.owing import end, owes
from rulebook.procedure.pupil_facts import ExclusionKind, PupilFacts
from rulebook.procedure.rule import Owed, duty


@duty(
    code="set-work",
    title="Set work for the excluded pupil",
    owed_by="SCH",
    source="Procedure 5.5",
    requirements=("FIXED-1",),
    parameters=("set-work",),
)
def set_work(facts: PupilFacts) -> Iterator[Owed]:
    """A pupil who is excluded for a fixed term is given work by the school from the first day."""
    for exclusion in facts.exclusions:
        if exclusion.kind is ExclusionKind.FIXED_TERM:
            yield owes(
                exclusion,
                since=exclusion.first_on,
                within="set-work",
                because="The exclusion began on {day}.",
                met_on=exclusion.work_set_on,
                ended=end(exclusion.settled_on, "The pupil was back on {day}."),
                school=facts.school,
            )
