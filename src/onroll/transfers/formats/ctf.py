"""A Common Transfer File: what a school sends with a child who leaves, whether or not it knows where to."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from uuid import UUID

from django.conf import settings

from onroll.audit.actions import Happened
from onroll.audit.actor import LONDON, Actor
from onroll.people import actions as people
from onroll.people import lookups
from onroll.people.actions import Source
from onroll.people.models import Child
from onroll.schools.models import Establishment
from onroll.transfers import changes, sought
from onroll.transfers.formats.base import Column, Considered, Done, Format, Incoming, Proposed, Told
from onroll.transfers.formats.ctf_pupils import as_cells, told_by
from onroll.transfers.formats.placing import Places
from onroll.transfers.formats.told import identity_of, too_little
from onroll.transfers.formats.twice import Twice, claimed_before
from onroll.transfers.matching import Recognised, recognise
from onroll.transfers.models import Consequence
from rulebook.ctf import School, TransferFile, read_transfer_file
from rulebook.ctf.filename import differences, read_name
from rulebook.ctf.layout import CtfPupil, Destination, Header
from rulebook.ctf.read import MAX_BYTES
from rulebook.findings import Finding, Refused, Severity
from rulebook.identity.compare import IdentityRecord

LOST = Finding(
    "lost-pupil",
    "The school does not know where this child went (destination XXXXXXX). If no case is open, the child may be "
    "missing education: put the child on the register, or record why not.",
    Severity.WARNING,
    "Procedure 6.1(iii)",
)
LEFT_SECTOR = Finding(
    "left-sector",
    "The child left for an independent school, home education or another country (destination MMMMMMM). "
    "Make sure that education is really provided there.",
    Severity.NOTE,
    "Procedure 6.1(iii)",
)


class CtfReading:
    """One transfer file, pupil by pupil."""

    def __init__(self, path: Path, told: Told) -> None:
        self.file, self.findings = _read(path)
        name = read_name(told.name)
        if name:
            self.findings += differences(name, self.file.header)
        self.as_of = told.as_of or min(_day_of(self.file.header) or told.received_on, told.received_on)
        self.columns: Sequence[Column] = ()
        self.sender = _school(self.file.header.source)
        self.receiver = _school(self.file.header.destination)
        self.urn = self.sender.urn if self.sender else ""
        self.places = Places()
        self.became: dict[int, UUID] = {}  # which child each pupil that was put in is here, by line
        self._twice = Twice()
        self._claimed: dict[UUID, int] = {}

    @property
    def destination(self) -> Destination:
        """To whom the file is addressed."""
        return self.file.header.destination.destination

    def records(self) -> Iterator[Incoming]:
        """Yield every pupil; one that shares a line with another is told apart by its place in the file."""
        last = 0
        for pupil in self.file.pupils:
            last = max(pupil.line, last + 1)
            yield self._incoming(pupil, last)

    def consider(self, batch: Sequence[Incoming], *, by: Actor) -> list[Considered]:
        """Return what each pupil's entry would change."""
        refused = {one.line: found for one in batch if (found := self._refusal(one))}
        asked = [one for one in batch if one.line not in refused]
        recognised = recognise([identity_of(one.value) for one in asked], by=by)
        sought_ids = sought.among(recognised, by=by)
        answers = {
            one.line: self._answer(one, found, sought_ids, by)
            for one, found in zip(asked, recognised, strict=True)
        }
        return [
            answers.get(one.line)
            or Considered(
                incoming=one, consequence=Consequence.REFUSED, findings=(refused[one.line], *one.findings)
            )
            for one in batch
        ]

    def settle(self, incoming: Incoming, *, child: Child | None, by: Actor) -> Considered:
        """Return what a pupil's entry would change if it is this child for certain, or nobody here."""
        if child is None:
            return Considered(
                incoming=incoming, consequence=Consequence.NEW, findings=incoming.findings, changes=("new",)
            )
        names = (*changes.differences(child, incoming.value), "transfer")
        return Considered(
            incoming=incoming,
            consequence=Consequence.CHANGED,
            findings=incoming.findings,
            child_id=child.pk,
            changes=names,
        )

    def identity(self, incoming: Incoming) -> IdentityRecord:
        """Return the pupil, as records are compared."""
        return identity_of(incoming.value)

    def missing(self, *, by: Actor) -> Sequence[UUID]:
        """Return nothing: a transfer file is about those in it."""
        return []

    def verdict(self, counts: Mapping[str, int], *, by: Actor) -> Sequence[Finding]:
        """Return what is to be said of the whole file: the reading has said it already."""
        return []

    def put_in(self, batch: Sequence[Considered], *, by: Actor) -> Done:
        """Record new children and what changed of known ones, and tell of the transfer of each."""
        new = [one for one in batch if one.consequence is Consequence.NEW]
        area = self.sender.area if self.sender else None
        told = [(self.places.put(one.incoming.value, otherwise=area), self._source) for one in new]
        rows = people.record_children(told, by=by)
        children = {one.incoming.line: row for one, row in zip(new, rows, strict=True)}
        held = lookups.fetch_children((one.child_id for one in batch if one.child_id), by=by, parts=False)
        for one in batch:
            if one.child_id:
                child = children[one.incoming.line] = held[one.child_id]
                changes.put_right(
                    child, told=one.incoming.value, changes=one.changes, source=self._source, by=by
                )
        self.became |= {line: child.pk for line, child in children.items()}
        return Done(
            children=tuple(child.pk for child in children.values()),
            happened=tuple(self._happened(child) for child in children.values()),
        )

    def complete(self, *, missing: Sequence[UUID], by: Actor) -> None:
        """Change nothing more."""

    @property
    def _source(self) -> Source:
        name = self.sender.name if self.sender else self.file.header.source.name or "another school"
        return Source(
            words=f"Transfer file from {name}"[:120],
            supplied_by=self.sender.organisation if self.sender else None,
            as_of_on=self.as_of,
        )

    def _incoming(self, pupil: CtfPupil, line: int) -> Incoming:
        told = told_by(pupil)
        findings = list(too_little(told))
        if self.destination is Destination.NOT_KNOWN:
            findings.append(LOST)
        if self.destination is Destination.LEFT_SECTOR:
            findings.append(LEFT_SECTOR)
        return Incoming(line=line, received=as_cells(pupil), value=told, findings=tuple(findings))

    def _refusal(self, one: Incoming) -> Finding | None:
        own = next((finding for finding in one.findings if finding.refuses), None)
        return own or self._twice.refusal(one.line, one.value)

    def _answer(self, one: Incoming, found: Recognised, sought_ids: frozenset[UUID], by: Actor) -> Considered:
        because = self._twice.shared_upn(one.line)
        child = found.child
        if child:
            because = (*because, *changes.conflicts(child, one.value))
            if child.pk in self._claimed:
                because = (*because, claimed_before(self._claimed[child.pk]))
        if found.held or because:
            return _hold(one, found, because, sought_ids)
        if child:
            self._claimed[child.pk] = one.line
        settled = self.settle(one, child=child, by=by)
        return Considered(**{**vars(settled), "findings": (*settled.findings, *found.findings)})

    def _happened(self, child: Child) -> Happened:
        lost = self.destination is Destination.NOT_KNOWN
        source, receiver = self.file.header.source, self.file.header.destination
        return Happened(
            kind="transfer-file.lost-pupil" if lost else "transfer-file.recorded",
            subject_kind="child",
            subject_id=child.pk,
            child_id=child.pk,
            detail={
                "source": f"{source.la}/{source.estab}",
                "destination": f"{receiver.la}/{receiver.estab}",
                "made_on": self.as_of,
            },
        )


