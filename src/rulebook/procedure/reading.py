"""What several rules read out of the facts: spells on no roll, live addresses, education that is settled.

Each answer depends on the facts and never on the order in which they were given.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

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
from rulebook.procedure.rule import Ended
from rulebook.wording import long_date

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
    return min((day for day in days if day is not None and day >= since), default=None)


def earliest(ends: Iterable[Ended | None]) -> Ended | None:
    """Return what came first of the things that ended a duty."""
    return min((end for end in ends if end is not None), key=lambda end: (end.on, end.words), default=None)


def conclusive(facts: CaseFacts) -> list[RollCheck]:
    """Return the searches that answered the question, the earliest first.

    When two of one day disagree, the one that found the child is taken to be the later.
    """
    found = (check for check in facts.roll_checks if check.result is not CheckResult.UNCLEAR)
    return sorted(found, key=lambda check: (check.made_on, check.result is CheckResult.ON_ROLL, check.id))


def episodes(facts: CaseFacts) -> Iterator[tuple[date, date | None]]:
    """Yield the stretches in which the case was open: the first day and the last, None while it is open.

    The first stretch has no first day.
    """
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


def has_outcome(facts: CaseFacts, *, before: date) -> bool:
    """Tell whether an outcome that can close was recorded earlier than a day, in the same stretch of the case."""
    begins = max(starts_on for starts_on, _ in episodes(facts) if starts_on <= before)
    return any(begins < outcome.decided_on < before for outcome in facts.outcomes if closes(outcome.code))


def spells(facts: CaseFacts) -> Iterator[Spell]:
    """Yield the spells of the case, the earliest first."""
    for starts_on, ends_on in episodes(facts):
        yield from _spells_of(conclusive(facts), starts_on=starts_on, ends_on=ends_on)


def _spells_of(checks: list[RollCheck], *, starts_on: date, ends_on: date | None) -> Iterator[Spell]:
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
    requested = next((request.address for request in facts.visit_requests if request.id == visit.request), "")
    wanted = visit.address or requested
    named = tuple(address for address in facts.addresses if address.id == wanted)
    return named or tuple(address for address in facts.addresses if address.known_from <= visit.visited_on)


def calls_at(address: KnownAddress, *, facts: CaseFacts) -> list[Visit]:
    """Return the visits made to one address, from the earliest to the latest."""
    return in_order(visit for visit in facts.visits if address in addresses_of(visit, facts=facts))


def next_call_at_each(visit: Visit, *, of: Iterable[KnownAddress], facts: CaseFacts) -> date | None:
    """Return the day by which every one of the addresses had been called at again, or None while one has not."""
    days: list[date] = []
    for address in of:
        calls = calls_at(address, facts=facts)
        following = calls[calls.index(visit) + 1 :]
        if not following:
            return None
        days.append(following[0].visited_on)
    return max(days, default=None)


def in_order(visits: Iterable[Visit]) -> list[Visit]:
    """Return visits from the earliest to the latest; two of one day in the order of their ids."""
    return sorted(visits, key=lambda visit: (visit.visited_on, visit.id))


def live_addresses(facts: CaseFacts) -> tuple[Live, ...]:
    """Return the stretches in which an address in the area was live, the earliest first.

    An address stops being live when we know better, when a visit finds that the child does not live there, or when two
    calls in a row find nobody (decision 9). A later visit that finds the child there makes it live again.
    """
    lives = (live for address in facts.addresses if address.in_area for live in _lives(address, facts=facts))
    return tuple(sorted(lives, key=lambda live: (live.from_on, live.until or date.max, live.address.id)))


def _lives(address: KnownAddress, *, facts: CaseFacts) -> Iterator[Live]:
    end = address.known_until or date.max
    from_on: date | None = address.known_from
    in_vain = 0
    for visit in calls_at(address, facts=facts):
        in_vain = in_vain + 1 if visit.outcome.got_no_answer else 0
        disproved = visit.outcome in DISPROVING or in_vain == CALLS_IN_VAIN
        if from_on is not None and disproved:
            yield Live(address, from_on, min(visit.visited_on, end))
            from_on = None
        elif from_on is None and visit.outcome.found_living_there and visit.visited_on < end:
            from_on = visit.visited_on
    if from_on is not None:
        yield Live(address, from_on, address.known_until)


def visit_no_longer_needed(facts: CaseFacts, *, since: date, address: str = "") -> Ended | None:
    """Return what made a call at the family's address unnecessary, if anything did."""
    return earliest(
        (
            found_on_roll(facts, since=since),
            _left(facts, since=since, address=address),
            education_settled(facts, since=since),
        )
    )


def found_on_roll(facts: CaseFacts, *, since: date) -> Ended | None:
    """Return the first search, on or after ``since``, that found the child on a roll."""
    days = (check.made_on for check in facts.roll_checks if check.result is CheckResult.ON_ROLL)
    found_on = first_on_or_after(days, since)
    return Ended(found_on, f"The child was found on a roll on {long_date(found_on)}.") if found_on else None


def _left(facts: CaseFacts, *, since: date, address: str) -> Ended | None:
    """Whether the one address that was to be visited is no longer the child's."""
    left_on = next((each.known_until for each in facts.addresses if each.id == address), None)
    if left_on is None:
        return None
    return Ended(max(left_on, since), f"Since {long_date(left_on)} the child is known not to live there.")


def education_settled(facts: CaseFacts, *, since: date) -> Ended | None:
    """Return the first education that took the child in, on or after ``since``.

    A place taken up, or a provision that was confirmed and not found unsuitable.
    """
    started = first_on_or_after((taken_up_on(place) for place in facts.places), since)
    confirmed = (provision.confirmed_on for provision in facts.provisions if provision.suitable is not False)
    confirmed_on = first_on_or_after(confirmed, since)
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
    """Yield the visits made under a request, or made since it was sent under none in particular."""
    for visit in facts.visits:
        if visit.request == request.id or (not visit.request and visit.visited_on >= request.sent_on):
            yield visit


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
