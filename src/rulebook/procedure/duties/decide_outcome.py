"""When the education of the child is confirmed, the outcome is recorded."""

from collections.abc import Iterator
from datetime import date

from rulebook.procedure.facts import CaseFacts, trigger_of
from rulebook.procedure.outcomes import closes
from rulebook.procedure.reading import first_on_or_after, has_outcome
from rulebook.procedure.rule import Clock, Owed, Until, duty
from rulebook.wording import long_date


@duty(
    code="decide-outcome",
    title="Record the outcome",
    owed_by="CMEA",
    source="Procedure 3.1.2; decision 41",
    requirements=("TRACK-1",),
    parameters=("decide-outcome",),
    until=Until.CLOSING,
)
def decide_outcome(facts: CaseFacts) -> Iterator[Owed]:
    """When a school or provider has confirmed where the child is educated, the outcome is recorded.

    The days run from the confirmation. A school's word that the child is on its roll and does not attend asks
    for an outcome as well: the attendance route. One outcome answers every confirmation before it.
    """
    decided = [outcome.decided_on for outcome in facts.outcomes if closes(outcome.code)]
    waiting = False
    for since, trigger, because in sorted(_confirmations(facts)):
        if waiting or has_outcome(facts, before=since):
            continue
        met_on = first_on_or_after(decided, since)
        waiting = met_on is None
        yield Owed(
            trigger=trigger,
            triggered_on=since,
            because=because,
            clock=Clock("decide-outcome", since),
            met_on=met_on,
        )


def _confirmations(facts: CaseFacts) -> Iterator[tuple[date, str, str]]:
    for place in facts.places:
        if place.confirmed_on is not None:
            yield (
                place.confirmed_on,
                trigger_of(place),
                f"The school confirmed on {long_date(place.confirmed_on)}.",
            )
    for check in facts.roll_checks:
        if check.attendance_confirmed_on is not None:
            because = f"The school said on {long_date(check.attendance_confirmed_on)} that the child attends."
            yield check.attendance_confirmed_on, trigger_of(check), because
        if check.not_attending_on is not None:
            day = long_date(check.not_attending_on)
            because = f"The school said on {day} that the child is on its roll and does not attend."
            yield check.not_attending_on, f"{trigger_of(check)}+not-attending", because
    for provision in facts.provisions:
        if provision.confirmed_on is not None and provision.suitable is not False:
            because = f"The education was confirmed on {long_date(provision.confirmed_on)}."
            yield provision.confirmed_on, trigger_of(provision), because
