"""The pupil's records follow within fifteen days."""

from collections.abc import Iterator

from rulebook.procedure.owing import owes
from rulebook.procedure.pupil_facts import Destination, PupilFacts
from rulebook.procedure.rule import Owed, duty


@duty(
    code="send-records",
    title="Send the pupil's records to the next school",
    owed_by="SCH",
    source="Procedure 5.6(i)",
    requirements=("DELETE-1",),
    parameters=("send-records",),
)
def send_records(facts: PupilFacts) -> Iterator[Owed]:
    """When a pupil moves to another school, the pupil's records are sent there within fifteen school days.

    While the next school is not known there is nowhere to send them; then the transfer file goes to the
    lost pupils.
    """
    for deletion in facts.deletions:
        if deletion.destination is Destination.SCHOOL:
            yield owes(
                deletion,
                since=deletion.deleted_on,
                within="send-records",
                because="The pupil left for another school on {day}.",
                met_on=deletion.records_sent_on,
                school=facts.school,
            )
