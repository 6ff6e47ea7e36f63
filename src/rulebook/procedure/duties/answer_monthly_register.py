"""What the area knows comes back."""

from collections.abc import Iterator

from rulebook.procedure.authority_facts import AuthorityFacts
from rulebook.procedure.owing import owes
from rulebook.procedure.rule import Owed, duty


@duty(
    code="answer-monthly-register",
    title="Send back what the area knows",
    owed_by="ARL",
    source="Procedure 3.1.3",
    requirements=("MONTHLY-1",),
    parameters=("answer-monthly-register",),
)
def answer_monthly_register(facts: AuthorityFacts) -> Iterator[Owed]:
    """The area lead gives the register to the staff concerned, and what they know comes back to the CME Assistant."""
    for register in facts.registers:
        yield owes(
            register,
            since=register.sent_on,
            within="answer-monthly-register",
            because="The area's register was sent on {day}.",
            met_on=register.answered_on,
        )
