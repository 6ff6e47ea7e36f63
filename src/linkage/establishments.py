"""Reading the national register of establishments (GIAS) as it is downloaded: columns by name, dates day first."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import IO, Any

from linkage import columns
from linkage.columns import Columns, Field
from linkage.tables import RawRow, Table, open_tables
from linkage.values import clean, day_of
from rulebook.findings import Finding, Severity
from rulebook.identifiers import read_postcode, read_urn

# Field → the column of the download. The file has some 130 columns, their order changes: they are found by name.
COLUMNS: Mapping[str, str] = {
    "urn": "URN",
    "la_code": "LA (code)",
    "la_name": "LA (name)",
    "establishment_number": "EstablishmentNumber",
    "name": "EstablishmentName",
    "type_code": "TypeOfEstablishment (code)",
    "type_name": "TypeOfEstablishment (name)",
    "type_group_code": "EstablishmentTypeGroup (code)",
    "type_group": "EstablishmentTypeGroup (name)",
    "status_code": "EstablishmentStatus (code)",
    "status_name": "EstablishmentStatus (name)",
    "opened_on": "OpenDate",
    "closed_on": "CloseDate",
    "reason_closed": "ReasonEstablishmentClosed (name)",
    "phase_code": "PhaseOfEducation (code)",
    "phase_name": "PhaseOfEducation (name)",
    "low_age": "StatutoryLowAge",
    "high_age": "StatutoryHighAge",
    "boarders": "Boarders (name)",
    "nursery": "NurseryProvision (name)",
    "sixth_form": "OfficialSixthForm (name)",
    "sex_of_entry": "Gender (name)",
    "religious_character": "ReligiousCharacter (name)",
    "capacity": "SchoolCapacity",
    "pupils": "NumberOfPupils",
    "trust_code": "Trusts (code)",
    "trust_name": "Trusts (name)",
    "federation": "Federations (name)",
    "ukprn": "UKPRN",
    "changed_on": "LastChangedDate",
    "street": "Street",
    "locality": "Locality",
    "address_3": "Address3",
    "town": "Town",
    "county": "County (name)",
    "postcode": "Postcode",
    "website": "SchoolWebsite",
    "phone": "TelephoneNum",
    "head_title": "HeadTitle (name)",
    "head_forename": "HeadFirstName",
    "head_surname": "HeadLastName",
    "head_job": "HeadPreferredJobTitle",
    "district": "DistrictAdministrative (name)",
    "gss_la_code": "GSSLACode (name)",
    "easting": "Easting",
    "northing": "Northing",
    "previous_la_code": "PreviousLA (code)",
    "previous_establishment_number": "PreviousEstablishmentNumber",
    "uprn": "UPRN",
    "lsoa_code": "LSOA (code)",
}
NEEDED = (("urn",), ("la_code",), ("name",), ("status_code",))


@dataclass(frozen=True, slots=True)
class ListedEstablishment:
    """One establishment as the register has it; what it does not say is empty. Ages are in years."""

    urn: str = ""
    la_code: str = ""
    la_name: str = ""
    establishment_number: str = ""
    name: str = ""
    type_code: str = ""
    type_name: str = ""
    type_group_code: str = ""
    type_group: str = ""
    status_code: str = ""
    status_name: str = ""
    opened_on: date | None = None
    closed_on: date | None = None
    reason_closed: str = ""
    phase_code: str = ""
    phase_name: str = ""
    low_age: int | None = None
    high_age: int | None = None
    boarders: str = ""
    nursery: str = ""
    sixth_form: str = ""
    sex_of_entry: str = ""
    religious_character: str = ""
    capacity: int | None = None
    pupils: int | None = None
    trust_code: str = ""
    trust_name: str = ""
    federation: str = ""
    ukprn: str = ""
    changed_on: date | None = None
    street: str = ""
    locality: str = ""
    address_3: str = ""
    town: str = ""
    county: str = ""
    postcode: str = ""
    website: str = ""
    phone: str = ""
    head_title: str = ""
    head_forename: str = ""
    head_surname: str = ""
    head_job: str = ""
    district: str = ""
    gss_la_code: str = ""
    easting: int | None = None
    northing: int | None = None
    previous_la_code: str = ""
    previous_establishment_number: str = ""
    uprn: str = ""
    lsoa_code: str = ""

    @property
    def laestab(self) -> str:
        """The authority and the establishment as seven digits; empty for one that has no number."""
        return f"{self.la_code}{self.establishment_number}" if self.establishment_number else ""

    @property
    def head_name(self) -> str:
        """The head as one writes to them."""
        return " ".join(filter(None, (self.head_title, self.head_forename, self.head_surname)))

    @property
    def is_open(self) -> bool:
        """Whether it is open: status 1, or 3 (open, but proposed to close)."""
        return self.status_code in {"1", "3"}


@dataclass(frozen=True, slots=True)
class EstablishmentRow:
    """One row: where it stands, its cells as received (empty ones left out), and the establishment."""

    line: int
    received: Mapping[str, str]
    fields: ListedEstablishment
    findings: tuple[Finding, ...] = ()

    @property
    def is_set_aside(self) -> bool:
        """Whether the row cannot be used; its findings say why."""
        return any(finding.refuses for finding in self.findings)


@dataclass
class EstablishmentReader:
    """The register, ready to be gone through as often as needed; it counts ``rows`` and ``set aside``."""

    table: Table
    found: Columns
    findings: tuple[Finding, ...]
    counts: Counter[str] = field(default_factory=Counter)

    def __iter__(self) -> Iterator[EstablishmentRow]:
        """Yield every row below the headings that is not blank."""
        self.counts = Counter()
        for raw in self.table.rows():
            if raw.line > self.found.line and not raw.is_blank:
                row = self._row(raw)
                self.counts["rows"] += 1
                self.counts["set aside"] += row.is_set_aside
                yield row

    def _row(self, raw: RawRow) -> EstablishmentRow:
        headings = self.found.headings
        received = {heading: cell for heading, cell in zip(headings, raw.cells, strict=False) if cell}
        cells = {name: clean(received.get(heading, "")) for name, heading in self.found.columns.items()}
        problem = raw.problem
        if not problem and len(raw.cells) > len(headings):
            problem = "This row has more cells than there are headings."
        elif not problem and not read_urn(cells["urn"]).ok:
            problem = "This row has no URN of six digits."
        if problem:
            words = f"{problem} It was set aside."
            finding = Finding("row-unreadable", words, Severity.REFUSAL, where=f"line {raw.line}")
            return EstablishmentRow(raw.line, received, ListedEstablishment(), (finding,))
        findings: list[Finding] = []
        values: dict[str, Any] = {
            name: _value(name, cell, raw.line, findings) for name, cell in cells.items()
        }
        return EstablishmentRow(raw.line, received, ListedEstablishment(**values), tuple(findings))


def read_establishments(file: Path | IO[bytes]) -> EstablishmentReader:
    """Return a reader of the register's download, packed with gzip or not.

    Raises Refused when the file is no list or lacks the columns for URN, authority, name or status.
    """
    fields = {name: Field(heading, (heading,)) for name, heading in COLUMNS.items()}
    table, found = columns.find_columns(open_tables(file), fields, needed=NEEDED)
    # The download is in Windows-1252 by nature: that is no news.
    findings = tuple(one for one in (*table.findings, *found.findings) if one.code != "list-windows-text")
    return EstablishmentReader(table, found, findings)


_DAYS = frozenset({"opened_on", "closed_on", "changed_on"})
_NUMBERS = frozenset({"low_age", "high_age", "capacity", "pupils", "easting", "northing"})


def _value(name: str, cell: str, line: int, findings: list[Finding]) -> str | int | date | None:
    """Return a cell as its field has it; one that cannot be right is left out with a warning."""
    if name in _DAYS:
        value: str | int | date | None = day_of(cell)
    elif name in _NUMBERS:
        value = int(cell) if re.fullmatch(r"[0-9]{1,7}", cell) else None
    elif name == "postcode":
        read = read_postcode(cell).value if cell else None
        return read.text if read else cell
    elif name == "establishment_number":
        # Spreadsheets take the zeros from the front.
        return cell.zfill(4) if cell.isdecimal() else ""
    else:
        return cell
    if cell and value is None:
        words = f"{COLUMNS[name]} is {cell[:30]!r}, which cannot be right. It was left out."
        findings.append(Finding("row-value", words, Severity.WARNING, where=f"line {line}"))
    return value
