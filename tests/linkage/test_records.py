"""Reading lists of children as they really come."""

import csv
import gzip
import io
import random
import zipfile
from datetime import date, datetime
from pathlib import Path
from typing import IO, Any

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import PasswordError

from linkage import tables
from linkage import workbook as workbooks
from linkage.records import ListedChild, ListKind, ListReader, ListRow, read_list
from rulebook.findings import Refused
from rulebook.identity.compare import PersonName

LISTS = Path(__file__).parent / "lists"


def rows_of(reader: ListReader) -> list[ListRow]:
    return list(reader)


def text(content: str, encoding: str = "utf-8") -> IO[bytes]:
    return io.BytesIO(content.encode(encoding))


def refusal(file: Path | IO[bytes]) -> str:
    with pytest.raises(Refused) as refused:
        read_list(file)
    (finding,) = refused.value.findings
    return finding.code


def test_a_roll_below_a_title_is_read() -> None:
    reader = read_list(LISTS / "roll-with-title.csv", kind=ListKind.ROLL)

    first, second, third, fourth, last = rows_of(reader)

    assert reader.unrecognised == ("Fire Drill Group",)
    assert reader.findings == ()
    assert first.line == 5
    assert first.fields == ListedChild(
        id="001234", upn="Y926400026001", forenames="Rowan", middle_names="Ana", surname="Testlost",
        preferred_forename="Ro", preferred_surname="Testlost", birth_date=date(2014, 3, 9), sex="F",
        postcode="ZZ99 9ZZ", year_group="7", registration_group="7B", started_on=date(2025, 9, 3),
        parent_names=("Maria Testlost",),
        phones=("07700 900123", "01632 960001"),
    )  # fmt: skip
    assert second.fields.surname == "O'Brien-Khan"
    assert second.findings == ()
    assert [finding.code for finding in third.findings] == ["upn-check-letter", "row-date", "postcode-shape"]
    assert not third.is_set_aside
    assert third.fields.upn == "A926400026001"
    assert [row.is_set_aside for row in (fourth, last)] == [True, True]
    assert [row.findings[-1].code for row in (fourth, last)] == ["row-nothing-to-tell", "row-no-name"]
    assert fourth.received["Legal Surname"] == "Warsame"
    assert reader.counts == {"rows": 5, "set aside": 2}


def test_going_through_a_list_again_counts_anew() -> None:
    reader = read_list(LISTS / "roll-with-title.csv")

    assert rows_of(reader) == rows_of(reader)
    assert reader.counts["rows"] == 5


def test_a_list_with_semicolons_and_a_cell_of_two_lines_is_read() -> None:
    first, second = rows_of(read_list(LISTS / "roll-semicolons.csv"))

    assert (first.fields.forenames, first.fields.surname, first.fields.sex) == ("Zoë", "Kowalska", "F")
    assert second.fields.surname == "Smith; Jones"
    assert second.fields.address_lines == ("Flat 2 3 Example Road", "Norwich")
    assert (second.fields.left_on, second.fields.destination) == (date(2025, 11, 14), "Scotland")


def test_a_list_of_whole_names_is_read() -> None:
    rows = rows_of(read_list(LISTS / "roll-whole-names.csv"))

    assert [(row.fields.forenames, row.fields.surname) for row in rows] == [
        ("Tarik", "SELIMOVIC"), ("Jan Maria", "van der Berg"), ("Rowan", "Testlost"),
    ]  # fmt: skip
    assert {row.fields.laestab for row in rows} == {"9262001"}
    assert [row.fields.year_group for row in rows] == ["R", "R", "N2"]
    assert rows[2].findings == ()


def test_a_health_list_with_the_month_first_is_read_and_told() -> None:
    reader = read_list(LISTS / "health-list.txt")

    first, second, third = rows_of(reader)

    assert [finding.code for finding in reader.findings] == ["list-month-first"]
    assert first.fields.birth_date == date(2014, 3, 25)
    assert first.fields.parent_names == ("Maria Testlost",)
    assert second.fields.nhs_number == "9990000018"
    assert (first.fields.sex, second.fields.sex) == ("F", "F")
    assert second.fields.birth_date == date(2014, 11, 2)
    assert [finding.code for finding in third.findings] == ["nhs-number-check-digit"]
    assert third.fields.nhs_number == ""


