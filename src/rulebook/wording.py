"""How the rulebook writes dates and counts, so that every reason reads alike."""

from datetime import date
from functools import lru_cache

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


@lru_cache(maxsize=20_000)
def long_date(day: date) -> str:
    """Return the day as officers read it.

    >>> long_date(date(2026, 9, 9))
    '9 September 2026'
    """
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


@lru_cache(maxsize=20_000)
def weekday_date(day: date, *, year: bool = True) -> str:
    """Return the day with the name of its weekday; the year is left out when the reader knows it.

    >>> weekday_date(date(2026, 12, 4), year=False)
    'Friday 4 December'
    """
    named = f"{WEEKDAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]}"
    return f"{named} {day.year}" if year else named


def counted(count: int, noun: str) -> str:
    """Return a count with its noun, in the plural unless there is exactly one.

    >>> counted(1, "working day"), counted(3, "working day")
    ('1 working day', '3 working days')
    """
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def listed(words: tuple[str, ...], *, joined_by: str = "and") -> str:
    """Return the words as a list in a sentence.

    >>> listed(("name", "date of birth", "sex"))
    'name, date of birth and sex'
    """
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {joined_by} {words[-1]}"
