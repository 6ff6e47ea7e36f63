"""A refusal that may be unlawful is taken up with the school."""

from collections.abc import Iterator

from rulebook.procedure.facts import CaseFacts
from rulebook.procedure.owing import end, owes
from rulebook.procedure.rule import Owed, duty


@duty(
    code="challenge-refusal",
    title="Take up the school's refusal",
    owed_by="ADM",
    source="Procedure 3.1.5",
    requirements=("LAC-1", "SEN-2"),
    parameters=("challenge-refusal",),
    while_of_age=True,
)
def challenge_refusal(facts: CaseFacts) -> Iterator[Owed]:
    """A refusal that may be unlawful is taken up with the school.

    A refusal for want of a statement or plan, because a child is being assessed, or because a school says
    it cannot meet a need is unlawful and is taken up with the school.

    So is the refusal of a looked-after child outside the fair access protocol, where the authority
    considers a direction. Admitting the child ends the duty.
    """
    for refusal in facts.refusals:
        if refusal.reason.unlawful or (refusal.looked_after and not refusal.under_fair_access):
            whom = (
                "a looked-after child" if refusal.looked_after else "a child with special educational needs"
            )
            yield owes(
                refusal,
                since=refusal.refused_on,
                within="challenge-refusal",
                because=f"A school refused {whom} on {{day}}.",
                met_on=refusal.taken_up_on,
                ended=end(refusal.admitted_on, "The school admitted the child on {day}."),
            )
