"""A child on no roll, with an address, goes to the area's attendance staff."""

from collections.abc import Iterator

from rulebook.procedure.facts import CaseFacts, VisitRequest, trigger_of
from rulebook.procedure.reading import (
    Live,
    Spell,
    earliest,
    education_settled,
    found_on_roll,
    live_addresses,
    spells,
)
from rulebook.procedure.rule import Clock, Ended, Owed, duty
from rulebook.wording import long_date


@duty(
    code="refer-to-area",
    title="Send a CME 4 to the area",
    owed_by="CMEA",
    source="Procedure 3.1.2; decision 41",
    requirements=("CME4-1",),
    parameters=("refer-to-area",),
    while_of_age=True,
    contact=True,
)
def refer_to_area(facts: CaseFacts) -> Iterator[Owed]:
    """A child found on no roll, with an address known in the area, is sent to the area on a CME 4 for a visit.

    Each address asks for its own, and says which of several it is. The day runs from the later of the two: the
    search, or the day the address became known. A CME 4 sent earlier in the same stretch on no roll meets it,
    unless it was taken back. It ends when the child is known not to live there, is found on a roll, or has started
    in education.

    It sends somebody to the door, so a hold suspends it; the manager decides instead.
    """
    for spell in spells(facts):
        asked: dict[str, Owed] = {}
        for live in live_addresses(facts):
            owed = _owed(facts, spell=spell, live=live)
            if owed is not None:
                asked.setdefault(live.address.id, owed)
        for number, owed in enumerate(asked.values(), start=1):
            yield owed if len(asked) == 1 else _as_one_of(len(asked), owed, number=number)


def _owed(facts: CaseFacts, *, spell: Spell, live: Live) -> Owed | None:
    if not spell.searches:
        return None
    search = spell.searches[0]
    since = max(search.made_on, live.from_on)
    if not spell.holds(since) or (live.until is not None and live.until <= since):
        return None
    sent = (
        request.sent_on
        for request in facts.visit_requests
        if request.taken_back_on is None and spell.holds(request.sent_on) and _asks_for(request, live=live)
    )
    gone = live.until
    left = Ended(gone, f"Since {long_date(gone)} the child is not known to live there.") if gone else None
    return Owed(
        trigger=f"{trigger_of(search)}+{trigger_of(live.address)}",
        triggered_on=since,
        because=(
            f"The search of {long_date(search.made_on)} found the child on no roll, "
            f"and an address is known since {long_date(live.from_on)}."
        ),
        clock=Clock("refer-to-area", since),
        met_on=min(sent, default=None),
        ended=earliest((left, found_on_roll(facts, since=since), education_settled(facts, since=since))),
    )


def _as_one_of(several: int, owed: Owed, *, number: int) -> Owed:
    """Return what is owed for one of several addresses, which would otherwise be owed twice word for word."""
    words = f"{owed.because} It is address {number} of {several} that we hold: each has a CME 4 of its own."
    return owed._replace(because=words)


def _asks_for(request: VisitRequest, *, live: Live) -> bool:
    """Whether a request is for this address: by name, or for whatever address was known on the day."""
    return request.address == live.address.id or (not request.address and request.sent_on >= live.from_on)
