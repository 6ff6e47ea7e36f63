"""A file is put in whole or not at all: a fault, a kill, two at once, and rows that would not add up."""

import io
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection

from onroll.audit.actor import Actor
from onroll.audit.chain import verify
from onroll.audit.models import Event
from onroll.education import actions as education
from onroll.schools.models import Establishment
from onroll.transfers import consequences
from onroll.transfers.actions.applying import apply_file, approve_file
from onroll.transfers.consequences import RowsLostError, Tally
from onroll.transfers.formats.base import Considered, Incoming
from onroll.transfers.models import Consequence, ReceivedFile
from tests.onroll.transfers.conftest import as_csv, children, enrolments, pupil, put_in, records, staged


class Stopped(Exception):
    """Something went wrong in the middle."""


def test_a_fault_in_the_middle_leaves_nothing(
    school: Establishment, clerk: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(consequences, "BATCH", 4)
    monkeypatch.setattr("onroll.transfers.actions.applying.BATCH", 4)
    file = staged(as_csv(pupil(n) for n in range(12)), by=clerk)
    approve_file(file, by=clerk)
    events = Event.objects.count()
    batches = []

    def fail_at_the_third(news: Any, *, by: Actor) -> Any:
        batches.append(len(news))
        if len(batches) == 3:
            raise Stopped
        return real(news, by=by)

    real = education.record_enrolments
    monkeypatch.setattr(education, "record_enrolments", fail_at_the_third)
    with pytest.raises(Stopped):
        apply_file(file, by=clerk)

    assert batches == [4, 4, 4]
    assert not children().exists()
    assert Event.objects.count() == events
    assert ReceivedFile.objects.get(pk=file.pk).state == "applying"

    monkeypatch.setattr(education, "record_enrolments", real)
    apply_file(ReceivedFile.objects.get(pk=file.pk), by=clerk)
    assert children().count() == 12


def test_batches_do_not_show(school: Establishment, clerk: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(consequences, "BATCH", 3)
    monkeypatch.setattr("onroll.transfers.actions.applying.BATCH", 3)
    rows = [pupil(n) for n in range(10)] + [pupil(0)]

    file = put_in(as_csv(rows), by=clerk)

    assert (file.counts["new"], file.counts["refused"]) == (10, 1)
    assert records(file, "refused")[0].line == 12
    assert enrolments().count() == 10


def test_rows_that_would_not_add_up_stop_everything() -> None:
    one = Considered(incoming=Incoming(line=2, received={}), consequence=Consequence.NEW)

    with pytest.raises(RowsLostError, match="2 records were read and 1 considered"):
        Tally().add([one], read=2)


def test_putting_in_leaves_the_chain_whole(school: Establishment, clerk: Actor) -> None:
    put_in(as_csv(pupil(n) for n in range(8)), by=clerk)

    assert verify() == []


KILLED = """
import os, signal, sys
import onroll, django
django.setup()
from onroll.education import actions as education
real = education.record_listed
def killed(*args, **rest):
    os.kill(os.getpid(), signal.SIGKILL)  # after children and enrolments are written, before the commit
education.record_listed = killed
from onroll.project.command import main
main(["load", "roll", sys.argv[1], "--yes", "--json"])
"""


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_process_killed_while_putting_in_leaves_nothing_and_can_be_run_again(
    school: Establishment, tmp_path: Path
) -> None:
    roll = tmp_path / "900001_roll_20261120.csv"
    roll.write_bytes(as_csv(pupil(n) for n in range(30)))
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "onroll.project.settings",
        "ONROLL_DATABASE_URL": _address(),
        "ONROLL_DATA_DIR": str(tmp_path),
        "ONROLL_AUDIT_KEY": settings.ONROLL_AUDIT_KEY,
    }

    killed = subprocess.run(
        [sys.executable, "-c", KILLED, str(roll)],
        env=environment,
        capture_output=True,
        check=False,
        timeout=120,
    )

    assert killed.returncode == -signal.SIGKILL, killed.stderr
    assert not children().exists()
    assert not enrolments().exists()
    assert ReceivedFile.objects.get().state == "applying"

    call_command("load", "roll", str(roll), "--yes", stdout=io.StringIO())

    assert children().count() == 30
    assert verify() == []


def _address() -> str:
    """Return the address of the very database that the test uses."""
    name = connection.settings_dict["NAME"]
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    server, _, _ = os.environ["ONROLL_DATABASE_URL"].rpartition("/")
    return f"{server}/{name}"
