"""Anchors: signed, added to and never spoilt, and a record rewritten with the audit key shows against them."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from onroll.access.actors import service_actor
from onroll.audit.actions import record, record_access
from onroll.nightly import anchors, integrity
from onroll.project import deployment
from onroll.web.health.signs import State
from tests.onroll.access.cast import make_cast

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 9, 9, 10, 0, tzinfo=UTC)
NIGHT = service_actor("Nightly run", role="NIGHT", at=NOW)


@pytest.fixture
def anchored() -> Path:
    """Return the day's file, with two exports of a record of two looks."""
    for hour in range(2):
        record_access("register", by=NIGHT, permission="case:list")
        anchors.export(now=NOW + timedelta(hours=hour))
    return anchors.folder() / "2026-09-09.jsonl"


def change(path: Path, **told: object) -> None:
    """Change the last line as somebody could who has no anchor key."""
    *before, last = path.read_text().splitlines()
    path.write_text("\n".join([*before, json.dumps(json.loads(last) | told)]) + "\n")


def test_what_was_exported_is_read_again(anchored: Path) -> None:
    exports, faults = anchors.read(anchored)

    assert [(each.at, [head.sequence for head in each.heads]) for each in exports] == [
        (NOW, [1]),
        (NOW + timedelta(hours=1), [2]),
    ]
    assert faults == []
    assert anchors.exported_at() == NOW + timedelta(hours=1)


@pytest.mark.parametrize("told", [{"heads": []}, {"at": "2026-09-09T12:00:00+00:00"}, {"signature": ""}])
def test_an_anchor_that_was_changed_is_a_fault_and_is_not_used(
    anchored: Path, told: dict[str, object]
) -> None:
    change(anchored, **told)

    exports, [fault] = anchors.read(anchored)

    assert len(exports) == 1
    assert (fault.chain, fault.sequence, fault.words) == ("anchors 2026-09-09.jsonl", 2, anchors.NOT_OURS)


def test_an_anchor_without_a_signature_is_a_fault(anchored: Path) -> None:
    line = json.loads(anchored.read_text().splitlines()[0])
    del line["signature"]
    anchored.write_text(json.dumps(line) + "\n")

    assert anchors.read(anchored)[0] == []
    assert len(anchors.read(anchored)[1]) == 1


def test_who_has_the_audit_key_alone_cannot_sign_an_anchor(anchored: Path, settings) -> None:
    key, settings.ONROLL_ANCHOR_KEY = settings.ONROLL_ANCHOR_KEY, settings.ONROLL_AUDIT_KEY
    anchored.unlink()
    anchors.export(now=NOW)
    settings.ONROLL_ANCHOR_KEY = key

    assert len(anchors.read(anchored)[1]) == 1


def test_an_export_cut_off_by_a_crash_does_not_spoil_the_next(anchored: Path) -> None:
    with anchored.open("a") as file:
        file.write('{"at": "2026-09-09T12:0')

    anchors.export(now=NOW + timedelta(hours=3))

    exports, faults = anchors.read(anchored)
    assert [each.at.hour for each in exports] == [10, 11, 13]
    assert faults == []


def test_the_nightly_check_finds_an_anchor_that_was_changed(anchored: Path) -> None:
    assert integrity.recent_faults(date(2026, 9, 10)) == []

    change(anchored, heads=[])

    assert [fault.words for fault in integrity.recent_faults(date(2026, 9, 10))] == [anchors.NOT_OURS]


def test_the_command_checks_anchors_kept_elsewhere(anchored: Path, tmp_path: Path, capsys) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    copy = elsewhere / anchored.name
    copy.write_bytes(anchored.read_bytes())
    _verify(elsewhere)
    assert "The record holds" in capsys.readouterr().out
    change(copy, heads=[])

    with pytest.raises(SystemExit):
        _verify(elsewhere)

    assert f"anchors {copy.name}, lane 0, row 2: {anchors.NOT_OURS}" in capsys.readouterr().out


def test_a_folder_without_anchors_is_not_taken_for_a_proof(anchored: Path, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="There are no anchors in"):
        _verify(tmp_path / "nothing")


def test_anchors_on_the_disk_of_the_data_are_warned_of(tmp_path: Path, settings) -> None:
    settings.DATA_DIR, settings.ANCHOR_DIR = tmp_path, tmp_path / "anchors"

    sign = deployment.anchors_are_apart(timezone.now())

    assert sign.state is State.WATCH
    assert "ONROLL_ANCHOR_DIR" in sign.do


def test_one_key_for_record_and_anchors_is_bad(settings) -> None:
    settings.ONROLL_ANCHOR_KEY = settings.ONROLL_AUDIT_KEY

    assert deployment.anchor_key_is_apart(timezone.now()).state is State.BAD


def _verify(where: Path) -> None:
    from onroll.project.commands.audit import Command

    call_command(Command(), "verify", anchors=where)


def test_an_anchor_is_written_within_the_hour_once_so_many_rows_were_recorded(
    anchored: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(anchors, "ROWS_BETWEEN", 3)
    later = NOW + timedelta(hours=1, minutes=5)
    for _ in range(2):
        record_access("register", by=NIGHT, permission="case:list")
    assert anchors.export_if_due(now=later) == 0

    record_access("register", by=NIGHT, permission="case:list")

    assert anchors.export_if_due(now=later) > 0
    assert anchors.exported_at() == later
    assert anchors.export_if_due(now=later + timedelta(minutes=5)) == 0


@pytest.mark.parametrize(("kind", "due"), [("account.role-ended", True), ("account.signed-out", False)])
def test_a_change_of_an_account_is_anchored_within_minutes_and_signing_out_is_not(
    anchored: Path, kind: str, due: bool
) -> None:
    after = replace(NIGHT, at=NOW + timedelta(hours=1, minutes=2))
    told = {"until_on": "9 September 2026"} if due else {}
    record(kind, subject=make_cast().people["AIO"], by=after, **told)

    assert bool(anchors.export_if_due(now=NOW + timedelta(hours=1, minutes=5))) is due
