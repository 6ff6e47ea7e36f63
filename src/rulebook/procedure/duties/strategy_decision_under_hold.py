"""While a hold forbids contact, a manager decides how the child is to be reached."""

from collections.abc import Iterator
from datetime import date

from rulebook.procedure.facts import CaseFacts, Hold, trigger_of
from rulebook.procedure.reading import first_on_or_after, spells
from rulebook.procedure.rule import Clock, Ended, Owed, Until, duty
from rulebook.wording import long_date


@duty(
    code="strategy-decision-under-hold",
    title="Decide how to reach the child while the hold stands",
    owed_by="AEM",
    source="Procedure 2.7.10; decision 30",
    requirements=("HOLD-1",),
    parameters=("strategy-decision",),
    until=Until.CLOSING,
)
def strategy_decision_under_hold(facts: CaseFacts) -> Iterator[Owed]:
    """A hold stops letters, visits and calls to the family; it stops no clock.

    The manager decides, in place of the officers and sooner than they would have had to act, how the child is
    to be reached: once when the hold is placed; again when a search while it stands first finds the child on no
    roll, which would otherwise bring a visit; and again for each visit that was asked for or made all the same.
    Lifting the hold ends the duty.
    """
    for hold in facts.holds:
        if not hold.stops_visits:
            continue
        because = f"A hold was placed on {long_date(hold.placed_on)}."
        yield _owed(facts, hold, trigger=trigger_of(hold), since=hold.placed_on, because=because)
        for spell in spells(facts):
            search = spell.searches[0] if spell.searches else None
            if search is not None and hold.stands(search.made_on) and search.made_on > hold.placed_on:
                because = f"The search of {long_date(search.made_on)} found the child on no roll, while a hold stands."
                trigger = f"{trigger_of(hold)}+{trigger_of(search)}"
                yield _owed(facts, hold, trigger=trigger, since=search.made_on, because=because)
        for request in facts.visit_requests:
            if hold.stands(request.sent_on) and request.sent_on > hold.placed_on:
                because = f"A visit was asked for on {long_date(request.sent_on)}, while a hold stands."
                trigger = f"{trigger_of(hold)}+{trigger_of(request)}"
                yield _owed(facts, hold, trigger=trigger, since=request.sent_on, because=because)
        for visit in facts.visits:
            if visit.hold == hold.id:
                because = f"The family was visited on {long_date(visit.visited_on)}, while a hold stood."
                trigger = f"{trigger_of(hold)}+{trigger_of(visit)}"
                since = visit.known_on or visit.visited_on
                yield _owed(facts, hold, trigger=trigger, since=since, because=because)


def _owed(facts: CaseFacts, hold: Hold, *, trigger: str, since: date, because: str) -> Owed:
    decided = (each.decided_on for each in facts.strategy_decisions if each.hold in ("", hold.id))
    lifted_on = hold.lifted_on
    return Owed(
        trigger=trigger,
        triggered_on=since,
        because=because,
        clock=Clock("strategy-decision", since),
        met_on=first_on_or_after(decided, since),
        ended=Ended(lifted_on, f"The hold was lifted on {long_date(lifted_on)}.") if lifted_on else None,
    )