def test_a_damaged_list_gives_every_row_once_and_sets_the_bad_ones_aside() -> None:
    reader = read_list(LISTS / "damaged-windows.csv")

    rows = rows_of(reader)

    assert [finding.code for finding in reader.findings] == ["list-windows-text"]
    assert [row.line for row in rows] == [2, 3, 4, 5, 6, 7, 8]
    assert [row.line for row in rows if row.is_set_aside] == [3, 5, 6, 8]
    assert rows[0].fields.surname == "Prévôt"
    words = [row.findings[0].words for row in rows if row.is_set_aside]
    assert words[0].startswith("A quotation mark is not closed")
    assert words[1].startswith("This row has more cells than there are headings")
    assert words[2].startswith("This row repeats the headings")
    assert words[3].startswith("The file ends in the middle of this row")
    assert rows[3].received["Cell 6"] == "extra"


def test_a_child_of_a_list_becomes_a_record_that_can_be_compared() -> None:
    listed = ListedChild(
        forenames="Rowan",
        surname="Testlost",
        former_surname="Priorname",
        upn="Y926400026001",
        former_upn="X00180001701A",
    )

    record = listed.identity()

    assert record.former_names == (PersonName("", "Priorname"),)
    assert record.former_upns == ("X00180001701A",)
    assert ListedChild().identity().former_names == ()


def test_a_name_in_its_own_columns_goes_before_the_whole_one() -> None:
    (row,) = read_list(text("Name,Forename,DOB\nRowan Ana Testlost,Ro,2014-03-09\n"))

    assert (row.fields.forenames, row.fields.surname) == ("Ro", "Testlost")


def test_authority_and_establishment_are_put_together() -> None:
    (row,) = read_list(text("Surname,DOB,LA,Estab,URN\nKhan,2014-03-09,926,2001,999001\n"))

    assert (row.fields.laestab, row.fields.urn) == ("9262001", "999001")


def test_what_cannot_be_right_is_left_out() -> None:
    (row,) = read_list(text("Surname,DOB,Sex,LAESTAB,URN,Start date\nKhan,2014-03-09,Purple,9X,12,soon\n"))

    assert row.fields == ListedChild(surname="Khan", birth_date=date(2014, 3, 9))
    assert [finding.code for finding in row.findings] == ["row-date", "row-sex"]


def test_an_address_in_parts_is_put_together() -> None:
    (row,) = read_list(
        text("Surname,DOB,House no,Street,Town,County\nKhan,2014-03-09,12,Example Street,Thetford,\n")
    )

    assert row.fields.address_lines == ("12 Example Street", "Thetford")


# ------------------------------------------------------------------------------------------------------- kinds of file
PLAIN = "Surname,Forename,DOB\nPrévôt,Zoë,09/03/2014\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_a_list_in_any_usual_encoding_is_read(encoding: str) -> None:
    (row,) = read_list(text(PLAIN, encoding))

    assert (row.fields.surname, row.fields.forenames) == ("Prévôt", "Zoë")


def test_utf_16_with_the_other_end_first_is_read() -> None:
    (row,) = read_list(io.BytesIO(b"\xfe\xff" + PLAIN.encode("utf-16-be")))

    assert row.fields.surname == "Prévôt"


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_any_delimiter_and_line_end_is_read(delimiter: str, ending: str) -> None:
    content = PLAIN.replace(",", delimiter).replace("\n", ending)

    (row,) = read_list(text(content))

    assert (row.line, row.fields.birth_date) == (2, date(2014, 3, 9))


def test_a_list_packed_with_gzip_is_read_from_a_path_and_from_memory(tmp_path: Path) -> None:
    packed = gzip.compress(PLAIN.encode())
    (tmp_path / "list.csv.gz").write_bytes(packed)

    from_path, from_memory = (
        rows_of(read_list(tmp_path / "list.csv.gz")),
        rows_of(read_list(io.BytesIO(packed))),
    )

    assert from_path == from_memory
    assert len(from_path) == 1


def test_a_file_in_memory_stays_open() -> None:
    file = text(PLAIN)

    assert len(rows_of(read_list(file))) == 1
    assert not file.closed


