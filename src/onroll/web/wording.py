"""How dates, moments and counts are said on screen: `9 September 2026`, `10:42am`, `3 days ago`."""

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from rulebook.wording import telephone

LONDON = ZoneInfo("Europe/London")
MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


def local_day(when: date | datetime) -> date:
    """Return the day in London of an aware moment, or the date itself; raises ValueError for a naive moment."""
    if not isinstance(when, datetime):
        return when
    if when.tzinfo is None:
        raise ValueError(f"a moment needs a time zone: {when!r}")
    return when.astimezone(LONDON).date()


def day(when: date | datetime) -> str:
    """Return a day as it is written on every screen and letter.

    >>> day(date(2026, 9, 9))
    '9 September 2026'
    """
    on = local_day(when)
    return f"{on.day} {MONTHS[on.month - 1]} {on.year}"


def weekday_day(when: date | datetime) -> str:
    """Return a day with its weekday, for a date that somebody has to keep.

    >>> weekday_day(date(2026, 12, 4))
    'Friday 4 December 2026'
    """
    return f"{WEEKDAYS[local_day(when).weekday()]} {day(when)}"


def short_day(when: date | datetime) -> str:
    """Return a day for a narrow column: `9 Sep 2026`."""
    on = local_day(when)
    return f"{on.day} {MONTHS[on.month - 1][:3]} {on.year}"


def clock(when: datetime) -> str:
    """Return the time of day in London: `10:42am`, `midday`, `midnight`."""
    at = when.astimezone(LONDON)
    if at.minute == 0 and at.hour in (0, 12):
        return "midnight" if at.hour == 0 else "midday"
    half = "am" if at.hour < 12 else "pm"
    return f"{at.hour % 12 or 12}:{at.minute:02}{half}"


def moment(when: datetime) -> str:
    """Return a day and a time of day: `9 September 2026 at 10:42am`."""
    return f"{day(when)} at {clock(when)}"


def machine_time(when: date | datetime) -> str:
    """Return the value of a `datetime` attribute: `2026-09-09`, or with the time and its offset."""
    return (
        when.astimezone(LONDON).isoformat(timespec="minutes")
        if isinstance(when, datetime)
        else when.isoformat()
    )


def ago_words(when: datetime, now: datetime) -> str:
    """Return how long before ``now`` something was, in the largest unit that says it: `3 hours ago`, `yesterday`."""
    if when > now:
        raise ValueError(f"{when!r} is later than {now!r}")
    passed = now - when
    days = (local_day(now) - local_day(when)).days
    if passed < timedelta(minutes=1):
        return "just now"
    if passed < timedelta(hours=1):
        return f"{count_words(int(passed.total_seconds() // 60), 'minute')} ago"
    if days == 0:
        return f"{count_words(int(passed.total_seconds() // 3600), 'hour')} ago"
    return "yesterday" if days == 1 else f"{count_words(days, 'day')} ago"


def due_words(due_on: date, today: date) -> str:
    """Return when something is due, counted in calendar days: `due today`, `2 days late`, `due in 5 days`."""
    days = (due_on - today).days
    if days < 0:
        return f"{count_words(-days, 'day')} late"
    return {0: "due today", 1: "due tomorrow"}.get(days, f"due in {count_words(days, 'day')}")


def count_words(count: int, one: str, many: str | None = None) -> str:
    """Return a count with its noun: `1 child`, `1,204 children`, `no children`.

    >>> count_words(0, "child", "children")
    'no children'
    """
    noun = one if count == 1 else many or f"{one}s"
    return f"{count:,} {noun}" if count else f"no {noun}"


def small_number(count: int) -> str:
    """Return a count under ten as a word, for use inside a sentence: `three`, `12`."""
    return NUMBERS[count] if 0 <= count < len(NUMBERS) else f"{count:,}"


def joined(things: list[str] | tuple[str, ...], last: str = "and") -> str:
    """Return the things as one phrase: `a`, `a and b`, `a, b and c`."""
    if len(things) < 2:
        return "".join(things)
    return f"{', '.join(things[:-1])} {last} {things[-1]}"


def possessive(name: str) -> str:
    """Return whose something is: `Amira’s`, `James’`."""
    return f"{name}’" if name.endswith("s") else f"{name}’s"


def of_rule(words: str) -> str:
    """Return words that name a rule, its reading where the text is silent called what it is: ours.

    >>> of_rule("Procedure 3.1.2; decision 41")
    'Procedure 3.1.2; our reading 41'
    """
    return re.sub(
        r"\b([Dd])ecision(s?) (?=\d)",
        lambda found: f"{'O' if found[1] == 'D' else 'o'}ur reading{found[2]} ",
        words,
    )


FILTERS: dict[str, Callable[..., Any]] = {
    "day": day,
    "weekday_day": weekday_day,
    "short_day": short_day,
    "clock": clock,
    "moment": moment,
    "machine_time": machine_time,
    "ago_words": ago_words,
    "due_words": due_words,
    "count_words": count_words,
    "small_number": small_number,
    "joined": joined,
    "possessive": possessive,
    "of_rule": of_rule,
    "telephone": telephone,
}
