"""Calls at the family's door, and holds: what would bring somebody there is refused; what happened is told as it was.

Whoever may not read of a hold reads other words in place of a finding whose code begins with ``held`` (ADR 0012).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from onroll.audit.actor import LONDON
from onroll.cases.models import Visit
from onroll.people.models import Address
from onroll.release.gate import forbids_visit
from onroll.release.models import Hold
from onroll.release.queries import all_holds_over, holds_against_visit
from rulebook.findings import Finding, Refused

HOURS = {"": (0, 24), "morning": (0, 12), "afternoon": (12, 18), "evening": (18, 24)}
HELD = Finding(
    "held",
    "Do not approach the family: a hold stands. Speak to the Attendance and Exclusions Manager.",
    source="Procedure 2.7.10",
)


def refuse_approach(child_id: UUID, *, address: Address | None) -> None:
    """Raise Refused where a hold forbids a call at this address: nobody is asked, sent or told to hurry there.

    No clock stops by it; the manager decides instead (access model 7, H3).
    """
    if holds_against_visit(child_id, address=address):
        raise Refused(HELD)


@dataclass(frozen=True, kw_only=True)
class Call:
    """A call at an address, as it was told: on which day, when in the day, and when we knew."""

    address: Address | None
    visited_on: date
    time_of_day: str
    known_at: datetime

    @property
    def span(self) -> tuple[datetime, datetime]:
        """Return between which moments it was, as far as told; it was not after it was known."""
        begins = datetime.combine(self.visited_on, time(), LONDON)
        by_the_clock = clock_time(self.time_of_day)
        if by_the_clock is not None:
            at = datetime.combine(self.visited_on, by_the_clock, LONDON)
            return at, at
        first, last = (begins + timedelta(hours=hours) for hours in HOURS.get(self.time_of_day, HOURS[""]))
        return first, max(first, min(last, self.known_at))


def call_of(visit: Visit) -> Call:
    """Return a visit as a call, known when it was recorded."""
    return Call(
        address=visit.address,
        visited_on=visit.visited_on,
        time_of_day=visit.time_of_day,
        known_at=visit.recorded_at,
    )


def clock_time(words: str) -> time | None:
    """Return a time by the clock, hours and minutes; None for a part of the day, and for what is no time.

    >>> clock_time("9:05"), clock_time("14.30"), clock_time("morning"), clock_time("25:00")
    (datetime.time(9, 5), datetime.time(14, 30), None, None)
    """
    hours, _, minutes = words.strip().replace(".", ":").partition(":")
    if not (hours.isdecimal() and minutes.isdecimal() and len(minutes) == 2):
        return None
    return time(int(hours), int(minutes)) if int(hours) < 24 and int(minutes) < 60 else None


def hold_broken(call: Call, holds: Iterable[Hold]) -> Hold | None:
    """Return the first hold under which a call was surely made, lifted since or not; None for none."""
    return next((hold for hold in _in_the_way(call, holds) if _stood(hold, call)), None)


def made_under_hold(visit: Visit) -> bool:
    """Return whether a visit was made while a hold forbade it, whoever asks; who may be told is asked elsewhere."""
    return hold_broken(call_of(visit), all_holds_over(visit.child_id)) is not None


def is_unsure(call: Call, holds: Iterable[Hold]) -> bool:
    """Return whether the time of a call decides if a hold stood, and was not told closely enough."""
    against = list(_in_the_way(call, holds))
    return bool(against) and not any(_stood(hold, call) for hold in against)


def _in_the_way(call: Call, holds: Iterable[Hold]) -> Iterable[Hold]:
    """Return the holds that forbade such a call and may have stood when it was made."""
    first, last = call.span
    return (
        hold
        for hold in holds
        if forbids_visit(hold, address=call.address)
        and last > hold.placed_at
        and (hold.lifted_at is None or first < hold.lifted_at)
    )


def _stood(hold: Hold, call: Call) -> bool:
    first, last = call.span
    return first >= hold.placed_at and (hold.lifted_at is None or last <= hold.lifted_at)
