"""When the education of the child is confirmed, or school age is over, the outcome is recorded."""

from collections.abc import Iterator
from datetime import date

from rulebook.procedure.facts import CaseFacts, trigger_of
from rulebook.procedure.outcomes import closes
from rulebook.procedure.reading import began, episodes, first_on_or_after, has_outcome
from rulebook.procedure.rule import Clock, Owed, Until, duty, over_age
from rulebook.wording import long_date


@duty(
    code="decide-outcome",
    title="Record the outcome",
    owed_by="CMEA",
    source="Procedure 3.1.2; decisions 10 and 41",
    requirements=("TRACK-1",),
    parameters=("decide-outcome",),
    until=Until.CLOSING,
)
def decide_outcome(facts: CaseFacts) -> Iterator[Owed]:
    """When a school or provider has confirmed where the child is educated, the outcome is recorded.

    The days run from the confirmation. A school's word that the child is on its roll and does not attend asks
    for an outcome as well: the attendance route. So does the end of compulsory school age: then nobody is searched for
    or visited any more, and the child does not stay on the register as missing. One outcome answers every
    confirmation before it, while the case is open; one that is opened again asks anew.
    """
    decided = [outcome.decided_on for outcome in facts.outcomes if closes(outcome.code)]
    waiting_since: date | None = None
    for since, trigger, because in sorted(_confirmations(facts)):
        waiting = waiting_since is not None and began(facts, waiting_since) == began(facts, since)
        if waiting or has_outcome(facts, before=since):
            continue
        met_on = first_on_or_after(decided, since)
        waiting_since = since if met_on is None else None
        yield Owed(
            trigger=trigger,
            triggered_on=since,
            because=because,
            clock=Clock("decide-outcome", since),
            met_on=met_on,
        )


def _confirmations(facts: CaseFacts) -> Iterator[tuple[date, str, str]]:
    yield from _over_age(facts)
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


def _over_age(facts: CaseFacts) -> Iterator[tuple[date, str, str]]:
    """The end of compulsory school age, in the stretch of the case in which it came or that began after it."""
    for starts_on, last_day in episodes(facts):
        over = over_age(facts, since=max(starts_on, facts.opened_on))
        if over is not None and (last_day is None or over.on <= last_day):
            yield (
                over.on,
                f"over-age:{over.on.isoformat()}",
                f"{over.words} The outcome is over compulsory school age.",
            )
