"""A school without the new pupil's file asks the authority to look for it."""

from collections.abc import Iterator

from rulebook.procedure.owing import end, owes
from rulebook.procedure.pupil_facts import PupilFacts
from rulebook.procedure.rule import Owed, duty


@duty(
    code="ask-for-missing-file",
    title="Ask for a search among the lost pupils",
    owed_by="SCH",
    source="Procedure 6.1(v)",
    requirements=("CTF-6",),
    parameters=("ask-for-missing-file",),
)
def ask_for_missing_file(facts: PupilFacts) -> Iterator[Owed]:
    """A school without the new pupil's file asks the authority to look for it.

    When a new pupil's transfer file has not come, the school asks the CME Assistant to search the Lost
    Pupil Database.

    A file that comes ends the duty.
    """
    for entry in facts.entries:
        yield owes(
            entry,
            since=entry.entered_on,
            within="ask-for-missing-file",
            because="The pupil was admitted on {day}.",
            met_on=entry.file_asked_for_on,
            ended=end(entry.file_received_on, "The file came on {day}."),
            school=facts.school,
        )
