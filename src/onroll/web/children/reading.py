"""One box → a record to compare: a name, a date, a UPN, a postcode, a telephone number, in any order."""

import re
from datetime import date

from rulebook.identifiers import read_nhs_number
from rulebook.identity.compare import IdentityRecord

POSTCODE = re.compile(r"\b([A-Z]{1,2}[0-9][0-9A-Z]? ?[0-9][A-Z]{2})\b", re.I)
UPN = re.compile(r"\b([A-HJ-NP-RT-Z][0-9]{11}[0-9A-Z])\b", re.I)
DAY = re.compile(r"\b(\d{1,2})[ /.\-](\d{1,2})[ /.\-](\d{4})\b|\b(\d{4})-(\d{2})-(\d{2})\b")
NHS_NUMBER = re.compile(r"(?<!\d)([1-9]\d{2}[ -]?\d{3}[ -]?\d{4})(?!\d)")  # no telephone number begins so
PHONE = re.compile(r"(?<!\d)(0[\d ]{9,13})(?!\d)")


def record_of(typed: str) -> IdentityRecord:
    """Return what was typed as a record: what has the shape of a number, a date or a postcode is taken as one.

    >>> record_of("Rowan Testlost 9/3/2014 WX1 2AB").birth_date
    datetime.date(2014, 3, 9)
    >>> record_of("Testlost 999 000 0018").nhs_number
    '999 000 0018'
    """
    rest, upn = _take(UPN, typed)
    rest, day = _take_day(rest)
    without, nhs_number = _take(NHS_NUMBER, rest)
    if read_nhs_number(nhs_number).value:
        rest = without
    else:  # ten figures that are no such number: they stay as they were typed
        nhs_number = ""
    rest, phone = _take(PHONE, rest)
    rest, postcode = _take(POSTCODE, rest)
    if "," in rest:
        surname, _, forenames = (part.strip() for part in rest.partition(","))
    else:
        words = rest.split()
        forenames, surname = (" ".join(words[:-1]), words[-1]) if len(words) > 1 else ("", rest.strip())
    return IdentityRecord(
        forenames=forenames,
        surname=surname,
        birth_date=day,
        postcode=postcode,
        upn=upn.upper(),
        nhs_number=nhs_number,
        phones=(phone,) if phone else (),
    )


def _take(pattern: re.Pattern[str], text: str) -> tuple[str, str]:
    found = pattern.search(text)
    if found is None:
        return text, ""
    return (text[: found.start()] + " " + text[found.end() :]).strip(), found.group(1)


def _take_day(text: str) -> tuple[str, date | None]:
    found = DAY.search(text)
    if found is None:
        return text, None
    d, m, y, iso_y, iso_m, iso_d = found.groups()
    rest = (text[: found.start()] + " " + text[found.end() :]).strip()
    try:
        return rest, date(int(y or iso_y), int(m or iso_m), int(d or iso_d))
    except ValueError:  # 31/2/2014 is no date: the name is still searched
        return rest, None
