"""``onroll load``: what it prints, what it asks, how it ends."""

import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from onroll.audit.models import Event
from onroll.schools.models import Establishment
from onroll.transfers.models import ReceivedFile
from tests.onroll.transfers.conftest import as_csv, as_xlsx, children, pupil


def load(*arguments: str, **options: Any) -> tuple[str, int]:
    """Return what the command prints and its exit code."""
    printed = io.StringIO()
    try:
        call_command("load", *arguments, stdout=printed, **options)
    except SystemExit as end:
        return printed.getvalue(), int(end.code or 0)
    return printed.getvalue(), 0


@pytest.fixture
def roll(tmp_path: Path) -> Path:
    """Return a roll on disk."""
    path = tmp_path / "900001_roll_20261120.csv"
    path.write_bytes(as_csv([*(pupil(n) for n in range(5)), pupil(0)]))
    return path


def test_a_roll_is_read_shown_and_put_in(school: Establishment, roll: Path) -> None:
    printed, code = load("roll", str(roll), "--yes")

    assert code == 0
    assert "Testwood Primary School, as of 20 November 2026" in printed
    assert "Legal Surname" in printed
    assert "Every record in the file 6 pupils" in " ".join(printed.split())
    assert "Put in: 5 new, 0 changed, 0 as before." in printed
    assert "This is the same pupil as on line 2." in printed
    assert "Line 7" in printed
    assert children().count() == 5
    assert Event.objects.filter(by_role="LOAD", by_name="Command line").exists()


def test_a_dry_run_changes_nothing_and_leaves_no_file(school: Establishment, roll: Path) -> None:
    printed, code = load("roll", str(roll), "--dry-run")

    assert code == 0
    assert "A dry run: nothing was changed." in printed
    assert not children().exists()
    assert ReceivedFile.objects.get().state == "cancelled"


def test_the_same_file_again_says_so(school: Establishment, roll: Path) -> None:
    load("roll", str(roll), "--yes")

    printed, code = load("roll", str(roll), "--yes")

    assert code == 0
    assert "received before" in printed
    assert children().count() == 5


def test_without_yes_and_without_a_terminal_nothing_is_put_in(school: Establishment, roll: Path) -> None:
    printed, code = load("roll", str(roll))

    assert code == 1
    assert "Add --yes" in printed
    assert not children().exists()


def test_a_file_left_as_read_can_be_put_in_by_the_next_run(school: Establishment, roll: Path) -> None:
    load("roll", str(roll))

    _, code = load("roll", str(roll), "--yes")

    assert code == 0
    assert children().count() == 5


@pytest.mark.parametrize(("answer", "put_in"), [("y", 5), ("n", 0), ("", 0)])
def test_it_asks_before_putting_in(
    school: Establishment, roll: Path, monkeypatch: pytest.MonkeyPatch, answer: str, put_in: int
) -> None:
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("builtins.input", lambda _question: answer)

    load("roll", str(roll))

    assert children().count() == put_in


def test_yes_to_all_asks_once(
    school: Establishment, other_school: Establishment, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("builtins.input", lambda question: asked.append(question) or "a")
    (tmp_path / "rolls").mkdir()
    (tmp_path / "rolls" / "900001_20261120.csv").write_bytes(as_csv(pupil(n) for n in range(3)))
    (tmp_path / "rolls" / "900002_20261120.xlsx").write_bytes(as_xlsx([pupil(n) for n in range(3, 6)]))

    printed, code = load("roll", str(tmp_path / "rolls"))

    assert (code, len(asked)) == (0, 1)
    assert "Together" in printed
    assert children().count() == 6


def test_a_refused_file_ends_with_one_and_the_others_are_put_in(
    school: Establishment, roll: Path, tmp_path: Path
) -> None:
    bad = tmp_path / "a.csv"
    bad.write_bytes(b"%PDF-1.7")

    printed, code = load("roll", str(bad), str(roll), "--yes")

    assert code == 1
    assert "This is a PDF, not a list." in printed
    assert children().count() == 5


def test_a_stopped_file_waits_for_a_manager(school: Establishment, tmp_path: Path) -> None:
    whole, part = tmp_path / "900001_20261101.csv", tmp_path / "900001_20261102.csv"
    whole.write_bytes(as_csv(pupil(n) for n in range(20)))
    part.write_bytes(as_csv(pupil(n) for n in range(3)))
    load("roll", str(whole), "--yes")

    printed, code = load("roll", str(part), "--yes")

    assert code == 1
    assert "A manager can allow it on the Files page" in printed


def test_json_is_for_another_program(school: Establishment, roll: Path) -> None:
    printed, code = load("roll", str(roll), "--yes", "--json")

    told = json.loads(printed)
    assert code == 0
    assert (told[0]["state"], told[0]["counts"]["new"], told[0]["urn"]) == ("applied", 5, "900001")


def test_school_and_day_can_be_said(school: Establishment, tmp_path: Path) -> None:
    path = tmp_path / "pupils.csv"
    path.write_bytes(as_csv([pupil(1)]))

    load("roll", str(path), "--school", "900001", "--as-of", "2026-11-02", "--yes")

    assert str(Establishment.objects.get(urn="900001").roll_as_of_on) == "2026-11-02"


def test_a_file_that_is_not_there_is_a_mistake_of_the_command(db: None, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="There is no file") as wrong:
        call_command("load", "roll", str(tmp_path / "nowhere.csv"))

    assert wrong.value.returncode == 2


def test_findings_of_one_kind_are_told_together(school: Establishment, tmp_path: Path) -> None:
    path = tmp_path / "900001_20261120.csv"
    path.write_bytes(as_csv(pupil(n, Postcode="nowhere") for n in range(9)))

    printed, _ = load("roll", str(path), "--dry-run")

    assert "and 5 more" in " ".join(printed.split())
