"""A school that was asked to admit a child is asked what came of it."""

from collections.abc import Iterator

from rulebook.procedure.facts import CaseFacts
from rulebook.procedure.owing import owes
from rulebook.procedure.rule import Owed, duty


@duty(
    code="follow-up-school-asked",
    title="Follow up the referral to the school",
    owed_by="ADM",
    source="Procedure 3.1.5",
    requirements=("ADMIT-7",),
    parameters=("follow-up-school-asked",),
    while_of_age=True,
)
def follow_up_school_asked(facts: CaseFacts) -> Iterator[Owed]:
    """When a child was referred to a community school for admission, Admissions follows up until it is settled."""
    for asked in facts.schools_asked:
        yield owes(
            asked,
            since=asked.asked_on,
            within="follow-up-school-asked",
            because="A school was asked on {day} to admit the child.",
            met_on=asked.outcome_on,
            school=asked.school,
        )
