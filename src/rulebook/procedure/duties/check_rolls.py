"""The rolls are searched before anything else is asked of a family."""

from collections.abc import Iterator
from datetime import date

from rulebook.procedure.facts import CaseFacts, trigger_of
from rulebook.procedure.reading import conclusive, first_on_or_after
from rulebook.procedure.rule import Clock, Owed, duty
from rulebook.wording import long_date

CASE_OPENED = "case:opened"


@duty(
    code="check-rolls",
    title="Search the rolls for the child",
    owed_by="CMEA",
    source="Procedure 3.1.2; decision 41",
    requirements=("CHECK-1", "INTAKE-1"),
    parameters=("check-rolls",),
    while_of_age=True,
)
def check_rolls(facts: CaseFacts) -> Iterator[Owed]:
    """The pupil and social-care databases are searched for the child when a case opens, and at every later referral.

    The days run from the first referral, or from the opening of the case where that is earlier. A search
    whose answer was unclear does not meet the duty. A case that is opened again is searched again, whatever was found
    earlier on that day (decision 38).
    """
    received = [referral.received_on for referral in facts.referrals]
    since = min((facts.opened_on, *received))
    because = f"Referred on {long_date(since)}." if since in received else f"Opened on {long_date(since)}."
    searched = [check.made_on for check in conclusive(facts)]
    yield _owed(searched, trigger=CASE_OPENED, since=since, because=because)
    for referral in facts.referrals:
        if referral.received_on > facts.opened_on:
            because = f"Referred once more on {long_date(referral.received_on)}."
            yield _owed(searched, trigger=trigger_of(referral), since=referral.received_on, because=because)
    for again in facts.reopenings:
        because = f"Opened again on {long_date(again.reopened_on)}."
        since_then = [
            check.made_on
            for check in conclusive(facts)
            if not (check.before_reopening and check.made_on == again.reopened_on)
        ]
        yield _owed(since_then, trigger=trigger_of(again), since=again.reopened_on, because=because)


def _owed(searched: list[date], *, trigger: str, since: date, because: str) -> Owed:
    return Owed(
        trigger=trigger,
        triggered_on=since,
        because=because,
        clock=Clock("check-rolls", since),
        met_on=first_on_or_after(searched, since),
    )
