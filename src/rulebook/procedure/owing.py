"""The common shape of a duty: one fact, the day it happened, the length of time, and what met or ended it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from rulebook.procedure.facts import Fact, trigger_of
from rulebook.procedure.rule import Clock, Ended, Owed
from rulebook.wording import long_date


def owes(
    fact: Fact,
    *,
    since: date,
    within: str,
    because: str,
    met_on: date | None = None,
    ended: Ended | None = None,
    school: str = "",
) -> Owed:
    """Return what one fact makes somebody owe within the parameter ``within`` of ``since``.

    ``{day}`` in ``because`` is filled with ``since`` in words. What was done before ``since`` counts as done
    on it.
    """
    return Owed(
        trigger=trigger_of(fact),
        triggered_on=since,
        because=because.format(day=long_date(since)),
        clock=Clock(within, since),
        met_on=max(met_on, since) if met_on else None,
        ended=ended,
        school=school,
    )


def end(on: date | None, words: str) -> Ended | None:
    """Return what ended a duty on a day, with ``{day}`` filled in, or None when the day is None."""
    return Ended(on, words.format(day=long_date(on))) if on is not None else None


@dataclass(frozen=True, slots=True)
class Round:
    """One time round of what recurs: the day it runs from, and the next time it was done."""

    trigger: str
    since: date
    done_on: date | None


def rounds(fact: Fact, *, first: date, again: Iterable[date], until: date | None) -> Iterator[Round]:
    """Yield the rounds of what runs from the last time it was done: from ``first``, then from each day of ``again``.

    Days before ``first`` or after ``until`` are none of its rounds. Each round is known by its own day for ever.
    """
    last = until or date.max
    later = sorted({day for day in again if first < day <= last})
    for since, done_on in zip([first, *later], [*later, None], strict=True):
        trigger = trigger_of(fact) if since == first else f"{trigger_of(fact)}+{since.isoformat()}"
        yield Round(trigger, since, done_on)
