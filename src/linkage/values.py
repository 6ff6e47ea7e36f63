"""Cells as values: days, names, years and numbers as lists write them. What cannot be right is none, not a guess."""

import re
from collections.abc import Iterable
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache

from rulebook.identity.normalise import PARTICLES

NOT_GIVEN = frozenset(
    {
        "", "-", "--", "—", ".", "n/a", "na", "none", "null", "nil", "nan", "not known", "unknown", "not given", "tbc",
        "?", "#n/a", "#ref!", "#value!", "#null!", "(blank)",
    }
)  # fmt: skip

# A formula that holds one text only is how some programs keep leading zeros: ="07700900123".
_TEXT_FORMULA = re.compile(r'="(.*)"')
_DAY_ZERO = date(1899, 12, 30)  # of spreadsheets, which take 1900 for a leap year
_MONTHS = {
    "jan": 1, "feb": 2, "mar": 3, "apr": 4, "may": 5, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "oct": 10, "nov": 11,
    "dec": 12,
}  # fmt: skip
_AFTER = r"(?:[t ,].*)?"
_YEAR_FIRST = re.compile(rf"([0-9]{{4}})[-/.]([0-9]{{1,2}})[-/.]([0-9]{{1,2}}){_AFTER}")
_YEAR_LAST = re.compile(rf"([0-9]{{1,2}})[-/. ]([0-9]{{1,2}})[-/. ]([0-9]{{4}}|[0-9]{{2}}){_AFTER}")
_MONTH_NAMED = re.compile(
    rf"([0-9]{{1,2}})(?:st|nd|rd|th)?[-/ .]*([a-z]{{3,9}})[-/ .,]*([0-9]{{4}}|[0-9]{{2}}){_AFTER}"
)
_MONTH_FIRST = re.compile(r"([a-z]{3,9})[ .]*([0-9]{1,2})(?:st|nd|rd|th)?,? ([0-9]{4})")
_PACKED = re.compile(r"((?:19|20)[0-9]{2})([0-9]{2})([0-9]{2})")
_SERIAL = re.compile(r"([0-9]{5})(?:\.[0-9]+)?")
_SERIAL_DAYS = range(18_264, 80_000)  # 1950 to 2119


class DateOrder(StrEnum):
    """Which of two numbers before the year is the day."""

    DAY_FIRST = "day first"
    MONTH_FIRST = "month first"


def clean(cell: str) -> str:
    """Return a cell without what is no part of its value: doubled spaces, a text formula, words for "not known".

    >>> clean('  Al  Hassan '), clean('="07700900123"'), clean("N/A"), clean("=1+1")
    ('Al Hassan', '07700900123', '', '=1+1')
    """
    text = " ".join(cell.replace("\0", "").split())
    if found := _TEXT_FORMULA.fullmatch(text):
        text = found[1].strip()
    if text[:1] == "'" and text[1:2].isdigit():
        text = text[1:]  # the mark with which spreadsheets keep a number as text
    return "" if text.casefold() in NOT_GIVEN else text


@lru_cache(maxsize=20_000)
def day_of(text: str, *, order: DateOrder = DateOrder.DAY_FIRST) -> date | None:
    """Return the day that a cleaned cell names; ``None`` when it names none between 1900 and 2100.

    Two digits of a year are those of 2000 to 2049 or 1950 to 1999. Five digits alone are a spreadsheet's count of days.

    >>> day_of("09/03/2015"), day_of("9 Mar 15"), day_of("2015-03-09 00:00:00"), day_of("42072")
    (datetime.date(2015, 3, 9), datetime.date(2015, 3, 9), datetime.date(2015, 3, 9), datetime.date(2015, 3, 9))
    >>> day_of("03/09/2015", order=DateOrder.MONTH_FIRST), day_of("31/02/2015")
    (datetime.date(2015, 3, 9), None)
    """
    text = text.casefold()
    if found := _SERIAL.fullmatch(text):
        return _DAY_ZERO + timedelta(days=int(found[1])) if int(found[1]) in _SERIAL_DAYS else None
    year, month, day = _parts(text, order)
    year = str(int(year) + (2000 if int(year) < 50 else 1900)) if len(year) == 2 else year
    try:
        found_day = date(int(year), int(month), int(day))
    except ValueError:
        return None
    return found_day if 1900 <= found_day.year <= 2100 else None


