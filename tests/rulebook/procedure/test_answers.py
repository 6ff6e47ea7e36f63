"""What meets a duty and what ends it: worked examples, by hand."""

import copy
import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from rulebook.parameters import load
from rulebook.procedure import DUTIES, assess, rule_of
from rulebook.procedure.duty import Duty
from tests.rulebook.calendars import calendar_of
from tests.rulebook.procedure.reading_in import facts_of, on_day

PUBLISHED = Path(__file__).parents[2] / "published"
SMALLEST = tomllib.loads((PUBLISHED / "smallest.toml").read_text(encoding="utf-8"))
ANSWERS = tomllib.loads((PUBLISHED / "answers.toml").read_text(encoding="utf-8"))
MONDAY = date(2026, 11, 23)
# Whole cases tell how the others are met and ended.
JOURNEYS = tomllib.loads((PUBLISHED / "journeys.toml").read_text(encoding="utf-8"))["case"]


def _examples() -> Iterator[Any]:
    for which, table in ANSWERS.items():
        rule = rule_of(which.split(" ")[0])
        marks = [pytest.mark.requirement(each) for each in rule.requirements]
        for row in table["rows"]:
            yield pytest.param(which, row, id=f"{which}: {row['says']}", marks=marks)


@pytest.mark.parametrize(("which", "row"), list(_examples()))
def test_a_duty_is_met_or_ended_as_worked_out_by_hand(which: str, row: dict[str, Any]) -> None:
    day = row.get("day", MONDAY)
    written = on_day(copy.deepcopy(SMALLEST[which]), day)
    for name, more in row.get("set", {}).items():
        written[name][-1].update(more)
    for name, another in row.get("add", {}).items():
        several = another if isinstance(another, list) else [another]
        written.setdefault(name, []).extend({"id": "another", **each} for each in several)
    rule = rule_of(which.split(" ")[0])

    found = assess(facts_of(written), calendar=calendar_of(day), parameters=load())
    duties = [each for each in found if each.code == rule.code]

    if "none" in row:
        assert duties == []
        return
    if "met_of" in row:
        assert len(duties) > 1
        assert {each.trigger: each.met_on for each in duties if each.met_on} == row["met_of"]
        return
    first_owed = min(each.triggered_on for each in duties)
    asked = [each for each in duties if each.triggered_on == first_owed]
    expected = {name: row[name] for name in ("met", "excused", "suspended", "not_before") if name in row}
    assert expected or row["open"] is True
    assert [{name: _said(each)[name] for name in expected or ("met", "excused")} for each in asked] == (
        [expected or {"met": None, "excused": None}] * len(asked)
    )
    if "met" in expected:
        assert all(each.excused_on is None for each in asked)


def _said(duty: Duty) -> dict[str, date | None]:
    return {
        "met": duty.met_on,
        "excused": duty.excused_on,
        "suspended": duty.suspended_on,
        "not_before": duty.not_before,
    }


def test_every_duty_has_an_answer_worked_out_by_hand() -> None:
    told = {
        which.split(" ")[0]
        for which, table in ANSWERS.items()
        for row in table["rows"]
        if "met" in row or "excused" in row
    }
    in_journeys = {
        identity.split(" ")[0]
        for case in JOURNEYS
        for identity, row in case["duties"].items()
        if "met" in row or "excused" in row
    }

    assert told | in_journeys == {rule.code for rule in DUTIES}
