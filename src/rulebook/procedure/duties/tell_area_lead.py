"""What worries the assistant reaches the area lead."""

from collections.abc import Iterator

from rulebook.procedure.facts import CaseFacts
from rulebook.procedure.owing import owes
from rulebook.procedure.rule import Owed, duty


@duty(
    code="tell-area-lead",
    title="Tell the area lead",
    owed_by="CMEA",
    source="Procedure 3.1.3",
    requirements=("LEAD-1",),
    parameters=("tell-area-lead",),
)
def tell_area_lead(facts: CaseFacts) -> Iterator[Owed]:
    """When the CME Assistant raises a concern or question about a case, the area lead is told."""
    for issue in facts.issues:
        yield owes(
            issue,
            since=issue.raised_on,
            within="tell-area-lead",
            because="The CME Assistant raised a concern on {day}.",
            met_on=issue.lead_told_on,
        )
