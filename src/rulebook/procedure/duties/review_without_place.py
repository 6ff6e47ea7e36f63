"""A second visit to a child without education is looked at by the manager and the fair access panel."""

from collections.abc import Iterator

from rulebook.procedure.facts import CaseFacts, EducationFound
from rulebook.procedure.owing import owes
from rulebook.procedure.reading import earliest, education_settled, first_on_or_after, found_on_roll, in_order
from rulebook.procedure.rule import Owed, duty


@duty(
    code="review-without-place",
    title="Review a child who is still without a place",
    owed_by="AEM",
    source="Procedure 3.1.4; decision 28",
    requirements=("VISIT-4",),
    parameters=("review-without-place",),
    while_of_age=True,
)
def review_without_place(facts: CaseFacts) -> Iterator[Owed]:
    """A second visit to a child without education is looked at by the manager and the fair access panel.

    When a second visit finds the child still without education, the manager reviews the case with the
    fair access panel.

    Six-weekly visits go on. Education that is settled ends the duty.
    """
    found = [
        visit
        for visit in in_order(facts.visits)
        if visit.outcome.found_living_there and visit.education_found is EducationFound.NONE
    ]
    for visit in found[1:2]:
        reviewed = (review.reviewed_on for review in facts.reviews if review.fair_access)
        yield owes(
            visit,
            since=visit.visited_on,
            within="review-without-place",
            because="The visit of {day} is the second that found the child without education.",
            met_on=first_on_or_after(reviewed, visit.visited_on),
            ended=earliest(
                (
                    found_on_roll(facts, since=visit.visited_on),
                    education_settled(facts, since=visit.visited_on),
                )
            ),
        )
