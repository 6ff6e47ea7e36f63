"""Working days in England: Monday to Friday without the bank holidays.

The one room of the rulebook that uses the ``holidays`` library. It works from rules and from a list of single
days (coronations, funerals) that grows with the library's releases, so a bank holiday proclaimed this year
needs its update. Everything else takes ``BankHolidays`` as a value and would as gladly take a published list.
"""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property, lru_cache

from rulebook.school_days.not_published import CalendarNotPublished

FIRST_YEAR = 2005
LAST_YEAR = 2050
SATURDAY = 5


@dataclass(frozen=True)
class BankHolidays:
    """The bank holidays of the whole years ``first_year`` to ``last_year``, both included."""

    first_year: int
    last_year: int
    days: frozenset[date]

    @cached_property
    def _working(self) -> tuple[date, ...]:
        first, after = date(self.first_year, 1, 1), date(self.last_year + 1, 1, 1)
        every_day = (first + timedelta(days=n) for n in range((after - first).days))
        return tuple(day for day in every_day if day.weekday() < SATURDAY and day not in self.days)

    def is_working_day(self, day: date) -> bool:
        """Tell whether offices are open on ``day``. Raises CalendarNotPublished outside the years covered."""
        self._check(day)
        return day.weekday() < SATURDAY and day not in self.days

    def add(self, start: date, count: int) -> date:
        """Return the ``count``-th working day after ``start``; ``start`` itself is never counted.

        A count of 0 gives ``start``. Raises CalendarNotPublished past the last year covered.
        """
        self._check(start)
        if count == 0:
            return start
        place = bisect_right(self._working, start) + count - 1
        if place >= len(self._working):
            raise self._ended()
        return self._working[place]

    def before(self, end: date, count: int) -> date:
        """Return the ``count``-th working day before ``end``; ``end`` itself is never counted."""
        self._check(end)
        if count == 0:
            return end
        place = bisect_left(self._working, end) - count
        if place < 0:
            raise self._not_begun()
        return self._working[place]

    def between(self, start: date, end: date) -> int:
        """Count the working days after ``start`` up to and including ``end``; negative when ``end`` is earlier."""
        self._check(start)
        self._check(end)
        return bisect_right(self._working, end) - bisect_right(self._working, start)

    def _check(self, day: date) -> None:
        if day.year > self.last_year:
            raise self._ended()
        if day.year < self.first_year:
            raise self._not_begun()

    def _not_begun(self) -> CalendarNotPublished:
        first = date(self.first_year, 1, 1)
        return CalendarNotPublished("bank holidays", published_to=None, published_from=first)

    def _ended(self) -> CalendarNotPublished:
        return CalendarNotPublished("bank holidays", published_to=date(self.last_year, 12, 31))


@lru_cache(maxsize=4)
def bank_holidays_of_england(*, first_year: int = FIRST_YEAR, last_year: int = LAST_YEAR) -> BankHolidays:
    """Return the bank holidays of England for whole years, both ends included."""
    import holidays  # a third of a second, felt at every command that never counts a day

    years = range(first_year, last_year + 1)
    known = holidays.country_holidays("GB", subdiv="ENG", years=years)
    return BankHolidays(first_year, last_year, frozenset(known.keys()))
