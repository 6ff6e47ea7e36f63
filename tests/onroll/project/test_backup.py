"""A backup brings everything back, the record included; nothing is sent twice; one that is damaged changes nothing."""

import json
import shutil
import tarfile
from pathlib import Path

import pytest

from tests.faults.installation import Installation, installation

pytestmark = pytest.mark.slow

COUNTS = (
    "from onroll.project import database, copies\nprint(sorted(database.counts().items()), copies.heads_of())"
)
# The same of what came back: without the events that say of each message that nobody knows whether it left.
ALL_BUT_THE_RECORD = """
from onroll.project import database
print(sorted((table, rows) for table, rows in database.counts().items() if table != "audit_event"))
"""
POST = """
from collections import Counter
from onroll.audit.models import Event
from onroll.release.models import Message
rows = Message.objects.unscoped("a test")
print(sorted(Counter(rows.values_list("state", "stopped_because")).items()))
print(Event.objects.filter(kind="message.uncertain").count())
"""
IN_DOUBT = """\
[(('uncertain', 'a backup was restored, and it may have left after the backup was made'), 5)]
5
"""
A_HOLD = """
from datetime import UTC, datetime
from onroll.people.models import Child
from onroll.release.models import Hold, HoldKind
child = Child.objects.create(reference="C-TEST-HOLD", recorded_at=datetime.now(UTC))
Hold.objects.create(child=child, kind=HoldKind.NO_APPROACH_FAMILY, reason="A threat", placed_at=datetime.now(UTC),
    placed_by="Ottoline Faraday")
"""
POWER_CUT = """
from datetime import UTC, datetime
from pathlib import Path
from onroll.project import archive
def stop(manifest):
    raise SystemExit("the power went")
archive._prove = stop
archive.restore(Path({path!r}), now=datetime.now(UTC), replace=True)
"""
DAMAGE = """
import gzip, zlib
from datetime import UTC, datetime
from pathlib import Path
from onroll.project import archive, copies
copies.put_back = lambda copy, then: print("put back")
def says_the_same(content):  # such as a run of noughts, copied from others
    try:
        return gzip.decompress(content) == same
    except (zlib.error, EOFError, OSError):
        return False
source, whole = Path({path!r}), Path({path!r}).read_bytes()
same, tried = gzip.decompress(whole), 0
for place in range(20, len(whole), len(whole) // 200):
    content = bytearray(whole)
    content[place] ^= 0xFF
    if says_the_same(content):
        continue
    source.write_bytes(content)
    try:
        archive.restore(source, now=datetime.now(UTC), replace=True)
    except archive.ArchiveRefused as refused:
        tried += "damaged" in str(refused)
    else:
        print("damage at", place, "was not seen")
print(tried > 150)
"""
CHANGE_THE_RECORD = """
from django.db import connection, DatabaseError
try:
    connection.cursor().execute("update audit_event set by_name='x'")
except DatabaseError as error:
    print("append-only" in str(error))
"""
A_SESSION = """
from datetime import UTC, datetime, timedelta
from django.contrib.sessions.models import Session
until = datetime.now(UTC) + timedelta(minutes=30)
for key in "ab":
    Session.objects.create(session_key=key * 32, session_data="Thistlewhite" * 40, expire_date=until)
Session.objects.filter(session_key="b" * 32).delete()
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
    before = used.python(ALL_BUT_THE_RECORD)
    key = (used.folder / "secrets" / "audit-key").read_text()

    with installation(tmp_path / "elsewhere", server_url, ONROLL_AUDIT_KEY=key) as elsewhere:
        said = elsewhere.onroll("restore", str(archive)).stdout

        assert "found again" in said
        assert elsewhere.python(ALL_BUT_THE_RECORD) == before
        assert (elsewhere.folder / "files" / "received" / "roll.csv").read_text() == "invented,roll"
        assert "The record holds" in elsewhere.onroll("audit", "verify", "--without-anchors").stdout
        assert elsewhere.python(CHANGE_THE_RECORD).strip() == "True"


def test_no_session_goes_into_an_archive(used: Installation, tmp_path: Path) -> None:
    """Neither its row nor, in a page that is free, what it held: searches, and forms half filled in."""
    used.python(A_SESSION)
    archive, unpacked = tmp_path / "day.onroll", tmp_path / "unpacked"
    used.onroll("backup", str(archive))

    with tarfile.open(archive) as tar:
        tar.extractall(unpacked, filter="data")
    held = b"".join(path.read_bytes() for path in unpacked.rglob("*") if path.is_file())
    used.onroll("restore", str(archive), "--replace")

    assert b"Thistlewhite" not in held
    assert (
        used.python("from django.contrib.sessions.models import Session\nprint(Session.objects.count())")
        == "0\n"
    )


def test_what_waited_to_be_sent_is_sent_by_nobody_and_holds_placed_since_are_named(
    used: Installation, tmp_path: Path
) -> None:
    archive = tmp_path / "day.onroll"
    used.onroll("backup", str(archive))
    used.python(A_HOLD)

    said = used.onroll("restore", str(archive), "--replace").stdout

    assert used.python(POST) == IN_DOUBT
    assert "Messages that wait for an officer: 5." in said
    assert "place each again" in said
    assert "1 stood that were placed since" in said
    assert "do not approach the family, by Ottoline Faraday, /children/" in said


def test_nobody_ever_sees_the_post_waiting_in_what_was_put_back(used: Installation, tmp_path: Path) -> None:
    archive = tmp_path / "day.onroll"
    used.onroll("backup", str(archive))

    with pytest.raises(AssertionError, match="the power went"):
        used.python(POWER_CUT.format(path=str(archive)))

    assert "[(('sending', ''), 5)]" in used.python(POST)
    used.onroll("worker", "--once")
    assert used.python(POST) == IN_DOUBT


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


# By somebody who knows of the guards, and puts them back: what is left is a whole chain.
CUT_THE_END = """
from django.db import connection
guards = []
with connection.cursor() as cursor:
    if connection.vendor == "sqlite":
        cursor.execute("select name, sql from sqlite_master where type = 'trigger' and tbl_name = 'audit_event'")
        guards = cursor.fetchall()
        for name, _ in guards:
            cursor.execute(f"drop trigger {name}")
    else:
        cursor.execute("alter table audit_event disable trigger user")
    cursor.execute("delete from audit_event where sequence > 2")
    for _, sql in guards:
        cursor.execute(sql)
    if connection.vendor != "sqlite":
        cursor.execute("alter table audit_event enable trigger user")
