"""A name removed before 19 August 2024 is told on a CME 1 within ten school days."""

from collections.abc import Iterator
from datetime import date

from rulebook.procedure.owing import owes
from rulebook.procedure.pupil_facts import PupilFacts
from rulebook.procedure.rule import Owed, duty


@duty(
    code="deletion-notice",
    title="Tell the authority of the removal on a CME 1",
    owed_by="SCH",
    source="Procedure 5.6(iii) and 3.1.6; decisions 15 and 17",
    requirements=("DELETE-3", "PRU-2", "EHE-1", "FORM-1"),
    parameters=("removal-notice",),
    in_force_until=date(2024, 8, 18),
)
def deletion_notice(facts: PupilFacts) -> Iterator[Owed]:
    """When a school or unit removes a name from its roll, it tells the authority on a CME 1 within ten school days.

    This is the procedure's own rule for removals up to 18 August 2024. From 1 September 2016 the law asks for a return
    no later than the deletion besides. A normal transfer needs none unless the authority asks.
    """
    for deletion in facts.deletions:
        if not deletion.exempt:
            yield owes(
                deletion,
                since=deletion.deleted_on,
                within="removal-notice",
                because="The name was deleted on {day}.",
                met_on=deletion.returned_on,
                school=facts.school,
            )
