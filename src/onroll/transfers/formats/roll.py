"""A school's roll, as CSV or XLSX from any school's system."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice
from pathlib import Path
from uuid import UUID

from django.conf import settings

from linkage import values
from linkage.records import ListedChild, ListKind, ListRow
from onroll.audit.actor import Actor
from onroll.education import actions as education
from onroll.education import queries as rolls
from onroll.education.actions import NewEnrolment
from onroll.education.models import Enrolment
from onroll.people import actions as people
from onroll.people import lookups
from onroll.people.actions import NewChild, Source
from onroll.people.models import Child
from onroll.schools import actions as schools
from onroll.transfers import changes, sought
from onroll.transfers.formats import lists
from onroll.transfers.formats.base import Column, Considered, Done, Format, Incoming, Proposed, Told
from onroll.transfers.formats.placing import Places
from onroll.transfers.formats.schools import day_of_list, school_of
from onroll.transfers.formats.told import child_told_by, identity_of, too_little, without_own_issuer
from onroll.transfers.formats.twice import Twice, claimed_before
from onroll.transfers.matching import Recognised, recognise
from onroll.transfers.models import Consequence
from rulebook.findings import Finding, Severity
from rulebook.identity.compare import IdentityRecord
from rulebook.wording import long_date

ROWS_LOOKED_AHEAD = 200
LEAST_FOR_A_FLOOR = 10
ENROLMENT_FIELDS = ("starting_on", "year_group", "status")
STATUSES = {
    "c": "C", "current": "C", "single": "C", "m": "M", "main": "M", "current main": "M", "s": "S", "subsidiary": "S",
    "current subsidiary": "S", "f": "F", "o": "O", "g": "G", "guest": "G", "p": "P", "previous": "P",
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class RollRow:
    """A pupil as a roll tells of them: the child, and the time on this roll."""

    told: NewChild
    identity: IdentityRecord
    year_group: str
    starting_on: date | None
    leaving_on: date | None
    status: str
    urn: str


class RollReading:
    """One school's roll, row by row; it remembers who was met on the way."""

    def __init__(self, path: Path, told: Told) -> None:
        self.list = lists.open_list(path, kind=ListKind.ROLL, chosen=told.columns)
        self.columns: Sequence[Column] = lists.columns_of(self.list.found, lists.FIELDS, chosen=told.columns)
        ahead = [row.fields for row in islice(self.list, ROWS_LOOKED_AHEAD)]
        self.school = school_of(
            told, urns=[row.urn for row in ahead], laestabs=[row.laestab for row in ahead]
        )
        cells = lists.cells_under(self.list, lists.AS_OF, rows=ROWS_LOOKED_AHEAD)
        days = (values.day_of(values.clean(cell), order=self.list.order) for cell in cells)
        self.as_of, findings = day_of_list(told, days=days)
        self.findings: list[Finding] = [*self.list.findings, *findings]
        self.urn = self.school.urn
        self.places = Places()
        self._twice = Twice()
        self._claimed: dict[UUID, int] = {}
        self._proposed: set[UUID] = set()
        self._roll: dict[UUID, Enrolment] | None = None

    # ------------------------------------------------------------------------------------------------------- reading
    def records(self) -> Iterator[Incoming]:
        """Yield every row after the headings that is not blank."""
        return map(_incoming, self.list)

    # --------------------------------------------------------------------------------------------------- considering
    def consider(self, batch: Sequence[Incoming], *, by: Actor) -> list[Considered]:
        """Return what each row would change."""
        refused = {one.line: found for one in batch if (found := self._refusal(one))}
        asked = [one for one in batch if one.line not in refused]
        recognised = recognise([one.value.identity for one in asked], by=by)
        sought_ids = sought.among(recognised, by=by)
        answers = {
            one.line: self._answer(one, found, sought_ids, by)
            for one, found in zip(asked, recognised, strict=True)
        }
        return [answers.get(one.line) or _refused(one, refused[one.line]) for one in batch]

    def settle(self, incoming: Incoming, *, child: Child | None, by: Actor) -> Considered:
        """Return what the row would change if it is this child for certain, or nobody here."""
        if child is None:
            return Considered(
                incoming=incoming, consequence=Consequence.NEW, findings=incoming.findings, changes=("new",)
            )
        row: RollRow = incoming.value
        names = (*changes.differences(child, row.told), *self._enrolment_changes(child, row, by))
        return Considered(
            incoming=incoming,
            consequence=Consequence.CHANGED if names else Consequence.SAME,
            findings=incoming.findings,
            child_id=child.pk,
            changes=names,
        )

    def identity(self, incoming: Incoming) -> IdentityRecord:
        """Return the pupil of a row, as records are compared."""
        row: RollRow = incoming.value
        return row.identity

    def missing(self, *, by: Actor) -> Sequence[UUID]:
        """Return the enrolments that this roll no longer lists; none where it is older than the roll we hold."""
        if self._is_older:
            return []
        return [
            row.pk
            for child_id, row in self._held(by).items()
            if child_id not in self._claimed
            and child_id not in self._proposed
            and not _later(row, self.as_of)
        ]

    def verdict(self, counts: Mapping[str, int], *, by: Actor) -> Sequence[Finding]:
        """Return whether too few of the school's pupils were recognised, and whether the list is an old one."""
        found = []
        if self._is_older:
            held = long_date(self.school.roll_as_of_on or self.as_of)
            words = (
                f"We hold a newer roll of this school, of {held}. This one cannot show who has left since."
            )
            found.append(Finding("older-roll", words, Severity.WARNING))
        if not counts["rows"]:
            # A school may have nobody on its roll; one that has somebody here cannot have lost all of them at once.
            severity = Severity.REFUSAL if self._held(by) else Severity.WARNING
            words = "There is no pupil in this file. Look whether it is the right one."
            found.append(Finding("no-rows", words, severity))
        return [*found, *self._below_floor(by)]

    # ------------------------------------------------------------------------------------------------------ putting in
    def put_in(self, batch: Sequence[Considered], *, by: Actor) -> Done:
        """Record new children and what changed of known ones, and have all of them on this roll."""
        new = [one for one in batch if one.consequence is Consequence.NEW]
        told = [
            (self.places.put(one.incoming.value.told, otherwise=self.school.area), self._source)
            for one in new
        ]
        rows = people.record_children(told, by=by)
        children = {one.incoming.line: row for one, row in zip(new, rows, strict=True)}
        held = lookups.fetch_children((one.child_id for one in batch if one.child_id), by=by, parts=False)
        for one in batch:
            if one.child_id:
                child = children[one.incoming.line] = held[one.child_id]
                changes.put_right(
                    child, told=one.incoming.value.told, changes=one.changes, source=self._source, by=by
                )
        self._enrol(batch, children, by)
        newly = (one.child_id for one in batch if {"enrolment", "relisted"} & set(one.changes))
        return Done(
            children=tuple(child.pk for child in children.values()),
            newly_listed=tuple(child_id for child_id in newly if child_id),
        )

    def complete(self, *, missing: Sequence[UUID], by: Actor) -> None:
        """Record who is no longer listed, and that the school's roll as of this day is held."""
        gone = set(missing)
        rows = [row for row in self._held(by).values() if row.pk in gone]
        education.record_not_listed(rows, listed_on=self.as_of, by=by)
        schools.record_roll_received(self.school, as_of_on=self.as_of, by=by)

    # -------------------------------------------------------------------------------------------------------- workings
    @property
    def _source(self) -> Source:
        words = f"Roll of {self.school.name}"[:120]
        return Source(words=words, supplied_by=self.school.organisation, as_of_on=self.as_of)

    @property
    def _is_older(self) -> bool:
        newest = self.school.roll_as_of_on
        return newest is not None and self.as_of < newest

    def _held(self, by: Actor) -> dict[UUID, Enrolment]:
        """Return the school's roll by child, as it was when it was first asked for."""
        if self._roll is None:
            self._roll = {row.child_id: row for row in rolls.roll_of(self.school, by=by)}
        return self._roll

    def _refusal(self, one: Incoming) -> Finding | None:
        """Return why a row cannot be used, or None; what its own findings refuse comes first."""
        row: RollRow = one.value
        own = next((finding for finding in one.findings if finding.refuses), None)
        if own:
            return own
        if row.urn and row.urn != self.school.urn:
            return Finding(
                "another-school", f"This row is of another school (URN {row.urn}). Send its own list."
            )
        if row.status == "P" or (row.leaving_on and row.leaving_on <= self.as_of):
            return Finding("has-left", "This pupil has left by this list's day, and so is not on the roll.")
        return self._twice.refusal(one.line, row.told)

    def _answer(self, one: Incoming, found: Recognised, sought_ids: frozenset[UUID], by: Actor) -> Considered:
        shared = self._twice.shared_upn(one.line)
        if found.held or shared:
            return self._hold(one, found, found.held or Consequence.CONFLICT, shared, sought_ids)
        if found.child is None:
            return self.settle(one, child=None, by=by)
        told: RollRow = one.value
        against = changes.conflicts(found.child, told.told)
        earlier = self._claimed.get(found.child.pk)
        if earlier is not None:
            against = (*against, claimed_before(earlier))
        if against:
            return self._hold(one, found, Consequence.CONFLICT, against, sought_ids)
        self._claimed[found.child.pk] = one.line
        settled = self.settle(one, child=found.child, by=by)
        return Considered(**{**vars(settled), "findings": (*settled.findings, *found.findings)})

    def _hold(
        self,
        one: Incoming,
        found: Recognised,
        consequence: Consequence,
        because: tuple[Finding, ...],
        sought_ids: frozenset[UUID],
    ) -> Considered:
        proposed = found.proposed
        if found.child and not proposed:
            proposed = (Proposed(child_id=found.child.pk, words="Recognised by what else the row says."),)
        ids = {each.child_id for each in proposed}
        self._proposed |= ids
        findings = (*one.findings, *found.findings, *because)
        if ids & sought_ids:
            findings = (sought.MAY_BE_SOUGHT, *findings)
        return Considered(incoming=one, consequence=consequence, findings=findings, proposed=proposed)

    def _enrolment_changes(self, child: Child, row: RollRow, by: Actor) -> tuple[str, ...]:
        held = self._held(by).get(child.pk)
        if held is None:
            return ("enrolment",)
        newest, last = self.school.roll_as_of_on, held.last_listed_on
        again = ("relisted",) if newest and last and last < newest and last < self.as_of else ()
        told = (
            name for name in ENROLMENT_FIELDS if getattr(row, name) not in (None, "", getattr(held, name))
        )
        return (*again, *told)

    def _enrol(self, batch: Sequence[Considered], children: Mapping[int, Child], by: Actor) -> None:
        held = self._held(by)
        news, corrected, listed = [], [], []
        for one in batch:
            row, child = one.incoming.value, children[one.incoming.line]
            enrolment = held.get(child.pk)
            if enrolment is None:
                new = NewEnrolment(
                    child=child,
                    establishment=self.school,
                    starting_on=row.starting_on,
                    year_group=row.year_group,
                    status=row.status or "C",
                    listed=True,
                )
                news.append((new, self._source))
                continue
            listed.append(enrolment)
            values = {name: getattr(row, name) for name in ENROLMENT_FIELDS if name in one.changes}
            if values:
                corrected.append((enrolment, values))
        education.record_enrolments(news, by=by)
        education.correct_enrolments(corrected, by=by)
        education.record_listed(listed, listed_on=self.as_of, by=by)

    def _below_floor(self, by: Actor) -> list[Finding]:
        present = self._held(by)
        if self._is_older or len(present) < LEAST_FOR_A_FLOOR:
            return []
        known = sum(1 for child_id in present if child_id in self._claimed or child_id in self._proposed)
        if known * 100 >= settings.ROLL_FLOOR_PERCENT * len(present):
            return []
        words = (
            f"Of the {len(present):,} children on this school's roll here, only {known:,} are in this file. It was "
            f"stopped because that is fewer than {settings.ROLL_FLOOR_PERCENT} in 100: another school's list, "
            "one year group, or half a file may do that. A manager can allow it."
        )
        return [Finding("below-floor", words)]


