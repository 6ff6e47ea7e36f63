"""The visit that a CME 4 asks for: ten working days after a letter, or three without one."""

from collections.abc import Iterator

from rulebook.procedure.facts import CaseFacts, VisitRequest, trigger_of
from rulebook.procedure.reading import first_on_or_after, request_no_longer_needed, visits_under
from rulebook.procedure.rule import Clock, Owed, duty
from rulebook.wording import long_date


@duty(
    code="first-visit",
    title="Visit the family at home",
    owed_by="AIO",
    source="Procedure 3.1.4; decisions 5, 6 and 7",
    requirements=("VISIT-1", "VISIT-2"),
    parameters=("first-visit-standard", "first-visit-urgent", "visit-after-letter"),
    while_of_age=True,
    contact=True,
)
def first_visit(facts: CaseFacts) -> Iterator[Owed]:
    """After a CME 4 the family is visited: within ten working days, or within three when it is urgent.

    The days run from the day the CME 4 is sent. A call that nobody answers is a visit too; what it leads to
    is a duty of its own. When a request becomes urgent later, the urgent days run from that day, and the
    earlier end counts. After a letter the visit waits until the family has had time to read it, unless the family
    agreed to an earlier one. While a hold stands no visit is made.
    """
    for request in facts.visit_requests:
        visits = (visit.visited_on for visit in visits_under(request, facts=facts))
        became_urgent_on = None
        if request.made_urgent_on is not None and not request.urgent:
            became_urgent_on = max(request.made_urgent_on, request.sent_on)
        yield Owed(
            trigger=trigger_of(request),
            triggered_on=request.sent_on,
            because=_because(request),
            clock=Clock("first-visit-urgent" if request.urgent else "first-visit-standard", request.sent_on),
            sooner=Clock("first-visit-urgent", became_urgent_on) if became_urgent_on else None,
            not_before=_time_to_read(facts, request),
            met_on=first_on_or_after(visits, request.sent_on),
            ended=request_no_longer_needed(request, facts=facts),
        )


def _because(request: VisitRequest) -> str:
    reason = f": {request.reason.rstrip('.')}" if request.reason else ""
    if request.urgent:
        return f"An urgent CME 4 was sent on {long_date(request.sent_on)}{reason}."
    sent = f"A CME 4 was sent on {long_date(request.sent_on)}"
    if request.made_urgent_on is not None:
        return f"{sent} and became urgent on {long_date(request.made_urgent_on)}{reason}."
    return f"{sent}{reason}."


def _time_to_read(facts: CaseFacts, request: VisitRequest) -> Clock | None:
    if request.urgent or request.made_urgent_on is not None or request.sooner_agreed_on is not None:
        return None
    sent = (letter.sent_on for letter in facts.letters if letter.request in ("", request.id))
    sent_on = first_on_or_after(sent, request.sent_on)
    return Clock("visit-after-letter", sent_on) if sent_on else None
