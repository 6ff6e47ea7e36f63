"""Ages as education law counts them: compulsory school age, academic year and year group."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

A_YEAR = timedelta(days=366)  # the longest; a day further off than this is taken for a slip of the year
FIRST_PRESCRIBED_AGE = 5
LEAVING_AGE = 16
FRIDAY = 4
SEPTEMBER = 9
RECEPTION = 5  # a child is in reception in the fifth academic year after that of birth


@dataclass(frozen=True, slots=True, order=True)
class AcademicYear:
    """The twelve months from 1 September of ``starts_in``."""

    starts_in: int

    @property
    def starts_on(self) -> date:
        """The first day, 1 September."""
        return date(self.starts_in, SEPTEMBER, 1)

    @property
    def ends_on(self) -> date:
        """The last day, 31 August of the next year."""
        return date(self.starts_in + 1, 8, 31)

    def __str__(self) -> str:
        return f"{self.starts_in}/{(self.starts_in + 1) % 100:02d}"


@dataclass(frozen=True, slots=True)
class CompulsorySchoolAge:
    """The days on which a person is of compulsory school age: from ``starts_on`` to the end of ``ends_on``."""

    starts_on: date
    ends_on: date

    def __contains__(self, day: date) -> bool:
        return self.starts_on <= day <= self.ends_on


def academic_year(day: date) -> AcademicYear:
    """Return the academic year that ``day`` lies in.

    >>> str(academic_year(date(2026, 8, 31))), str(academic_year(date(2026, 9, 1)))
    ('2025/26', '2026/27')
    """
    return AcademicYear(day.year if day.month >= SEPTEMBER else day.year - 1)


def birthday(born_on: date, age: int) -> date:
    """Return the day on which a person reaches ``age``; somebody born on 29 February does so on 1 March."""
    try:
        return born_on.replace(year=born_on.year + age)
    except ValueError:
        return date(born_on.year + age, 3, 1)


def age_on(born_on: date, day: date) -> int:
    """Return the age in whole years on ``day``. Raises ValueError before the birth."""
    if day < born_on:
        raise ValueError(f"no age before birth: born {born_on.isoformat()}, asked for {day.isoformat()}")
    years = day.year - born_on.year
    return years if birthday(born_on, years) <= day else years - 1


def school_leaving_date(year: int) -> date:
    """Return the school leaving date of a calendar year: the last Friday in June. Source: SI 1997/1970 [M]."""
    end_of_june = date(year, 6, 30)
    return end_of_june - timedelta(days=(end_of_june.weekday() - FRIDAY) % 7)


@lru_cache(maxsize=20_000)
def compulsory_school_age(born_on: date) -> CompulsorySchoolAge:
    """Return the days on which a person is of compulsory school age.

    It starts on the fifth birthday when that is 31 March, 31 August or 31 December, and otherwise on the next
    of those days. It ends at the end of a school leaving date: of the calendar year in which the person turns
    16, when that is before the next school year begins (1 September [I]), and otherwise of the year after.
    Source: Education Act 1996 s.8(2) and (3); the three days by SI 1998/1607 [M].
    """
    return CompulsorySchoolAge(
        starts_on=_next_prescribed_day(birthday(born_on, FIRST_PRESCRIBED_AGE)),
        ends_on=school_leaving_date(academic_year(birthday(born_on, LEAVING_AGE)).starts_in + 1),
    )


def is_of_compulsory_school_age(born_on: date, on: date) -> bool:
    """Tell whether a person born on ``born_on`` is of compulsory school age on a day."""
    return on in compulsory_school_age(born_on)


def is_in_last_year_of_compulsory_education(born_on: date, on: date) -> bool:
    """Tell whether compulsory school age ends in the academic year of ``on`` (flow.md 6.6 decision 39)."""
    ages = compulsory_school_age(born_on)
    return on in ages and academic_year(ages.ends_on) == academic_year(on)


def births_in_last_year(on: date) -> tuple[date, date] | None:
    """Return the first and the last day of birth of those in the last year of compulsory education on a day.

    None after the school leaving date, when nobody is until 1 September. Whole lists are cut by it; it says the same as
    ``is_in_last_year_of_compulsory_education``.

    >>> births_in_last_year(date(2026, 11, 30))
    (datetime.date(2010, 9, 1), datetime.date(2011, 8, 31))
    """
    year = academic_year(on)
    if on > school_leaving_date(year.starts_in + 1):
        return None
    turned = AcademicYear(year.starts_in - LEAVING_AGE)
    return turned.starts_on, turned.ends_on


def year_group(born_on: date, on: date) -> int:
    """Return the national curriculum year that a child's age points to: 0 is reception, 11 the last of compulsory age.

    Below 0 are the nursery years, above 11 the sixth form. It is what the age says, not what a school
    decided.
    """
    return academic_year(on).starts_in - academic_year(born_on).starts_in - RECEPTION


def takes_year_group(year: int, *, low_age: int | None, high_age: int | None) -> bool:
    """Tell whether a school for these ages takes a year group: pupils of year 7 are 11 when it begins, 12 at its end.

    A school whose ages are not known takes every year.

    >>> takes_year_group(6, low_age=4, high_age=11), takes_year_group(7, low_age=4, high_age=11)
    (True, False)
    """
    begins_at = year + RECEPTION - 1
    return (low_age is None or low_age <= begins_at) and (high_age is None or begins_at < high_age)


def year_group_words(year: int) -> str:
    """Return a year group as officers say it.

    >>> year_group_words(0), year_group_words(11), year_group_words(-1)
    ('Reception', 'Year 11', 'below Reception')
    """
    if year < 0:
        return "below Reception"
    return "Reception" if year == 0 else f"Year {year}"


def first_term_due(born_on: date, *, term_starts: tuple[date, ...]) -> date | None:
    """Return the first day of the first term after compulsory school age starts, or None if it is not published.

    The age starts on a legal date; a parent's duty bites in practice when the next term begins. Source: [B],
    [I].
    """
    starts_on = compulsory_school_age(born_on).starts_on
    return min((day for day in term_starts if day > starts_on), default=None)


def _next_prescribed_day(day: date) -> date:
    prescribed = (date(day.year, 3, 31), date(day.year, 8, 31), date(day.year, 12, 31))
    return next(candidate for candidate in prescribed if day <= candidate)
