"""The school that an order names is told, and has to admit the child."""

from collections.abc import Iterator

from rulebook.procedure.facts import CaseFacts
from rulebook.procedure.owing import end, owes
from rulebook.procedure.rule import Owed, duty


@duty(
    code="tell-named-school",
    title="Tell the school that the order names it",
    owed_by="AIO",
    source="Education Act 1996 s.437(5) and (6)",
    requirements=("SAO-1",),
    parameters=("tell-named-school",),
    while_of_age=True,
)
def tell_named_school(facts: CaseFacts) -> Iterator[Owed]:
    """When an order is served, the school it names is told. A maintained school has to admit the child."""
    for order in facts.orders:
        if order.order_served_on is not None:
            yield owes(
                order,
                since=order.order_served_on,
                within="tell-named-school",
                because="A school attendance order was served on {day}.",
                met_on=order.school_told_on,
                ended=end(order.revoked_on, "The order was revoked on {day}."),
            )
