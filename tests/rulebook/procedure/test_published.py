"""The worked examples: clocks and whole cases, worked out by hand."""

import csv
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from rulebook.parameters import load
from rulebook.procedure import DUTIES, Facts, assess, rule_of
from rulebook.procedure.duty import Duty
from rulebook.school_days.calendar import Calendar
from tests.rulebook.calendars import FENSHIRE, calendar_of
from tests.rulebook.procedure.reading_in import facts_of, on_day

PUBLISHED = Path(__file__).parents[2] / "published"
ROWS = list(csv.DictReader((PUBLISHED / "clocks.csv").read_text(encoding="utf-8").splitlines()))
SMALLEST = tomllib.loads((PUBLISHED / "smallest.toml").read_text(encoding="utf-8"))
JOURNEYS = tomllib.loads((PUBLISHED / "journeys.toml").read_text(encoding="utf-8"))["case"]

# Each example proves the requirements of its duty.
CLOCKS = [
    pytest.param(
        row,
        id=f"{row['duty']}: {row['special']}",
        marks=[pytest.mark.requirement(each) for each in rule_of(row["duty"].split(" ")[0]).requirements],
    )
    for row in ROWS
]


def _assessed(facts: Facts, *, calendar: Calendar = FENSHIRE) -> tuple[Duty, ...]:
    return assess(facts, calendar=calendar, parameters=load())


@pytest.mark.parametrize("row", CLOCKS)
def test_a_clock_ends_on_the_day_worked_out_by_hand(row: dict[str, str]) -> None:
    day = date.fromisoformat(row["from"])
    facts = facts_of(on_day(SMALLEST[row["duty"]], day))

    duties = [each for each in _assessed(facts, calendar=calendar_of(day)) if each.code == code_of(row)]

    assert {due_in_words(duty) for duty in duties} == ({row["due"]} - {"none"})


def code_of(row: dict[str, str]) -> str:
    return row["duty"].split(" ")[0]


def due_in_words(duty: Duty) -> str:
    """The day, or why there is none."""
    if duty.due_on is not None:
        return duty.due_on.isoformat()
    assert duty.counted.startswith("Date not yet known")
    return "not published" if "published" in duty.counted else "not known"


def test_there_are_enough_examples_and_none_is_written_twice() -> None:
    asked = [(row["duty"], row["from"]) for row in ROWS]

    assert len(asked) == len(set(asked)) >= 300
    assert all(row["paragraph"] and row["special"] for row in ROWS)


def test_every_smallest_case_has_its_clock() -> None:
    assert {row["duty"] for row in ROWS} == set(SMALLEST)


def test_every_duty_has_a_clock_worked_out_by_hand() -> None:
    with_a_day = {code_of(row) for row in ROWS if row["due"].startswith("20")}

    assert with_a_day == {rule.code for rule in DUTIES}


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
