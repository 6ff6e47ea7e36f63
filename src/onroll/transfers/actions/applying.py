"""A staged file is approved and put in, all of it or nothing; or it is cancelled."""

from collections.abc import Iterator
from itertools import islice
from uuid import UUID

from django.db import transaction

from onroll.access import policy
from onroll.audit import actions as audit
from onroll.audit.actor import Actor
from onroll.cases.sought import Likeness, Sought
from onroll.transfers import consequences, storage
from onroll.transfers.actions.journal import Journal
from onroll.transfers.actions.losing import keep_lost_pupils
from onroll.transfers.actions.seeking import tell_of_named, tell_of_sought, tell_of_sought_like
from onroll.transfers.actions.staging import stage_file
from onroll.transfers.consequences import BATCH, Progress, Tally, no_progress
from onroll.transfers.formats.base import Considered, Incoming, Reading
from onroll.transfers.formats.registry import format_of
from onroll.transfers.models import Consequence, FileState, IncomingRecord, ReceivedFile
from onroll.transfers.queries import moved_on, why_not_approved
from rulebook.findings import Refused

TO_PUT_IN = frozenset({Consequence.NEW, Consequence.SAME, Consequence.CHANGED})


class MovedMeanwhile(Exception):
    """What we hold changed since the file was read, so that approving would do something else than was shown."""


@transaction.atomic
def approve_file(file: ReceivedFile, *, by: Actor) -> None:
    """Approve what a staged file would change; it is to be put in next.

    Raises Refused when the file was stopped and no manager has allowed it, or when it is past being approved.
    """
    policy.require(by, "import:assign")
    in_the_way = why_not_approved(file)
    if in_the_way:
        raise Refused(in_the_way)
    if not ReceivedFile.objects.filter(pk=file.pk, state=FileState.STAGED).update(state=FileState.APPLYING):
        raise moved_on(file)
    file.state = FileState.APPLYING
    audit.record("file.begun", subject=file, by=by, file_kind=file.kind)


def apply_file(file: ReceivedFile, *, progress: Progress = no_progress, by: Actor) -> ReceivedFile:
    """Put an approved file in, in one transaction: every record that it would change, or none of them.

    Where what we hold has changed since the file was read, nothing is put in, and the file is read again, to be looked
    at again. A file that is in already stays as it is.
    """
    policy.require(by, "import:assign")
    if file.state != FileState.APPLYING:
        return file
    try:
        with transaction.atomic():
            _put_in(file, progress, by)
    except MovedMeanwhile:
        _set_back(file, by)
        stage_file(file, progress=progress, by=by)
    return file


@transaction.atomic
def allow_file(file: ReceivedFile, *, by: Actor) -> None:
    """Allow a file of which too little was recognised, as a manager; it can then be approved."""
    policy.require(by, "import:sign")
    if not file.stopped or file.state != FileState.STAGED:
        raise moved_on(file)
    file.allowed_at, file.allowed_by = by.at, by.name
    file.save(update_fields=["allowed_at", "allowed_by"])
    audit.record("file.allowed", subject=file, by=by, file_kind=file.kind)


@transaction.atomic
def cancel_file(file: ReceivedFile, *, by: Actor) -> None:
    """Cancel a file that is not put in: its records and its bytes are removed, and only its row remains.

    Raises Refused when it is past being cancelled.
    """
    policy.require(by, "import:create")
    waiting = ReceivedFile.objects.filter(pk=file.pk, state__in=[FileState.READING, FileState.STAGED])
    stored = file.stored_as
    if not waiting.update(state=FileState.CANCELLED, stored_as="", missing=[], findings=[]):
        raise moved_on(file)
    file.refresh_from_db()
    file.records.all().delete()
    audit.record("file.cancelled", subject=file, by=by, file_kind=file.kind)
    storage.discard_unless_shared(stored)


def _put_in(file: ReceivedFile, progress: Progress, by: Actor) -> None:
    """Do the whole of it; two workers that take up the same file are told apart by the last conditional update."""
    reading = consequences.open_file(file)
    _look_again(file, reading, by)
    told = format_of(file.kind)
    journal = Journal(file)
    listed: list[UUID] = []
    named: list[UUID] = []
    read = 0
    for batch in _kept(file, reading.records()):
        done = journal.put_in(reading, [one for one in batch if one.consequence in TO_PUT_IN], by=by)
        audit.record_many(done.happened, by=by)
        listed += done.newly_listed
        named += done.children
        read += len(batch)
        progress(read)
    journal.complete(reading, missing=[UUID(one) for one in file.missing], by=by)
    keep_lost_pupils(file, reading=reading, by=by)
    tell_of_sought(file, children=listed, by=by)
    if not told.asks_school:  # a roll tells who is newly on it; another file, whom it is about
        tell_of_named(file, children=named, by=by)
    approved = ReceivedFile.objects.filter(pk=file.pk, state=FileState.APPLYING)
    if not approved.update(state=FileState.APPLIED, applied_at=by.at, applied_by=by.name):
        raise moved_on(file)
    file.state, file.applied_at, file.applied_by = FileState.APPLIED, by.at, by.name
    counts = {
        name: file.counts[name] for name in ("rows", "new", "here", "changed", "held", "refused", "missing")
    }
    audit.record("file.applied", subject=file, by=by, file_kind=file.kind, **counts)


def _look_again(file: ReceivedFile, reading: Reading, by: Actor) -> None:
    """Work out every consequence once more, inside the transaction; raises MovedMeanwhile where one is another.

    A list that makes no children is looked through for those who are sought on the same way.
    """
    tally = Tally()
    everybody = None if format_of(file.kind).keeps_records else Sought(by)
    seen: list[tuple[int, Likeness]] = []
    for batch in consequences.work_through(reading, tally=tally, progress=no_progress, by=by):
        if everybody is not None:
            fit = (one.incoming for one in batch if one.consequence is not Consequence.REFUSED)
            seen += everybody.among((each.line, reading.identity(each)) for each in fit)
    missing = reading.missing(by=by)
    tally.counts(len(missing))
    if consequences.digest_of(tally, missing) != file.digest:
        raise MovedMeanwhile
    if seen:
        tell_of_sought_like(file, found=seen, by=by)


def _kept(file: ReceivedFile, records: Iterator[Incoming]) -> Iterator[list[Considered]]:
    """Yield the records of the file again, each with the consequence that was shown and approved."""
    if not format_of(file.kind).keeps_records:
        return
    while batch := list(islice(records, BATCH)):
        lines = [one.line for one in batch]
        rows = file.records.filter(line__gte=min(lines), line__lte=max(lines))
        shown = {row.line: row for row in rows}
        yield [_considered(one, shown[one.line]) for one in batch]


def _considered(incoming: Incoming, row: IncomingRecord) -> Considered:
    return Considered(
        incoming=incoming,
        consequence=Consequence(row.consequence),
        child_id=row.child_id,
        changes=tuple(row.changes),
    )


@transaction.atomic
def _set_back(file: ReceivedFile, by: Actor) -> None:
    if not ReceivedFile.objects.filter(pk=file.pk, state=FileState.APPLYING).update(state=FileState.READING):
        raise moved_on(file)
    file.state = FileState.READING
    audit.record("file.moved-meanwhile", subject=file, by=by, file_kind=file.kind)
