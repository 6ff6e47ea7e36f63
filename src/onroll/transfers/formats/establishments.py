"""The national register of establishments (GIAS), as its CSV comes: columns by name, whatever their order."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields
from pathlib import Path
from uuid import UUID

from linkage.columns import Field
from linkage.establishments import COLUMNS, EstablishmentRow, ListedEstablishment, read_establishments
from onroll.audit.actor import Actor
from onroll.people.models import Child
from onroll.schools import actions as schools
from onroll.schools import registering
from onroll.schools.models import Establishment
from onroll.schools.registering import TOLD, NewEstablishment
from onroll.transfers.formats.base import Column, Considered, Done, Format, Incoming, Reading, Told
from onroll.transfers.formats.lists import columns_of
from onroll.transfers.formats.schools import day_of_list
from onroll.transfers.models import Consequence
from rulebook.findings import Finding, Severity
from rulebook.identity.compare import IdentityRecord

VOCABULARY = {field: Field(heading, (heading,)) for field, heading in COLUMNS.items()}
SAME_NAME = frozenset(field.name for field in fields(ListedEstablishment)) & set(TOLD)
LONGEST: Mapping[str, int] = {
    "name": 200, "type_code": 3, "type_name": 100, "type_group": 100, "status_code": 2, "status_name": 60,
    "phase_code": 2, "phase_name": 60, "street": 120, "locality": 120, "town": 80, "postcode": 8, "phone": 30,
    "email": 254, "website": 200, "head_name": 120, "trust_name": 200, "establishment_number": 4,
}  # fmt: skip


class EstablishmentsReading:
    """The register, establishment by establishment."""

    def __init__(self, path: Path, told: Told) -> None:
        self.list = read_establishments(path)
        self.columns: Sequence[Column] = [
            column for column in columns_of(self.list.found, VOCABULARY, chosen={}) if column.field
        ]
        self.as_of, findings = day_of_list(told)
        self.findings: list[Finding] = [*self.list.findings, *findings]
        self.urn = ""
        present = set(self.list.found.columns) | (
            {"head_name"} if "head_surname" in self.list.found.columns else set()
        )
        self.known = tuple(name for name in TOLD if name in present)
        self._used = frozenset(column.heading for column in self.columns)
        self._lines: dict[str, int] = {}

    def records(self) -> Iterator[Incoming]:
        """Yield every row after the headings that is not blank."""
        return map(self._incoming, self.list)

    def consider(self, batch: Sequence[Incoming], *, by: Actor) -> list[Considered]:
        """Return what each row would change."""
        urns = [one.value.urn for one in batch if one.value]
        held = {row.urn: row for row in Establishment.objects.filter(urn__in=urns)}
        return [self._answer(one, held) for one in batch]

    def settle(self, incoming: Incoming, *, child: Child | None, by: Actor) -> Considered:
        """Return what a row would change; establishments are known by their URN, so none is ever held."""
        return self.consider([incoming], by=by)[0]

    def identity(self, incoming: Incoming) -> IdentityRecord:
        """Return nothing: no record of this kind is ever held."""
        return IdentityRecord()

    def missing(self, *, by: Actor) -> Sequence[UUID]:
        """Return nothing: an extract may be of one authority, so that what it leaves out means nothing."""
        return []

    def verdict(self, counts: Mapping[str, int], *, by: Actor) -> Sequence[Finding]:
        """Return whether the file has any establishment."""
        words = "There is no establishment in this file. Look whether it is the right one."
        return [] if counts["rows"] else [Finding("no-rows", words)]

    def put_in(self, batch: Sequence[Considered], *, by: Actor) -> Done:
        """Record new and changed establishments."""
        told = [one.incoming.value for one in batch if one.consequence is not Consequence.SAME]
        schools.record_establishments(told, columns=self.known, source="GIAS", by=by)
        return Done()

    def complete(self, *, missing: Sequence[UUID], by: Actor) -> None:
        """Change nothing more."""

    def _incoming(self, row: EstablishmentRow) -> Incoming:
        # Only what is used is kept of a row that has a hundred columns and more.
        received = {heading: cell for heading, cell in row.received.items() if heading in self._used}
        lacking = () if row.is_set_aside else _lacking(row.fields)
        refused = row.is_set_aside or bool(lacking)
        value = None if refused else _establishment(row.fields)
        return Incoming(line=row.line, received=received, value=value, findings=(*row.findings, *lacking))

    def _answer(self, one: Incoming, held: Mapping[str, Establishment]) -> Considered:
        if one.value is None:
            return Considered(incoming=one, consequence=Consequence.REFUSED, findings=one.findings)
        told: NewEstablishment = one.value
        first = self._lines.setdefault(told.urn, one.line)
        if first != one.line:
            words = f"The URN stands on line {first:,} already. Only the first is used."
            findings = (Finding("urn-twice", words), *one.findings)
            return Considered(incoming=one, consequence=Consequence.REFUSED, findings=findings)
        row = held.get(told.urn)
        changed = registering.differences(row, told, columns=self.known) if row else ("new",)
        consequence = Consequence.NEW if row is None else Consequence.CHANGED if changed else Consequence.SAME
        return Considered(incoming=one, consequence=consequence, findings=one.findings, changes=changed)


def _lacking(listed: ListedEstablishment) -> tuple[Finding, ...]:
    if listed.name and listed.status_code and len(listed.la_code) == 3:
        return ()
    words = "The name, the status or the authority's code is missing, so this row cannot be used."
    return (Finding("establishment-incomplete", words, Severity.REFUSAL),)


def _establishment(listed: ListedEstablishment) -> NewEstablishment:
    told = {name: getattr(listed, name) for name in SAME_NAME} | {"head_name": listed.head_name}
    cut = {name: value[: LONGEST[name]] for name, value in told.items() if name in LONGEST}
    return NewEstablishment(**{**told, **cut})


def _open(path: Path, told: Told) -> Reading:
    return EstablishmentsReading(path, told)


FORMAT = Format(
    code="establishments",
    title="Establishments (GIAS)",
    words="The national register's own CSV: Get Information about Schools, all establishment data.",
    endings=(".csv", ".gz", ".xlsx"),
    open=_open,
    noun=("establishment", "establishments"),
)
