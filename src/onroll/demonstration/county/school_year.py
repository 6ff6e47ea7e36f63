"""The years of an invented authority: bank holidays, terms, school days, and who is of which age and year."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache

ONE_DAY = timedelta(days=1)
YEAR_GROUPS = ("N1", "N2", "R", *(str(year) for year in range(1, 14)))


class ClosureKind(StrEnum):
    """Why a school is closed on a day inside a term."""

    INSET = "staff training"
    UNPLANNED = "unplanned closure"
    OCCASIONAL = "occasional day"


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """One half of a term, first and last day both included: schools break up between two of these."""

    name: str
    first_on: date
    last_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Closure:
    """One day inside a term on which pupils do not come."""

    on: date
    kind: ClosureKind
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SchoolYear:
    """The terms of one academic year with the closures inside them; ``starts_in`` is the year of its September."""

    starts_in: int
    terms: tuple[Term, ...]
    closures: tuple[Closure, ...]

    @property
    def first_day(self) -> date:
        """The first day on which the terms run, training days included."""
        return self.terms[0].first_on

    @property
    def last_day(self) -> date:
        """The last day on which the terms run, training days included."""
        return self.terms[-1].last_on

    def school_days(self) -> list[date]:
        """Return the days on which pupils come, in order."""
        closed = {closure.on for closure in self.closures} | bank_holidays(self.starts_in + 1)
        closed |= bank_holidays(self.starts_in)
        days = (
            term.first_on + ONE_DAY * n
            for term in self.terms
            for n in range((term.last_on - term.first_on).days + 1)
        )
        return [day for day in days if day.weekday() < 5 and day not in closed]


def academic_year(day: date) -> int:
    """Return the calendar year in which the academic year of ``day`` began, on 1 September."""
    return day.year if day.month >= 9 else day.year - 1


def easter(year: int) -> date:
    """Return Easter Sunday of the Gregorian calendar (the anonymous algorithm)."""
    golden, (century, within) = year % 19, divmod(year, 100)
    leaps, rest = divmod(century, 4)
    shift = (century + 8) // 25
    moon = (19 * golden + century - leaps - (century - shift + 1) // 3 + 15) % 30
    quarters, odd = divmod(within, 4)
    weekday = (32 + 2 * rest + 2 * quarters - moon - odd) % 7
    late = (golden + 11 * moon + 22 * weekday) // 451
    month, dom = divmod(moon + weekday - 7 * late + 114, 31)
    return date(year, month, dom + 1)


@lru_cache(maxsize=64)
def bank_holidays(year: int) -> frozenset[date]:
    """Return the bank holidays of England in a year, by the standing rules; days proclaimed once are not known here.

    Source: Banking and Financial Dealings Act 1971, schedule 1, and the standing proclamations.
    """
    days = {easter(year) - 2 * ONE_DAY, easter(year) + ONE_DAY}
    days.add(_first_monday(date(year, 5, 1)))
    days.add(_first_monday(date(year, 5, 25)))
    days.add(_first_monday(date(year, 8, 25)))
    for wanted in (date(year, 1, 1), date(year, 12, 25), date(year, 12, 26)):
        while wanted.weekday() >= 5 or wanted in days:
            wanted += ONE_DAY
        days.add(wanted)
    return frozenset(days)


def _first_monday(start: date) -> date:
    """Return ``start`` or the first Monday after it."""
    return start + ONE_DAY * (-start.weekday() % 7)


def _last_friday(end: date) -> date:
    """Return ``end`` or the last Friday before it."""
    return end - ONE_DAY * ((end.weekday() - 4) % 7)


def is_working_day(day: date) -> bool:
    """Say whether offices are open: neither a weekend nor a bank holiday."""
    return day.weekday() < 5 and day not in bank_holidays(day.year)


def working_days_from(day: date, count: int) -> date:
    """Return the working day ``count`` steps from ``day``, back where ``count`` is negative.

    Nought steps is ``day`` itself, or the last working day before it.
    """
    found = day
    while not is_working_day(found):
        found -= ONE_DAY
    step = ONE_DAY if count > 0 else -ONE_DAY
    for _ in range(abs(count)):
        found += step
        while not is_working_day(found):
            found += step
    return found


@lru_cache(maxsize=64)
def default_year(starts_in: int) -> SchoolYear:
    """Return the authority's own calendar for one academic year: 195 days, of which 5 are for training."""
    autumn = _weekday_on_or_after(date(starts_in, 9, 2))
    october = _first_monday(date(starts_in, 10, 23))
    christmas = _last_friday(date(starts_in, 12, 22))
    january = _weekday_on_or_after(date(starts_in + 1, 1, 4))
    february = _first_monday(date(starts_in + 1, 2, 12))
    spring_ends, summer_starts = _easter_break(starts_in + 1)
    may = _first_monday(date(starts_in + 1, 5, 25))
    terms = [
        Term(name="Autumn, first half", first_on=autumn, last_on=october - 3 * ONE_DAY),
        Term(name="Autumn, second half", first_on=october + 7 * ONE_DAY, last_on=christmas),
        Term(name="Spring, first half", first_on=january, last_on=february - 3 * ONE_DAY),
        Term(name="Spring, second half", first_on=february + 7 * ONE_DAY, last_on=spring_ends),
        Term(name="Summer, first half", first_on=summer_starts, last_on=may - 3 * ONE_DAY),
    ]
    summer_half = may + 7 * ONE_DAY
    last = _day_that_makes(195, terms, summer_half)
    terms.append(Term(name="Summer, second half", first_on=summer_half, last_on=last))
    training = (autumn, october + 7 * ONE_DAY, january, summer_half, last)
    closures = tuple(Closure(on=on, kind=ClosureKind.INSET, words="Staff training day") for on in training)
    return SchoolYear(starts_in=starts_in, terms=tuple(terms), closures=closures)


