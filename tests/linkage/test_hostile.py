"""Lists that are none, or that would eat the machine: each ends in a clear word, soon, and nothing is answered."""

import gzip
import io
import tracemalloc
import zipfile
from pathlib import Path

import pytest

from linkage import tables
from linkage.commands import reconcile
from linkage.tables import open_tables
from rulebook.findings import Refused

HEADINGS = "id,Forename,Surname,DOB,Sex,Postcode,UPN\n"
ROLL = HEADINGS + "".join(f"r{n},Rowan,Test{'abcdefghij'[n]},0{n + 1}/03/2015,M,NR1 3JU,\n" for n in range(9))
ROW = "p{},Oliver,Testlost,09/03/2015,M,NR1 3JU,\n"


def compared(folder: Path, content: str | bytes, *, name: str = "p.csv", roll: str = ROLL) -> int:
    (folder / name).write_bytes(content.encode() if isinstance(content, str) else content)
    (folder / "r.csv").write_text(roll, encoding="utf-8")
    lists = [
        "--population",
        str(folder / name),
        "--roll",
        str(folder / "r.csv"),
        "--out",
        str(folder / "out"),
    ]
    return reconcile.main(lists)


def packed(text: str) -> bytes:
    """Return a text as gzip writes it, without the moment, which would name the test anew in each process."""
    return gzip.compress(text.encode(), mtime=0)


def workbook_of(size: int) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("[Content_Types].xml", "<x/>")
        book.writestr("xl/worksheets/sheet1.xml", b" " * size)
    return content.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("only-headings.csv", HEADINGS, "has headings and no rows below them"),
        ("shifted.csv", HEADINGS + "p1,,Rowan,Testlost,09/03/2015,M,NR1 3JU\n" * 20, "20 of 20 rows cannot be used"),
        ("nameless.csv", HEADINGS + "p1,,,09/03/2015,M,NR1 3JU,\n" * 20, "The first is line 2: This row has no name."),
        ("merged.csv", "Name and birth,Address\nRowan Testlost 09/03/2015,NR1 3JU\n", "No column was recognised"),
        ("no-workbook.xlsx", b"PK\x03\x04" + bytes(range(256)), "cannot be opened: it is damaged"),
        ("wide.xlsx", (HEADINGS + ROW.format(1)).encode("utf-16-le"), "holds data that is no text"),
        ("cut-off.csv.gz", packed(HEADINGS + ROW.format(1) * 500)[:90], "cannot be unpacked"),
    ],
)  # fmt: skip
def test_what_is_of_no_use_is_refused_by_name_and_answers_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, content: str | bytes, words: str
) -> None:
    assert compared(tmp_path, content, name=name) == 1
    said = capsys.readouterr().err
    assert f"{name}: " in said
    assert words in said
    assert not (tmp_path / "out" / "decisions.csv").exists()


def test_a_roll_of_headings_alone_is_refused_or_everybody_would_be_on_none(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert compared(tmp_path, HEADINGS + ROW.format(1), roll=HEADINGS) == 1
    assert "r.csv: This list has headings and no rows" in capsys.readouterr().err


def test_text_under_the_name_of_a_workbook_is_read_as_what_it_is(tmp_path: Path) -> None:
    assert compared(tmp_path, HEADINGS + ROW.format(1), name="text.xlsx") == 0


def test_some_rows_that_are_shifted_are_set_aside_and_the_others_answered(tmp_path: Path) -> None:
    shifted = "p2,,Rowan,Testlost,09/03/2015,M,NR1 3JU\n"

    assert compared(tmp_path, HEADINGS + ROW.format(1) * 5 + shifted * 2) == 0
    aside = (tmp_path / "out" / "set_aside.csv").read_text(encoding="utf-8").splitlines()
    assert [line.split(",")[2] for line in aside[1:]] == ["7", "8"]


def test_bombs_are_refused_before_they_are_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "MAX_WORKBOOK", 4_000_000)
    monkeypatch.setattr(tables, "MAX_PACKED_TIGHTLY", 4_000_000)
    gz, book = tmp_path / "bomb.csv.gz", tmp_path / "bomb.xlsx"
    gz.write_bytes(gzip.compress(HEADINGS.encode() + b"a" * 30_000_000))
    book.write_bytes(workbook_of(30_000_000))

    tracemalloc.start()
    for file in (gz, book):
        with pytest.raises(Refused, match="unpacks to more than can be a list"):
            open_tables(file)
    assert tracemalloc.get_traced_memory()[1] < 8_000_000  # of thirty million
    tracemalloc.stop()


def test_a_quotation_mark_never_closed_does_not_eat_the_list(tmp_path: Path) -> None:
    lines = ROW.format(1) * 3_000

    assert compared(tmp_path, f'{HEADINGS}p0,"Oliver,Testlost,09/03/2015,M,NR1 3JU,\n{lines}') == 0
    aside = (tmp_path / "out" / "set_aside.csv").read_text(encoding="utf-8").splitlines()
    assert len(aside) == 2
    assert "A quotation mark is not closed" in aside[1]


def test_near_twins_by_the_thousand_do_not_meet_each_with_each(tmp_path: Path) -> None:
    """One name, born on 2,000 days: each is linked with the record of its own day, or with none."""
    days = [f"{1 + n % 28:02}/{1 + n // 28 % 12:02}/{2010 + n // 336}" for n in range(2_000)]
    rows = [f"x{n},Oliver,Testlost,{day},M,NR1 3JU,\n" for n, day in enumerate(days)]
    many = HEADINGS + "".join(rows)

    assert compared(tmp_path, many, roll=many) == 0
    answers = (tmp_path / "out" / "decisions.csv").read_text(encoding="utf-8").splitlines()[1:]
    assert all(line.split(",")[0] == line.split(",")[2] for line in answers if ",on_roll," in line)
    assert sum(",on_no_roll," in line for line in answers) == 0
