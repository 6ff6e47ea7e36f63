"""How long a school still sees a child whose name it deleted: a number of the rulebook, which an authority may set."""

from datetime import date
from pathlib import Path

import pytest

from onroll.education.facts import reach_ends_on
from rulebook.parameters import load
from rulebook.school_days.bank_holidays import bank_holidays_of_england
from rulebook.school_days.calendar import Calendar
from tests.rulebook.calendars import FENSHIRE

NOTHING_PUBLISHED = Calendar(bank_holidays=bank_holidays_of_england(), terms=(), closures=())


def seven(folder: Path) -> Path:
    """Write the numbers of an authority that lets its schools see a child for seven school days."""
    path = folder / "local.toml"
    row = '{ from = 2026-01-01, value = 7, unit = "school days", source = "Our own", mark = "I" }'
    path.write_text(f"[school-reach-after-deletion]\nwords = 'Seen'\nvalues = [{row}]\n", encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("calendar", "ends_on"),
    [
        (
            FENSHIRE,
            date(2026, 12, 1),
        ),  # Friday 20 November, then five in the week from 23 and two from 30 November
        (NOTHING_PUBLISHED, date(2026, 11, 29)),  # a week and two days: the least that seven can be
    ],
)
def test_an_authority_may_set_how_long_a_school_still_sees_a_child(
    tmp_path: Path, calendar: Calendar, ends_on: date
) -> None:
    numbers = load(seven(tmp_path))

    assert reach_ends_on(date(2026, 11, 20), calendar=calendar, parameters=numbers) == ends_on


def test_without_a_number_of_its_own_it_is_twenty_school_days() -> None:
    # 20 school days after Friday 20 November 2026: four whole weeks, to Friday 18 December.
    assert reach_ends_on(date(2026, 11, 20), calendar=FENSHIRE, parameters=load()) == date(2026, 12, 18)
