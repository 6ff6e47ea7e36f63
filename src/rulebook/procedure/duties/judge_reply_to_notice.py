"""When the time of the notice is over, it is decided whether the parent has answered it."""

from collections.abc import Iterator
from datetime import timedelta

from rulebook.procedure.facts import CaseFacts, trigger_of
from rulebook.procedure.reading import order_no_longer_needed
from rulebook.procedure.rule import Clock, Owed, duty
from rulebook.wording import long_date


@duty(
    code="judge-reply-to-notice",
    title="Decide whether the parent has satisfied the authority",
    owed_by="AIO",
    source="Education Act 1996 s.437(1) to (3)",
    requirements=("SAO-1",),
    parameters=("attendance-order-notice", "judge-reply-to-notice"),
    while_of_age=True,
)
def judge_reply_to_notice(facts: CaseFacts) -> Iterator[Owed]:
    """When the time of the notice is over, it is decided whether the parent has answered it.

    When the time that the notice gives has run out, the officer decides whether the parent has satisfied
    the authority, and if not, whether the child should attend a school.

    The notice gives at least fifteen days beginning with the day of service, so the day of service is day
    1. Then the officer's own days run.
    """
    for order in facts.orders:
        served_on = order.notice_served_on
        if served_on is None:
            continue
        answers = (day for day in (order.satisfied_on, order.not_satisfied_on) if day is not None)
        yield Owed(
            trigger=trigger_of(order),
            triggered_on=served_on,
            because=f"The notice was served on {long_date(served_on)}.",
            clock=Clock(
                "judge-reply-to-notice", served_on - timedelta(days=1), after="attendance-order-notice"
            ),
            not_before=Clock("attendance-order-notice", served_on),
            met_on=min(answers, default=None),
            ended=order_no_longer_needed(order, facts=facts, since=served_on),
        )