"""


def test_without_anchors_an_end_cut_off_is_never_called_whole(used: Installation) -> None:
    used.onroll("audit", "anchors")
    used.python(CUT_THE_END)

    cut = used.onroll("audit", "verify", ok=False)
    shutil.rmtree(used.folder / "anchors")
    unanchored = used.onroll("audit", "verify", ok=False)
    accepted = used.onroll("audit", "verify", "--without-anchors")

    assert (cut.returncode, "the end was cut off" in cut.stdout) == (1, True)
    assert unanchored.returncode == 3
    for said in (unanchored.stdout, accepted.stdout):
        assert "Whether rows were cut off its end cannot be seen" in said
        assert "removed" not in said


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


def test_damage_anywhere_is_found_before_anything_is_put_back(used: Installation, tmp_path: Path) -> None:
    archive = tmp_path / "day.onroll"
    used.onroll("backup", str(archive))

    assert used.python(DAMAGE.format(path=str(archive))) == "True\n"


def test_a_damaged_archive_is_refused_and_nothing_changes(used: Installation, tmp_path: Path) -> None:
    archive = tmp_path / "day.onroll"
    used.onroll("backup", str(archive))
    whole = archive.read_bytes()
    archive.write_bytes(whole[: len(whole) // 2] + bytes(64) + whole[len(whole) // 2 + 64 :])
    before = used.python(COUNTS)

    done = used.onroll("restore", str(archive), "--replace", ok=False)

    assert done.returncode == 1
    assert "damaged" in done.stderr
    assert used.python(COUNTS) == before


def test_data_that_is_there_is_replaced_only_when_said(used: Installation, tmp_path: Path) -> None:
    archive = tmp_path / "day.onroll"
    used.onroll("backup", str(archive))
    before = used.python(ALL_BUT_THE_RECORD)
    used.python(ONE_MORE)

    refused = used.onroll("restore", str(archive), ok=False)
    used.onroll("restore", str(archive), "--replace")

    assert "--replace" in refused.stderr
    assert used.python(ALL_BUT_THE_RECORD) == before
    assert "The record holds" in used.onroll("audit", "verify", "--without-anchors").stdout


def test_without_pg_dump_the_tables_are_copied_by_themselves(
    used: Installation, tmp_path: Path, server_url: str, database_vendor: str
) -> None:
    if database_vendor == "sqlite":
        pytest.skip("SQLite is copied by its own means")
    used.settings["ONROLL_PG_DUMP"] = "no-such-program"
    archive = tmp_path / "day.onroll"
    used.onroll("backup", str(archive))
    before = used.python(ALL_BUT_THE_RECORD)
    key = (used.folder / "secrets" / "audit-key").read_text()

    with installation(tmp_path / "elsewhere", server_url, ONROLL_AUDIT_KEY=key) as elsewhere:
        elsewhere.onroll("restore", str(archive))

        assert elsewhere.python(ALL_BUT_THE_RECORD) == before
        assert elsewhere.python(POST) == IN_DOUBT
        assert "The record holds" in elsewhere.onroll("audit", "verify", "--without-anchors").stdout
