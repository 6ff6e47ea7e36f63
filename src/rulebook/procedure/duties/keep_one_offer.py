"""A child holds one offer in a round, and no more."""

from collections.abc import Iterator
from datetime import date

from rulebook.procedure.facts import CaseFacts, PlaceOffered
from rulebook.procedure.owing import owes
from rulebook.procedure.rule import Owed, duty


@duty(
    code="keep-one-offer",
    title="Withdraw one of two offers",
    owed_by="ADM",
    source="Procedure 3.1.5; decision 41",
    requirements=("ADMIT-2",),
    parameters=("keep-one-offer",),
    while_of_age=True,
)
def keep_one_offer(facts: CaseFacts) -> Iterator[Owed]:
    """A child holds one offer in a round, and no more.

    When a child who holds an offer in a co-ordinated round is made another one in it, Admissions withdraws one of them.

    The days run from the later offer. Withdrawing either, or the family's declining either, meets the duty; of three
    offers two have to go. Offers in mid-year, and offers of different rounds, are no matter of it.
    """
    offers = sorted(facts.places, key=lambda place: (place.offered_on, place.id))
    for number, later in enumerate(offers):
        held = [earlier for earlier in offers[:number] if _both_stand(earlier, later)]
        if held:
            yield owes(
                later,
                since=later.offered_on,
                within="keep-one-offer",
                because="On {day} a second place was offered in the same round.",
                met_on=_one_is_left_on(later, held),
            )


def _one_is_left_on(later: PlaceOffered, held: list[PlaceOffered]) -> date | None:
    """The day on which the later offer was gone, or every one that was held before it."""
    gone = [place.gone_on for place in held if place.gone_on is not None]
    all_gone_on = max(gone) if len(gone) == len(held) else None
    return min((day for day in (later.gone_on, all_gone_on) if day is not None), default=None)


def _both_stand(earlier: PlaceOffered, later: PlaceOffered) -> bool:
    same = bool(later.round) and earlier.round == later.round
    return same and (earlier.gone_on is None or earlier.gone_on > later.offered_on)
