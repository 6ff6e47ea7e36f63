"""Each term the children not found go to the area leads as a list."""

from collections.abc import Iterator

from rulebook.procedure.authority_facts import AuthorityFacts
from rulebook.procedure.owing import owes
from rulebook.procedure.rule import Owed, duty


@duty(
    code="send-termly-list",
    title="Send the list of children not found",
    owed_by="CMEA",
    source="Procedure 3.1.3; decision 26",
    requirements=("TERMLY-1",),
    parameters=("send-termly-list",),
    recurring=True,
)
def send_termly_list(facts: AuthorityFacts) -> Iterator[Owed]:
    """Each term a list of the children whose whereabouts are not known goes to the area leads, for the local partners.

    The school days run from the first day of term.
    """
    for term in facts.terms:
        yield owes(
            term,
            since=term.starts_on,
            within="send-termly-list",
            because="A term began on {day}.",
            met_on=term.list_sent_on,
        )
