"""A file that comes back makes the child missing."""

from collections.abc import Iterator

from rulebook.procedure.owing import owes
from rulebook.procedure.pupil_facts import PupilFacts
from rulebook.procedure.rule import Owed, duty


@duty(
    code="resend-rejected-file",
    title="Send the rejected file to the lost pupils",
    owed_by="SCH",
    source="Procedure 6.1(iv)",
    requirements=("CTF-5",),
    parameters=("resend-rejected-file",),
)
def resend_rejected_file(facts: PupilFacts) -> Iterator[Owed]:
    """A file that comes back makes the child missing.

    When the next school rejects a transfer file, the pupil counts as missing and the file is sent again,
    to XXXXXXX.
    """
    for deletion in facts.deletions:
        if deletion.file_rejected_on is not None:
            yield owes(
                deletion,
                since=deletion.file_rejected_on,
                within="resend-rejected-file",
                because="The transfer file was rejected on {day}.",
                met_on=deletion.file_sent_again_on,
                school=facts.school,
            )
