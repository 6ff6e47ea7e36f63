"""The area lead follows up what they were told."""

from collections.abc import Iterator

from rulebook.procedure.facts import CaseFacts
from rulebook.procedure.owing import owes
from rulebook.procedure.rule import Owed, duty


@duty(
    code="follow-up-issue",
    title="Follow up what the CME Assistant raised",
    owed_by="ARL",
    source="Procedure 3.1.3",
    requirements=("LEAD-1",),
    parameters=("follow-up-issue",),
)
def follow_up_issue(facts: CaseFacts) -> Iterator[Owed]:
    """The area lead follows up a concern that the CME Assistant raised. The days run from the day the lead is told."""
    for issue in facts.issues:
        if issue.lead_told_on is not None:
            yield owes(
                issue,
                since=issue.lead_told_on,
                within="follow-up-issue",
                because="The area lead was told of a concern on {day}.",
                met_on=issue.followed_up_on,
            )
