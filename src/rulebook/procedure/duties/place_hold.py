"""A suspected forced marriage stops every approach to the family."""

from collections.abc import Iterator

from rulebook.procedure.case_steps import ConcernKind
from rulebook.procedure.facts import CaseFacts, HoldKind
from rulebook.procedure.owing import end, owes
from rulebook.procedure.rule import Owed, Until, duty


@duty(
    code="place-hold",
    title="Put the case on hold: no contact with the family",
    owed_by="CMEA",
    source="Procedure 2.7.10; decision 30",
    requirements=("HOLD-1",),
    parameters=("place-hold",),
    until=Until.DONE,
)
def place_hold(facts: CaseFacts) -> Iterator[Owed]:
    """A suspected forced marriage stops every approach to the family.

    When a forced marriage is suspected, the case is put on hold on the same day, so that nobody
    approaches the family.

    A hold that already stands meets the duty. A hold on one address or one person does not.
    """
    for concern in facts.concerns:
        if concern.kind is not ConcernKind.FORCED_MARRIAGE:
            continue
        placed = (
            max(hold.placed_on, concern.noted_on)
            for hold in facts.holds
            if hold.kind is HoldKind.NO_APPROACH_FAMILY
            and (hold.lifted_on is None or hold.lifted_on > concern.noted_on)
        )
        yield owes(
            concern,
            since=concern.noted_on,
            within="place-hold",
            because="A forced marriage was suspected on {day}.",
            met_on=min(placed, default=None),
            ended=end(concern.ruled_out_on, "A manager ruled the suspicion out on {day}."),
        )
