"""Reading a list of children, of any system and in any order of columns: what was received, and cleaned beside it.

Rows are streamed. Every row comes out once: one that cannot be used is set aside with its line and its reason.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date
from enum import StrEnum
from itertools import islice
from pathlib import Path
from typing import IO, Any

from linkage import columns, values, vocabulary
from linkage.columns import Columns
from linkage.tables import RawRow, Table, open_tables
from linkage.values import DateOrder, clean
from rulebook.findings import Finding, Severity
from rulebook.identifiers import read_laestab, read_nhs_number, read_postcode, read_upn, read_urn
from rulebook.identity.compare import IdentityRecord, PersonName
from rulebook.identity.normalise import sex_of, upn_of

ROWS_LOOKED_AT = 2_000  # to tell in which order days and months stand


class ListKind(StrEnum):
    """What a list is a list of."""

    ROLL = "roll"  # pupils registered at a school
    POPULATION = "population"  # children who live or are known somewhere: births, health, housing, admissions


@dataclass(frozen=True, slots=True)
class ListedChild:
    """One child as a list tells of them, cleaned; what the list does not say, or cannot be right, is empty."""

    id: str = ""
    upn: str = ""
    former_upn: str = ""
    unique_learner_number: str = ""
    nhs_number: str = ""
    forenames: str = ""
    middle_names: str = ""
    surname: str = ""
    preferred_forename: str = ""
    preferred_surname: str = ""
    former_forename: str = ""
    former_surname: str = ""
    birth_date: date | None = None
    sex: str = ""
    address_lines: tuple[str, ...] = ()
    postcode: str = ""
    uprn: str = ""
    year_group: str = ""
    registration_group: str = ""
    urn: str = ""
    laestab: str = ""  # seven digits
    school_name: str = ""
    started_on: date | None = None
    left_on: date | None = None
    leaving_reason: str = ""
    destination: str = ""
    enrolment_status: str = ""
    parent_names: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    email: str = ""
    ethnicity: str = ""
    first_language: str = ""
    source: str = ""

    def identity(self) -> IdentityRecord:
        """Return the child as the rulebook compares children."""
        former = PersonName(self.former_forename, self.former_surname)
        return IdentityRecord(
            forenames=self.forenames,
            middle_names=self.middle_names,
            surname=self.surname,
            preferred_forename=self.preferred_forename,
            preferred_surname=self.preferred_surname,
            former_names=(former,) if former != PersonName() else (),
            birth_date=self.birth_date,
            sex=self.sex,
            postcode=self.postcode,
            upn=self.upn,
            former_upns=(self.former_upn,) if self.former_upn else (),
            nhs_number=self.nhs_number,
            parent_names=self.parent_names,
            phones=self.phones,
        )


@dataclass(frozen=True, slots=True)
class ListRow:
    """One row: where it stands, its cells as received by heading (empty ones left out), and the child it tells of."""

    line: int
    received: Mapping[str, str]
    fields: ListedChild
    findings: tuple[Finding, ...] = ()

    @property
    def is_set_aside(self) -> bool:
        """Whether the row cannot be used; its findings say why."""
        return any(finding.refuses for finding in self.findings)


@dataclass
class ListReader:
    """A list with its columns recognised. Going through it counts ``rows`` and ``set_aside``; it can be done again."""

    kind: ListKind
    table: Table
    found: Columns
    order: DateOrder
    findings: tuple[Finding, ...]
    counts: Counter[str] = field(default_factory=Counter)

    @property
    def columns(self) -> Mapping[str, str]:
        """The field → the heading under which it was received."""
        return self.found.columns

    @property
    def unrecognised(self) -> tuple[str, ...]:
        """The headings of which nothing is used."""
        return self.found.unrecognised

    def __iter__(self) -> Iterator[ListRow]:
        """Yield every row below the headings that is not blank."""
        self.counts = Counter()
        for raw in _below(self.table, self.found.line):
            row = self._row(raw)
            self.counts["rows"] += 1
            self.counts["set aside"] += row.is_set_aside
            yield row

    def _row(self, raw: RawRow) -> ListRow:
        cells = raw.cells
        headings = self.found.headings
        received = {heading: cell for heading, cell in zip(headings, cells, strict=False) if cell}
        beyond = [cell for cell in cells[len(headings) :] if cell.strip()]
        problem = raw.problem
        if not problem and beyond:
            problem = "This row has more cells than there are headings, so its cells may stand in the wrong columns."
        elif not problem and cells == headings:
            problem = "This row repeats the headings."
        if problem:
            extra = {f"Cell {len(headings) + place}": cell for place, cell in enumerate(beyond, 1)}
            words = f"{problem} It was set aside: correct it and send it again."
            finding = Finding("row-unreadable", words, Severity.REFUSAL, where=f"line {raw.line}")
            return ListRow(raw.line, {**received, **extra}, ListedChild(), (finding,))
        cleaned = ((name, clean(received.get(heading, ""))) for name, heading in self.columns.items())
        row = _Row({name: text for name, text in cleaned if text}, self.order, raw.line)
        child = row.child()
        return ListRow(raw.line, received, child, tuple(row.findings))


def read_list(
    file: Path | IO[bytes], *, kind: ListKind = ListKind.POPULATION, chosen: Mapping[str, str] | None = None
) -> ListReader:
    """Return a reader of the list in ``file``: CSV of any delimiter and encoding, gzip or not, or a workbook.

    ``chosen`` (field → heading; an empty heading for none) goes before what is recognised. Raises Refused when the file
    is no list, or has no column for a name, or none for birth date, UPN or NHS number.
    """
    table, found = columns.find_columns(
        open_tables(file), vocabulary.children(), needed=vocabulary.NEEDED_OF_A_CHILD, chosen=chosen
    )
    order = _date_order(table, found)
    findings = (*table.findings, *found.findings, *_notes(table, order))
    return ListReader(kind, table, found, order, findings)


def _below(table: Table, line: int) -> Iterator[RawRow]:
    return (row for row in table.rows() if row.line > line and not row.is_blank)


def _date_order(table: Table, found: Columns) -> DateOrder:
    place = found.place("birth_date")
    if place is None:
        return DateOrder.DAY_FIRST
    rows = islice(_below(table, found.line), ROWS_LOOKED_AT)
    return values.date_order(row.cells[place] for row in rows if len(row.cells) > place)


def _notes(table: Table, order: DateOrder) -> Iterator[Finding]:
    if table.sheet:
        yield Finding("list-sheet", f"Read from the sheet {table.sheet!r}.", Severity.NOTE)
    if order is DateOrder.MONTH_FIRST:
        words = "Dates were read with the month first, as some of them cannot be read otherwise. Check a few of them."
        yield Finding("list-month-first", words, Severity.WARNING)


class _Row:
    """One row being made into a child: its cleaned cells by field, and the findings on the way."""

    def __init__(self, cells: Mapping[str, str], order: DateOrder, line: int) -> None:
        self.cells = cells
        self.order = order
        self.line = line
        self.findings: list[Finding] = []

    def child(self) -> ListedChild:
        """Return the child that the row tells of; only the cells that hold something are looked at."""
        given: dict[str, Any] = {name: text for name, text in self.cells.items() if name in _AS_WRITTEN}
        given |= {name: read(self, name) for name, read in _READ_AS.items() if name in self.cells}
        if "surname" not in given and "full_name" in self.cells:
            forenames, given["surname"] = values.names_of(self.cells["full_name"])
            given.setdefault("forenames", forenames)
        for name, parts in _PUT_TOGETHER.items():
            if not self.cells.keys().isdisjoint(parts):
                given[name] = _TOGETHER[name](self)
        child = ListedChild(**given)
        self._examine(child)
        return child

    def _get(self, name: str) -> str:
        return self.cells.get(name, "")

    def _find(self, code: str, words: str, *, severity: Severity = Severity.WARNING) -> None:
        self.findings.append(Finding(f"row-{code}", words, severity, where=f"line {self.line}"))

    def _take(self, findings: Iterable[Finding]) -> None:
        """Keep another room's findings as warnings: they concern one cell, and the rest of the row stands."""
        where = f"line {self.line}"
        self.findings += [replace(one, severity=Severity.WARNING, where=where) for one in findings]

    def _examine(self, child: ListedChild) -> None:
        if not (child.surname or child.forenames):
            words = "This row has no name. It was set aside: it may be a total or a remark, or the name is missing."
            self._find("no-name", words, severity=Severity.REFUSAL)
        elif not (child.birth_date or child.upn or child.nhs_number):
            words = "This row has neither a date of birth nor a number that can be right. It was set aside."
            self._find("nothing-to-tell", words, severity=Severity.REFUSAL)

    def _upn(self, name: str) -> str:
        """Return a UPN of the right form; one with a wrong check letter is kept with a warning: it may still match."""
        self._take(read_upn(self.cells[name]).findings)
        return upn_of(self.cells[name])

    def _nhs_number(self, name: str) -> str:
        read = read_nhs_number(self.cells[name])
        self._take(read.findings)
        return read.value or ""

    def _postcode(self, name: str) -> str:
        read = read_postcode(self.cells[name])
        self._take(read.findings)
        return read.value.text if read.value else ""

    def _urn(self, name: str) -> str:
        return read_urn(self.cells[name]).value or ""

    def _sex(self, name: str) -> str:
        text = self.cells[name]
        sex = sex_of(_SEX_IN_HEALTH.get(text, text))
        if not sex and text.casefold() not in _SEX_NOT_KNOWN:
            self._find("sex", f"The sex {text[:20]!r} is not known. It was left out.")
        return sex

    def _year_group(self, name: str) -> str:
        return values.year_group_of(self.cells[name])

    def _day(self, name: str) -> date | None:
        text = self.cells[name]
        day = values.day_of(text, order=self.order)
        if day is None:
            words = vocabulary.children()[name].words.lower()
            self._find("date", f"The {words} {text[:30]!r} is not a date. It was left out: correct it.")
        return day

    def _laestab(self) -> str:
        """Return authority and establishment as seven digits, from one column or two."""
        whole = self._get("laestab") or f"{self._get('la_code')}{self._get('establishment_number')}"
        value = read_laestab(whole).value
        return f"{value.la_code}{value.establishment_number}" if value else ""

    def _address(self) -> tuple[str, ...]:
        house = " ".join(filter(None, (self._get("flat"), self._get("house"), self._get("street"))))
        return _once(*self._several(*_ADDRESS), house, *self._several(*_PLACE))

    def _parents(self) -> tuple[str, ...]:
        first = " ".join(filter(None, (self._get("parent_1_forename"), self._get("parent_1_surname"))))
        return _once(self._get("parent_1"), first, self._get("parent_2"))

    def _phones(self) -> tuple[str, ...]:
        return _once(*self._several("phone_1", "phone_2"))

    def _several(self, *names: str) -> Iterator[str]:
        return map(self._get, names)


