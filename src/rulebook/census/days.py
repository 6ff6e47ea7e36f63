"""The census days: by the pattern of the years so far, since the Department announces each."""

from dataclasses import dataclass
from datetime import date, timedelta

from rulebook.school_days.ages import AcademicYear, academic_year

THURSDAY = 3
# 2022/23 was counted on the first Thursday of October and the third of January and of May, as the school census is.
PATTERN = (("Autumn", 10, 1), ("Spring", 1, 3), ("Summer", 5, 3))
MARK = "I"
SOURCE = "The pattern of 6 October 2022, 19 January and 18 May 2023; our reading"


@dataclass(frozen=True, slots=True)
class CensusDay:
    """The day on which the children of a term are counted."""

    term: str
    on: date

    @property
    def year(self) -> AcademicYear:
        """The academic year in which it lies."""
        return academic_year(self.on)

    @property
    def previous_year(self) -> AcademicYear:
        """The academic year before: of which the return asks who was counted at any time."""
        return AcademicYear(self.year.starts_in - 1)


def census_days(year: AcademicYear) -> tuple[CensusDay, ...]:
    """Return the three census days of an academic year, by the pattern. Source: see ``SOURCE`` [I].

    >>> [str(each.on) for each in census_days(AcademicYear(2026))]
    ['2026-10-01', '2027-01-21', '2027-05-20']
    """
    return tuple(
        CensusDay(term, _thursday(year.starts_in + (month < 9), month, number))
        for term, month, number in PATTERN
    )


def last_census_day(day: date) -> CensusDay:
    """Return the newest census day that is not after ``day``, by the pattern."""
    year = academic_year(day)
    days = (*census_days(AcademicYear(year.starts_in - 1)), *census_days(year))
    return max((each for each in days if each.on <= day), key=lambda each: each.on)


def census_day_before(day: date) -> CensusDay:
    """Return the census day before a day, by the pattern."""
    return last_census_day(day - timedelta(days=1))


def term_of(day: date) -> str:
    """Return the term whose census a day is counted for: that of the newest census day by the pattern.

    >>> term_of(date(2026, 10, 1)), term_of(date(2026, 11, 30)), term_of(date(2027, 2, 1))
    ('Autumn', 'Autumn', 'Spring')
    """
    return last_census_day(day).term


def _thursday(year: int, month: int, number: int) -> date:
    first = date(year, month, 1)
    return first + timedelta(days=(THURSDAY - first.weekday()) % 7 + 7 * (number - 1))
