"""A transfer file goes with every pupil who leaves."""

from collections.abc import Iterator

from rulebook.procedure.owing import owes
from rulebook.procedure.pupil_facts import Destination, PupilFacts
from rulebook.procedure.rule import Owed, duty


@duty(
    code="send-transfer-file",
    title="Send the transfer file",
    owed_by="SCH",
    source="Procedure 5.6(ii) and 6.1(i) to (iii); decision 20",
    requirements=("DELETE-2", "CTF-1", "CTF-2", "CTF-4", "EHE-1"),
    parameters=("send-transfer-file",),
)
def send_transfer_file(facts: PupilFacts) -> Iterator[Owed]:
    """A transfer file goes with every pupil who goes on to other education, or nobody knows whereto.

    When a name is deleted, a transfer file is sent: to the next school, or to XXXXXXX where it is not
    known, or to MMMMMMM outside the maintained sector.

    It goes as soon as it can; the fifteenth school day is the day by which it is missed. None is made of a pupil who
    has died, or whose compulsory school age is over.
    """
    codes = {Destination.UNKNOWN: " to XXXXXXX", Destination.OUTSIDE: " to MMMMMMM"}
    for deletion in facts.deletions:
        if deletion.destination is Destination.NONE:
            continue
        where = codes.get(deletion.destination, " to the next school")
        yield owes(
            deletion,
            since=deletion.deleted_on,
            within="send-transfer-file",
            because=f"The name was deleted on {{day}}; the file goes{where}.",
            met_on=deletion.file_sent_on,
            school=facts.school,
        )
