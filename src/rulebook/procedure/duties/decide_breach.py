"""An order that is not obeyed leads to a decision."""

from collections.abc import Iterator

from rulebook.procedure.facts import CaseFacts
from rulebook.procedure.owing import end, owes
from rulebook.procedure.reading import earliest
from rulebook.procedure.rule import Owed, duty


@duty(
    code="decide-breach",
    title="Decide what follows the breach of the order",
    owed_by="AIO",
    source="Education Act 1996 s.443, 446 and 447",
    requirements=("SAO-1",),
    parameters=("decide-breach",),
)
def decide_breach(facts: CaseFacts) -> Iterator[Owed]:
    """An order that is not obeyed leads to a decision.

    When an order is not obeyed, it is decided whether to prosecute. Before that an education supervision
    order is considered.

    A child who is registered after all ends the duty, and so does revoking the order.
    """
    for order in facts.orders:
        since = order.breached_on
        if since is not None:
            obeyed_on = order.obeyed_on if order.obeyed_on and order.obeyed_on >= since else None
            yield owes(
                order,
                since=since,
                within="decide-breach",
                because="On {day} the order was found not to be obeyed.",
                met_on=order.breach_decided_on,
                ended=earliest(
                    (
                        end(obeyed_on, "Since {day} the order is obeyed."),
                        end(order.revoked_on, "The order was revoked on {day}."),
                    )
                ),
            )
