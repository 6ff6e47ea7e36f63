"""A file sent outside the maintained sector is a claim, and is checked."""

from collections.abc import Iterator

from rulebook.procedure.owing import owes
from rulebook.procedure.pupil_facts import Destination, PupilFacts
from rulebook.procedure.rule import Owed, duty


@duty(
    code="check-destination-claim",
    title="Check that the pupil really is outside",
    owed_by="CMEA",
    source="Procedure 6.1(iii) and 6.1.1; decision 22",
    requirements=("CTF-4",),
    parameters=("check-destination-claim",),
)
def check_destination_claim(facts: PupilFacts) -> Iterator[Owed]:
    """A file sent outside the maintained sector is a claim, and is checked.

    When a school says that a pupil has gone to an independent school, abroad or into home education, the
    authority checks it against the home education list or evidence.
    """
    for deletion in facts.deletions:
        if deletion.destination is Destination.OUTSIDE:
            yield owes(
                deletion,
                since=deletion.deleted_on,
                within="check-destination-claim",
                because="A pupil was said on {day} to have left the maintained sector.",
                met_on=deletion.claim_checked_on,
                school=facts.school,
            )
