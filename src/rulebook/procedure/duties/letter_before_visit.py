"""The family is written to before an ordinary visit."""

from collections.abc import Iterator

from rulebook.procedure.facts import CaseFacts, VisitRequest, trigger_of
from rulebook.procedure.reading import earliest, first_on_or_after, request_no_longer_needed, visits_under
from rulebook.procedure.rule import Clock, Ended, Owed, duty
from rulebook.wording import long_date


@duty(
    code="letter-before-visit",
    title="Write to the family before the visit",
    owed_by="AIO",
    source="Procedure 3.1.4; decision 6",
    requirements=("VISIT-1",),
    parameters=("letter-before-visit",),
    while_of_age=True,
    contact=True,
)
def letter_before_visit(facts: CaseFacts) -> Iterator[Owed]:
    """The family is written to before an ordinary visit, soon enough to leave them time.

    An urgent visit is made with no letter first, so an urgent CME 4 asks for none, and one that becomes
    urgent no longer does. A visit that was made ends the duty. While a hold stands no letter is sent.
    """
    for request in facts.visit_requests:
        if request.urgent:
            continue
        sent = (letter.sent_on for letter in facts.letters if letter.request in ("", request.id))
        yield Owed(
            trigger=trigger_of(request),
            triggered_on=request.sent_on,
            because=f"A CME 4 for an ordinary visit was sent on {long_date(request.sent_on)}.",
            clock=Clock("letter-before-visit", request.sent_on),
            met_on=first_on_or_after(sent, request.sent_on),
            ended=_ended(facts, request),
        )


def _ended(facts: CaseFacts, request: VisitRequest) -> Ended | None:
    urgent_on = request.made_urgent_on
    visits = (visit.visited_on for visit in visits_under(request, facts=facts))
    visited_on = first_on_or_after(visits, request.sent_on)
    return earliest(
        (
            Ended(urgent_on, f"The visit became urgent on {long_date(urgent_on)}.") if urgent_on else None,
            Ended(visited_on, f"The visit was made on {long_date(visited_on)}.") if visited_on else None,
            request_no_longer_needed(request, facts=facts),
        )
    )
