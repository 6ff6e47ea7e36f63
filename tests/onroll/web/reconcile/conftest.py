"""A list compared, a moment ago: the pages take their own moment."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from onroll.access.models import Area
from onroll.reconciliation import actions
from onroll.reconciliation.models import Comparison
from onroll.transfers.actions.applying import apply_file, approve_file
from onroll.transfers.actions.receiving import Said, receive_file
from onroll.transfers.actions.staging import stage_file
from tests.factories.world import World
from tests.onroll.transfers.conftest import as_csv, make_school, pupil

LISTED = [
    *(pupil(n, UPN="") for n in range(3)),
    {"Legal Surname": "Unlisted", "Legal Forename": "Perpetua", "DOB": "04/05/2014", "Postcode": "WX1 2AB"},
    {"Legal Surname": "Forgotten", "Legal Forename": "Ambrose", "DOB": "14/11/2015", "Postcode": "WX1 2AC"},
]


@pytest.fixture(autouse=True)
def _own_folder(settings: Any, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path
    settings.ONROLL_AUTHORITY_CODE = "999"


@pytest.fixture
def comparison(world: World) -> Comparison:
    """Return a list of five compared with a roll of six: three are on it, two nobody can explain."""
    by = world.by("CMEA")
    Area.objects.filter(pk=world.north.pk).update(postcode_prefixes=["WX"])
    make_school("900001", "Testwood Primary School")
    day = by.today - timedelta(days=1)
    for kind, name, rows in (
        ("roll", "900001_roll.csv", [pupil(n) for n in range(6)]),
        ("population", "births.csv", LISTED),
    ):
        file = receive_file([as_csv(rows)], kind=kind, name=name, said=Said(as_of=day), by=by).file
        stage_file(file, by=by)
        approve_file(file, by=by)
        apply_file(file, by=by)
    row = actions.ask_for_comparison([file], as_of_on=day, by=by)
    return actions.run_comparison(row, by=by)