def _refused(one: Incoming, because: Finding) -> Considered:
    others = tuple(finding for finding in one.findings if finding != because)
    return Considered(incoming=one, consequence=Consequence.REFUSED, findings=(because, *others))


def _later(row: Enrolment, day: date) -> bool:
    """Tell whether an enrolment was begun, or told by another source, after the day of the list."""
    begun_later = row.starting_on is not None and row.starting_on > day
    told_later = row.last_listed_on is None and row.as_of_on is not None and row.as_of_on > day
    return begun_later or told_later


def _incoming(row: ListRow) -> Incoming:
    listed: ListedChild = row.fields
    told = child_told_by(listed)
    noticed = without_own_issuer(row.findings, told.upn)
    findings = noticed if row.is_set_aside else (*noticed, *too_little(told))
    value = RollRow(
        told=told,
        identity=replace(identity_of(told), upn=listed.upn),
        year_group=listed.year_group,
        starting_on=listed.started_on,
        leaving_on=listed.left_on,
        status=STATUSES.get(listed.enrolment_status.casefold(), ""),
        urn=listed.urn,
    )
    return Incoming(line=row.line, received=row.received, value=value, findings=findings)


FORMAT = Format(
    code="roll",
    title="School roll",
    words="One school's pupils on one day, as CSV or XLSX from any school's system.",
    endings=(".csv", ".txt", ".tsv", ".xlsx", ".ods"),
    open=RollReading,
    fields=lists.WORDS,
    asks_school=True,
    can_be_undone=True,
    noun=("pupil", "pupils"),
)
