"""The weeks, months and terms for which lists are prepared."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from rulebook.wording import long_date

SEASONS = (
    (8, "Autumn"),
    (4, "Summer"),
    (1, "Spring"),
)  # by the month in which a term, or a half of one, begins


@dataclass(frozen=True, slots=True)
class Period:
    """A month or a term: its code, its words, and its first day."""

    code: str
    words: str
    begins_on: date


def month_of(day: date) -> Period:
    """Return the month of a day.

    >>> month_of(date(2026, 11, 30))
    Period(code='2026-11', words='November 2026', begins_on=datetime.date(2026, 11, 1))
    """
    return Period(f"{day:%Y-%m}", f"{day:%B %Y}", day.replace(day=1))


def week_of(day: date) -> Period:
    """Return the week of a day, from its Monday.

    >>> week_of(date(2027, 1, 3))
    Period(code='2026-W53', words='week of 28 December 2026', begins_on=datetime.date(2026, 12, 28))
    """
    monday = day - timedelta(days=day.weekday())
    return Period(f"{monday:%G-W%V}", f"week of {long_date(monday)}", monday)


def term_of(day: date, *, starts: Iterable[date]) -> Period | None:
    """Return the term that had begun last by a day; None before the first that is published.

    ``starts`` are the first days of terms or half-terms: the two halves of a term are one.

    >>> halves = [date(2026, 9, 2), date(2026, 11, 2), date(2027, 1, 5)]
    >>> term_of(date(2026, 12, 24), starts=halves)
    Period(code='autumn-2026', words='autumn term 2026', begins_on=datetime.date(2026, 9, 2))
    """
    begun = [start for start in starts if start <= day]
    if not begun:
        return None
    last = max(begun)
    season = _season(last)
    first = min(start for start in begun if (start.year, _season(start)) == (last.year, season))
    return Period(f"{season.lower()}-{last.year}", f"{season.lower()} term {last.year}", first)


def _season(start: date) -> str:
    return next(words for month, words in SEASONS if start.month >= month)
