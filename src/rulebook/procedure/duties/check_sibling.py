"""A brother or sister may be out of school too, and is the best lead."""

from collections.abc import Iterator

from rulebook.procedure.facts import CaseFacts
from rulebook.procedure.owing import owes
from rulebook.procedure.rule import Owed, duty


@duty(
    code="check-sibling",
    title="Find out where the brother or sister is educated",
    owed_by="CMEA",
    source="Procedure 3.1.2; decision 37",
    requirements=("CHECK-1",),
    parameters=("check-sibling",),
)
def check_sibling(facts: CaseFacts) -> Iterator[Owed]:
    """When a brother or sister of school age becomes known, it is found out where that child is educated.

    A child who is out of school has a case of their own.
    """
    for sibling in facts.siblings:
        yield owes(
            sibling,
            since=sibling.known_on,
            within="check-sibling",
            because="A brother or sister became known on {day}.",
            met_on=sibling.checked_on,
        )
