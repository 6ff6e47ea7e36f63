"""A parent who asks for an order to be revoked is answered."""

from collections.abc import Iterator

from rulebook.procedure.facts import CaseFacts
from rulebook.procedure.owing import owes
from rulebook.procedure.rule import Owed, Until, duty


@duty(
    code="answer-revocation-request",
    title="Answer the request to revoke the order",
    owed_by="AIO",
    source="Education Act 1996 s.442",
    requirements=("SAO-1",),
    parameters=("answer-revocation-request",),
    contact=True,
    until=Until.DONE,
)
def answer_revocation_request(facts: CaseFacts) -> Iterator[Owed]:
    """A parent who asks for an order to be revoked is answered.

    When a parent asks for the order to be revoked, because other arrangements have been made, the
    authority decides and tells the parent.

    Closing the case does not end the duty.
    """
    for order in facts.orders:
        if order.revocation_asked_on is not None:
            answers = (day for day in (order.revocation_answered_on, order.revoked_on) if day is not None)
            yield owes(
                order,
                since=order.revocation_asked_on,
                within="answer-revocation-request",
                because="The parent asked on {day} for the order to be revoked.",
                met_on=min(answers, default=None),
            )
