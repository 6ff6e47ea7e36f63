"""The calendar that every clock reads: terms, closures, training days and bank holidays.

An authority publishes a default calendar; a school may publish its own. Past what is published the answer is
``CalendarNotPublished``, never a guess.
"""

from bisect import bisect_left, bisect_right
from calendar import monthrange
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from functools import cached_property
from itertools import pairwise
from typing import Any

from rulebook.findings import Finding, Refused
from rulebook.school_days.ages import academic_year
from rulebook.school_days.bank_holidays import SATURDAY, BankHolidays
from rulebook.school_days.not_published import CalendarNotPublished
from rulebook.school_days.spans import Days, Months, SchoolDays, Span, Weeks, WorkingDays
from rulebook.wording import listed, long_date, weekday_date

# A gap between two published terms that no holiday fills means that a term in between has not been published, and
# counting across it would be a guess. The longest summer holiday in England is under nine weeks, and every one holds
# the first twenty days of August; no other is longer than five weeks, at a boarding school's Christmas. The shortest
# half of a term lasts some five weeks, and with the holidays on either side of it leaves a gap of seven. [I]
LONGEST_SUMMER = timedelta(weeks=10)
LONGEST_OTHER = timedelta(weeks=5)
MIDSUMMER = ((8, 1), (8, 20))


class ClosureKind(StrEnum):
    """Why a school does not meet on days inside a term."""

    HALF_TERM = "half-term"
    TRAINING = "training"  # a staff training (INSET) day
    CLOSED = "closed"  # polling, weather, building


@dataclass(frozen=True, slots=True)
class Term:
    """A term, from its first day to its last, both included."""

    name: str
    starts_on: date
    ends_on: date


@dataclass(frozen=True, slots=True)
class Closure:
    """Days inside a term on which the school does not meet, both ends included."""

    starts_on: date
    ends_on: date
    kind: ClosureKind = ClosureKind.CLOSED
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Count:
    """The day that a count led to, and how the days were counted, in words with the real dates."""

    ends_on: date
    words: str


