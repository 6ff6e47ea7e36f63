"""After an order it is found out whether the child has been registered at the school."""

from collections.abc import Iterator

from rulebook.procedure.facts import CaseFacts
from rulebook.procedure.owing import end, owes
from rulebook.procedure.rule import Owed, duty


@duty(
    code="check-order-obeyed",
    title="Find out whether the order is obeyed",
    owed_by="AIO",
    source="Education Act 1996 s.443; Procedure 3.1.4",
    requirements=("SAO-1",),
    parameters=("check-order-obeyed",),
    while_of_age=True,
)
def check_order_obeyed(facts: CaseFacts) -> Iterator[Owed]:
    """After an order it is found out whether the child has been registered at the school.

    After a school attendance order is served, the officer finds out whether the child is registered at
    the school and attends.

    The school days are those of the school named. Either finding meets the duty; revoking the order ends
    it.
    """
    for order in facts.orders:
        if order.order_served_on is not None:
            found = (day for day in (order.obeyed_on, order.breached_on) if day is not None)
            yield owes(
                order,
                since=order.order_served_on,
                within="check-order-obeyed",
                because="A school attendance order was served on {day}.",
                met_on=min(found, default=None),
                ended=end(order.revoked_on, "The order was revoked on {day}."),
                school=order.school,
            )
