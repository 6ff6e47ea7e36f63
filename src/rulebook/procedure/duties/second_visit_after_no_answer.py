"""When nobody answered, somebody calls again at another time."""

from collections.abc import Iterator

from rulebook.procedure.facts import CaseFacts, KnownAddress, Visit, trigger_of
from rulebook.procedure.reading import (
    addresses_of,
    began,
    calls_at,
    next_call_at_each,
    visit_no_longer_needed,
)
from rulebook.procedure.rule import Clock, Owed, duty
from rulebook.wording import long_date


@duty(
    code="second-visit-after-no-answer",
    title="Visit again at another time",
    owed_by="AIO",
    source="Procedure 3.1.4; decision 9",
    requirements=("VISIT-3",),
    parameters=("second-visit",),
    while_of_age=True,
    contact=True,
)
def second_visit_after_no_answer(facts: CaseFacts) -> Iterator[Owed]:
    """A call that nobody answered is made again, at another time of day, before the child counts as not traced.

    Only the first call of several in a row asks for this: when the second finds nobody either, the child is
    looked for by other means and the rolls are searched again. A call under a CME 4 that was sent since is a first one
    again. While a hold stands no visit is made.
    """
    for visit in facts.visits:
        homes = _called_at_in_vain_once(facts, visit)
        if homes:
            yield Owed(
                trigger=trigger_of(visit),
                triggered_on=visit.visited_on,
                because=f"Nobody was reached at the visit of {long_date(visit.visited_on)}.",
                clock=Clock("second-visit", visit.visited_on),
                met_on=next_call_at_each(visit, of=homes, facts=facts),
                ended=visit_no_longer_needed(facts, since=visit.visited_on, address=_only(homes)),
            )


def _called_at_in_vain_once(facts: CaseFacts, visit: Visit) -> tuple[KnownAddress, ...]:
    """The addresses of a call without an answer where the call before it, if any, was answered."""
    if not visit.outcome.got_no_answer:
        return ()
    return tuple(
        address
        for address in addresses_of(visit, facts=facts)
        if not _in_vain_before(visit, address, facts=facts)
    )


def _in_vain_before(visit: Visit, address: KnownAddress, *, facts: CaseFacts) -> bool:
    calls = calls_at(address, facts=facts)
    place = calls.index(visit)
    return (
        place > 0
        and calls[place - 1].outcome.got_no_answer
        and not _asked_anew(calls[place - 1], visit, facts=facts)
    )


def _asked_anew(before: Visit, visit: Visit, *, facts: CaseFacts) -> bool:
    """Whether the call belongs to a CME 4 sent after the one before it, or to a case opened again since."""
    sent_since = any(
        request.id == visit.request and request.sent_on > before.visited_on
        for request in facts.visit_requests
    )
    return sent_since or began(facts, before.visited_on) != began(facts, visit.visited_on)


def _only(homes: tuple[KnownAddress, ...]) -> str:
    return homes[0].id if len(homes) == 1 else ""
