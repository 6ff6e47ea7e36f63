"""What a file format gives to the staging of files: a reading of one file, which tells what each record would change.

A format never writes: ``put_in`` calls the actions of the rooms below, inside the transaction of approving.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Protocol
from uuid import UUID

from onroll.audit.actions import Happened
from onroll.audit.actor import Actor
from onroll.people.models import Child
from onroll.transfers.models import Consequence
from rulebook.findings import Finding, Refused
from rulebook.identity.compare import IdentityRecord


@dataclass(frozen=True, kw_only=True)
class Told:
    """What the person who gave the file said of it, and what its name says."""

    name: str
    received_on: date
    urn: str = ""
    as_of: date | None = None
    columns: Mapping[str, str] = field(default_factory=dict)  # heading → field, as a person corrected it


@dataclass(frozen=True, kw_only=True)
class Column:
    """A column of the file: what it holds, in words, or nothing; and whether a person said so."""

    heading: str
    field: str = ""
    words: str = ""
    by_person: bool = False


class ColumnsNeeded(Refused):
    """A needed column was not recognised; ``columns`` are all there are, for a person to say what they hold."""

    def __init__(self, findings: tuple[Finding, ...], columns: Sequence[Column]) -> None:
        super().__init__(*findings)
        self.columns = tuple(columns)


@dataclass(frozen=True, kw_only=True)
class Incoming:
    """One record as read: its line in the file, its cells as received, and what the format made of them."""

    line: int
    received: Mapping[str, str]
    value: Any = None
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Proposed:
    """A child that a held record may be, with the odds in words."""

    child_id: UUID
    words: str


@dataclass(frozen=True, kw_only=True)
class Done:
    """What came of putting a batch in: whom it was about, who is newly on a roll, what is told beside other events."""

    children: tuple[UUID, ...] = ()
    newly_listed: tuple[UUID, ...] = ()
    happened: tuple[Happened, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Considered:
    """One record with what it would change."""

    incoming: Incoming
    consequence: Consequence
    findings: tuple[Finding, ...] = ()
    child_id: UUID | None = None
    changes: tuple[str, ...] = ()
    proposed: tuple[Proposed, ...] = ()

    @property
    def mark(self) -> str:
        """The consequence as one short text: what approving compares with what was shown."""
        return f"{self.incoming.line}:{self.consequence}:{self.child_id or ''}:{','.join(self.changes)}"


class Reading(Protocol):
    """One file being read, from its first record to its last; it remembers what it has met on the way.

    ``columns``, ``findings``, ``urn`` and ``as_of`` are known before the first record is asked for. ``records`` can be
    gone through again to put them in, and what was held when the file was opened is what they are compared with.
    """

    columns: Sequence[Column]
    findings: list[Finding]
    urn: str
    as_of: date

    def records(self) -> Iterator[Incoming]:
        """Yield every record of the file, in order. Raises Refused when the file breaks off or cannot be read."""

    def consider(self, batch: Sequence[Incoming], *, by: Actor) -> list[Considered]:
        """Return what each record of a batch would change, as things stand now; one answer for each, in order."""

    def settle(self, incoming: Incoming, *, child: Child | None, by: Actor) -> Considered:
        """Return what a record would change if it is this child for certain, or a child who is not here yet."""

    def identity(self, incoming: Incoming) -> IdentityRecord:
        """Return whom a record is about, as records are compared; empty where it is about no child."""

    def missing(self, *, by: Actor) -> Sequence[UUID]:
        """Return what is held and not in the file, after the last batch: the ids of enrolments."""

    def verdict(self, counts: Mapping[str, int], *, by: Actor) -> Sequence[Finding]:
        """Return what is to be said of the whole file, after the last batch: among it what stops it."""

    def put_in(self, batch: Sequence[Considered], *, by: Actor) -> Done:
        """Carry out what a batch would change, from what was kept of it; the batch holds no refused or held record."""

    def complete(self, *, missing: Sequence[UUID], by: Actor) -> None:
        """Carry out what follows from the file as a whole."""


@dataclass(frozen=True, kw_only=True)
class Format:
    """A kind of file: what it is called, what it is for, and how one is opened.

    ``keeps_records`` is False for lists so large that only their refused lines are kept beside the file.
    ``can_be_undone`` when all that it changes are rows of the children in it, and the day of a school's roll.
    ``fields`` are the fields that a column can be said to hold, with their words.
    """

    code: str
    title: str
    words: str
    endings: tuple[str, ...]
    open: Callable[[Path, Told], Reading]
    fields: Mapping[str, str] = field(default_factory=dict)
    keeps_records: bool = True
    can_be_undone: bool = False
    asks_school: bool = False
    noun: tuple[str, str] = ("record", "records")
