"""A child found at home without education is visited every six weeks, without end but that of school age."""

from collections.abc import Iterator
from datetime import date

from rulebook.procedure.facts import CaseFacts, Visit, trigger_of
from rulebook.procedure.reading import (
    addresses_of,
    earliest,
    education_settled,
    found_on_roll,
    in_order,
    next_call_at_each,
)
from rulebook.procedure.rule import Clock, Ended, Owed, duty
from rulebook.wording import long_date


@duty(
    code="six-weekly-visit",
    title="Visit the family again",
    owed_by="AIO",
    source="Procedure 3.1.4",
    requirements=("VISIT-4",),
    parameters=("six-weekly-visit",),
    while_of_age=True,
    contact=True,
    recurring=True,
)
def six_weekly_visit(facts: CaseFacts) -> Iterator[Owed]:
    """A child found living at an address is visited again every six weeks until education is settled.

    The weeks run from the last visit. What a family says of education does not end it; a place taken up does,
    and so does a provision that was confirmed, or a roll on which the child was found. An offered place that
    has not been taken up does not. The last visit is before compulsory school age ends. While a hold stands no visit
    is made.
    """
    for visit in facts.visits:
        if visit.outcome.found_living_there:
            since = visit.visited_on
            yield Owed(
                trigger=trigger_of(visit),
                triggered_on=since,
                because=f"The child was found living there on {long_date(since)}, with no education settled.",
                clock=Clock("six-weekly-visit", since),
                met_on=_visited_again_on(facts, visit),
                ended=earliest(
                    (
                        _moved(facts, visit),
                        found_on_roll(facts, since=since),
                        education_settled(facts, since=since),
                    )
                ),
            )


def _visited_again_on(facts: CaseFacts, visit: Visit) -> date | None:
    """The next visit that found the child, or the day by which each address still held had been called at again."""
    later = in_order(facts.visits)
    found = (each.visited_on for each in later[later.index(visit) + 1 :] if each.outcome.found_living_there)
    held = (address for address in addresses_of(visit, facts=facts) if address.known_until is None)
    days = (next(found, None), next_call_at_each(visit, of=held, facts=facts))
    return min((day for day in days if day is not None), default=None)


def _moved(facts: CaseFacts, visit: Visit) -> Ended | None:
    """Whether the child is known to have left every address that the visit was made to."""
    left = [address.known_until for address in addresses_of(visit, facts=facts)]
    days = [day for day in left if day is not None]
    if not days or len(days) < len(left):
        return None
    on = max(visit.visited_on, *days)
    return Ended(on, f"Since {long_date(on)} the child is known not to live there.")
