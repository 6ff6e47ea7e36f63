"""Every exclusion is told to the authority."""

from collections.abc import Iterator

from rulebook.procedure.owing import owes
from rulebook.procedure.pupil_facts import PupilFacts
from rulebook.procedure.rule import Owed, duty


@duty(
    code="tell-of-exclusion",
    title="Tell the authority of the exclusion",
    owed_by="SCH",
    source="Procedure 3.1.1",
    requirements=("EXCL-1",),
    parameters=("tell-of-exclusion",),
)
def tell_of_exclusion(facts: PupilFacts) -> Iterator[Owed]:
    """Every exclusion, for a fixed term or permanent, and every managed move is told to the authority."""
    for exclusion in facts.exclusions:
        yield owes(
            exclusion,
            since=exclusion.decided_on,
            within="tell-of-exclusion",
            because="The exclusion or move was decided on {day}.",
            met_on=exclusion.told_on,
            school=facts.school,
        )
