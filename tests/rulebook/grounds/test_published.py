"""The worked examples of the grounds for deletion, worked out by hand."""

import csv
from datetime import date
from pathlib import Path

import pytest

from rulebook.grounds import Verdict, check_ground, describe_grounds
from rulebook.parameters import load
from tests.rulebook.grounds.calendars import MARSH_LANE
from tests.rulebook.grounds.written import deletion

PUBLISHED = Path(__file__).parents[2] / "published" / "grounds.csv"
EXAMPLES = list(csv.DictReader(PUBLISHED.read_text(encoding="utf-8").splitlines()))
OUTCOMES = {"may": "may be deleted", "not yet": "not yet", "may not": "may not be deleted"}


def _checked(row: dict[str, str]) -> Verdict:
    facts = deletion(row["ground"], row["deletes_on"], born_on=row["born_on"], written=row["facts"])
    return check_ground(facts, calendar=MARSH_LANE, parameters=load())


@pytest.mark.requirement("GROUND-1")
@pytest.mark.requirement("GROUND-2")
@pytest.mark.requirement("GROUND-3")
@pytest.mark.parametrize("row", EXAMPLES, ids=lambda row: f"{row['ground']}: {row['special']}")
def test_a_ground_comes_out_as_worked_out_by_hand(row: dict[str, str]) -> None:
    verdict = _checked(row)

    unmet = [question.code for question in verdict.questions if not question.is_met and not question.advises]
    assert verdict.outcome.value == OUTCOMES[row["outcome"]], verdict.sentence
    assert " ".join(unmet) == row["unmet"]
    assert verdict.earliest_on == (date.fromisoformat(row["earliest"]) if row["earliest"] else None)


@pytest.mark.requirement("DELETE-1")
@pytest.mark.requirement("DELETE-3")
@pytest.mark.parametrize(
    "row", [row for row in EXAMPLES if row["returns"]], ids=lambda row: f"{row['ground']}: {row['special']}"
)
def test_the_returns_are_due_on_the_days_worked_out_by_hand(row: dict[str, str]) -> None:
    verdict = _checked(row)

    owed = {each.code: "exempt" if each.exempt else f"{each.due_on}" for each in verdict.returns}
    assert owed == dict(each.split(" ") for each in row["returns"].split(";"))


@pytest.mark.requirement("DELETE-2")
@pytest.mark.requirement("CTF-4")
@pytest.mark.requirement("EHE-1")
@pytest.mark.parametrize(
    "row", [row for row in EXAMPLES if row["file"]], ids=lambda row: f"{row['ground']}: {row['special']}"
)
def test_the_transfer_file_goes_where_the_procedure_says(row: dict[str, str]) -> None:
    transfer = _checked(row).transfer

    assert (transfer.addressed_to if transfer else "none") == row["file"]


@pytest.mark.requirement("GROUND-1")
@pytest.mark.parametrize("on", [date(2024, 8, 18), date(2024, 8, 19)])
def test_every_ground_has_an_example_met_and_one_unmet(on: date) -> None:
    outcomes = {(row["ground"], row["outcome"] == "may") for row in EXAMPLES}

    codes = {ground.code for ground in describe_grounds(on=on)}

    assert {(code, is_met) for code in codes for is_met in (True, False)} <= outcomes
