"""Cells as values."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkage.values import DateOrder, clean, date_order, day_of, names_of, year_group_of

BORN = date(2015, 3, 9)
DAYS = [
    ("2015-03-09", "year first"),
    ("2015/3/9", "year first, without zeros"),
    ("2015-03-09T00:00:00", "with a time"),
    ("2015-03-09 00:00:00", "with a time, as workbooks have it"),
    ("20150309", "packed"),
    ("09/03/2015", "day first"),
    ("9/3/2015", "day first, without zeros"),
    ("9.3.15", "with points and a short year"),
    ("09-03-2015 12:00", "with a time"),
    ("9 March 2015", "the month named"),
    ("9th Mar 2015", "the month named, short"),
    ("09-Mar-15", "as spreadsheets show it"),
    ("9-MAR-2015", "in capitals"),
    ("March 9, 2015", "the month first, named"),
    ("Mar 9th 2015", "the month first, named, short"),
    ("42072", "days counted by a spreadsheet"),
    ("42072.0", "the same, with a point"),
]


@pytest.mark.parametrize(("text", "special"), DAYS)
def test_a_day_is_read_in_every_form_that_lists_use(text: str, special: str) -> None:
    assert day_of(text) == BORN, special


@pytest.mark.parametrize(
    "text",
    [
        "",
        "soon",
        "31/02/2015",
        "9 Smarch 2015",
        "00/00/0000",
        "12345",
        "99999",
        "2015",
        "01/01/1066",
        "1/1/1/1",
    ],
)
def test_what_is_no_day_is_none(text: str) -> None:
    assert day_of(text) is None


@pytest.mark.parametrize(("text", "year"), [("1/2/49", 2049), ("1/2/50", 1950), ("1/2/00", 2000)])
def test_two_digits_of_a_year_are_of_the_fifty_years_around(text: str, year: int) -> None:
    assert day_of(text) == date(year, 2, 1)


@given(st.dates(date(1950, 1, 1), date(2049, 12, 31)))
def test_a_day_written_is_read_again(day: date) -> None:
    serial = (day - date(1899, 12, 30)).days

    assert {
        day_of(text) for text in (day.isoformat(), f"{day:%d/%m/%Y}", f"{day:%d %B %Y}", f"{day:%Y%m%d}")
    } == {day}
    assert day_of(f"{day:%m/%d/%Y}", order=DateOrder.MONTH_FIRST) == day
    assert day_of(str(serial)) == day


@given(st.lists(st.dates(date(2000, 1, 1), date(2020, 12, 31)), min_size=1))
def test_the_order_of_a_column_reads_all_its_dates(days: list[date]) -> None:
    months_first = [f"{day:%m/%d/%Y}" for day in [*days, date(2015, 3, 25)]]

    order = date_order(months_first)

    assert [day_of(text, order=order) for text in months_first] == [*days, date(2015, 3, 25)]
    assert date_order([f"{day:%d/%m/%Y}" for day in days]) is DateOrder.DAY_FIRST or all(
        day.day <= 12 for day in days
    )


def test_one_date_that_needs_the_day_first_decides() -> None:
    assert date_order(["03/25/2015", "25/03/2015", "not known", ""]) is DateOrder.DAY_FIRST


@pytest.mark.parametrize(
    ("cell", "cleaned"),
    [
        ("  Al   Hassan\n", "Al Hassan"),
        ("Al\u00a0Hassan", "Al Hassan"),
        ('="0123"', "0123"),
        ("'0123", "0123"),
        ("'Ofa", "'Ofa"),
        ("=HYPERLINK(1)", "=HYPERLINK(1)"),
        ("Not known", ""),
        ("#N/A", ""),
        ("Al\0i", "Ali"),
    ],
)
def test_a_cell_is_cleaned_of_what_is_no_part_of_its_value(cell: str, cleaned: str) -> None:
    assert clean(cell) == cleaned


@given(st.text(max_size=20))
def test_cleaning_twice_changes_nothing_that_matters(text: str) -> None:
    assert clean(clean(text)) in (clean(text), clean(clean(clean(text))))
    assert clean(text).strip() == clean(text)


NAMES = [
    ("Testlost, Rowan Ana", ("Rowan Ana", "Testlost"), "a comma"),
    ("van der Berg,Jan", ("Jan", "van der Berg"), "a comma, and particles"),
    ("TESTLOST Rowan Ana", ("Rowan Ana", "TESTLOST"), "the surname in capitals"),
    ("DE SOUZA Ana", ("Ana", "DE SOUZA"), "two words in capitals"),
    ("Rowan Ana Testlost", ("Rowan Ana", "Testlost"), "as one says it"),
    ("ROWAN TESTLOST", ("ROWAN", "TESTLOST"), "all in capitals"),
    ("Jan van der Berg", ("Jan", "van der Berg"), "particles"),
    ("J Testlost", ("J", "Testlost"), "an initial is no surname in capitals"),
    ("Rowan", ("Rowan", ""), "one word"),
    ("", ("", ""), "nothing"),
]


@pytest.mark.parametrize(("text", "names", "special"), NAMES)
def test_a_whole_name_is_taken_apart(text: str, names: tuple[str, str], special: str) -> None:
    assert names_of(text) == names, special


@pytest.mark.parametrize(
    ("text", "code"),
    [("Year 7", "7"), ("y7", "7"), ("07", "7"), ("NC Year 11", "11"), ("0", "R"), ("Reception", "R"), ("YR", ""),
     ("Nursery", "N2"), ("N1", "N1"), ("15", ""), ("7B", ""), ("", ""), ("Year R", "R"), ("M", "M")],
)  # fmt: skip
def test_year_groups_come_to_the_codes_of_the_census(text: str, code: str) -> None:
    assert year_group_of(text) == code


def test_a_spreadsheets_day_zero_is_its_own() -> None:
    assert day_of("25569.5") == date(1970, 1, 1)
    assert day_of(str(18264)) == date(1899, 12, 30) + timedelta(days=18264)
