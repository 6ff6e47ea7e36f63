"""What several rules read out of the facts: spells on no roll, live addresses, education that is settled.

Each answer depends on the facts and never on the order in which they were given.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeVar

from rulebook.procedure.facts import (
    CaseFacts,
    CheckResult,
    KnownAddress,
    PlaceOffered,
    RollCheck,
    Visit,
    VisitOutcome,
    VisitRequest,
)
from rulebook.procedure.order_facts import AttendanceOrder
from rulebook.procedure.outcomes import closes
from rulebook.procedure.remembered import remembered
from rulebook.procedure.rule import Ended
from rulebook.wording import long_date

Key = TypeVar("Key")
Entry = TypeVar("Entry")

CALLS_IN_VAIN = 2
DISPROVING = (VisitOutcome.NOT_LIVING_THERE, VisitOutcome.NO_SUCH_ADDRESS)


@dataclass(frozen=True, slots=True)
class Spell:
    """A stretch in which the case is open and the child is not known to be on a roll.

    It starts with the case, with its reopening, or with the search that contradicted an earlier one; it ends
    when a search finds the child on a roll, or with the case.
    """

    starts_on: date
    ends_on: date | None
    searches: tuple[RollCheck, ...]  # those that found the child on no roll, the earliest first

    def holds(self, day: date) -> bool:
        """Whether the day lies in the spell, both ends included."""
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)


@dataclass(frozen=True, slots=True)
class Live:
    """The days on which an address was held as where the child lives, and nothing spoke against it."""

    address: KnownAddress
    from_on: date
    until: date | None  # the first day without it


def first_on_or_after(days: Iterable[date | None], since: date) -> date | None:
    """Return the earliest of the days that is not before ``since``."""
    return min([day for day in days if day is not None and day >= since], default=None)


def earliest(ends: Iterable[Ended | None]) -> Ended | None:
    """Return what came first of the things that ended a duty."""
    ended = [end for end in ends if end is not None]
    return min(ended, key=lambda end: (end.on, end.words)) if ended else None


@remembered
def conclusive(facts: CaseFacts) -> tuple[RollCheck, ...]:
    """Return the searches that answered the question, the earliest first.

    When two of one day disagree, the one that found the child is taken to be the later.
    """
    found = (check for check in facts.roll_checks if check.result is not CheckResult.UNCLEAR)
    return tuple(
        sorted(found, key=lambda check: (check.made_on, check.result is CheckResult.ON_ROLL, check.id))
    )


@remembered
def episodes(facts: CaseFacts) -> tuple[tuple[date, date | None], ...]:
    """Return the stretches in which the case was open: the first day and the last, None while it is open.

    The first stretch has no first day.
    """
    return tuple(_episodes(facts))


def _episodes(facts: CaseFacts) -> Iterator[tuple[date, date | None]]:
    starts_on = date.min  # what was found between a referral and the opening belongs to the first stretch
    closings = sorted(closing.closed_on for closing in facts.closings)
    for again in sorted(facts.reopenings, key=lambda again: again.reopened_on):
        closed_on = next((day for day in closings if starts_on < day <= again.reopened_on), None)
        if closed_on is not None:
            # A day on which the case was closed and opened again counts with what followed.
            yield starts_on, min(closed_on, again.reopened_on - timedelta(days=1))
            starts_on = again.reopened_on
    last = facts.closed_on  # a day on which the case was opened again and closed ends this stretch too
    yield starts_on, last if last == starts_on else next((day for day in closings if day > starts_on), None)


def began(facts: CaseFacts, day: date) -> date:
    """Return the first day of the stretch of the case that a day belongs to; days after its end belong to it still.

    What was asked for in one stretch is asked for anew in the next (decision 38).
    """
    return max(starts_on for starts_on, _ in episodes(facts) if starts_on <= day)


def has_outcome(facts: CaseFacts, *, before: date) -> bool:
    """Tell whether an outcome that can close was recorded earlier than a day, in the same stretch of the case."""
    begins = began(facts, before)
    return any(begins < outcome.decided_on < before for outcome in facts.outcomes if closes(outcome.code))


@remembered
def spells(facts: CaseFacts) -> tuple[Spell, ...]:
    """Return the spells of the case, the earliest first."""
    return tuple(
        spell
        for starts_on, ends_on in episodes(facts)
        for spell in _spells_of(conclusive(facts), starts_on=starts_on, ends_on=ends_on)
    )


def _spells_of(checks: tuple[RollCheck, ...], *, starts_on: date, ends_on: date | None) -> Iterator[Spell]:
    begins: date | None = starts_on
    searches: list[RollCheck] = []
    for check in checks:
        if check.made_on < starts_on or (ends_on is not None and check.made_on > ends_on):
            continue
        if check.result is CheckResult.NOT_ON_ROLL:
            begins = begins or check.made_on
            searches.append(check)
        elif begins is not None:
            yield Spell(begins, check.made_on, tuple(searches))
            begins, searches = None, []
    if begins is not None:
        yield Spell(begins, ends_on, tuple(searches))


def addresses_of(visit: Visit, *, facts: CaseFacts) -> tuple[KnownAddress, ...]:
    """Return the addresses that a visit was made to: its own, its request's, or each one known on the day."""
    wanted = visit.address or _address_requested(facts).get(visit.request, "")
    named = _addresses_called(facts).get(wanted)
    return named or tuple(address for address in facts.addresses if address.known_from <= visit.visited_on)


