"""The school says that the child has started."""

from collections.abc import Iterator

from rulebook.procedure.facts import CaseFacts, PlaceOffered, trigger_of
from rulebook.procedure.owing import end
from rulebook.procedure.reading import earliest, first_on_or_after, taken_up_on
from rulebook.procedure.rule import Clock, Ended, Owed, Until, duty
from rulebook.wording import long_date


@duty(
    code="confirm-attendance",
    title="Get the school's word that the child has started",
    owed_by="AIO",
    source="Procedure 3.1.4 and 5.1; decisions 12 and 13",
    requirements=("OPEN-1", "MAINTAIN-1"),
    parameters=("confirm-attendance",),
    until=Until.CLOSING,
)
def confirm_attendance(facts: CaseFacts) -> Iterator[Owed]:
    """When a place has been offered, the school confirms that the child has started there.

    The school days run from the day of starting, in the school's own calendar; while no day of starting is
    recorded the date is not yet known. An outcome does not end the duty: the officer stays until the child
    attends. It ends when the place is declined, withdrawn or not taken up, or another one is taken up.
    """
    for place in facts.places:
        starts_on = place.taken_up_on or place.start_on
        began = f", to start on {long_date(starts_on)}" if starts_on else ""
        yield Owed(
            trigger=trigger_of(place),
            triggered_on=place.offered_on,
            because=f"A place was offered on {long_date(place.offered_on)}{began}.",
            clock=Clock("confirm-attendance", max(starts_on, place.offered_on)) if starts_on else None,
            waiting_for="it needs the day on which the child is to start. Record it and the date appears.",
            met_on=place.confirmed_on,
            ended=_ended(facts, place),
            school=place.school,
        )


def _ended(facts: CaseFacts, place: PlaceOffered) -> Ended | None:
    if taken_up_on(place) is not None:
        return None
    elsewhere_on = first_on_or_after((taken_up_on(other) for other in facts.places), place.offered_on)
    return earliest(
        (
            end(place.declined_on, "The place was declined on {day}."),
            end(place.withdrawn_on, "The offer was withdrawn on {day}."),
            end(place.not_taken_up_on, "The place was not taken up on {day}."),
            Ended(elsewhere_on, f"Another place was taken up on {long_date(elsewhere_on)}.")
            if elsewhere_on
            else None,
        )
    )
