"""The benchmark of whole lists: each kind of lists is what it says, and a small run prints what it measured."""

import csv
from pathlib import Path

import pytest
from benchmarks.linkage_lists import KINDS, upn, write_lists

from benchmarks import linkage
from rulebook.identifiers import read_upn


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as text:
        return list(csv.DictReader(text))


def test_every_child_has_a_upn_of_its_own_with_a_right_check_letter() -> None:
    numbers = [upn(number) for number in range(20_000)]

    assert len(set(numbers)) == len(numbers)
    assert not any(read_upn(one).findings for one in numbers[:200])


@pytest.mark.parametrize("kind", KINDS)
def test_the_truth_names_every_row_and_only_records_that_are_there(tmp_path: Path, kind: str) -> None:
    folder = write_lists(tmp_path, count=400, seed=5, kind=kind)

    truth, roll = rows_of(folder / "truth.csv"), {row["id"] for row in rows_of(folder / "roll.csv")}
    names = [row["id"] for row in rows_of(folder / "population.csv")]
    assert [row["population_id"] for row in truth] == names
    assert len(set(names)) == len(names)
    assert {row["roll_id"] for row in truth if row["on_roll"] == "1"} <= roll
    assert all((row["on_roll"] == "0") == (row["roll_id"] == "") for row in truth)
    assert any(row["on_roll"] == "0" for row in truth)


def test_a_small_run_tells_what_it_measured(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asked = ["--children", "300", "--kinds", "hard", "--only", "onroll", "exact", "--no-febrl"]

    assert linkage.main([*asked, "--folder", str(tmp_path)]) == 0

    shown = capsys.readouterr().out
    assert "| onroll reconcile " in shown
    assert "| exact join of name and date " in shown
    assert (tmp_path / "linkage.md").read_text(encoding="utf-8") in shown
