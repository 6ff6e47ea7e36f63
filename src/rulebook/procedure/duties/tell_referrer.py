"""Whoever referred the child is told how it ended."""

from collections.abc import Iterator

from rulebook.procedure.facts import CaseFacts, trigger_of
from rulebook.procedure.outcomes import closes
from rulebook.procedure.reading import first_on_or_after
from rulebook.procedure.rule import Clock, Owed, Until, duty
from rulebook.wording import long_date


@duty(
    code="tell-referrer",
    title="Tell the referrer the outcome",
    owed_by="CMEA",
    source="Procedure 3.1.2, 4 and Appendix 3; decision 24",
    requirements=("FEEDBACK-1", "AGENCY-2", "ACK-1"),
    parameters=("tell-referrer",),
    until=Until.DONE,
)
def tell_referrer(facts: CaseFacts) -> Iterator[Owed]:
    """Whoever referred the child and wants an answer is told the outcome once it is recorded.

    The days run from the first outcome after the referral that can close a case. Closing the case does not
    end the duty.
    """
    decided = [outcome.decided_on for outcome in facts.outcomes if closes(outcome.code)]
    for referral in facts.referrals:
        decided_on = first_on_or_after(decided, referral.received_on)
        if referral.wants_answer and decided_on is not None:
            yield Owed(
                trigger=trigger_of(referral),
                triggered_on=decided_on,
                because=f"The outcome was recorded on {long_date(decided_on)}.",
                clock=Clock("tell-referrer", decided_on),
                met_on=referral.outcome_told_on,
            )
