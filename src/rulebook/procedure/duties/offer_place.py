"""A child found without education is offered a school place."""

from collections.abc import Iterator
from datetime import date

from rulebook.procedure.facts import CaseFacts, EducationFound, trigger_of
from rulebook.procedure.reading import earliest, education_settled, found_on_roll
from rulebook.procedure.rule import Clock, Owed, duty
from rulebook.wording import long_date


@duty(
    code="offer-place",
    title="Offer a school place",
    owed_by="ADM",
    source="School Admissions Code 2021, in-year applications; Procedure 3.1.5",
    requirements=("ADMIT-1", "ADMIT-5"),
    parameters=("offer-place",),
    while_of_age=True,
)
def offer_place(facts: CaseFacts) -> Iterator[Owed]:
    """A child found living in the area without education is offered a place, and another one when it is declined.

    A child whose education turned out not to be so when it was checked at its source is one of them [I]. The school
    days run from the visit, the check, or the day the place was declined, in the authority's calendar.
    One offer answers all that came before it. Education that is settled in another way ends the duty.
    """
    answered_on: date | None = None
    waiting = False
    for since, trigger, because in sorted(_needs(facts)):
        if waiting or (answered_on is not None and since < answered_on):
            continue
        if _has_offer(facts, on=since):
            continue
        answered_on = min(
            (place.offered_on for place in facts.places if place.offered_on >= since), default=None
        )
        waiting = answered_on is None
        yield Owed(
            trigger=trigger,
            triggered_on=since,
            because=because,
            clock=Clock("offer-place", since),
            met_on=answered_on,
            ended=earliest((found_on_roll(facts, since=since), education_settled(facts, since=since))),
        )


def _needs(facts: CaseFacts) -> Iterator[tuple[date, str, str]]:
    for visit in facts.visits:
        if visit.outcome.found_living_there and visit.education_found is EducationFound.NONE:
            because = f"The child was found without education on {long_date(visit.visited_on)}."
            yield visit.visited_on, trigger_of(visit), because
        elif visit.outcome.found_living_there and visit.education_denied_on is not None:
            because = f"On {long_date(visit.education_denied_on)} the education that the family spoke of was denied."
            yield visit.education_denied_on, trigger_of(visit), because
    for place in facts.places:
        if place.declined_on is not None:
            because = f"A place was declined on {long_date(place.declined_on)}."
            yield place.declined_on, trigger_of(place), because


def _has_offer(facts: CaseFacts, *, on: date) -> bool:
    """Whether an offer stood on that day, made before it and not declined by then."""
    return any(
        place.offered_on < on and (place.gone_on is None or place.gone_on > on) for place in facts.places
    )
