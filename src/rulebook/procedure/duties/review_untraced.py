"""A second search that finds nothing is looked at by the manager."""

from collections.abc import Iterator
from datetime import date

from rulebook.procedure.facts import CaseFacts, CheckResult, RollCheck
from rulebook.procedure.owing import end, owes
from rulebook.procedure.reading import (
    began,
    conclusive,
    earliest,
    first_on_or_after,
    found_on_roll,
    live_addresses,
    live_on,
)
from rulebook.procedure.rule import Ended, Owed, duty

SECOND = 2


@duty(
    code="review-untraced",
    title="Review a child who is still not traced",
    owed_by="AEM",
    source="Procedure 3.1.2; decision 10",
    requirements=("RECHECK-1", "TRACK-1"),
    parameters=("review-untraced",),
    while_of_age=True,
)
def review_untraced(facts: CaseFacts) -> Iterator[Owed]:
    """A second search that finds nothing is looked at by the manager.

    When the search of the rolls for a child without an address has been made again and finds the child on
    no roll, the manager reviews the case.

    The second search in a row asks for it; while an address was known then, the first one after. The searches go on and
    ask for no other review, until an address was known in between, or the case is opened again. An address that becomes
    known ends the duty.
    """
    found_nothing = 0
    last: RollCheck | None = None
    asked_on: date | None = None
    for check in conclusive(facts):
        of_another = last is not None and began(facts, last.made_on) != began(facts, check.made_on)
        last = check
        if check.result is CheckResult.ON_ROLL or of_another:
            found_nothing, asked_on = 0, None
        found_nothing += check.result is CheckResult.NOT_ON_ROLL
        asked = asked_on is not None and not _address_known_by(check.made_on, facts, since=asked_on)
        if found_nothing >= SECOND and not asked and not live_on(facts, check.made_on):
            asked_on = check.made_on
            yield owes(
                check,
                since=check.made_on,
                within="review-untraced",
                because="The search of {day} found the child on no roll once more, and no address is known.",
                met_on=first_on_or_after((review.reviewed_on for review in facts.reviews), check.made_on),
                ended=earliest(
                    (found_on_roll(facts, since=check.made_on), _address_known(facts, check.made_on))
                ),
            )


def _address_known(facts: CaseFacts, since: date) -> Ended | None:
    known_on = first_on_or_after((live.from_on for live in live_addresses(facts)), since)
    return end(known_on, "An address is known since {day}.")


def _address_known_by(day: date, facts: CaseFacts, *, since: date) -> bool:
    known = _address_known(facts, since)
    return known is not None and known.on <= day
