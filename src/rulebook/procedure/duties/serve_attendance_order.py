"""When the parent's time to choose is over, the order is served."""

from collections.abc import Iterator
from datetime import timedelta

from rulebook.procedure.facts import CaseFacts, trigger_of
from rulebook.procedure.reading import order_no_longer_needed
from rulebook.procedure.rule import Clock, Owed, duty
from rulebook.wording import long_date


@duty(
    code="serve-attendance-order",
    title="Serve the school attendance order",
    owed_by="AIO",
    source="Education Act 1996 s.437(3) and 438",
    requirements=("SAO-1",),
    parameters=("school-choice-notice", "serve-attendance-order"),
    while_of_age=True,
    contact=True,
)
def serve_attendance_order(facts: CaseFacts) -> Iterator[Owed]:
    """When the parent's time to choose a school has run out, the school attendance order is served.

    The parent has fifteen days beginning with the day on which the notice of the school was served. Then
    the officer's own days run. While a hold stands no order is served.
    """
    for order in facts.orders:
        noticed_on = order.school_notice_served_on
        if noticed_on is not None:
            yield Owed(
                trigger=trigger_of(order),
                triggered_on=noticed_on,
                because=f"The notice of the school was served on {long_date(noticed_on)}.",
                clock=Clock(
                    "serve-attendance-order", noticed_on - timedelta(days=1), after="school-choice-notice"
                ),
                not_before=Clock("school-choice-notice", noticed_on),
                met_on=order.order_served_on,
                ended=order_no_longer_needed(order, facts=facts, since=noticed_on),
            )
