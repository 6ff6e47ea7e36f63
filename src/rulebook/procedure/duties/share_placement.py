"""Another authority that has to know of a place hears of it."""

from collections.abc import Iterator

from rulebook.procedure.facts import CaseFacts
from rulebook.procedure.owing import end, owes
from rulebook.procedure.rule import Owed, Until, duty


@duty(
    code="share-placement",
    title="Tell the other authority of the place",
    owed_by="ADM",
    source="Procedure 3.1.5; decision 41",
    requirements=("ADMIT-7",),
    parameters=("share-placement",),
    until=Until.CLOSING,
)
def share_placement(facts: CaseFacts) -> Iterator[Owed]:
    """Another authority that has to know of a place hears of it.

    When a place is offered that concerns another local authority, or a school that is its own admission authority,
    Admissions tells that authority.

    The days run from the offer. An offer that no longer stands ends the duty.
    """
    for place in facts.places:
        if place.other_authority:
            yield owes(
                place,
                since=place.offered_on,
                within="share-placement",
                because="A place that concerns another authority was offered on {day}.",
                met_on=place.shared_on,
                ended=end(place.gone_on, "The offer no longer stood from {day}."),
            )
