"""A child on no roll and without an address is searched for again, every twelve weeks, while of school age."""

from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from rulebook.procedure.facts import CaseFacts, CheckResult, RollCheck, trigger_of
from rulebook.procedure.reading import Live, conclusive, live_addresses
from rulebook.procedure.rule import Clock, Ended, Owed, duty
from rulebook.wording import long_date


@duty(
    code="recheck-without-address",
    title="Search the rolls again",
    owed_by="CMEA",
    source="Procedure 3.1.2; decision 10",
    requirements=("RECHECK-1", "TRACK-1"),
    parameters=("recheck-without-address",),
    while_of_age=True,
    recurring=True,
)
def recheck_without_address(facts: CaseFacts) -> Iterator[Owed]:
    """While the child is on no roll and no address is known, the rolls are searched again every twelve weeks.

    The weeks run from the last search. A child whose only address proved wrong, or where nobody was found
    twice, is a child without an address. An address in the area that becomes known ends the duty, because a
    visit takes its place. Nothing else does but an outcome, or the end of compulsory school age, which asks for one:
    the child is never dropped for not being found.
    """
    lives = live_addresses(facts)
    checks: list[RollCheck | None] = [*conclusive(facts), None]
    for check, following in pairwise(checks):
        if check is None or check.result is not CheckResult.NOT_ON_ROLL:
            continue
        until = following.made_on if following else None
        if _always_had_one(lives, since=check.made_on, until=until):
            continue
        yield Owed(
            trigger=trigger_of(check),
            triggered_on=check.made_on,
            because=f"The search of {long_date(check.made_on)} found the child on no roll, and no address is known.",
            clock=Clock("recheck-without-address", check.made_on),
            met_on=until,
            ended=None if until else _address_known(lives, since=check.made_on),
        )


def _always_had_one(lives: tuple[Live, ...], *, since: date, until: date | None) -> bool:
    """Whether some address was live on every day from ``since`` to ``until``, or for ever."""
    covered_to = since
    for live in lives:
        if live.from_on <= covered_to:
            if live.until is None:
                return True
            covered_to = max(covered_to, live.until)
    return until is not None and covered_to >= until


def _address_known(lives: tuple[Live, ...], *, since: date) -> Ended | None:
    known_on = min((max(live.from_on, since) for live in lives if live.until is None), default=None)
    return Ended(known_on, f"An address is known since {long_date(known_on)}.") if known_on else None