def test_letters_spoilt_on_the_way_are_told() -> None:
    reader = read_list(text(PLAIN.encode().decode("cp1252")))

    assert [finding.code for finding in reader.findings] == ["list-letters-spoilt"]


def workbook(*sheets: tuple[str, list[list[Any]]], hidden: str = "") -> IO[bytes]:
    content = io.BytesIO()
    book = xlsxwriter.Workbook(content, {"strings_to_formulas": False})
    as_date = book.add_format({"num_format": "dd/mm/yyyy"})
    for name, rows in sheets:
        sheet = book.add_worksheet(name)
        if name == hidden:
            sheet.hide()
        for line, cells in enumerate(rows):
            for place, cell in enumerate(cells):
                if isinstance(cell, datetime):
                    sheet.write_datetime(line, place, cell, as_date)
                else:
                    sheet.write(line, place, cell)
    book.close()
    content.seek(0)
    return content


def test_the_sheet_that_is_the_list_is_read_with_its_dates_and_numbers() -> None:
    notes = ("Notes", [["Printed for the office"], ["Surname"]])
    old = ("Old", [["Surname", "Forename", "DOB", "UPN", "Sex"], ["Gone", "Away", "2014-03-09", "", "M"]])
    roll = (
        "Roll",
        [
            ["", ""],
            ["", "Surname", "Forename", "DOB", "Adno", "Postcode"],
            ["", "=Khan", "Ali", datetime(2014, 3, 9), 1234, "ZZ99 9ZZ"],
            [],
            ["", "Quill", True, 41707, 12.5, ""],
        ],
    )

    reader = read_list(workbook(notes, old, roll, hidden="Old"))
    first, second = rows_of(reader)

    assert [finding.words for finding in reader.findings] == ["Read from the sheet 'Roll'."]
    assert (first.line, first.fields.surname, first.fields.id, first.fields.birth_date) == (
        3, "=Khan", "1234", date(2014, 3, 9),
    )  # fmt: skip
    assert (second.line, second.fields.forenames, second.fields.id, second.fields.birth_date) == (
        5, "TRUE", "12.5", date(2014, 3, 9),
    )  # fmt: skip


def test_a_time_in_a_workbook_stays_a_time() -> None:
    assert workbooks.text_of(datetime(2014, 3, 9, 8, 30)) == "2014-03-09 08:30:00"
    assert workbooks.text_of(date(2014, 3, 9)) == "2014-03-09"


# ------------------------------------------------------------------------------------------------------ hostile files
NOT_LISTS = [
    (b"", "list-empty", "empty"),
    (b" \n\n", "list-empty", "blank"),
    (b"%PDF-1.7 ...", "list-pdf", "a PDF"),
    (b"\xef\xbb\xbf<CTfile/>", "list-markup", "a transfer file"),
    (b"MZ\x00\x01\x02", "list-binary", "a program"),
    (b"Surname,DOB\n\x81\x8d\x8f,2014-03-09\n", "list-encoding", "letters of no encoding"),
    ("Surname,DOB\n".encode("utf-16") + b"\x00", "list-encoding", "half a letter"),
    (b"PK\x03\x04 no workbook", "list-broken", "a broken workbook"),
    (b"\xd0\xcf\x11\xe0 no workbook", "list-broken", "a broken old workbook"),
    (b"\x1f\x8b no gzip", "list-broken", "broken gzip"),
    (gzip.compress(PLAIN.encode() * 9000)[:-300], "list-broken", "gzip cut off"),
    (gzip.compress(b""), "list-empty", "gzip of nothing"),
    (b"just words\nand more\n", "list-no-columns", "no headings"),
]  # fmt: skip


@pytest.mark.parametrize(("data", "code", "special"), NOT_LISTS, ids=[special for *_, special in NOT_LISTS])
def test_what_is_no_list_is_refused_in_a_clear_word(data: bytes, code: str, special: str) -> None:
    assert refusal(io.BytesIO(data)) == code


def test_a_zip_that_is_no_workbook_is_refused() -> None:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as packed:
        packed.writestr("list.csv", PLAIN)

    assert refusal(content) == "list-broken"


def test_a_workbook_with_nothing_on_it_is_refused() -> None:
    assert refusal(workbook(("Empty", []), ("Blank", [[" "]]))) == "list-empty"


