"""Files that are not what they should be: each gets a plain sentence, and nothing is lost or half loaded."""

import io
import zipfile

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from onroll.audit.actor import Actor
from onroll.schools.models import Establishment
from onroll.transfers import consequences
from onroll.transfers.actions.applying import cancel_file
from onroll.transfers.actions.receiving import receive_file
from onroll.transfers.actions.staging import stage_file
from onroll.transfers.models import ReceivedFile
from onroll.transfers.queries import why_not_approved
from onroll.transfers.storage import FOLDER
from rulebook.findings import Refused
from tests.onroll.transfers.conftest import (
    HEADINGS,
    adds_up,
    as_csv,
    as_xlsx,
    children,
    make_school,
    officer,
    pupil,
    put_in,
    receive,
    records,
    staged,
)

BILLION_LAUGHS = b'<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol "lol">]><CTfile>&lol;</CTfile>'


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"%PDF-1.7 something", "PDF"),
        (b"\x00\x01\x02\x03" * 400, "no text"),
        (b"MZ\x90\x00\x03\x00\x00\x00", "no text"),
        (b"<html><body><table></table></body></html>", "web page"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "cannot be opened"),
        (b"PK\x03\x04 this is no workbook", "cannot be opened"),
        (b"\x81\x8d\x8f\x90\x9d,a,b\r\n1,2,3\r\n", "letters of this file cannot be read"),
        (b"just some words\r\nand some more\r\n", "No column was recognised"),
        (b"Colour,Size\r\nred,12\r\n", "No column was recognised"),
        (b"Legal Surname,Legal Forename\r\nTestlost,Amira\r\n", "Date of birth"),
        (b"\r\n\r\n  \r\n", "empty"),
    ],
    ids=[
        "pdf", "binary", "program", "web page", "old office", "half a workbook", "no encoding", "prose",
        "other columns", "no birth date", "blank",
    ],
)  # fmt: skip
def test_what_is_no_roll_is_refused_in_a_sentence(
    school: Establishment, clerk: Actor, data: bytes, words: str
) -> None:
    file = staged(data, by=clerk)

    assert file.state == "refused"
    assert words in " ".join(found["words"] for found in file.findings)
    assert not children().exists()


def test_an_empty_file_is_refused_before_it_is_kept(clerk: Actor, tmp_path: object) -> None:
    with pytest.raises(Refused, match="empty"):
        receive(b"", by=clerk)

    assert not ReceivedFile.objects.exists()


def test_a_file_over_the_limit_leaves_nothing_on_disk(
    clerk: Actor, settings: object, tmp_path: "object"
) -> None:
    settings.MAX_LIST_BYTES = 1_000  # type: ignore[attr-defined]

    with pytest.raises(Refused, match="larger than"):
        receive(b"x" * 1_001, by=clerk)

    assert [path for path in (tmp_path / FOLDER).rglob("*") if path.is_file()] == []  # type: ignore[operator]


def test_an_upload_that_breaks_off_leaves_nothing_on_disk(clerk: Actor, tmp_path: "object") -> None:
    def broken() -> "object":
        yield b"UPN,"
        raise ConnectionError("the browser went away")

    with pytest.raises(ConnectionError):
        receive_file(broken(), kind="roll", name="900001.csv", by=clerk)  # type: ignore[arg-type]

    assert [path for path in (tmp_path / FOLDER).rglob("*") if path.is_file()] == []  # type: ignore[operator]
    assert not ReceivedFile.objects.exists()


def test_a_half_written_list_says_so_and_its_last_line_is_refused(
    school: Establishment, clerk: Actor
) -> None:
    whole = as_csv(pupil(n) for n in range(6))

    file = staged(whole[:-40], by=clerk)

    assert (file.counts["new"], file.counts["refused"]) == (5, 1)
    assert "only part of it may have arrived" in records(file, "refused")[0].findings[0]["words"]


