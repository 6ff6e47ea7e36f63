"""``onroll assess``: answers a file without settings, database or Django, and names the place of a fault."""

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from onroll.project import command
from rulebook.facts_file import schema_text

EXAMPLES = Path(__file__).parents[3] / "docs" / "examples"


def _run(*words: str) -> int:
    try:
        command.main(["assess", *words])
    except SystemExit as ended:
        if isinstance(ended.code, str):
            sys.stderr.write(ended.code)
            return 1
        return int(ended.code or 0)
    return 0


def test_it_runs_without_django_and_without_settings() -> None:
    code = (
        "import sys; from onroll.project import command; "
        f"command.main(['assess', '--facts', {str(EXAMPLES / 'case.json')!r}, '--as-of', '2026-09-18']); "
        "print('django' in sys.modules)"
    )

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env={})

    assert done.stdout.splitlines()[-1] == "False"
    assert "Visit the family at home: due Thursday 24 September, in 4 working days" in done.stdout


def test_the_words_name_who_owes_what_by_when_and_why(capsys: pytest.CaptureFixture[str]) -> None:
    assert _run("--facts", str(EXAMPLES / "case.json"), "--as-of", "2026-11-06") == 0

    shown = capsys.readouterr().out
    owed, settled = shown.split("\nDone, or no longer owed\n")
    assert "Visit the family at home: 31 working days late" in owed
    assert "Attendance Improvement Officer, by Thursday 24 September 2026" in owed
    assert "10 working days after 10 September 2026: day 1 is Friday 11 September 2026" in owed
    assert "Answer the safeguarding questions: done on 9 September 2026" in settled


def test_a_deletion_is_shown_question_by_question(capsys: pytest.CaptureFixture[str]) -> None:
    assert _run("--facts", str(EXAMPLES / "deletion.json"), "--as-of", "2026-11-06") == 0

    shown = capsys.readouterr().out
    assert "No date stands in the way from Saturday 14 November 2026." in shown
    assert "Has the authority concluded a reasonable enquiry, and who signs for it? Failed." in shown
    assert "(from memory, not yet verified)" in shown
    assert "Address it to XXXXXXX." in shown
    assert "Deletion return: by Friday 6 November 2026" in shown


def test_the_answer_can_be_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert _run("--facts", str(EXAMPLES / "pupil.json"), "--as-of", "2026-11-06", "--json") == 0

    assert json.loads(capsys.readouterr().out)["as_of"] == "2026-11-06"


def test_a_file_can_come_by_standard_input_and_today_is_the_default(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    written = (EXAMPLES / "case.json").read_bytes().replace(b"2026-", b"2019-").replace(b"2027-", b"2020-")
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(written)))

    assert _run("--facts", "-") == 0

    assert "Visit the family at home" in capsys.readouterr().out


@pytest.mark.parametrize("as_json", [False, True])
def test_a_bad_file_names_the_place(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, *, as_json: bool
) -> None:
    path = tmp_path / "facts.json"
    path.write_text('{"format": "onroll-facts-1", "case": {"subject": "c", "opened_on": "2026-02-30"}}')

    assert _run("--facts", str(path), *(["--json"] if as_json else [])) == 1

    captured = capsys.readouterr()
    told = captured.out if as_json else captured.err
    assert "$.case.opened_on: 2026-02-30 is no day of the calendar." in told


def test_facts_that_cannot_be_right_end_with_status_1_and_no_date(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path = tmp_path / "facts.json"
    path.write_text('{"format": "onroll-facts-1", "case": {"subject": "c", "opened_on": "2026-11-09"}}')

    assert _run("--facts", str(path), "--as-of", "2026-11-06") == 1

    shown = capsys.readouterr().out
    assert "Look at opened_on" in shown
    assert "Nothing was worked out" in shown


def test_a_file_with_nothing_owed_says_so(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "facts.json"
    path.write_text('{"format": "onroll-facts-1", "pupil": {"subject": "p"}}')

    assert _run("--facts", str(path), "--as-of", "2026-11-06") == 0

    assert "Nothing is owed." in capsys.readouterr().out


def test_a_removal_without_a_ground_is_told_first(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "facts.json"
    deletion = {"subject": "d", "ground": "", "deletes_on": "2026-11-06", "removed": True}
    path.write_text(json.dumps({"format": "onroll-facts-1", "deletion": deletion}))

    assert _run("--facts", str(path), "--as-of", "2026-11-06") == 0

    shown = capsys.readouterr().out
    assert "No ground is stated." in shown
    assert "bring it to the Attendance and Exclusions Manager" in shown


def test_an_authoritys_own_numbers_can_be_laid_over(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    local = tmp_path / "local.toml"
    local.write_text(
        '[first-visit-standard]\nvalues = [{ from = 2026-01-01, value = 5, unit = "working days", '
        'source = "Fenshire scheme 4", mark = "I" }]\n'
    )

    assert _run("--facts", str(EXAMPLES / "case.json"), "--as-of", "2026-09-14", "--local", str(local)) == 0

    assert "by Thursday 17 September 2026" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--facts", "no-such-file.json"], "no-such-file.json cannot be read"),
        (["--facts", str(EXAMPLES / "case.json"), "--as-of", "tomorrow"], "'tomorrow' is no day"),
        ([], "--facts"),
    ],
)
def test_a_wrong_word_is_answered_plainly(
    capsys: pytest.CaptureFixture[str], words: list[str], told: str
) -> None:
    assert _run(*words) in {1, 2}

    assert told in capsys.readouterr().err


def test_the_schema_can_be_written(capsys: pytest.CaptureFixture[str]) -> None:
    assert _run("--schema") == 0

    assert capsys.readouterr().out == schema_text()