def test_a_workbook_with_a_password_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    # No library here writes one, so the reader's own word for it stands in.
    def locked(content: IO[bytes]) -> None:
        raise PasswordError

    monkeypatch.setattr(workbooks.CalamineWorkbook, "from_filelike", locked, raising=True)

    assert list(workbooks.lines(workbook(("Roll", [["Surname", "DOB"]])), 10**6)) == [
        b'{"refused": "password"}\n'
    ]


# Somebody typed something into the last cell that there is, or scrolled down and left a word: from the first cell to
# the last there are more than memory can hold. What opens workbooks then ends the process that called it.
def far_away(column: int, row: int = 1_048_575) -> IO[bytes]:
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Roll")
        sheet.write_row(0, 0, ["Surname", "Forename", "DOB"])
        sheet.write_row(1, 0, ["Quill", "Zara", "2014-03-09"])
        sheet.write(row, column, "x")
    return content


@pytest.mark.parametrize(("column", "letters"), [(16_383, "XFD"), (300, "KO")])
def test_a_workbook_with_a_cell_far_away_is_refused_and_says_how_far(column: int, letters: str) -> None:
    with pytest.raises(Refused, match=f"column {letters} and row 1,048,576"):
        read_list(far_away(column))


def test_a_cell_far_below_a_narrow_list_is_a_row_like_any_other() -> None:
    reader = read_list(far_away(0, 99_999))

    assert [(row.line, row.fields.surname) for row in reader] == [(2, "Quill"), (100_000, "x")]


def test_cells_far_away_that_are_only_coloured_are_no_matter() -> None:
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Roll")
        sheet.write_row(0, 0, ["Surname", "Forename", "DOB"])
        sheet.write_row(1, 0, ["Quill", "Zara", "2014-03-09"])
        sheet.write_blank(1_048_575, 16_383, None, book.add_format({"bg_color": "red"}))

    (row,) = read_list(content)

    assert row.fields.surname == "Quill"


def test_a_workbook_that_hides_how_far_it_reaches_ends_only_the_process_that_reads_it() -> None:
    hidden = io.BytesIO()
    with (
        zipfile.ZipFile(far_away(16_383)) as book,
        zipfile.ZipFile(hidden, "w", zipfile.ZIP_DEFLATED) as packed,
    ):
        for part in book.namelist():
            packed.writestr(part, book.read(part).replace(b'r="XFD1048576"', b"r='XFD1048576'"))

    with pytest.raises(Refused, match="more memory or more time than a list can need"):
        read_list(hidden)


