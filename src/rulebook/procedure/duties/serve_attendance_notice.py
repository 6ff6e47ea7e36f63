"""The first stage of an attendance order: the parent is asked to satisfy the authority."""

from collections.abc import Iterator

from rulebook.procedure.facts import CaseFacts
from rulebook.procedure.owing import owes
from rulebook.procedure.reading import order_no_longer_needed
from rulebook.procedure.rule import Owed, duty


@duty(
    code="serve-attendance-notice",
    title="Serve the notice to satisfy the authority",
    owed_by="AIO",
    source="Education Act 1996 s.437(1) and (2); Procedure 3.1.4",
    requirements=("SAO-1",),
    parameters=("serve-attendance-notice",),
    while_of_age=True,
    contact=True,
)
def serve_attendance_notice(facts: CaseFacts) -> Iterator[Owed]:
    """The first stage of an attendance order: the parent is asked to satisfy the authority.

    When proceedings are begun, the parent is served with a notice to satisfy the authority that the child
    receives suitable education.

    The law names no time for serving it. While a hold stands no notice is served. The duty ends with the
    proceedings or when education is settled.
    """
    for order in facts.orders:
        yield owes(
            order,
            since=order.begun_on,
            within="serve-attendance-notice",
            because="School attendance order proceedings were begun on {day}.",
            met_on=order.notice_served_on,
            ended=order_no_longer_needed(order, facts=facts, since=order.begun_on),
        )
