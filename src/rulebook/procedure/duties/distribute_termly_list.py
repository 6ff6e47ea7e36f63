"""The list of children not found reaches the local partners."""

from collections.abc import Iterator

from rulebook.procedure.authority_facts import AuthorityFacts
from rulebook.procedure.owing import owes
from rulebook.procedure.rule import Owed, duty


@duty(
    code="distribute-termly-list",
    title="Give the list to the local partners",
    owed_by="ARL",
    source="Procedure 3.1.3; decision 26",
    requirements=("TERMLY-1",),
    parameters=("distribute-termly-list",),
)
def distribute_termly_list(facts: AuthorityFacts) -> Iterator[Owed]:
    """The area lead gives the term's list to the local partners, each with the fields that partner may see."""
    for each in facts.lists:
        yield owes(
            each,
            since=each.received_on,
            within="distribute-termly-list",
            because="The area lead had the list on {day}.",
            met_on=each.distributed_on,
        )
