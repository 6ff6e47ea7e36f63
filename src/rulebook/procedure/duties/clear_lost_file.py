"""A pupil who is found is no longer among the lost."""

from collections.abc import Iterator

from rulebook.procedure.owing import owes
from rulebook.procedure.pupil_facts import PupilFacts
from rulebook.procedure.rule import Owed, duty


@duty(
    code="clear-lost-file",
    title="Take the found pupil's file out of the lost",
    owed_by="CMEA",
    source="Procedure 6.1(vi); decision 23",
    requirements=("CTF-7",),
    parameters=("clear-lost-file",),
)
def clear_lost_file(facts: PupilFacts) -> Iterator[Owed]:
    """When a lost pupil is found at another school, the old file is taken out of the Lost Pupil Database.

    Either the sending school makes a new file and the old one is deleted, or the authority of the
    receiving school takes the old one out; the CME Assistant sees that one of them is done.
    """
    for deletion in facts.deletions:
        if deletion.found_at_school_on is not None:
            yield owes(
                deletion,
                since=deletion.found_at_school_on,
                within="clear-lost-file",
                because="The lost pupil was found at another school on {day}.",
                met_on=deletion.lost_file_cleared_on,
                school=facts.school,
            )
