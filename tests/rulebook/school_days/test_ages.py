"""Ages as education law counts them."""

import csv
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rulebook.school_days.ages import (
    academic_year,
    age_on,
    birthday,
    births_in_last_year,
    compulsory_school_age,
    first_term_due,
    is_in_last_year_of_compulsory_education,
    is_of_compulsory_school_age,
    school_leaving_date,
    year_group,
    year_group_words,
)

PUBLISHED = Path(__file__).parents[2] / "published"
COMPULSORY = list(
    csv.DictReader((PUBLISHED / "compulsory_school_age.csv").read_text(encoding="utf-8").splitlines())
)
YEAR_GROUPS = list(csv.DictReader((PUBLISHED / "year_groups.csv").read_text(encoding="utf-8").splitlines()))
ONE_DAY = timedelta(days=1)
births = st.dates(date(1995, 1, 1), date(2040, 12, 31))


@pytest.mark.requirement("SCOPE-1")
@pytest.mark.parametrize("row", COMPULSORY, ids=lambda row: f"{row['born']}: {row['special']}")
def test_compulsory_school_age_starts_and_ends_as_the_act_says(row: dict[str, str]) -> None:
    born_on = date.fromisoformat(row["born"])
    starts_on, ends_on = date.fromisoformat(row["starts"]), date.fromisoformat(row["ends"])

    ages = compulsory_school_age(born_on)

    assert (ages.starts_on, ages.ends_on) == (starts_on, ends_on)
    assert not is_of_compulsory_school_age(born_on, starts_on - ONE_DAY)
    assert is_of_compulsory_school_age(born_on, starts_on)
    assert is_of_compulsory_school_age(born_on, ends_on)
    assert not is_of_compulsory_school_age(born_on, ends_on + ONE_DAY)


@given(births)
def test_everybody_is_of_compulsory_school_age_from_five_until_fifteen_or_sixteen(born_on: date) -> None:
    ages = compulsory_school_age(born_on)

    assert age_on(born_on, ages.starts_on) == 5
    assert 15 <= age_on(born_on, ages.ends_on) <= 16


@given(births, births)
def test_an_older_child_never_starts_later(one: date, other: date) -> None:
    older, younger = sorted((one, other))

    assert compulsory_school_age(older).starts_on <= compulsory_school_age(younger).starts_on
    assert compulsory_school_age(older).ends_on <= compulsory_school_age(younger).ends_on


@pytest.mark.parametrize(("year", "day"), [(2026, 26), (2027, 25), (2028, 30), (2036, 27), (2037, 26)])
def test_the_school_leaving_date_is_the_last_friday_in_june(year: int, day: int) -> None:
    assert school_leaving_date(year) == date(year, 6, day)


@pytest.mark.parametrize("row", YEAR_GROUPS, ids=lambda row: f"{row['born']} on {row['on']}")
def test_the_year_group_follows_from_the_birth(row: dict[str, str]) -> None:
    born_on, on = date.fromisoformat(row["born"]), date.fromisoformat(row["on"])

    year = year_group(born_on, on)

    assert str(academic_year(on)) == row["academic_year"]
    assert year == int(row["year_group"])
    assert year_group_words(year) == row["words"]


def test_an_academic_year_runs_from_september_to_august() -> None:
    year = academic_year(date(2027, 1, 1))

    assert (year.starts_on, year.ends_on) == (date(2026, 9, 1), date(2027, 8, 31))


def test_somebody_born_on_a_leap_day_has_a_birthday_on_the_first_of_march() -> None:
    born_on = date(2020, 2, 29)

    assert birthday(born_on, 5) == date(2025, 3, 1)
    assert birthday(born_on, 8) == date(2028, 2, 29)
    assert age_on(born_on, date(2025, 2, 28)) == 4
    assert age_on(born_on, date(2025, 3, 1)) == 5


def test_nobody_has_an_age_before_birth() -> None:
    with pytest.raises(ValueError, match="no age before birth"):
        age_on(date(2020, 1, 2), date(2020, 1, 1))


@pytest.mark.requirement("LEAVER-1")
@pytest.mark.parametrize(
    ("on", "last_year"),
    [
        (date(2025, 8, 31), False),
        (date(2025, 9, 1), True),
        (date(2026, 6, 26), True),
        (date(2026, 6, 27), False),
    ],
)
def test_the_last_year_is_that_in_which_compulsory_school_age_ends(on: date, last_year: bool) -> None:
    assert is_in_last_year_of_compulsory_education(date(2010, 3, 3), on) is last_year


def test_a_child_who_turns_five_on_the_first_of_april_is_due_in_the_autumn() -> None:
    starts = (date(2026, 1, 5), date(2026, 4, 13), date(2026, 9, 3))

    assert first_term_due(date(2021, 4, 1), term_starts=starts) == date(2026, 9, 3)
    assert first_term_due(date(2021, 3, 31), term_starts=starts) == date(2026, 4, 13)
    assert first_term_due(date(2021, 9, 1), term_starts=starts) is None


@given(
    born_on=st.dates(min_value=date(2008, 1, 1), max_value=date(2014, 12, 31)),
    on=st.dates(date(2025, 1, 1), date(2029, 1, 1)),
)
def test_a_list_cut_by_births_is_whoever_is_in_the_last_year(born_on: date, on: date) -> None:
    births = births_in_last_year(on)

    within = births is not None and births[0] <= born_on <= births[1]
    assert within is is_in_last_year_of_compulsory_education(born_on, on)
