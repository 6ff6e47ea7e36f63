"""The benchmark in short: a small county, one database, no clock; so that measuring still works when it is wanted."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from benchmarks.report import MOST_STATEMENTS, Figures, Report, table

from scripts.system import ROOT

PAGES = {
    "today",
    "search",
    "register, first page",
    "register, last page",
    "register, filtered",
    "child",
    "child, timeline",
    "child, facts",
}


@pytest.mark.slow
def test_every_page_is_measured_and_keeps_its_statements(tmp_path: Path) -> None:
    folder = tmp_path / "county"
    folder.mkdir()
    settings = {name: value for name, value in os.environ.items() if not name.startswith("ONROLL_")}
    settings |= {
        "DJANGO_SETTINGS_MODULE": "onroll.project.settings",
        "ONROLL_DATA_DIR": str(folder),
        "ONROLL_REQUIRE_SECOND_FACTOR": "false",
        "ONROLL_LOG_LEVEL": "WARNING",
        "PYTHONPATH": os.pathsep.join((str(ROOT / "src"), str(ROOT))),
    }

    def run(*arguments: str, given: str = "") -> str:
        command = [sys.executable, "-m", *arguments]
        done = subprocess.run(
            command, env=settings, cwd=ROOT, input=given, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr[-3000:]
        return done.stdout

    run("onroll.project.command", "migrate")
    run("onroll.project.command", "manage", "collectstatic", "--noinput")
    run("benchmarks.county", "--children", "1000", "--cases", "60")
    plan = run("benchmarks.plan")
    counts = json.loads(run("benchmarks.inside", "statements", given=plan).splitlines()[-1])

    assert {row["name"] for row in counts} == PAGES
    assert {row["who"] for row in counts} == {"assistant", "officer"}
    over = {(row["name"], row["who"]): row["most"] for row in counts if row["most"] > MOST_STATEMENTS}
    assert over == {}
    found = json.loads(run("benchmarks.lookup", "--questions", "30"))
    assert found["ways"][0]["questions"] == 30


def test_a_broken_bound_is_told() -> None:
    report = Report(figures={"SQLite": [Figures("today", "assistant", 5_000, MOST_STATEMENTS + 1)]})

    assert len(report.faults()) == 1
    assert "16 statements; 15 are allowed" in report.text()


def test_columns_of_a_table_are_even() -> None:
    lines = table(("a", "long"), [["longer", "b"]])

    assert len({len(line) for line in lines}) == 1
