"""The common shape of a duty: one fact, the day it happened, the length of time, and what met or ended it."""

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
