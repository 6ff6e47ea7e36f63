"""``onroll ctf``: transfer files looked at without settings, database or Django."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from onroll.project import command

SAMPLES = Path(__file__).parents[2] / "published" / "ctf"
LOST = SAMPLES / "synthetic-lost-pupil-926xxxx.xml"


def _run(*words: object) -> int:
    with pytest.raises(SystemExit) as ended:
        command.main(["ctf", *map(str, words)])
    return int(ended.value.code or 0)


@pytest.fixture
def good(tmp_path: Path) -> Path:
    """Return the published file under the name that it would have in the exchange."""
    path = tmp_path / "9264000_CTF_XXXXXXX_001.xml"
    path.write_bytes(LOST.read_bytes())
    return path


def test_it_runs_without_django_and_without_settings(good: Path) -> None:
    code = (
        "import sys; from onroll.project import command\n"
        f"try: command.main(['ctf', 'check', {str(good)!r}])\n"
        "except SystemExit as end: print(end.code, 'django' in sys.modules)"
    )

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env={})

    assert done.stdout.splitlines()[-1] == "0 False"


def test_a_sound_file_is_said_in_a_few_lines(good: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert _run("check", good, "--strict") == 0

    assert capsys.readouterr().out.splitlines() == [
        "9264000_CTF_XXXXXXX_001.xml: can be read",
        "  version 25.0, full, made on 14 November 2025",
        "  from 926/4000 Example Academy, to XXX/XXXX (destination not known: it goes to the Lost Pupil Database)",
        "  1 pupil",
        "",
        "1 file: 1 sound, 0 can be read with something to look at, 0 refused.",
    ]


def test_what_is_doubtful_has_its_line_and_ends_with_1_only_when_asked(
    good: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    good.write_bytes(LOST.read_bytes().replace(b"<DOB>2014-03-09", b"<DOB>2014-02-30"))

    assert _run("check", good) == 0
    assert _run("check", good, "--strict") == 1

    lines = capsys.readouterr().out.splitlines()
    assert (
        "  warning  line 25, Pupil/DOB: DOB is '2014-02-30', which is not a date. It was left out: check it."
        in lines
    )
    assert "  warning  line 21, Pupil: The pupil at line 21 has no date of birth. Ask the sender." in lines
    assert "1 file: 0 sound, 1 can be read with something to look at, 0 refused." in lines


def test_a_folder_is_checked_whole_and_one_refused_file_ends_with_1(
    good: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "9264000_CTF_9262001_002.xml").write_bytes(b"<!DOCTYPE x><CTfile/>")
    (tmp_path / "notes.txt").write_text("not looked at")

    assert _run("check", tmp_path, "--json") == 1

    refused, read = json.loads(capsys.readouterr().out)["files"]
    assert (refused["file"], refused["can_be_read"]) == ("9264000_CTF_9262001_002.xml", False)
    assert [each["code"] for each in refused["findings"]] == ["ctf-document-type"]
    assert (read["pupils"], read["findings"]) == (1, [])
    assert read["source"] == {"la": "926", "estab": "4000", "name": "Example Academy"}
    assert read["destination"]["means"] == "not known"
    assert len(read["sha256"]) == 64


def test_json_gives_the_line_as_a_number(good: Path, capsys: pytest.CaptureFixture[str]) -> None:
    good.write_bytes(LOST.read_bytes().replace(b"<DOB>2014-03-09", b"<DOB>spring"))

    assert _run("check", good, "--json") == 0

    (file,) = json.loads(capsys.readouterr().out)["files"]
    assert [(each["code"], each["line"], each["severity"]) for each in file["findings"]] == [
        ("ctf-missing", 21, "warning"),
        ("ctf-date", 25, "warning"),
    ]


def test_a_name_that_says_otherwise_than_the_header_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "9264000_CTF_9262001_001.xml"
    path.write_bytes(LOST.read_bytes())

    assert _run("check", path) == 0

    assert "differ on the receiver" in capsys.readouterr().out


def test_what_a_sender_wrote_cannot_steer_the_terminal(
    good: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    good.write_bytes(LOST.read_bytes().replace(b"Example Academy", "Example\x9b2J\u202eAcademy".encode()))

    _run("check", good)

    assert "926/4000 Example?2J?Academy" in capsys.readouterr().out


@pytest.mark.parametrize("words", [("check", "nowhere.xml"), ("check",), ("mend", "x"), ("diff", "one.xml")])
def test_a_wrong_command_ends_with_2(words: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    assert _run(*words) == 2

    assert capsys.readouterr().err


def test_an_empty_folder_is_no_sound_answer(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert _run("check", tmp_path) == 2

    assert "there is no .xml file" in capsys.readouterr().err


def test_a_file_that_cannot_be_opened_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "folder.xml"
    folder.mkdir()

    assert _run("check", tmp_path) == 1

    assert "The file cannot be opened" in capsys.readouterr().out


def test_the_same_file_has_no_difference(good: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert _run("diff", good, LOST) == 0
    assert "byte for byte" in capsys.readouterr().out

    good.write_bytes(LOST.read_bytes().replace(b"\n", b"\r\n"))
    assert _run("diff", good, LOST) == 0
    assert "only the way they are written differs" in capsys.readouterr().out


def test_two_files_are_shown_side_by_side(good: Path, capsys: pytest.CaptureFixture[str]) -> None:
    good.write_bytes(LOST.read_bytes().replace(b"Priorname", b"Formername").replace(b"XXXX<", b"2001<"))

    assert _run("diff", LOST, good) == 1
    assert capsys.readouterr().out.splitlines() == [
        "- synthetic-lost-pupil-926xxxx.xml",
        "+ 9264000_CTF_XXXXXXX_001.xml",
        "",
        "Header",
        "  DestSchool/Estab",
        "    - XXXX",
        "    + 2001",
        "",
        "Rowan Testlost, born 9 March 2014",
        "  BasicDetails/FormerSurname",
        "    - Priorname",
        "    + Formername",
    ]

    assert _run("diff", LOST, good, "--json") == 1
    told = json.loads(capsys.readouterr().out)
    assert told["header"] == [{"where": "DestSchool/Estab", "a": "XXXX", "b": "2001"}]
    assert told["pupils"][0]["differences"][0]["where"] == "BasicDetails/FormerSurname"
    assert (told["same"], told["only_a"], told["only_b"]) == (False, [], [])


def test_pupils_of_one_file_only_are_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert _run("diff", SAMPLES / "synthetic-left-sector.xml", LOST) == 1

    shown = capsys.readouterr().out
    assert "Only in synthetic-left-sector.xml\n  - Ellis Testhome, born 9 March 2014" in shown
    assert "Only in synthetic-lost-pupil-926xxxx.xml\n  + Rowan Testlost, born 9 March 2014" in shown


def test_what_cannot_be_read_cannot_be_compared(good: Path, capsys: pytest.CaptureFixture[str]) -> None:
    good.write_bytes(b"<CTfile>")

    assert _run("diff", LOST, good) == 2

    assert "refused: nothing of it can be used" in capsys.readouterr().err
