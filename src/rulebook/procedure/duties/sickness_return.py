"""A long illness is reported to the authority."""

from collections.abc import Iterator
from datetime import date

from rulebook.procedure.owing import owes
from rulebook.procedure.pupil_facts import AbsenceKind, PupilFacts
from rulebook.procedure.rule import Owed, duty


@duty(
    code="sickness-return",
    title="Make the sickness return",
    owed_by="SCH",
    source="SI 2024/208 reg 13, sickness return",
    requirements=("ABSENT-1",),
    parameters=("sickness-return",),
    in_force_from=date(2024, 8, 19),
)
def sickness_return(facts: PupilFacts) -> Iterator[Owed]:
    """A long illness is reported to the authority.

    When a school has grounds to expect that a pupil will miss fifteen days or more through illness, it
    tells the authority, once.
    """
    for absence in facts.absences:
        if absence.kind is AbsenceKind.SICKNESS and absence.expected_long_on is not None:
            yield owes(
                absence,
                since=absence.expected_long_on,
                within="sickness-return",
                because="On {day} the school had grounds to expect a long illness.",
                met_on=absence.returned_to_authority_on,
                school=facts.school,
            )