def _weekday_on_or_after(day: date) -> date:
    while not is_working_day(day):
        day += ONE_DAY
    return day


def _easter_break(year: int) -> tuple[date, date]:
    """Return the last day of spring and the first of summer: two weeks, with Easter in them where it falls so."""
    good_friday = easter(year) - 2 * ONE_DAY
    if good_friday <= date(year, 4, 2):
        monday = good_friday + 3 * ONE_DAY
        return good_friday - ONE_DAY, monday + 14 * ONE_DAY
    monday = min(good_friday - 4 * ONE_DAY, _first_monday(date(year, 4, 6)))
    return monday - 3 * ONE_DAY, _weekday_on_or_after(monday + 14 * ONE_DAY)


def _day_that_makes(count: int, terms: list[Term], start: date) -> date:
    """Return the day, from ``start`` on, that brings the weekdays of the terms to ``count``."""
    spent = sum(
        1
        for term in terms
        for n in range((term.last_on - term.first_on).days + 1)
        if is_working_day(term.first_on + ONE_DAY * n)
    )
    day = start
    while True:
        if is_working_day(day):
            spent += 1
            if spent == count:
                return day
        day += ONE_DAY


def year_group_of(born_on: date, day: date) -> int:
    """Return the year group a child of this age belongs to: 0 for reception, 1 for year 1, -1 for the year before."""
    return academic_year(day) - academic_year(born_on) - 5


def year_group_name(number: int) -> str:
    """Return the code of a year group as schools write it: N1, N2, R, 1 to 13; nothing outside that."""
    return YEAR_GROUPS[number + 2] if -2 <= number <= 13 else ""


def of_compulsory_age(born_on: date, day: date) -> bool:
    """Say whether a child must by law be receiving education on ``day``.

    From the prescribed day on or next after the fifth birthday to the last Friday in June of the school year in which
    the child turns 16; both days count. Source: Education Act 1996 s.8.
    """
    return compulsory_age_begins(born_on) <= day <= compulsory_age_ends(born_on)


def compulsory_age_begins(born_on: date) -> date:
    """Return the first day of compulsory school age: the prescribed day on the fifth birthday or next after it.

    The prescribed days are 31 March, 31 August and 31 December. Source: Education Act 1996 s.8(2); SI 1998/1607.
    """
    month, dom = (born_on.month, born_on.day) if (born_on.month, born_on.day) != (2, 29) else (3, 1)
    fifth = date(born_on.year + 5, month, dom)
    prescribed = (date(fifth.year, 3, 31), date(fifth.year, 8, 31), date(fifth.year, 12, 31))
    return min(on for on in prescribed if on >= fifth)


def compulsory_age_ends(born_on: date) -> date:
    """Return the last day of compulsory school age: the last Friday in June of the school year of the 16th birthday.

    Source: SI 1997/1970 (the school leaving date).
    """
    return _last_friday(date(academic_year(born_on) + 17, 6, 30))
