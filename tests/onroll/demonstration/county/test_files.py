"""The files of the county: each can be read again, says what the county says, and is the same when written twice."""

import csv
import gzip
from datetime import date
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from onroll.demonstration.county import County, Written, write_files
from onroll.demonstration.county.files.gias import columns
from onroll.demonstration.county.files.mistakes import MISTAKES
from onroll.demonstration.county.files.rolls import STYLES
from rulebook.ctf.filename import differences, read_name
from rulebook.ctf.read import read_transfer_file
from rulebook.findings import Severity

TODAY = date(2026, 11, 23)


@pytest.fixture(scope="module")
def county() -> County:
    return County(children=2_000, day=TODAY)


@pytest.fixture(scope="module")
def written(county: County, tmp_path_factory: pytest.TempPathFactory) -> Written:
    return write_files(county, tmp_path_factory.mktemp("county"))


def _rows(path: Path, *, encoding: str = "utf-8") -> list[dict[str, str]]:
    text = (
        gzip.decompress(path.read_bytes()).decode()
        if path.suffix == ".gz"
        else path.read_text(encoding=encoding)
    )
    return list(csv.DictReader(text.splitlines()))


def test_the_establishment_file_has_the_real_columns_and_every_school(
    county: County, written: Written
) -> None:
    rows = _rows(written.establishments, encoding="cp1252")

    assert written.establishments.name == "edubasealldata20261123.csv"
    assert len(columns()) == 139
    assert tuple(rows[0]) == columns()
    own = {row["URN"]: row for row in rows if row["LA (code)"] == "999"}
    assert len(own) == len(county.establishments)
    for school in county.establishments:
        row = own[str(school.urn)]
        assert row["EstablishmentName"] == school.name
        assert row["OpenDate"] == school.opened_on.strftime("%d-%m-%Y")
        assert row["EstablishmentStatus (code)"] == school.status
    assert any(not row["EstablishmentNumber"] for row in rows), (
        "some rows have no number, as in the real file"
    )


def test_each_open_school_s_roll_is_one_file_with_a_line_for_each_pupil(
    county: County, written: Written
) -> None:
    pupils = 0
    for path in written.rolls:
        school = county.establishment(int(path.name[:6]))
        style = STYLES[school.system]
        if path.suffix == ".csv":
            with path.open(encoding=style.encoding, newline="") as file:
                table = [list(row) for row in csv.reader(file)]
        else:
            table = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()
        start = 2 if style.titled else 0
        assert table[start][: len(style.columns)] == [heading for heading, _ in style.columns], path.name
        pupils += len(table) - start - 1

    assert len(written.rolls) == sum(school.is_open for school in county.establishments)
    assert pupils == written.pupils > 1_400
    assert {path.suffix for path in written.rolls} == {".csv", ".xlsx"}


def test_dates_in_a_workbook_are_dates(county: County, written: Written) -> None:
    path = next(
        path
        for path in written.rolls
        if county.establishment(int(path.name[:6])).system == "bromcom" and _many(path)
    )

    table = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()
    assert all(isinstance(row[4], date) for row in table[1:])


def _many(path: Path) -> bool:
    return len(CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()) > 5


def test_every_transfer_file_can_be_read_and_its_name_agrees_with_it(written: Written) -> None:
    kinds = set()
    for path in written.transfers:
        reading = read_transfer_file(path.read_bytes())
        name = read_name(path.name)

        assert reading.file is not None, path.name
        assert [found for found in reading.findings if found.severity is Severity.REFUSAL] == []
        assert name is not None
        assert differences(name, reading.file.header) == ()
        assert len(reading.file.pupils) == 1
        kinds.add(name.destination.value)

    assert len(written.transfers) >= 20
    assert kinds >= {"school", "not known", "left the maintained sector"}


def test_each_row_of_a_list_has_its_truth(written: Written) -> None:
    lists = {path.name.partition(".")[0]: _rows(path) for path in written.population}

    assert {name: len(rows) for name, rows in lists.items()} == written.rows
    assert len(lists["children"]) == 2_000
    refs = [(row["list"], row["row"]) for row in lists["truth"]]
    assert len(set(refs)) == len(refs)
    keys = {"births": "Entry number", "patients": "RECORD", "applications": "Application reference"}
    listed = {(name, row[key]) for name, key in keys.items() for row in lists[name]}
    assert set(refs) == listed


def test_lists_are_wrong_in_every_way_and_mostly_right(written: Written) -> None:
    truth = _rows(next(path for path in written.population if path.name.startswith("truth")))
    patients = [row for row in truth if row["list"] == "patients"]
    wrong = {kind for row in truth for kind in row["mistakes"].split("; ") if kind}

    assert len(wrong & set(MISTAKES)) >= 11
    assert {"former address", "former surname"} <= wrong
    assert 0.05 < sum(bool(row["mistakes"]) for row in patients) / len(patients) < 0.3


def test_the_truth_says_who_is_on_no_roll(county: County, written: Written) -> None:
    truth = _rows(next(path for path in written.population if path.name.startswith("children")))

    off = {int(row["child"]) for row in truth if row["on_roll"] == "no"}
    assert off == {child.number for child, _ in county.children() if not child.on_roll}


def test_the_same_county_gives_the_same_files(county: County, written: Written, tmp_path: Path) -> None:
    again = write_files(County(children=2_000, day=TODAY), tmp_path)

    for old, new in zip(
        (written.establishments, *written.rolls, *written.transfers, *written.population),
        (again.establishments, *again.rolls, *again.transfers, *again.population),
        strict=True,
    ):
        assert old.name == new.name
        assert old.read_bytes() == new.read_bytes(), old.name
