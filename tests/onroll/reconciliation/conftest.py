"""Lists beside a roll, small enough to be read: who is on both, and who is on none."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from onroll.access.models import Area
from onroll.audit.actor import Actor
from onroll.reconciliation import actions, queries
from onroll.reconciliation.models import Comparison, Listed
from onroll.schools.models import Establishment
from tests.onroll.transfers.conftest import HEADINGS, as_csv, make_school, officer, pupil, put_in, receive

DAY = date(2026, 11, 23)
STRANGER = pupil(500, UPN="")
NAMED = {"Legal Surname": "Unlisted", "Legal Forename": "Perpetua", "DOB": "04/05/2014", "UPN": ""}


@pytest.fixture(autouse=True)
def _own_folder(settings: Any, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path
    settings.ONROLL_AUTHORITY_CODE = "999"


@pytest.fixture
def clerk(db: None) -> Actor:
    """Return a CME Assistant."""
    return officer("CMEA")


@pytest.fixture
def school(clerk: Actor) -> Establishment:
    """Return a school whose roll of twelve pupils is in, and the area in which all of them live."""
    Area.objects.create(name="North", postcode_prefixes=["WX"])
    school = make_school("900001", "Testwood Primary School")
    put_in(as_csv([pupil(n) for n in range(12)]), by=clerk)
    return school


def list_of(rows: list[dict[str, str]], *, by: Actor, name: str = "births_20261120.csv") -> Comparison:
    """Return what was asked for: one list, to be compared as of the day of the tests."""
    file = receive(as_csv(rows, (*HEADINGS, "NHS Number")), kind="population", name=name, by=by)
    return actions.ask_for_comparison([file], as_of_on=DAY, by=by)


def compared(rows: list[dict[str, str]], *, by: Actor, **more: str) -> Comparison:
    """Return a list compared."""
    return actions.run_comparison(list_of(rows, by=by, **more), by=by)


def reasons(comparison: Comparison, *, by: Actor) -> list[str]:
    """Return the reason of each row, in order."""
    rows = queries.listed_visible_to(by).filter(comparison=comparison).order_by("place")
    return list(rows.values_list("reason", flat=True))


def one(comparison: Comparison, reason: str, *, by: Actor) -> Listed:
    """Return the first row of a reason."""
    row = queries.rows_of(comparison, reason=reason, by=by).first()
    assert row is not None
    return row
