"""What every contact should record and did not is asked of whoever knows it."""

from collections.abc import Iterator

from rulebook.procedure.facts import CaseFacts
from rulebook.procedure.owing import owes
from rulebook.procedure.rule import Owed, duty


@duty(
    code="pass-on-gap",
    title="Pass on what is missing",
    owed_by="CMEA",
    source="Procedure 1.3; decision 18",
    requirements=("BASIC-1",),
    parameters=("pass-on-gap",),
)
def pass_on_gap(facts: CaseFacts) -> Iterator[Owed]:
    """What every contact should record and did not is asked of whoever knows it.

    When a contact lacks the child's name, address, age, main carer, GP or school, the agency that should
    know is asked.

    Learning what was missing meets the duty too.
    """
    for gap in facts.gaps:
        yield owes(
            gap,
            since=gap.noticed_on,
            within="pass-on-gap",
            because=f"On {{day}} {gap.what.words} was not known.",
            met_on=min((day for day in (gap.asked_on, gap.filled_on) if day is not None), default=None),
        )
