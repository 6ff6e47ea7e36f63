"""A name deleted from 1 September 2016 on is returned no later than the deletion."""

from collections.abc import Iterator
from datetime import date

from rulebook.procedure.owing import owes
from rulebook.procedure.pupil_facts import PupilFacts
from rulebook.procedure.rule import Owed, duty


@duty(
    code="deletion-return",
    title="Make the deletion return",
    owed_by="SCH",
    source="SI 2024/208 reg 13(4); 2006 Regulations reg 12(6), by SI 2016/792; decisions 15 and 17",
    requirements=("DELETE-3", "PRU-2", "EHE-1", "FORM-1"),
    parameters=("deletion-return",),
    in_force_from=date(2016, 9, 1),
)
def deletion_return(facts: PupilFacts) -> Iterator[Owed]:
    """When a school deletes a name, it makes its return to the authority no later than the deletion, on every ground.

    A return made earlier counts for the day of deletion. A leaver from the most senior class needs none
    unless the authority asks. Until 18 August 2024 the procedure's CME 1 within ten school days stands beside it, and
    one paper sent in time for the law answers both.
    """
    for deletion in facts.deletions:
        if not deletion.exempt:
            yield owes(
                deletion,
                since=deletion.deleted_on,
                within="deletion-return",
                because="The name was deleted on {day}.",
                met_on=deletion.returned_on,
                school=facts.school,
            )
