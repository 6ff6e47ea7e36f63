"""A backup brings everything back, the record included; one that is damaged changes nothing."""

import json
import tarfile
from pathlib import Path

import pytest

from tests.faults.installation import Installation, installation

pytestmark = pytest.mark.slow

COUNTS = (
    "from onroll.project import database, copies\nprint(sorted(database.counts().items()), copies.heads_of())"
)
CHANGE_THE_RECORD = """
from django.db import connection, DatabaseError
try:
    connection.cursor().execute("update audit_event set by_name='x'")
except DatabaseError as error:
    print("append-only" in str(error))
"""
ONE_MORE = """
from datetime import datetime, timezone
from onroll.access.actors import public_actor
from onroll.cases.actions import NewReferral, receive_referral
at = datetime(2026, 9, 10, 9, 0, tzinfo=timezone.utc)
new = NewReferral(kind="cme2", received_on=at.date(), once="later")
receive_referral(new, by=public_actor(at=at, request_id="later"))
"""


def test_what_was_backed_up_comes_back_whole_and_the_record_holds(
    used: Installation, tmp_path: Path, server_url: str
) -> None:
    archive = tmp_path / "day.onroll"
    used.onroll("backup", str(archive))
    before = used.python(COUNTS)
    key = (used.folder / "secrets" / "audit-key").read_text()

    with installation(tmp_path / "elsewhere", server_url, ONROLL_AUDIT_KEY=key) as elsewhere:
        said = elsewhere.onroll("restore", str(archive)).stdout

        assert "found again" in said
        assert elsewhere.python(COUNTS) == before
        assert (elsewhere.folder / "files" / "received" / "roll.csv").read_text() == "invented,roll"
        assert "The record holds" in elsewhere.onroll("audit", "verify").stdout
        assert elsewhere.python(CHANGE_THE_RECORD).strip() == "True"


def test_anchors_written_after_the_backup_are_still_there_when_it_is_restored(
    used: Installation, tmp_path: Path
) -> None:
    archive = tmp_path / "day.onroll"
    used.onroll("audit", "anchors")
    used.onroll("backup", str(archive))
    used.onroll("audit", "anchors")

    used.onroll("restore", str(archive), "--replace")

    [day] = (used.folder / "anchors").glob("*.jsonl")
    assert len(day.read_text().splitlines()) == 2


def test_secrets_are_not_in_the_archive_and_it_says_so(used: Installation, tmp_path: Path) -> None:
    archive = tmp_path / "day.onroll"

    said = used.onroll("backup", str(archive)).stdout

    with tarfile.open(archive) as tar:
        names = tar.getnames()
        told = json.load(tar.extractfile("manifest.json"))  # type: ignore[arg-type]
    assert "Not in it: the session key, the audit key and the anchor key" in said
    assert not [name for name in names if "secret" in name or "key" in name]
    assert told["counts"]["cases_referral"] == 5
    assert archive.stat().st_mode & 0o077 == 0


def test_a_damaged_archive_is_refused_and_nothing_changes(used: Installation, tmp_path: Path) -> None:
    archive = tmp_path / "day.onroll"
    used.onroll("backup", str(archive))
    content = bytearray(archive.read_bytes())
    content[len(content) // 2] ^= 0xFF
    archive.write_bytes(content)
    before = used.python(COUNTS)

    done = used.onroll("restore", str(archive), "--replace", ok=False)

    assert done.returncode == 1
    assert "damaged" in done.stderr
    assert used.python(COUNTS) == before


def test_data_that_is_there_is_replaced_only_when_said(used: Installation, tmp_path: Path) -> None:
    archive = tmp_path / "day.onroll"
    used.onroll("backup", str(archive))
    before = used.python(COUNTS)
    used.python(ONE_MORE)

    refused = used.onroll("restore", str(archive), ok=False)
    used.onroll("restore", str(archive), "--replace")

    assert "--replace" in refused.stderr
    assert used.python(COUNTS) == before
    assert "The record holds" in used.onroll("audit", "verify").stdout


def test_without_pg_dump_the_tables_are_copied_by_themselves(
    used: Installation, tmp_path: Path, server_url: str, database_vendor: str
) -> None:
    if database_vendor == "sqlite":
        pytest.skip("SQLite is copied by its own means")
    used.settings["ONROLL_PG_DUMP"] = "no-such-program"
    archive = tmp_path / "day.onroll"
    used.onroll("backup", str(archive))
    before = used.python(COUNTS)
    key = (used.folder / "secrets" / "audit-key").read_text()

    with installation(tmp_path / "elsewhere", server_url, ONROLL_AUDIT_KEY=key) as elsewhere:
        elsewhere.onroll("restore", str(archive))

        assert elsewhere.python(COUNTS) == before
        assert "The record holds" in elsewhere.onroll("audit", "verify").stdout
