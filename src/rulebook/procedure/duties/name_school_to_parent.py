"""Before an order the parent is told which school it will name."""

from collections.abc import Iterator

from rulebook.procedure.facts import CaseFacts
from rulebook.procedure.owing import end, owes
from rulebook.procedure.reading import earliest, order_no_longer_needed
from rulebook.procedure.rule import Owed, duty


@duty(
    code="name-school-to-parent",
    title="Serve the notice of the school to be named",
    owed_by="AIO",
    source="Education Act 1996 s.437(3) and 438",
    requirements=("SAO-1",),
    parameters=("name-school-to-parent",),
    while_of_age=True,
    contact=True,
)
def name_school_to_parent(facts: CaseFacts) -> Iterator[Owed]:
    """Before an order the parent is told which school it will name.

    When the parent has not satisfied the authority, the parent is served with a notice of the school that
    the order will name, and may choose another. Where it was decided that it is not expedient that the child attend
    school, no order is made and nothing is owed.

    While a hold stands no notice is served.
    """
    for order in facts.orders:
        since = order.not_satisfied_on
        if since is not None:
            yield owes(
                order,
                since=since,
                within="name-school-to-parent",
                because="On {day} the parent had not satisfied the authority.",
                met_on=order.school_notice_served_on,
                ended=earliest(
                    (
                        end(
                            since,
                            "It was decided on {day} that it is not expedient that the child attend school.",
                        )
                        if order.expedient is False
                        else None,
                        order_no_longer_needed(order, facts=facts, since=since),
                    )
                ),
            )