def calls_at(address: KnownAddress, *, facts: CaseFacts) -> tuple[Visit, ...]:
    """Return the visits made to one address, from the earliest to the latest."""
    return _calls_at_each(facts).get(address, ())


@remembered
def _address_requested(facts: CaseFacts) -> Mapping[str, str]:
    """The address that each request names; of two requests with one id, the first."""
    return {request.id: request.address for request in reversed(facts.visit_requests)}


@remembered
def _addresses_called(facts: CaseFacts) -> Mapping[str, tuple[KnownAddress, ...]]:
    """The addresses by their ids."""
    return _grouped((address.id, address) for address in facts.addresses)


@remembered
def _calls_at_each(facts: CaseFacts) -> Mapping[KnownAddress, tuple[Visit, ...]]:
    """The visits made to each address, from the earliest to the latest."""
    return _grouped(
        (address, visit)
        for visit in in_order(facts.visits)
        for address in dict.fromkeys(addresses_of(visit, facts=facts))
    )


def _grouped(pairs: Iterable[tuple[Key, Entry]]) -> Mapping[Key, tuple[Entry, ...]]:
    """What belongs to each key, in the order given."""
    groups: dict[Key, list[Entry]] = {}
    for key, entry in pairs:
        groups.setdefault(key, []).append(entry)
    return {key: tuple(entries) for key, entries in groups.items()}


def next_call_at_each(visit: Visit, *, of: Iterable[KnownAddress], facts: CaseFacts) -> date | None:
    """Return the day by which every one of the addresses had been called at again, at another time (decision 9).

    A call that reached somebody answers at whatever time it was made. None while one of them has not.
    """
    days: list[date] = []
    for address in of:
        calls = calls_at(address, facts=facts)
        later = calls[calls.index(visit) + 1 :]
        following = next((call for call in later if _answers(call, to=visit)), None)
        if following is None:
            return None
        days.append(following.visited_on)
    return max(days, default=None)


def _answers(call: Visit, *, to: Visit) -> bool:
    """Whether a later call is the second one that the first asks for."""
    return not call.outcome.got_no_answer or call.at_another_time_than(to)


def in_order(visits: Iterable[Visit]) -> list[Visit]:
    """Return visits from the earliest to the latest; two of one day in the order of their ids."""
    return sorted(visits, key=lambda visit: (visit.visited_on, visit.id))


@remembered
def live_addresses(facts: CaseFacts) -> tuple[Live, ...]:
    """Return the stretches in which an address in the area was live, the earliest first.

    An address stops being live when we know better, when a visit finds that the child does not live there, or when two
    calls in a row, made at different times, find nobody (decision 9). A later visit that finds the child there makes it
    live again. So does opening the case again, where nobody was reached and nothing spoke against it (decision 38).
    """
    lives = (live for address in facts.addresses if address.in_area for live in _lives(address, facts=facts))
    return tuple(sorted(lives, key=lambda live: (live.from_on, live.until or date.max, live.address.id)))


def _lives(address: KnownAddress, *, facts: CaseFacts) -> Iterator[Live]:
    end = address.known_until or date.max
    from_on: date | None = address.known_from
    disproved = False
    for begins, calls in _by_stretch(calls_at(address, facts=facts), facts=facts):
        if from_on is None and not disproved and begins < end:
            from_on = begins
        in_vain = 0
        last_in_vain: Visit | None = None
        for visit in calls:
            if not visit.outcome.got_no_answer:
                in_vain, last_in_vain = 0, None
                disproved = visit.outcome in DISPROVING
            elif last_in_vain is None or visit.at_another_time_than(last_in_vain):
                in_vain, last_in_vain = in_vain + 1, visit
            if from_on is not None and (disproved or in_vain == CALLS_IN_VAIN):
                yield Live(address, from_on, min(visit.visited_on, end))
                from_on = None
            elif from_on is None and visit.outcome.found_living_there and visit.visited_on < end:
                from_on = visit.visited_on
    if from_on is not None:
        yield Live(address, from_on, address.known_until)


def _by_stretch(calls: tuple[Visit, ...], *, facts: CaseFacts) -> Iterator[tuple[date, tuple[Visit, ...]]]:
    """Yield each stretch of the case by its first day, with the calls that belong to it."""
    stretches = episodes(facts)
    if len(stretches) == 1:
        yield date.min, calls
        return
    for begins, _ in stretches:
        yield begins, tuple(call for call in calls if began(facts, call.visited_on) == begins)


