"""A list of a whole population (births, GP registrations, housing), kept to be compared with the rolls.

Nobody on it becomes a child here: the list is read, counted and kept, and reconciliation compares it later.
"""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from uuid import UUID

from linkage.records import ListedChild, ListKind, ListRow
from onroll.audit.actor import Actor
from onroll.people.models import Child
from onroll.transfers.formats import lists
from onroll.transfers.formats.base import Column, Considered, Done, Format, Incoming, Reading, Told
from onroll.transfers.formats.schools import day_of_list
from onroll.transfers.models import Consequence
from rulebook.findings import Finding
from rulebook.identity.compare import IdentityRecord


class PopulationReading:
    """One list, row by row: each is fit to be compared, or is refused."""

    def __init__(self, path: Path, told: Told) -> None:
        self.list = lists.open_list(path, kind=ListKind.POPULATION, chosen=told.columns)
        self.columns: Sequence[Column] = lists.columns_of(self.list.found, lists.FIELDS, chosen=told.columns)
        self.as_of, findings = day_of_list(told)
        self.findings: list[Finding] = [*self.list.findings, *findings]
        self.urn = ""

    def records(self) -> Iterator[Incoming]:
        """Yield every row after the headings that is not blank."""
        return map(_incoming, self.list)

    def consider(self, batch: Sequence[Incoming], *, by: Actor) -> list[Considered]:
        """Return for each row whether it can be compared; no row is anything but new or refused."""
        return [self.settle(one, child=None, by=by) for one in batch]

    def settle(self, incoming: Incoming, *, child: Child | None, by: Actor) -> Considered:
        """Return what becomes of a row: it is kept, or refused for what it lacks."""
        refused = any(finding.refuses for finding in incoming.findings)
        consequence = Consequence.REFUSED if refused else Consequence.NEW
        return Considered(incoming=incoming, consequence=consequence, findings=incoming.findings)

    def identity(self, incoming: Incoming) -> IdentityRecord:
        """Return the child of a row, as records are compared."""
        child: ListedChild = incoming.value
        return child.identity()

    def missing(self, *, by: Actor) -> Sequence[UUID]:
        """Return nothing: a list of a population says nothing of who is held and not on it."""
        return []

    def verdict(self, counts: Mapping[str, int], *, by: Actor) -> Sequence[Finding]:
        """Return whether the list has anybody on it."""
        words = "There is nobody on this list. Look whether it is the right file."
        return [] if counts["rows"] else [Finding("no-rows", words)]

    def put_in(self, batch: Sequence[Considered], *, by: Actor) -> Done:
        """Change nothing: the list itself is what is kept."""
        return Done()

    def complete(self, *, missing: Sequence[UUID], by: Actor) -> None:
        """Change nothing: the list itself is what is kept."""


def _incoming(row: ListRow) -> Incoming:
    return Incoming(line=row.line, received=row.received, value=row.fields, findings=row.findings)


def _open(path: Path, told: Told) -> Reading:
    return PopulationReading(path, told)


FORMAT = Format(
    code="population",
    title="Population list",
    words="Births, GP registrations, child health or housing: kept to be compared with the rolls.",
    endings=(".csv", ".txt", ".tsv", ".xlsx", ".ods", ".gz"),
    open=_open,
    fields=lists.WORDS,
    keeps_records=False,
)
