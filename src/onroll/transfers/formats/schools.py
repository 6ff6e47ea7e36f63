"""Which school, and as of which day? What was told, what the file's columns say, what its name says, in that order."""

import re
from collections.abc import Iterable, Sequence
from datetime import date

from onroll.schools.models import Establishment
from onroll.transfers.formats.base import Told
from rulebook.findings import Finding, Refused, Severity
from rulebook.identifiers import read_laestab
from rulebook.wording import long_date

_URN = re.compile(r"(?<!\d)([1-9]\d{5})(?!\d)")
_LAESTAB = re.compile(r"(?<!\d)(\d{3})[ /_-]?(\d{4})(?!\d)")
_ISO_DAY = re.compile(r"(?<!\d)(20\d{2})[-_.]?(\d{2})[-_.]?(\d{2})(?!\d)")
_BRITISH_DAY = re.compile(r"(?<!\d)(\d{2})[-_.](\d{2})[-_.](20\d{2})(?!\d)")


def school_of(told: Told, *, urns: Iterable[str] = (), laestabs: Iterable[str] = ()) -> Establishment:
    """Return the school that a roll is of. Raises Refused when it cannot be told, or is not among those here."""
    if told.urn:
        return _only([told.urn], Establishment.objects.filter(urn=told.urn), "you named")
    in_columns = sorted({text for text in urns if text})
    if in_columns:
        rows = Establishment.objects.filter(urn__in=in_columns)
        return _only(in_columns, rows, "the rows name")
    numbers = sorted({text for text in laestabs if text})
    if numbers:
        return _only(numbers, _with_numbers(numbers), "the rows name")
    return _by_name(told.name)


def day_of_list(told: Told, *, days: Iterable[date | None] = ()) -> tuple[date, list[Finding]]:
    """Return the day as of which a list is true, with a note on how it was found. Raises Refused for a day to come."""
    findings: list[Finding] = []
    in_columns = {day for day in days if day}
    day = told.as_of or (max(in_columns) if in_columns else day_in(told.name))
    if day is None or (day > told.received_on and not told.as_of):
        words = f"No date was found in the list or its name. It counts as of {long_date(told.received_on)}."
        findings.append(Finding("as-of-received", words, Severity.NOTE))
        day = told.received_on
    if day > told.received_on:
        raise Refused(
            Finding("as-of-ahead", "The day of the list is still to come. Correct it.", where="as_of")
        )
    return day, findings


def _by_name(name: str) -> Establishment:
    urns = _URN.findall(name)
    found = list(Establishment.objects.filter(urn__in=urns))
    if not found:
        found = list(_with_numbers([f"{la}/{number}" for la, number in _LAESTAB.findall(name)]))
    if len(found) == 1:
        return found[0]
    words = (
        "Which school's roll this is could not be told from its columns or its name. Choose the school "
        "(on the command line: --school URN)."
    )
    raise Refused(Finding("school-not-told", words, where="urn"))


def _only(named: Sequence[str], rows: Iterable[Establishment], how: str) -> Establishment:
    found = list(rows)
    if len(named) > 1:
        words = f"The rows name {len(named)} schools ({', '.join(named[:5])}). Send one list for each school."
        raise Refused(Finding("several-schools", words, where="urn"))
    if not found:
        words = f"The school {how} ({named[0]}) is not among the establishments here. Load the establishments first."
        raise Refused(Finding("school-unknown", words, where="urn"))
    return found[0]


def _with_numbers(numbers: Sequence[str]) -> list[Establishment]:
    """Return the open establishments with these DfE numbers; of a number used twice, the one that is open."""
    found = []
    for text in numbers:
        number = read_laestab(text.replace("_", "/")).value
        if number:
            rows = Establishment.objects.filter(
                la_code=number.la_code, establishment_number=number.establishment_number
            )
            found += sorted(rows, key=lambda row: not row.is_open)[:1]
    return found


def day_in(name: str) -> date | None:
    """Return the day that a file's name tells, or None."""
    for pattern, order in ((_ISO_DAY, (0, 1, 2)), (_BRITISH_DAY, (2, 1, 0))):
        for parts in pattern.findall(name):
            year, month, day = (int(parts[place]) for place in order)
            try:
                return date(year, month, day)
            except ValueError:
                continue  # digits that only look like a day, as in a school's number
    return None
