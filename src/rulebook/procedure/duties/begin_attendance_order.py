"""A place offered and not taken up leads to school attendance proceedings."""

from collections.abc import Iterator
from datetime import date

from rulebook.procedure.facts import CaseFacts, ProvisionKind, trigger_of
from rulebook.procedure.owing import owes
from rulebook.procedure.reading import earliest, education_settled, first_on_or_after, found_on_roll
from rulebook.procedure.rule import Clock, Ended, Owed, duty
from rulebook.wording import long_date


@duty(
    code="begin-attendance-order",
    title="Begin school attendance order proceedings",
    owed_by="AIO",
    source="Procedure 3.1.4; Education Act 1996 s.437; decision 14",
    requirements=("SAO-1", "SCOPE-4"),
    parameters=("begin-attendance-order",),
    while_of_age=True,
)
def begin_attendance_order(facts: CaseFacts) -> Iterator[Owed]:
    """A place offered and not taken up leads to school attendance proceedings.

    When a place is offered and a child who was never enrolled does not come, school attendance order
    proceedings are begun. So they are when home education is judged unsuitable.

    While nobody has said whether the child was enrolled the date is not yet known. A child who was
    enrolled is a matter of attendance instead. Education that is settled ends the duty.
    """
    begun = [order.begun_on for order in facts.orders]
    for place in facts.places:
        since = place.not_taken_up_on
        if since is not None and not place.enrolled:
            yield Owed(
                trigger=trigger_of(place),
                triggered_on=since,
                because=f"A place was not taken up on {long_date(since)}.",
                clock=Clock("begin-attendance-order", since) if place.enrolled is False else None,
                waiting_for="it is not recorded whether the child was enrolled. Record it and the date appears.",
                met_on=first_on_or_after(begun, since),
                ended=_settled(facts, since),
            )
    for provision in facts.provisions:
        since = provision.judged_on
        if provision.kind is ProvisionKind.HOME and provision.suitable is False and since is not None:
            yield owes(
                provision,
                since=since,
                within="begin-attendance-order",
                because="The home education was judged unsuitable on {day}.",
                met_on=first_on_or_after(begun, since),
                ended=_settled(facts, since),
            )


def _settled(facts: CaseFacts, since: date) -> Ended | None:
    return earliest((found_on_roll(facts, since=since), education_settled(facts, since=since)))
