"""Whoever referred the child is told how it ended, or that it was passed elsewhere."""

from collections.abc import Iterator
from datetime import date

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

    The days run from the first outcome after the referral that can close a case; of a referral that was passed
    elsewhere than to the register, from that day. An outcome that a reopening took back is told to nobody who has
    not been told of it: they are told the one that stands. Closing the case does not end the duty, and nobody who was
    told while it was open that enquiries continue has heard the outcome by that.
    """
    decided = [outcome.decided_on for outcome in facts.outcomes if closes(outcome.code)]
    standing = [day for day in decided if not _taken_back(day, facts)]
    for referral in facts.referrals:
        known = decided if referral.outcome_told_on else standing
        settled_on = referral.routed_on or first_on_or_after(known, referral.received_on)
        if referral.wants_answer and settled_on is not None:
            what = "The referral was passed elsewhere" if referral.routed_on else "The outcome was recorded"
            yield Owed(
                trigger=trigger_of(referral),
                triggered_on=settled_on,
                because=f"{what} on {long_date(settled_on)}.",
                clock=Clock("tell-referrer", settled_on),
                met_on=referral.outcome_told_on,
            )


def _taken_back(decided_on: date, facts: CaseFacts) -> bool:
    """Tell whether the case was opened again after this outcome; of one and the same day, if it is open now."""
    reopened = [again.reopened_on for again in facts.reopenings]
    return any(day > decided_on or (day == decided_on and facts.closed_on is None) for day in reopened)
