"""Whoever told us of a child hears that we have it."""

from collections.abc import Iterator

from rulebook.procedure.facts import CaseFacts, trigger_of
from rulebook.procedure.rule import Clock, Owed, Until, duty
from rulebook.wording import long_date


@duty(
    code="acknowledge-referral",
    title="Acknowledge the referral",
    owed_by="CMEA",
    source="Procedure Appendix 3; decision 24",
    requirements=("ACK-1", "AGENCY-2"),
    parameters=("acknowledge-referral",),
    until=Until.DONE,
)
def acknowledge_referral(facts: CaseFacts) -> Iterator[Owed]:
    """Whoever refers a child and wants an answer is told that the referral has arrived and will be followed up.

    The days run from the day the referral is received, whatever the day it was keyed. Telling the outcome
    acknowledges the referral too. Closing the case does not end the duty.
    """
    for referral in facts.referrals:
        if referral.wants_answer:
            answers = (day for day in (referral.acknowledged_on, referral.outcome_told_on) if day is not None)
            yield Owed(
                trigger=trigger_of(referral),
                triggered_on=referral.received_on,
                because=f"A referral was received on {long_date(referral.received_on)}.",
                clock=Clock("acknowledge-referral", referral.received_on),
                met_on=min(answers, default=None),
            )
