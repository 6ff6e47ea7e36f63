"""A removal on no ground is brought to the manager."""

from collections.abc import Iterator

from rulebook.procedure.owing import owes
from rulebook.procedure.pupil_facts import PupilFacts
from rulebook.procedure.rule import Owed, duty


@duty(
    code="take-up-unlawful-removal",
    title="Take up the unlawful removal",
    owed_by="AEM",
    source="Procedure 5.3",
    requirements=("GROUND-4",),
    parameters=("take-up-unlawful-removal",),
)
def take_up_unlawful_removal(facts: PupilFacts) -> Iterator[Owed]:
    """A removal on no ground is brought to the manager.

    When a removal is found to rest on no ground of the regulations, the manager decides what is done
    about it with the school.
    """
    for deletion in facts.deletions:
        if deletion.unlawful_on is not None:
            yield owes(
                deletion,
                since=deletion.unlawful_on,
                within="take-up-unlawful-removal",
                because="On {day} the removal was found to rest on no ground.",
                met_on=deletion.manager_decided_on,
                school=facts.school,
            )