@dataclass(frozen=True)
class Calendar:
    """Which days are school days and which are working days. Raises Refused when the terms cannot be right."""

    bank_holidays: BankHolidays
    terms: tuple[Term, ...] = ()
    closures: tuple[Closure, ...] = ()
    name: str = "the authority's calendar"
    # Never taken over by a calendar made from this one: other terms give other counts.
    _counts: dict[tuple[date, Span], Count] = field(
        default_factory=dict, init=False, compare=False, repr=False
    )

    _kept: dict[int, tuple[object, dict[Any, Any]]] = field(
        default_factory=dict, init=False, compare=False, repr=False
    )

    def __post_init__(self) -> None:
        findings = examine(self.terms, closures=self.closures)
        if findings:
            raise Refused(*findings)

    # --- school days -------------------------------------------------------------------------------------------

    def is_school_day(self, day: date) -> bool:
        """Tell whether the school meets on ``day``. Raises CalendarNotPublished outside the published terms."""
        self._check_published(day, day)
        place = bisect_left(self._school_days, day)
        return place < len(self._school_days) and self._school_days[place] == day

    def add_school_days(self, start: date, count: int) -> date:
        """Return the ``count``-th school day after ``start``; ``start`` itself is never counted.

        A count of 0 gives ``start``. Raises CalendarNotPublished when the answer lies past the last published
        term.
        """
        if count == 0:
            return start
        self._check_published(start, start)
        place = bisect_right(self._school_days, start) + count - 1
        if place >= len(self._school_days):
            raise self._not_published(self._published_to)
        self._check_published(start, self._school_days[place])
        return self._school_days[place]

    def school_days_before(self, end: date, count: int) -> date:
        """Return the ``count``-th school day before ``end``; ``end`` itself is never counted."""
        if count == 0:
            return end
        self._check_published(end, end)
        place = bisect_left(self._school_days, end) - count
        if place < 0:
            raise self._not_published(None)
        self._check_published(self._school_days[place], end)
        return self._school_days[place]

    def school_days_between(self, start: date, end: date) -> int:
        """Count the school days after ``start`` up to and including ``end``; negative when ``end`` is earlier."""
        self._check_published(min(start, end), max(start, end))
        return bisect_right(self._school_days, end) - bisect_right(self._school_days, start)

    # --- working days ------------------------------------------------------------------------------------------

    def is_working_day(self, day: date) -> bool:
        """Tell whether ``day`` is Monday to Friday and no bank holiday of England."""
        return self.bank_holidays.is_working_day(day)

    def add_working_days(self, start: date, count: int) -> date:
        """Return the ``count``-th working day after ``start``: the day after the start is day 1."""
        return self.bank_holidays.add(start, count)

    def working_days_before(self, end: date, count: int) -> date:
        """Return the ``count``-th working day before ``end``; ``end`` itself is never counted."""
        return self.bank_holidays.before(end, count)

    def working_days_between(self, start: date, end: date) -> int:
        """Count the working days after ``start`` up to and including ``end``; negative when ``end`` is earlier."""
        return self.bank_holidays.between(start, end)

    # --- any length of time ------------------------------------------------------------------------------------

    def count(self, start: date, span: Span) -> Count:
        """Return the last day of ``span`` after ``start``, with the counting in words; ``start`` is not counted.

        The same question is asked for many cases, so answers are kept. Raises CalendarNotPublished.
        """
        known = self._counts.get((start, span))
        if known is None:
            ends_on = self._end_of(start, span)
            known = self._counts[start, span] = Count(ends_on, self._words(start, span, ends_on))
        return known

    def kept_with(self, numbers: object) -> dict[Any, Any]:
        """Return what was kept of answers that rest on this calendar and these numbers, to look up and to add to."""
        known = self._kept.get(id(numbers))
        if known is None:
            known = self._kept[id(numbers)] = (numbers, {})  # held, so that its id is not given to another
        return known[1]

    def _end_of(self, start: date, span: Span) -> date:
        match span:
            case SchoolDays():
                return self.add_school_days(start, span.count)
            case WorkingDays():
                return self.add_working_days(start, span.count)
            case Weeks() | Months() | Days():
                return _plainly(start, span)
        raise TypeError(f"cannot count {span!r}: expected days, school days, working days, weeks or months")

    def _words(self, start: date, span: Span, ends_on: date) -> str:
        if span.count == 0:
            return f"On the same day, {weekday_date(start)}."
        match span:
            case SchoolDays():
                first = self.add_school_days(start, 1)
                left_out = f"days on which the school does not meet are left out ({self.name})"
            case WorkingDays():
                first = self.add_working_days(start, 1)
                left_out = f"weekends{self._bank_holidays_left_out(start, ends_on)} are left out"
            case Days():
                first, left_out = start + timedelta(days=1), "every day counts"
            case _:
                return f"{span} after {weekday_date(start)}, to {weekday_date(ends_on)}."
        return f"{span} after {long_date(start)}: day 1 is {weekday_date(first)}; {left_out}."

    def _bank_holidays_left_out(self, start: date, end: date) -> str:
        between = sorted(
            day for day in self.bank_holidays.days if start < day < end and day.weekday() < SATURDAY
        )
        if not between:
            return " and bank holidays"
        noun = "bank holiday" if len(between) == 1 else "bank holidays"
        named = tuple(weekday_date(day, year=False) for day in between)
        return f" and the {noun} of {listed(named)}"

    # --- what is published -------------------------------------------------------------------------------------

    @property
    def published_to(self) -> date | None:
        """The last day of the last published term, or None when no term is published."""
        return self._published_to

    @cached_property
    def _published_to(self) -> date | None:
        return max((term.ends_on for term in self.terms), default=None)

    @cached_property
    def _published_from(self) -> date | None:
        return min((term.starts_on for term in self.terms), default=None)

    @cached_property
    def _gaps(self) -> tuple[tuple[date, date], ...]:
        """The stretches between published terms too long to be a holiday: (last day known, next day known)."""
        in_order = sorted(self.terms, key=lambda term: term.starts_on)
        return tuple(
            (before.ends_on, after.starts_on)
            for before, after in pairwise(in_order)
            if not _may_be_a_holiday(before.ends_on, after.starts_on)
        )

    @cached_property
    def _school_days(self) -> tuple[date, ...]:
        closed = {day for closure in self.closures for day in _days(closure.starts_on, closure.ends_on)}
        closed |= self.bank_holidays.days
        in_term = (day for term in self.terms for day in _days(term.starts_on, term.ends_on))
        return tuple(sorted(day for day in in_term if day.weekday() < SATURDAY and day not in closed))

    def _check_published(self, start: date, end: date) -> None:
        first, last = self._published_from, self._published_to
        if first is None or last is None or start < first:
            raise self._not_published(None)
        if end > last:
            raise self._not_published(last)
        for known_to, known_from in self._gaps:
            if start < known_from and end > known_to:
                raise self._not_published(known_to)

    def _not_published(self, published_to: date | None) -> CalendarNotPublished:
        return CalendarNotPublished(
            "school terms", published_to=published_to, published_from=self._published_from
        )