def _once(*texts: str) -> tuple[str, ...]:
    """Return the texts that hold something, each once."""
    return tuple(dict.fromkeys(filter(None, texts)))


_SEX_IN_HEALTH = {"1": "M", "2": "F"}  # the codes of health records
_SEX_NOT_KNOWN = ("u", "x", "0", "9", "unspecified", "indeterminate")
_ADDRESS = ("address", "address_1", "address_2", "address_3", "address_4", "address_5")
_PLACE = ("locality", "town", "county")

# How the cells of a field are read, where they are not taken as written.
_READ_AS: Mapping[str, Callable[[_Row, str], Any]] = {
    "upn": _Row._upn,
    "former_upn": _Row._upn,
    "nhs_number": _Row._nhs_number,
    "birth_date": _Row._day,
    "started_on": _Row._day,
    "left_on": _Row._day,
    "sex": _Row._sex,
    "postcode": _Row._postcode,
    "urn": _Row._urn,
    "year_group": _Row._year_group,
}
# What is put together from several columns.
_PUT_TOGETHER: Mapping[str, tuple[str, ...]] = {
    "laestab": ("laestab", "la_code", "establishment_number"),
    "address_lines": (*_ADDRESS, "flat", "house", "street", *_PLACE),
    "parent_names": ("parent_1", "parent_1_forename", "parent_1_surname", "parent_2"),
    "phones": ("phone_1", "phone_2"),
}
_TOGETHER: Mapping[str, Callable[[_Row], Any]] = {
    "laestab": _Row._laestab,
    "address_lines": _Row._address,
    "parent_names": _Row._parents,
    "phones": _Row._phones,
}
_AS_WRITTEN = frozenset(one.name for one in fields(ListedChild)) - _READ_AS.keys() - _PUT_TOGETHER.keys()
