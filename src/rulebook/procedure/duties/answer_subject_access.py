"""Whoever asks for all that is held of a child is given it within a month."""

from collections.abc import Iterator
from datetime import date

from rulebook.procedure.authority_facts import AuthorityFacts
from rulebook.procedure.facts import trigger_of
from rulebook.procedure.owing import end
from rulebook.procedure.rule import Clock, Owed, duty
from rulebook.wording import long_date


@duty(
    code="answer-subject-access",
    title="Answer the request for all that is held",
    owed_by="DPO",
    source="UK GDPR art. 12(3) and 15",
    requirements=("SHARE-1",),
    parameters=("answer-subject-access", "extend-subject-access"),
    in_force_from=date(2018, 5, 25),
)
def answer_subject_access(facts: AuthorityFacts) -> Iterator[Owed]:
    """Whoever asks for all that is held of a child is given it within a month.

    The month runs from the day the request came or, where it had to be asked who is asking, from the day on which that
    was shown. Two further months are given when whoever asked was told so, with the reason, within the first.
    A last day on a weekend is not moved on: that is our reading, and the safe one.
    """
    for each in facts.subject_requests:
        asked = f"All that is held was asked for, and the time to answer runs from {long_date(each.since)}."
        longer = (
            f" On {long_date(each.extended_on)} it was said that it takes longer." if each.extended_on else ""
        )
        clock = (
            Clock("extend-subject-access", each.since, after="answer-subject-access")
            if each.extended_on
            else Clock("answer-subject-access", each.since)
        )
        yield Owed(
            trigger=trigger_of(each),
            triggered_on=each.since,
            because=asked + longer,
            clock=clock,
            met_on=max(each.answered_on, each.since) if each.answered_on else None,
            ended=end(each.ended_on, "On {day} the request was withdrawn or refused."),
        )