def for_school(
    default: Calendar, *, terms: tuple[Term, ...], closures: tuple[Closure, ...] = (), name: str
) -> Calendar:
    """Return a school's own calendar over the authority's.

    In each academic year for which the school has published terms, its terms and closures stand alone; in
    every other year the authority's stand, with the school's own closures added.
    """
    own_years = {academic_year(term.starts_on) for term in terms}
    return Calendar(
        bank_holidays=default.bank_holidays,
        terms=terms + tuple(term for term in default.terms if academic_year(term.starts_on) not in own_years),
        closures=closures
        + tuple(shut for shut in default.closures if academic_year(shut.starts_on) not in own_years),
        name=name,
    )


def _may_be_a_holiday(last_day: date, first_day: date) -> bool:
    """Whether the days between two terms can be a holiday, so that no term lies between them."""
    begins, ends = (date(last_day.year, *day) for day in MIDSUMMER)
    longest = LONGEST_SUMMER if last_day < begins and ends < first_day else LONGEST_OTHER
    return first_day - last_day <= longest


def _plainly(start: date, span: Weeks | Months | Days) -> date:
    """The last day of a length of time in which every day counts. Raises CalendarNotPublished after the year 9999."""
    try:
        if isinstance(span, Months):
            return add_months(start, span.count)
        return start + (
            timedelta(weeks=span.count) if isinstance(span, Weeks) else timedelta(days=span.count)
        )
    except (OverflowError, ValueError) as beyond:
        raise CalendarNotPublished("years of the calendar", published_to=date.max) from beyond


def add_months(start: date, count: int) -> date:
    """Return the same day ``count`` months later, or that month's last day where it has no such day.

    >>> add_months(date(2026, 1, 31), 1)
    datetime.date(2026, 2, 28)
    """
    months = start.month - 1 + count
    year, month = start.year + months // 12, months % 12 + 1
    return date(year, month, min(start.day, monthrange(year, month)[1]))


def examine(terms: tuple[Term, ...], *, closures: tuple[Closure, ...] = ()) -> tuple[Finding, ...]:
    """Return what is wrong with terms and closures before they become a calendar; nothing when they can be right."""
    parts = [(term.name, term.starts_on, term.ends_on) for term in terms]
    parts += [
        (shut.reason or f"A {shut.kind.value} closure", shut.starts_on, shut.ends_on) for shut in closures
    ]
    findings = [
        Finding(
            "term-ends-before-it-starts",
            f"{name} ends on {long_date(ends_on)}, before it starts on {long_date(starts_on)}. "
            "Correct one of the dates.",
            where=name,
        )
        for name, starts_on, ends_on in parts
        if ends_on < starts_on
    ]
    in_order = sorted(terms, key=lambda term: (term.starts_on, term.ends_on))
    findings += [
        Finding(
            "terms-overlap",
            f"{after.name} starts on {long_date(after.starts_on)}, before {before.name} ends on "
            f"{long_date(before.ends_on)}. Correct one of the dates.",
            where=after.name,
        )
        for before, after in pairwise(in_order)
        if after.starts_on <= before.ends_on
    ]
    return tuple(findings)


def _days(start: date, end: date) -> tuple[date, ...]:
    return tuple(start + timedelta(days=n) for n in range((end - start).days + 1))
