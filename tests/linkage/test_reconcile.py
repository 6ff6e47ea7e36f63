"""Lists compared with rolls: what comes out adds up, and hostile lists end in a clear word."""

import csv
import gzip
import json
from pathlib import Path

import pytest

from linkage.commands import reconcile

HEADINGS = "id,Forename,Surname,DOB,Sex,Postcode,UPN"
POPULATION = f"""{HEADINGS}
p1,Oliver,Testlost,09/03/2015,M,NR1 3JU,
p2,Zoë,Priorname,01/02/2014,F,NR2 3JU,
p3,,,,,,
p4,Amelia,Nowhere,01/05/2013,F,NR3 3AA,
p5,Rowan,Testlost,09/03/2015,M,NR1 3JU,
"""
ROLL = f"""{HEADINGS}
r1,Olly,Testlost,09/03/2015,M,NR1 3JU,
r2,Zoe,Priorname,02/01/2014,F,NR2 3JU,
"""


def compared(
    folder: Path, population: str | bytes, roll: str = ROLL, *options: str, name: str = "p.csv"
) -> int:
    given = population.encode() if isinstance(population, str) else population
    (folder / name).write_bytes(given)
    (folder / "r.csv").write_text(roll, encoding="utf-8")
    lists = ["--population", str(folder / name), "--roll", str(folder / "r.csv")]
    return reconcile.main([*lists, "--out", str(folder / "out"), *options])


def decisions(folder: Path) -> dict[str, dict[str, str]]:
    with (folder / "out" / "decisions.csv").open(encoding="utf-8", newline="") as text:
        return {row["population_id"]: row for row in csv.DictReader(text)}


def test_every_row_is_answered_once_or_set_aside_with_its_line(tmp_path: Path) -> None:
    assert compared(tmp_path, POPULATION) == 0

    found = decisions(tmp_path)
    assert {name: row["decision"] for name, row in found.items()} == {
        "p1": "on_roll",
        "p2": "on_roll",
        "p4": "on_no_roll",
        "p5": "on_no_roll",
    }
    assert (found["p1"]["roll_id"], found["p2"]["roll_id"]) == ("r1", "r2")
    assert "day and month changed about" in found["p2"]["because"]
    aside = (tmp_path / "out" / "set_aside.csv").read_text(encoding="utf-8").splitlines()
    assert aside[1].startswith('population,p.csv,4,p3,"This row has no name.')
    summary = json.loads((tmp_path / "out" / "summary.json").read_text(encoding="utf-8"))
    assert sum(summary["decisions"].values()) == summary["population_rows"] == 5


def test_a_twin_whose_record_is_not_there_is_not_taken_for_the_other(tmp_path: Path) -> None:
    alone = f"{HEADINGS}\np5,Rowan,Testlost,09/03/2015,M,NR1 3JU,\n"

    assert compared(tmp_path, alone) == 0
    assert decisions(tmp_path)["p5"]["decision"] != "on_roll"


def test_the_report_needs_nothing_else_and_shows_no_markup_of_a_list(tmp_path: Path) -> None:
    assert compared(tmp_path, POPULATION.replace("Nowhere", "<b>Nowhere</b>")) == 0

    page = (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    assert "&lt;b&gt;Nowhere" in page
    assert not {"<script", "<link", "http:", "https:", "src="} & {
        mark for mark in ("<script", "<link", "http:", "https:", "src=") if mark in page
    }


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp1252", "gzip"])
def test_the_same_list_in_any_form_gives_the_same_answers(tmp_path: Path, encoding: str) -> None:
    packed = gzip.compress(POPULATION.encode()) if encoding == "gzip" else POPULATION.encode(encoding)

    assert compared(tmp_path, packed) == 0
    assert {row["decision"] for row in decisions(tmp_path).values()} == {"on_roll", "on_no_roll"}


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "p.csv: This file is empty"),
        (bytes(range(256)), "holds data that is no text"),
        (b"Apples,Pears\n1,2\n", "No column was recognised"),
        (b"%PDF-1.7", "This is a PDF"),
    ],
)
def test_what_is_no_list_is_refused_by_name(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes, words: str
) -> None:
    assert compared(tmp_path, content) == 1
    assert words in capsys.readouterr().err


def test_one_child_thousands_of_times_and_a_cell_of_megabytes(tmp_path: Path) -> None:
    row = "p,Oliver,Testlost,09/03/2015,M,NR1 3JU,\n"
    huge = f"{HEADINGS}\n{row * 5_000}p,{'x' * 3_000_000},Testlost,09/03/2015,M,NR1 3JU,\n"

    assert compared(tmp_path, huge) == 0
    summary = json.loads((tmp_path / "out" / "summary.json").read_text(encoding="utf-8"))
    assert sum(summary["decisions"].values()) == summary["population_rows"] == 5_001
    assert summary["decisions"]["on_roll"] == 5_000


def test_a_column_can_be_named_by_a_person(tmp_path: Path) -> None:
    asked = POPULATION.replace("DOB", "Came into the world")

    assert compared(tmp_path, asked, ROLL, "--column", "birth_date=Came into the world") == 0
    assert decisions(tmp_path)["p1"]["decision"] == "on_roll"
