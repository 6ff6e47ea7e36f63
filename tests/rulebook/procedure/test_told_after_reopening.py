"""Whoever referred the child hears the outcome that stands, not one that a reopening took back: worked out by hand."""

from datetime import date

import pytest

from rulebook.procedure.duties.tell_referrer import tell_referrer
from rulebook.procedure.facts import CaseFacts, Closing, OutcomeDecided, Referral, Reopening

RECEIVED, FIRST, AGAIN, LAST = (
    date(2026, 9, 1), date(2026, 9, 10), date(2026, 9, 17), date(2026, 10, 8),
)  # fmt: skip


def closed(*days: date) -> dict[str, tuple[object, ...]]:
    """Return the outcomes and closings of these days."""
    return {
        "outcomes": tuple(
            OutcomeDecided(id=str(day), code="on-roll", decided_on=day, confirmed_on=day) for day in days
        ),
        "closings": tuple(Closing(id=str(day), closed_on=day) for day in days),
    }


CASES = [
    ("the case is closed", {**closed(FIRST)}, None, FIRST),
    ("it is open again, and nobody was told", {**closed(FIRST), "reopenings": (AGAIN,)}, None, None),
    ("it was closed once more", {**closed(FIRST, LAST), "reopenings": (AGAIN,)}, None, LAST),
    (
        "it is open again, and the sender was told before",
        {**closed(FIRST), "reopenings": (AGAIN,)},
        FIRST,
        FIRST,
    ),
    ("it was opened again on the day of its closing", {**closed(FIRST), "reopenings": (FIRST,)}, None, None),
    ("it was closed again that same day", {**closed(FIRST, FIRST), "reopenings": (FIRST,)}, None, FIRST),
]


@pytest.mark.requirement("FEEDBACK-1")
@pytest.mark.parametrize(("says", "facts", "told_on", "since"), CASES, ids=[row[0] for row in CASES])
def test_the_answer_is_owed_from_the_outcome_that_stands(
    says: str, facts: dict[str, tuple[object, ...]], told_on: date | None, since: date | None
) -> None:
    reopened = tuple(Reopening(id=str(day), reopened_on=day) for day in facts.get("reopenings", ()))
    case = CaseFacts(
        subject="c",
        opened_on=RECEIVED,
        referrals=(Referral(id="r", received_on=RECEIVED, outcome_told_on=told_on),),
        **{**facts, "reopenings": reopened},
    )

    assert [owed.triggered_on for owed in tell_referrer.owed(case)] == ([since] if since else [])