def visit_no_longer_needed(facts: CaseFacts, *, since: date, address: str = "") -> Ended | None:
    """Return what made a call at the family's address unnecessary, if anything did."""
    return earliest(
        (
            found_on_roll(facts, since=since),
            _left(facts, since=since, address=address),
            education_settled(facts, since=since),
        )
    )


def request_no_longer_needed(request: VisitRequest, *, facts: CaseFacts) -> Ended | None:
    """Return what ended what a CME 4 asks for before anybody did it: no call is needed, or it was taken back."""
    back_on = request.taken_back_on
    return earliest(
        (
            Ended(back_on, f"The CME 4 was taken back on {long_date(back_on)}.") if back_on else None,
            visit_no_longer_needed(facts, since=request.sent_on, address=request.address),
        )
    )


def found_on_roll(facts: CaseFacts, *, since: date) -> Ended | None:
    """Return the first search, on or after ``since``, that found the child on a roll."""
    found_on = _first_of(_days_found(facts), since)
    return Ended(found_on, f"The child was found on a roll on {long_date(found_on)}.") if found_on else None


@remembered
def _days_found(facts: CaseFacts) -> tuple[date, ...]:
    """The days on which a search found the child on a roll, the earliest first."""
    return tuple(sorted(check.made_on for check in facts.roll_checks if check.result is CheckResult.ON_ROLL))


@remembered
def _days_started(facts: CaseFacts) -> tuple[date, ...]:
    """The days on which a place was taken up, the earliest first."""
    return tuple(sorted(day for place in facts.places if (day := taken_up_on(place)) is not None))


@remembered
def _days_confirmed(facts: CaseFacts) -> tuple[date, ...]:
    """The days on which a provision was confirmed that was not found unsuitable, the earliest first."""
    return tuple(
        sorted(
            provision.confirmed_on
            for provision in facts.provisions
            if provision.suitable is not False and provision.confirmed_on is not None
        )
    )


def _first_of(days: tuple[date, ...], since: date) -> date | None:
    """The earliest of days in order that is not before ``since``."""
    place = bisect_left(days, since)
    return days[place] if place < len(days) else None


def _left(facts: CaseFacts, *, since: date, address: str) -> Ended | None:
    """Whether the one address that was to be visited is no longer the child's."""
    named = _addresses_called(facts).get(address)
    left_on = named[0].known_until if named else None
    if left_on is None:
        return None
    return Ended(max(left_on, since), f"Since {long_date(left_on)} the child is known not to live there.")


def education_settled(facts: CaseFacts, *, since: date) -> Ended | None:
    """Return the first education that took the child in, on or after ``since``.

    A place taken up, or a provision that was confirmed and not found unsuitable.
    """
    started = _first_of(_days_started(facts), since)
    confirmed_on = _first_of(_days_confirmed(facts), since)
    if started is None and confirmed_on is None:
        return None
    return earliest(
        (
            Ended(started, f"The child took up a place on {long_date(started)}.") if started else None,
            Ended(confirmed_on, f"Education was confirmed on {long_date(confirmed_on)}.")
            if confirmed_on
            else None,
        )
    )


def taken_up_on(place: PlaceOffered) -> date | None:
    """Return the day on which a place was taken up, unless it was given up again."""
    if place.taken_up_on is None or (
        place.declined_on is not None and place.declined_on >= place.taken_up_on
    ):
        return None
    return place.taken_up_on


def visits_under(request: VisitRequest, *, facts: CaseFacts) -> Iterator[Visit]:
    """Yield the visits made under a request, or made since it was sent under none in particular.

    A visit to another address than the one that the request names is none of its own.
    """
    by_request = _visits_by_request(facts)
    if request.id:
        yield from by_request.get(request.id, ())
    for visit in by_request.get("", ()):
        elsewhere = "" not in (visit.address, request.address) and visit.address != request.address
        if not elsewhere and (visit.visited_on >= request.sent_on or not request.id):
            yield visit


@remembered
def _visits_by_request(facts: CaseFacts) -> Mapping[str, tuple[Visit, ...]]:
    """The visits made under each request; those under none in particular are under the empty name."""
    return _grouped((visit.request, visit) for visit in facts.visits)


def live_on(facts: CaseFacts, day: date) -> bool:
    """Tell whether an address in the area was live on a day."""
    return any(
        live.from_on <= day and (live.until is None or day < live.until) for live in live_addresses(facts)
    )


def order_no_longer_needed(order: AttendanceOrder, *, facts: CaseFacts, since: date) -> Ended | None:
    """Return what made the next stage of school attendance proceedings unnecessary, if anything did."""
    ended_on = order.ended_on
    stopped = None
    if ended_on is not None:
        words = f"The proceedings ended on {long_date(ended_on)}."
        stopped = Ended(max(ended_on, since), words)
    return earliest((stopped, found_on_roll(facts, since=since), education_settled(facts, since=since)))
