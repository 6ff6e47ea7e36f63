"""A circumstance of paragraph 2.3 has a specialist who is asked."""

from collections.abc import Iterator

from rulebook.procedure.circumstances import circumstance_of
from rulebook.procedure.facts import CaseFacts
from rulebook.procedure.owing import end, owes
from rulebook.procedure.rule import Owed, duty


@duty(
    code="seek-advice",
    title="Ask the specialist team for advice",
    owed_by="CMEA",
    source="Procedure 2.4",
    requirements=("CIRCUMSTANCE-2",),
    parameters=("seek-advice",),
)
def seek_advice(facts: CaseFacts) -> Iterator[Owed]:
    """A circumstance of paragraph 2.3 has a specialist who is asked.

    When a circumstance of paragraph 2.3 is recorded, the specialist team or partner for it is asked how
    best to go on.

    Whom to ask stands beside each circumstance. The duty ends when the circumstance proves not to apply.
    """
    for each in facts.circumstances:
        kind = circumstance_of(each.code)
        yield owes(
            each,
            since=each.recorded_on,
            within="seek-advice",
            because=f"The child was recorded on {{day}} as {kind.words}: {kind.ask} is asked.",
            met_on=each.advice_sought_on,
            ended=end(each.ended_on, "Since {day} the circumstance is known not to apply."),
        )