def test_a_reader_of_workbooks_that_is_stopped_is_no_fault_of_the_workbook(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    stopped = tmp_path / "stopped.py"
    stopped.write_text("import os, signal\nos.kill(os.getpid(), signal.SIGTERM)\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setattr(workbooks, "__name__", "stopped")

    with pytest.raises(OSError, match="did not do its work"):
        read_list(workbook(("Roll", [["Surname", "DOB"]])))


def test_two_may_go_through_one_sheet_at_a_time() -> None:
    (table,) = tables.open_tables(
        workbook(("Roll", [["Surname", "DOB"], ["Quill", "2014-03-09"], ["Vane", ""]]))
    )

    assert [(one.cells[0], other.cells[0]) for one, other in zip(table.rows(), table.rows(), strict=True)] == [
        ("Surname", "Surname"), ("Quill", "Quill"), ("Vane", "Vane"),
    ]  # fmt: skip


def test_a_list_without_birth_dates_is_read_by_its_numbers() -> None:
    first, second = read_list(text("Surname,UPN\nKhan,H801200001001\nQuill,\n"))

    assert first.fields.upn == "H801200001001"
    assert second.is_set_aside


def test_what_is_too_large_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    book = workbook(("Roll", [["Surname", "DOB"], ["Khan" * 5000, "2014-03-09"]]))
    size = len(book.read())
    monkeypatch.setattr(tables, "MAX_UNPACKED", 10)
    monkeypatch.setattr(tables, "MAX_WORKBOOK", size)

    assert refusal(io.BytesIO(gzip.compress(PLAIN.encode()))) == "list-too-large"
    assert refusal(book) == "list-too-large"
    monkeypatch.setattr(tables, "MAX_WORKBOOK", 10)
    assert refusal(book) == "list-too-large"


def test_a_cell_of_ten_megabytes_is_set_aside_and_the_rest_is_read() -> None:
    content = f"Surname,Forename,DOB\nKhan,{'x' * 10_000_000},2014-03-09\nQuill,Zara,2014-03-09\n"

    first, second = read_list(text(content))

    assert first.is_set_aside
    assert sum(map(len, first.received.values())) < 1_000
    assert (second.line, second.fields.surname) == (3, "Quill")


def test_a_quotation_mark_that_is_never_closed_takes_no_other_row_with_it() -> None:
    good = "".join(f"Quill,Zara{number},2014-03-09\n" for number in range(200))
    content = f'Surname,Forename,DOB\nKhan,"Ali,2014-03-09\n{good}'

    first, *others = read_list(text(content))

    assert first.is_set_aside
    assert [row.line for row in others] == list(range(3, 203))
    assert not any(row.is_set_aside for row in others)


def test_a_quotation_mark_on_the_last_row_is_no_matter() -> None:
    content = 'Surname,Forename,DOB\nQuill,Zara,2014-03-09\nKhan,"Ali,2014-03-09'

    rows = rows_of(read_list(text(content)))

    assert [row.is_set_aside for row in rows] == [False, True]


def test_blank_lines_are_no_rows() -> None:
    reader = read_list(text("Surname,DOB\n\n,\nKhan,2014-03-09\n\n"))

    assert [row.line for row in reader] == [4]
    assert reader.counts == {"rows": 1, "set aside": 0}


def test_a_list_of_one_column_is_refused_for_what_it_lacks() -> None:
    assert refusal(text("Surname\nKhan\n")) == "list-columns-missing"


cells = st.text(st.characters(codec="utf-8", exclude_characters="\x00\r\n"), max_size=12)


@given(st.lists(st.tuples(cells, cells, cells), max_size=20), st.sampled_from([",", ";", "\t"]))
def test_as_many_rows_come_out_as_went_in(rows: list[tuple[str, str, str]], delimiter: str) -> None:
    content = io.StringIO()
    writer = csv.writer(content, delimiter=delimiter)
    writer.writerow(("Surname", "Forename", "DOB"))
    writer.writerows(rows)
    filled = [row for row in rows if any(cell.strip() for cell in row)]

    found = rows_of(read_list(text(content.getvalue())))

    assert len(found) == len(filled)
    for row, given_row in zip(found, filled, strict=True):
        if not any(finding.code == "row-unreadable" for finding in row.findings):
            assert list(row.received.values()) == [cell for cell in given_row if cell]


@given(
    st.lists(
        st.sampled_from(
            [
                'Khan,"Ali,2014-03-09',
                'Kh"an,Ali,2014-03-09',
                "Khan,Ali,2014-03-09",
                '"Khan","A\nli",2014-03-09',
                '"',
            ]
        ),
        max_size=12,
    )
)
def test_damage_to_some_rows_loses_no_line(lines: list[str]) -> None:
    content = "\n".join(("Surname,Forename,DOB", *lines, ""))

    seen = "".join("".join(row.received.values()) for row in read_list(text(content)))

    assert seen.count("Khan") + seen.count('Kh"an') == sum("Kh" in line for line in lines)


def rows_or_refusal(data: bytes) -> list[ListRow] | tuple[str, ...]:
    """Return the rows, or the words of the refusal: any other end fails the test."""
    try:
        return rows_of(read_list(io.BytesIO(data)))
    except Refused as refused:
        return tuple(finding.words for finding in refused.findings)


@given(st.binary(max_size=300))
def test_any_bytes_end_in_rows_or_in_a_refusal(data: bytes) -> None:
    assert all(rows_or_refusal(data))


@given(st.integers(0, 2**32), st.binary(min_size=1, max_size=3))
def test_a_real_list_with_damage_ends_in_rows_or_in_a_refusal(seed: int, damage: bytes) -> None:
    data = bytearray((LISTS / "roll-with-title.csv").read_bytes())
    place = random.Random(seed).randrange(len(data))
    data[place : place + len(damage)] = damage

    assert rows_or_refusal(bytes(data))