def _parts(text: str, order: DateOrder) -> tuple[str, str, str]:
    """Return year, month and day as digits; zeros, which are no day, when the text has no form that is known."""
    if found := _YEAR_FIRST.fullmatch(text) or _PACKED.fullmatch(text):
        return found[1], found[2], found[3]
    if found := _YEAR_LAST.fullmatch(text):
        first, second, year = found.groups()
        return (year, second, first) if order is DateOrder.DAY_FIRST else (year, first, second)
    if found := _MONTH_NAMED.fullmatch(text):
        return found[3], str(_MONTHS.get(found[2][:3], 0)), found[1]
    if found := _MONTH_FIRST.fullmatch(text):
        return found[3], str(_MONTHS.get(found[1][:3], 0)), found[2]
    return "0000", "0", "0"


def date_order(cells: Iterable[str]) -> DateOrder:
    """Return the order that a column of dates shows: month first only if some dates need it and none forbids it.

    >>> date_order(["03/25/2015", "03/09/2015"]).value, date_order(["03/09/2015"]).value
    ('month first', 'day first')
    """
    needs_month_first = False
    for cell in cells:
        if found := _YEAR_LAST.fullmatch(clean(cell).casefold()):
            if int(found[1]) > 12:
                return DateOrder.DAY_FIRST
            needs_month_first |= int(found[2]) > 12
    return DateOrder.MONTH_FIRST if needs_month_first else DateOrder.DAY_FIRST


def names_of(full_name: str) -> tuple[str, str]:
    """Return forenames and surname from a whole name, with a comma or capitals to tell them or in the usual order.

    >>> names_of("Testlost, Rowan Ana"), names_of("Rowan Ana Testlost"), names_of("TESTLOST Rowan")
    (('Rowan Ana', 'Testlost'), ('Rowan Ana', 'Testlost'), ('Rowan', 'TESTLOST'))
    >>> names_of("Jan van der Berg"), names_of("Rowan")
    (('Jan', 'van der Berg'), ('Rowan', ''))
    """
    if "," in full_name:
        surname, _, forenames = full_name.partition(",")
        return forenames.strip(), surname.strip()
    words = full_name.split()
    capitals = next((i for i, word in enumerate(words) if not word.isupper() or len(word) < 2), len(words))
    if 0 < capitals < len(words):
        return " ".join(words[capitals:]), " ".join(words[:capitals])
    start = len(words) - 1
    while start > 1 and words[start - 1].casefold() in PARTICLES:
        start -= 1
    return (" ".join(words[:start]), " ".join(words[start:])) if len(words) > 1 else (full_name, "")


@lru_cache(maxsize=2_000)
def year_group_of(text: str) -> str:
    """Return the national curriculum year in the census's codes; empty where there is none.

    >>> year_group_of("Year 4"), year_group_of("Reception"), year_group_of("Y11"), year_group_of("4B")
    ('4', 'R', '11', '')
    """
    plain = re.sub(r"[ ._-]", "", text.casefold())
    plain = re.sub(r"^(?:nationalcurriculum|nc)?(?:yeargroup|year|yr|y)?", "", plain)
    if plain.isdecimal() and len(plain) <= 2:
        return "R" if int(plain) == 0 else str(int(plain)) if int(plain) <= 14 else ""
    return _YEARS.get(plain, "")


_YEARS = {
    "r": "R", "rec": "R", "reception": "R", "n": "N2", "nursery": "N2", "nur": "N2", "n1": "N1", "n2": "N2",
    "nursery1": "N1", "nursery2": "N2", "e1": "E1", "e2": "E2", "m": "M", "x": "X",
}  # fmt: skip
