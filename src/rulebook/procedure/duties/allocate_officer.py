"""A request for a visit is given to an officer."""

from collections.abc import Iterator

from rulebook.procedure.facts import CaseFacts, VisitRequest, trigger_of
from rulebook.procedure.reading import earliest, first_on_or_after, request_no_longer_needed, visits_under
from rulebook.procedure.rule import Clock, Ended, Owed, duty
from rulebook.wording import long_date


@duty(
    code="allocate-officer",
    title="Give the visit to an officer",
    owed_by="ARM",
    source="Procedure 3.1.4; decision 41",
    requirements=("VISIT-1",),
    parameters=("allocate-officer",),
    while_of_age=True,
    contact=True,
)
def allocate_officer(facts: CaseFacts) -> Iterator[Owed]:
    """The area manager gives each CME 4 to an officer, so that the visit has a name beside it.

    An officer who has already visited needs no allocation. While a hold stands nobody is given the visit. When
    another area is given the CME 4, its own manager has the same time from that day.
    """
    for request in facts.visit_requests:
        since = request.passed_on or request.sent_on
        allocated = (each.allocated_on for each in facts.allocations if each.request in ("", request.id))
        yield Owed(
            trigger=trigger_of(request),
            triggered_on=since,
            because=_because(request),
            clock=Clock("allocate-officer", since),
            met_on=first_on_or_after(allocated, since),
            ended=earliest(
                (
                    _visited(facts, request),
                    request_no_longer_needed(request, facts=facts),
                )
            ),
        )


def _because(request: VisitRequest) -> str:
    sent = f"A CME 4 was sent on {long_date(request.sent_on)}"
    passed_on = request.passed_on
    return f"{sent}, and passed to this area on {long_date(passed_on)}." if passed_on else f"{sent}."


def _visited(facts: CaseFacts, request: VisitRequest) -> Ended | None:
    on = first_on_or_after(
        (visit.visited_on for visit in visits_under(request, facts=facts)), request.sent_on
    )
    return Ended(on, f"The visit was made on {long_date(on)}.") if on else None
