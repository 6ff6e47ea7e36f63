"""The worked examples: clocks and whole cases, worked out by hand."""

import csv
import tomllib
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from rulebook.parameters import load
from rulebook.procedure import DUTIES, assess
from rulebook.procedure.duty import Duty
from rulebook.procedure.facts import (
    CaseFacts,
    CheckResult,
    Closing,
    EducationFound,
    Hold,
    KnownAddress,
    OutcomeDecided,
    PlaceOffered,
    Referral,
    RollCheck,
    Screening,
    Visit,
    VisitOutcome,
    VisitRequest,
)
from tests.rulebook.calendars import FENSHIRE
from tests.rulebook.procedure.reading_in import facts_of

PUBLISHED = Path(__file__).parents[2] / "published"
CLOCKS = list(csv.DictReader((PUBLISHED / "clocks.csv").read_text(encoding="utf-8").splitlines()))
JOURNEYS = tomllib.loads((PUBLISHED / "journeys.toml").read_text(encoding="utf-8"))["case"]


def _case(day: date, **facts: Any) -> CaseFacts:
    return CaseFacts(subject="case-1", opened_on=day, **facts)


def _on_no_roll(day: date, **facts: Any) -> CaseFacts:
    check = RollCheck(id="1", made_on=day, result=CheckResult.NOT_ON_ROLL)
    return _case(day, roll_checks=(check,), **facts)


def _visited(day: date, outcome: VisitOutcome, education: EducationFound = EducationFound.NONE) -> CaseFacts:
    visit = Visit(id="1", visited_on=day, outcome=outcome, education_found=education)
    return _case(day, visits=(visit,), addresses=(KnownAddress(id="1", known_from=day),))


# The smallest case in which each clock starts on the day given.
CASES: dict[str, Callable[[date], CaseFacts]] = {
    "acknowledge-referral": lambda day: _case(day, referrals=(Referral(id="1", received_on=day),)),
    "check-rolls": _case,
    "screen-case": _case,
    "refer-concern": lambda day: _case(day, screenings=(Screening(id="1", made_on=day, any_yes=True),)),
    "tell-police": lambda day: _case(day, screenings=(Screening(id="1", made_on=day, crime_suspected=True),)),
    "strategy-decision-under-hold": lambda day: _case(day, holds=(Hold(id="1", placed_on=day),)),
    "confirm-roll-found": lambda day: _case(
        day, roll_checks=(RollCheck(id="1", made_on=day, result=CheckResult.ON_ROLL),)
    ),
    "recheck-without-address": _on_no_roll,
    "refer-to-area": lambda day: _on_no_roll(day, addresses=(KnownAddress(id="1", known_from=day),)),
    "allocate-officer": lambda day: _case(day, visit_requests=(VisitRequest(id="1", sent_on=day),)),
    "letter-before-visit": lambda day: _case(day, visit_requests=(VisitRequest(id="1", sent_on=day),)),
    "first-visit": lambda day: _case(day, visit_requests=(VisitRequest(id="1", sent_on=day),)),
    "first-visit urgent": lambda day: _case(
        day, visit_requests=(VisitRequest(id="1", sent_on=day, urgent=True),)
    ),
    "second-visit-after-no-answer": lambda day: _visited(day, VisitOutcome.NO_ANSWER),
    "verify-education-found": lambda day: _visited(day, VisitOutcome.SEEN_LIVING_THERE, EducationFound.HOME),
    "six-weekly-visit": lambda day: _visited(day, VisitOutcome.SEEN_LIVING_THERE),
    "offer-place": lambda day: _visited(day, VisitOutcome.LIVING_THERE_NOT_SEEN),
    "confirm-attendance": lambda day: _case(
        day, places=(PlaceOffered(id="1", offered_on=day, start_on=day),)
    ),
    "decide-outcome": lambda day: _case(
        day, places=(PlaceOffered(id="1", offered_on=day, confirmed_on=day),)
    ),
    "check-at-school-age": lambda day: _case(
        date(2026, 9, 9),
        born_on=day,
        outcomes=(OutcomeDecided(id="1", decided_on=date(2026, 9, 9), code="under-age"),),
        closings=(Closing(id="1", closed_on=date(2026, 9, 9)),),
    ),
    "tell-referrer": lambda day: _case(
        day,
        referrals=(Referral(id="1", received_on=day),),
        outcomes=(OutcomeDecided(id="1", decided_on=day, code="on-roll"),),
    ),
}


def _assessed(facts: CaseFacts) -> tuple[Duty, ...]:
    return assess(facts, calendar=FENSHIRE, parameters=load())


@pytest.mark.requirement("VISIT-1")
@pytest.mark.requirement("VISIT-2")
@pytest.mark.requirement("VISIT-4")
@pytest.mark.requirement("RECHECK-1")
@pytest.mark.requirement("ACK-1")
@pytest.mark.requirement("FEEDBACK-1")
@pytest.mark.parametrize("row", CLOCKS, ids=lambda row: f"{row['duty']}: {row['special']}")
def test_a_clock_ends_on_the_day_worked_out_by_hand(row: dict[str, str]) -> None:
    facts = CASES[row["duty"]](date.fromisoformat(row["from"]))
    code = row["duty"].split(" ")[0]

    (duty,) = [duty for duty in _assessed(facts) if duty.code == code]

    if row["due"] == "not published":
        assert duty.due_on is None
        assert duty.counted.startswith("Date not yet known")
    else:
        assert duty.due_on == date.fromisoformat(row["due"])


def test_every_duty_has_a_clock_worked_out_by_hand() -> None:
    assert {row["duty"].split(" ")[0] for row in CLOCKS} == {rule.code for rule in DUTIES}


@pytest.mark.requirement("TRACK-1")
@pytest.mark.requirement("HOLD-1")
@pytest.mark.requirement("CME4-1")
@pytest.mark.requirement("CHECK-2")
@pytest.mark.parametrize("case", JOURNEYS, ids=lambda case: case["says"])
def test_a_case_owes_exactly_what_was_worked_out_by_hand(case: dict[str, Any]) -> None:
    expected = {
        identity: {key: row[key] for key in row if key != "owed_by"}
        for identity, row in case["duties"].items()
    }

    duties = _assessed(facts_of(case["facts"]))

    assert {f"{duty.code} {duty.trigger}": _dates(duty) for duty in duties} == expected
    owed_by = {f"{duty.code} {duty.trigger}": duty.owed_by for duty in duties}
    for identity, row in case["duties"].items():
        assert owed_by[identity] == row.get("owed_by", owed_by[identity])


def _dates(duty: Duty) -> dict[str, date]:
    dates = {
        "due": duty.due_on,
        "met": duty.met_on,
        "excused": duty.excused_on,
        "not_before": duty.not_before,
        "suspended": duty.suspended_on,
        "resumed": duty.suspended_until,
    }
    return {name: day for name, day in dates.items() if day is not None}