def test_a_half_written_workbook_is_refused(school: Establishment, clerk: Actor) -> None:
    whole = as_xlsx([pupil(n) for n in range(50)])

    file = staged(whole[: len(whole) // 2], name="900001.xlsx", by=clerk)

    assert file.state == "refused"
    assert "only part of it arrived" in file.findings[0]["words"]


def test_a_workbook_with_formulas_is_read_by_its_results_and_says_so(
    school: Establishment, clerk: Actor
) -> None:
    rows = [pupil(n) for n in range(3)]

    file = staged(as_xlsx(rows, formula="=A2"), name="900001.xlsx", by=clerk)

    assert "list-formulas" in {found["code"] for found in file.findings}
    assert file.counts["new"] == 3
    assert adds_up(file)


def test_an_unclosed_quotation_mark_costs_one_line_and_not_the_rest(
    school: Establishment, clerk: Actor
) -> None:
    lines = as_csv(pupil(n) for n in range(30)).decode("utf-8-sig").splitlines()
    lines[10] = lines[10].replace('",WX', ",WX")

    file = staged("\r\n".join([*lines, ""]).encode(), by=clerk)

    assert file.counts["rows"] == 30
    assert file.counts["refused"] == 1
    assert records(file, "refused")[0].line == 11


def test_a_workbook_renamed_to_csv_is_read_as_what_it_is(school: Establishment, clerk: Actor) -> None:
    file = staged(as_xlsx([pupil(1)]), name="900001_roll.csv", by=clerk)

    assert file.counts["new"] == 1


def test_a_zip_bomb_is_refused_unopened(
    school: Establishment, clerk: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("linkage.tables.MAX_WORKBOOK", 1_000_000)
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b"0" * 5_000_000)

    file = staged(memory.getvalue(), name="900001.xlsx", by=clerk)

    assert "more than can be a list" in file.findings[0]["words"]


@pytest.mark.parametrize(("column", "letters"), [(16_383, "XFD"), (300, "KO")])
def test_a_workbook_with_one_cell_far_away_is_refused_and_ends_nothing(
    school: Establishment, clerk: Actor, column: int, letters: str
) -> None:
    memory = io.BytesIO()
    with xlsxwriter.Workbook(memory, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Roll")
        sheet.write_row(0, 0, HEADINGS)
        sheet.write_row(1, 0, [pupil(1)[heading] for heading in HEADINGS])
        sheet.write(1_048_575, column, "x")

    file = staged(memory.getvalue(), name="900001.xlsx", by=clerk)

    assert file.state == "refused"
    assert f"as far as column {letters} and row 1,048,576" in file.findings[0]["words"]


# --------------------------------------------------------------------------------------------- readings that break off
def break_off(monkeypatch: pytest.MonkeyPatch, by: BaseException) -> None:
    def breaks(*_: object) -> None:
        raise by

    monkeypatch.setattr(consequences, "open_file", breaks)


def test_a_file_that_twice_ended_what_read_it_is_refused_the_third_time(
    school: Establishment, clerk: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = receive(as_csv([pupil(1)]), by=clerk)
    break_off(monkeypatch, SystemExit())  # as near as a test can come to a process that ends
    for _ in range(2):
        with pytest.raises(SystemExit):
            stage_file(file, by=clerk)
        assert ReceivedFile.objects.get().state == "reading"

    stage_file(file, by=clerk)

    assert file.state == "refused"
    assert "broke off both times" in file.findings[0]["words"]
    assert not receive_file(
        [as_csv([pupil(1)])], kind="roll", name="900001_roll_20261120.csv", by=clerk
    ).again


def test_a_disk_or_database_that_gives_out_does_not_count_against_the_file(
    school: Establishment, clerk: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = receive(as_csv([pupil(1)]), by=clerk)
    with monkeypatch.context() as broken:
        break_off(broken, OSError("No space left on device"))
        for _ in range(3):
            with pytest.raises(OSError, match="No space"):
                stage_file(file, by=clerk)

    assert stage_file(file, by=clerk).state == "staged"
    assert ReceivedFile.objects.get().attempts == 0


def test_a_file_cancelled_while_it_is_read_stays_cancelled(
    school: Establishment, clerk: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = receive(as_csv([pupil(1), pupil(2)]), by=clerk)

    stage_file(file, progress=lambda done: cancel_file(ReceivedFile.objects.get(), by=clerk), by=clerk)

    assert (file.state, ReceivedFile.objects.get().state) == ("cancelled", "cancelled")
    assert not file.records.exists()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (BILLION_LAUGHS, "document type"),
        (b"<CTfile><Header>", "not well-formed"),
        (b"<other/>", "not a Common Transfer File"),
        (as_csv([pupil(1)]), "not well-formed"),
    ],
    ids=["document type", "half written", "other XML", "a list"],
)
def test_what_is_no_transfer_file_is_refused_in_a_sentence(
    db: None, clerk: Actor, data: bytes, words: str
) -> None:
    file = staged(data, kind="ctf", name="9990001_CTF_XXXXXXX_001.xml", by=clerk)

    assert file.state == "refused"
    assert words in file.findings[0]["words"]


def test_a_refused_file_names_no_child_in_the_record_of_events(school: Establishment, clerk: Actor) -> None:
    from onroll.audit.models import Event

    staged(b"%PDF", name="Amira Testlost.pdf", by=clerk)

    assert "Testlost" not in str(list(Event.objects.values_list("detail", flat=True)))


# -------------------------------------------------------------------------------------------- rows in are rows out
CELL = st.one_of(
    st.sampled_from(
        [
            "",
            "Amira",
            "Testlost",
            "09/03/2016",
            "31/02/2016",
            "H801200001001",
            "M",
            "x" * 200,
            '"',
            "a,b",
            "=1+1",
        ]
    ),
    st.text(alphabet=st.characters(blacklist_categories=("Cs",), blacklist_characters="\x00"), max_size=12),
)
NUMBER = st.integers(min_value=0, max_value=15)
ROW = st.one_of(
    st.builds(pupil, NUMBER),
    st.builds(lambda n, field, cell: pupil(n, **{field: cell}), NUMBER, st.sampled_from(HEADINGS), CELL),
    st.fixed_dictionaries(dict.fromkeys(HEADINGS, CELL)),
)


class RowsAreConserved(TestCase):
    """Whatever stands in the cells, every row of a file has exactly one consequence, and putting in keeps it so."""

    @settings(max_examples=40)
    @given(first=st.lists(ROW, max_size=8), second=st.lists(ROW, max_size=8))
    def test_every_row_has_one_consequence(
        self, first: list[dict[str, str]], second: list[dict[str, str]]
    ) -> None:
        make_school("900001", "Testwood Primary School")
        clerk = officer("CMEA")

        for name, rows in (("900001_20261101.csv", first), ("900001_20261102.csv", second)):
            file = staged(as_csv(rows), name=name, by=clerk)
            assert file.state in {"staged", "refused"}
            if file.state == "staged":
                assert adds_up(file)
                assert file.counts["rows"] == len(
                    [row for row in rows if any(cell.strip() for cell in row.values())]
                )
            if file.state == "staged" and why_not_approved(file) is None:
                before = children().count()
                applied = put_in(as_csv(rows), name=name, by=clerk)
                assert children().count() == before + applied.counts["new"]
