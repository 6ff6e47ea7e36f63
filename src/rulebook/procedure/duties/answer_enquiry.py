"""Another authority that asks is answered."""

from collections.abc import Iterator

from rulebook.procedure.facts import CaseFacts
from rulebook.procedure.owing import owes
from rulebook.procedure.rule import Owed, Until, duty


@duty(
    code="answer-enquiry",
    title="Answer the other authority",
    owed_by="CMEA",
    source="Procedure 3.1.2 and 2.7.12; decision 36",
    requirements=("OTHERLA-1", "CHECK-2"),
    parameters=("answer-enquiry",),
    until=Until.DONE,
)
def answer_enquiry(facts: CaseFacts) -> Iterator[Owed]:
    """Another authority that asks is answered.

    Another authority that asks about a child is answered: where the child is, or not known here and when
    that was checked.

    The duty is met by the answer alone. Closing the case does not end it.
    """
    for enquiry in facts.enquiries_received:
        yield owes(
            enquiry,
            since=enquiry.received_on,
            within="answer-enquiry",
            because="Another authority asked about the child on {day}.",
            met_on=enquiry.answered_on,
        )
