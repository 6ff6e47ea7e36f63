"""A child found without education is offered a school place."""

from collections.abc import Iterator
from datetime import date, timedelta

from rulebook.procedure.facts import CaseFacts, EducationFound, PlaceOffered, trigger_of
from rulebook.procedure.outcomes import closes
from rulebook.procedure.reading import (
    began,
    earliest,
    education_settled,
    first_on_or_after,
    found_on_roll,
    taken_up_on,
)
from rulebook.procedure.remembered import remembered
from rulebook.procedure.rule import Clock, Ended, Owed, duty
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
    """A child found living in the area without education is offered a place, and another when that one is gone.

    A child whose education turned out not to be so when it was checked at its source is one of them [I]. The school
    days run from the visit, the check, or the day the place was declined or withdrawn, in the authority's
    calendar. One offer answers all that came before it. Education that is settled in another way ends the duty; a child
    who is found without education afterwards, or in a case that was opened again, is owed a place anew.
    """
    answered_until = date.min
    for since, trigger, because in sorted(_needs(facts)):
        if since < answered_until or _has_offer(facts, on=since):
            continue
        offered_on = first_on_or_after((place.offered_on for place in facts.places), since)
        settled = earliest((found_on_roll(facts, since=since), education_settled(facts, since=since)))
        answered_until = _answered_until(facts, since=since, offered_on=offered_on, settled=settled)
        yield Owed(
            trigger=trigger,
            triggered_on=since,
            because=because,
            clock=Clock("offer-place", since),
            met_on=offered_on,
            ended=settled,
        )


def _answered_until(facts: CaseFacts, *, since: date, offered_on: date | None, settled: Ended | None) -> date:
    """The day before which whatever else shows the same need is one with this: then it was answered, or had ended."""
    closed = [closing.closed_on for closing in facts.closings]
    closed += [outcome.decided_on for outcome in facts.outcomes if closes(outcome.code)]
    after_settled = settled.on + timedelta(days=1) if settled else None
    answers = (offered_on, after_settled, first_on_or_after(closed, since))
    return min((day for day in answers if day is not None), default=date.max)


def _needs(facts: CaseFacts) -> Iterator[tuple[date, str, str]]:
    yield from _found_without(facts)
    for place in facts.places:
        if place.gone_on is not None:
            gone = "declined" if place.gone_on == place.declined_on else "withdrawn"
            because = f"A place was {gone} on {long_date(place.gone_on)}."
            yield place.gone_on, trigger_of(place), because


@remembered
def _found_without(facts: CaseFacts) -> tuple[tuple[date, str, str], ...]:
    """Each day on which the child was found without education, the fact that says so, and the words."""
    return tuple(
        (
            visit.education_denied_on,
            trigger_of(visit),
            f"On {long_date(visit.education_denied_on)} the education that the family spoke of was denied.",
        )
        if visit.education_denied_on is not None and visit.education_found is not EducationFound.NONE
        else (
            visit.visited_on,
            trigger_of(visit),
            f"The child was found without education on {long_date(visit.visited_on)}.",
        )
        for visit in facts.visits
        if visit.outcome.found_living_there
        and (visit.education_found is EducationFound.NONE or visit.education_denied_on is not None)
    )


def _has_offer(facts: CaseFacts, *, on: date) -> bool:
    """Whether an offer stood on that day, made before it in the same stretch of the case and not declined by then.

    A place taken up is one no longer when a visit finds the child without education afterwards.
    """
    begins = began(facts, on)
    return any(
        begins <= place.offered_on < on
        and (place.gone_on is None or place.gone_on > on)
        and not _lost(place, facts, by=on)
        for place in facts.places
    )


def _lost(place: PlaceOffered, facts: CaseFacts, *, by: date) -> bool:
    """Whether the child had taken up the place and was found without education later."""
    started = taken_up_on(place)
    return started is not None and any(started < day <= by for day, _, _ in _found_without(facts))
