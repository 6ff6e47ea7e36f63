"""The worked examples that each duty's page shows: taken from ``tests/published``, answered by the rulebook.

Every row was worked out by hand and is compared with the rulebook by a test; here its answer is written down with the
reason and the counting, so that the page can show a whole case. Written by ``make docs``, looked at by ``make check``.
"""

import csv
import json
import tomllib
from collections import defaultdict
from datetime import date
from typing import Any

from rulebook.parameters import load
from rulebook.procedure import DUTIES, assess
from rulebook.procedure.duty import Duty
from scripts.system import ROOT
from tests.rulebook.calendars import calendar_of
from tests.rulebook.procedure.reading_in import facts_of, on_day

EXAMPLES = ROOT / "src" / "onroll" / "web" / "rules" / "examples.json"
PUBLISHED = ROOT / "tests" / "published"
SHOWN = 3  # of each duty: the first, and others that differ most in length from it


def as_json() -> str:
    """Return the examples of every duty as the text of their file."""
    smallest = tomllib.loads((PUBLISHED / "smallest.toml").read_text(encoding="utf-8"))
    rows = list(csv.DictReader((PUBLISHED / "clocks.csv").read_text(encoding="utf-8").splitlines()))
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        if row["due"].startswith("20"):
            found[row["duty"].split(" ")[0]].append(_example(row, smallest[row["duty"]]))
    chosen = {rule.code: _most_telling(found[rule.code]) for rule in DUTIES}
    return json.dumps(chosen, indent=1, ensure_ascii=False) + "\n"


def write() -> None:
    """Write the file of the examples anew."""
    EXAMPLES.write_text(as_json(), encoding="utf-8")


def is_fresh() -> bool:
    """Tell whether the file says what the examples and the rulebook say."""
    return EXAMPLES.exists() and EXAMPLES.read_text(encoding="utf-8") == as_json()


def _example(row: dict[str, str], written: dict[str, Any]) -> dict[str, Any]:
    day = date.fromisoformat(row["from"])
    calendar = calendar_of(day)
    duty = next(
        each
        for each in assess(facts_of(on_day(written, day)), calendar=calendar, parameters=load())
        if each.code == row["duty"].split(" ")[0] and str(each.due_on) == row["due"]
    )
    return {
        "special": row["special"],
        "paragraph": row["paragraph"],
        "from": row["from"],
        "because": duty.because,
        "counted": duty.counted,
        "not_before": str(duty.not_before or ""),
        "due": row["due"],
        "calendar": calendar.name if _in_school_days(duty) else "",
    }


def _in_school_days(duty: Duty) -> bool:
    return "school day" in duty.counted


def _most_telling(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The first, and the ones whose days are longest for their kind: those over holidays and leap days."""
    if not rows:
        return []
    later = sorted(rows[1:], key=_length, reverse=True)
    return [rows[0], *later[: SHOWN - 1]]


def _length(row: dict[str, Any]) -> int:
    return (date.fromisoformat(row["due"]) - date.fromisoformat(row["from"])).days
