"""Reading the national register of establishments."""

import gzip
import io
from datetime import date
from pathlib import Path

import pytest

from linkage.establishments import COLUMNS, ListedEstablishment, read_establishments
from rulebook.findings import Refused

DOWNLOAD = Path(__file__).parent / "lists" / "edubasealldata20260309.csv"


def test_the_download_is_read_by_the_names_of_its_columns() -> None:
    reader = read_establishments(DOWNLOAD)

    first, *_ = reader

    assert reader.findings == ()
    assert set(reader.found.columns) == set(COLUMNS)
    assert first.fields.name == "Example Primary – St Éloi’s"
    assert (first.fields.laestab, first.fields.postcode) == ("9262001", "IP24 1AA")
    assert (first.fields.opened_on, first.fields.low_age, first.fields.easting) == (
        date(1996, 9, 1),
        4,
        612345,
    )
    assert (first.fields.head_name, first.fields.is_open) == ("Mrs Ada Example", True)
    assert first.received["URN"] == "999001"


def test_every_row_comes_out_and_those_that_cannot_be_used_say_why() -> None:
    reader = read_establishments(DOWNLOAD)

    rows = list(reader)

    assert [row.line for row in rows] == [2, 3, 4, 5, 6]
    assert [row.line for row in rows if row.is_set_aside] == [4, 5]
    assert reader.counts == {"rows": 5, "set aside": 2}


def test_what_cannot_be_right_is_left_out_with_its_line() -> None:
    _, second, *_ = read_establishments(DOWNLOAD)

    assert [(finding.code, finding.where) for finding in second.findings] == [("row-value", "line 3")] * 2
    assert (second.fields.opened_on, second.fields.low_age) == (None, None)
    assert second.fields.laestab == ""
    assert second.fields.is_open


def test_zeros_that_a_spreadsheet_took_away_are_put_back() -> None:
    *_, last = read_establishments(DOWNLOAD)

    assert last.fields.laestab == "9260021"
    assert not last.fields.is_open


def test_columns_in_another_order_and_new_ones_are_no_matter() -> None:
    content = "New,EstablishmentName,URN,EstablishmentStatus (code),LA (code)\nx,Example,999001,1,926\n"

    (row,) = read_establishments(io.BytesIO(gzip.compress(content.encode())))

    assert row.fields == ListedEstablishment(urn="999001", la_code="926", name="Example", status_code="1")


@pytest.mark.parametrize(
    "content", ["URN,EstablishmentName\n999001,Example\n", "Surname,Forename,DOB\nKhan,Ali,x\n"]
)
def test_another_list_is_refused(content: str) -> None:
    with pytest.raises(Refused):
        read_establishments(io.BytesIO(content.encode()))


def test_a_row_that_cannot_be_read_is_set_aside() -> None:
    content = 'URN,LA (code),EstablishmentName,EstablishmentStatus (code)\n999001,926,"Example,1\n999002,926,Other,1\n'

    first, second = read_establishments(io.BytesIO(content.encode()))

    assert (first.is_set_aside, second.is_set_aside) == (True, False)


def test_every_column_is_a_field() -> None:
    assert set(COLUMNS) == set(ListedEstablishment.__dataclass_fields__)
