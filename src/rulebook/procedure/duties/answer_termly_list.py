"""A partner that has the list says what it knows."""

from collections.abc import Iterator

from rulebook.procedure.authority_facts import AuthorityFacts
from rulebook.procedure.owing import owes
from rulebook.procedure.rule import Owed, duty


@duty(
    code="answer-termly-list",
    title="Say what you know of the children not found",
    owed_by="AGY",
    source="Procedure 3.1.3; decision 26",
    requirements=("TERMLY-1",),
    parameters=("answer-termly-list",),
)
def answer_termly_list(facts: AuthorityFacts) -> Iterator[Owed]:
    """A partner that has the list says what it knows.

    A local partner that was given the term's list answers what it knows of the children, and the answer
    is recorded, a no as well.
    """
    for partner in facts.partners:
        yield owes(
            partner,
            since=partner.asked_on,
            within="answer-termly-list",
            because="A partner was asked on {day}.",
            met_on=partner.answered_on,
        )
