"""How the rulebook writes dates, counts and telephone numbers, so that every reason and letter reads alike."""

import re
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


OPENERS = frozenset(
    {"A", "An", "Earlier", "Home", "Notice", "Our", "Place", "Roll", "The", "Their", "Transfer"}
)


def within(words: str) -> str:
    """Return words as they stand within a sentence: a name keeps its capital, what opens a phrase does not.

    >>> within("Roll of Elmbrook"), within("Elmbrook School"), within("The aunt")
    ('roll of Elmbrook', 'Elmbrook School', 'the aunt')
    """
    return words[:1].lower() + words[1:] if words.partition(" ")[0] in OPENERS else words


def telephone(number: str) -> str:
    """Return a telephone number as it is read in this country; what is no such number alone stays as it was given.

    >>> telephone("01632 960 123"), telephone("+44 (0)7700900123"), telephone("020-79460018")
    ('01632 960123', '07700 900123', '020 7946 0018')
    >>> telephone("01632 960123, ask for Ms Lund"), telephone("+353 20 912 3456"), telephone("03001234567")
    ('01632 960123, ask for Ms Lund', '+353 20 912 3456', '0300 123 4567')
    """
    digits = re.sub(r"\D", "", number)
    if re.search(r"[^\d\s().+-]", number):
        return number
    if digits.startswith("0044") or (digits.startswith("44") and number.strip().startswith("+")):
        digits = "0" + digits.removeprefix("00").removeprefix("44").lstrip("0")
    if len(digits) not in {10, 11} or not digits.startswith("0") or digits.startswith("00"):
        return number
    if digits.startswith("02"):
        return f"{digits[:3]} {digits[3:7]} {digits[7:]}"
    if digits.startswith(("03", "08", "09", "011")) or re.match(r"01\d1", digits):
        return f"{digits[:4]} {digits[4:7]} {digits[7:]}"
    return f"{digits[:5]} {digits[5:]}"
