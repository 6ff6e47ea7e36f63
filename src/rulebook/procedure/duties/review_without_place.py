"""A second visit to a child without education is looked at by the manager and the fair access panel."""

from collections.abc import Iterator

from rulebook.procedure.facts import CaseFacts, EducationFound, Visit
from rulebook.procedure.owing import owes
from rulebook.procedure.reading import (
    began,
    earliest,
    education_settled,
    first_on_or_after,
    found_on_roll,
    in_order,
)
from rulebook.procedure.rule import Ended, Owed, duty

SECOND = 2


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

    Six-weekly visits go on. Education that is settled ends the duty, and so the next visit is a first one again; as is
    the first of a case that was opened again.
    """
    found = 0
    last: Visit | None = None
    for visit in _without_education(facts):
        found = 1 if last is None or _began_anew(facts, last, visit) else found + 1
        last = visit
        if found != SECOND:
            continue
        reviewed = (review.reviewed_on for review in facts.reviews if review.fair_access)
        yield owes(
            visit,
            since=visit.visited_on,
            within="review-without-place",
            because="The visit of {day} is the second that found the child without education.",
            met_on=first_on_or_after(reviewed, visit.visited_on),
            ended=_settled(facts, visit),
        )


def _without_education(facts: CaseFacts) -> Iterator[Visit]:
    for visit in in_order(facts.visits):
        if visit.outcome.found_living_there and visit.education_found is EducationFound.NONE:
            yield visit


def _settled(facts: CaseFacts, visit: Visit) -> Ended | None:
    since = visit.visited_on
    return earliest((found_on_roll(facts, since=since), education_settled(facts, since=since)))


def _began_anew(facts: CaseFacts, last: Visit, visit: Visit) -> bool:
    """Whether the child had been in education since the last visit, or the case was opened again."""
    settled = _settled(facts, last)
    back = settled is not None and settled.on <= visit.visited_on
    return back or began(facts, last.visited_on) != began(facts, visit.visited_on)