def _hold(
    one: Incoming, found: Recognised, because: tuple[Finding, ...], sought_ids: frozenset[UUID]
) -> Considered:
    proposed = found.proposed
    if found.child and not proposed:
        proposed = (Proposed(child_id=found.child.pk, words="Recognised by what else the file says."),)
    findings = (*one.findings, *found.findings, *because)
    if {each.child_id for each in proposed} & sought_ids:
        findings = (sought.MAY_BE_SOUGHT, *findings)
    return Considered(
        incoming=one,
        consequence=found.held or Consequence.CONFLICT,
        findings=findings,
        proposed=proposed,
    )


def _read(path: Path) -> tuple[TransferFile, list[Finding]]:
    """Return the file and what was noticed. Raises Refused with the reason when it cannot be read at all."""
    with path.open("rb") as file:
        reading = read_transfer_file(file.read(MAX_BYTES + 1))
    if reading.file is None:
        raise Refused(*reading.findings)
    ours = any(pupil.upn[1:4] == settings.ONROLL_AUTHORITY_CODE for pupil in reading.file.pupils)
    known = [one for one in reading.findings if not (ours and one.code == "upn-issuer-unknown")]
    return reading.file, known


def _day_of(header: Header) -> date | None:
    if header.made_at is None:
        return None
    return (header.made_at.astimezone(LONDON) if header.made_at.tzinfo else header.made_at).date()


def _school(told: School) -> Establishment | None:
    """Return the establishment that a header names, the open one where a number was used twice."""
    rows = Establishment.objects.select_related("area", "organisation")
    by_urn = rows.filter(urn=told.urn).first() if told.urn else None
    if by_urn or not (told.la and told.estab):
        return by_urn
    found = rows.filter(la_code=told.la, establishment_number=told.estab)
    return min(found, key=lambda row: not row.is_open, default=None)


FORMAT = Format(
    code="ctf",
    title="Transfer file (CTF)",
    words="A Common Transfer File from a school, also one whose destination is not known.",
    endings=(".xml",),
    open=CtfReading,
    can_be_undone=True,
    noun=("pupil", "pupils"),
)
