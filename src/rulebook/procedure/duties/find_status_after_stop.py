"""A child stopped by a sweep is asked after."""

from collections.abc import Iterator

from rulebook.procedure.authority_facts import AuthorityFacts
from rulebook.procedure.owing import owes
from rulebook.procedure.rule import Owed, duty


@duty(
    code="find-status-after-stop",
    title="Find out whether the child has a place",
    owed_by="AIO",
    source="Procedure 3.1.4",
    requirements=("SWEEP-1",),
    parameters=("find-status-after-stop",),
)
def find_status_after_stop(facts: AuthorityFacts) -> Iterator[Owed]:
    """When a sweep stops a child and nobody knows whether the child has a school place, that is found out."""
    for stop in facts.stops:
        yield owes(
            stop,
            since=stop.stopped_on,
            within="find-status-after-stop",
            because="A child was stopped on {day}.",
            met_on=stop.status_found_on or (stop.stopped_on if stop.without_place is not None else None),
        )
