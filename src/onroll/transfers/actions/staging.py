"""A received file is read, and what each of its records would change is worked out; nothing else is written."""

from collections.abc import Mapping, Sequence

from django.db import InterfaceError, OperationalError, transaction
from django.db.models import F

from onroll.access import policy
from onroll.audit import actions as audit
from onroll.audit.actor import Actor
from onroll.transfers import consequences, storage
from onroll.transfers.consequences import Progress, Tally, kept_finding, no_progress
from onroll.transfers.formats.base import Column, ColumnsNeeded, Considered, Format, Reading
from onroll.transfers.formats.registry import format_of
from onroll.transfers.models import OVER, Consequence, FileState, IncomingRecord, ReceivedFile
from onroll.transfers.queries import moved_on
from rulebook.findings import Finding, Refused

MOST_REFUSED_KEPT = 2_000  # of a list whose records are not kept
MOST_ATTEMPTS = 2  # a file that ends what reads it must not do so every night
ENDS_READING = Finding(
    "file-ends-reading",
    "Reading this file was begun twice and broke off both times, so it is not tried again. Nothing was changed. "
    "Save the list as CSV and send that. If that fails too, tell your system administrator.",
)


def stage_file(file: ReceivedFile, *, progress: Progress = no_progress, by: Actor) -> ReceivedFile:
    """Read a received file and keep, for each record, what it would change; the register stays as it is.

    A file that cannot be read is refused as a whole, with the reason, and so is one of which the reading broke off
    twice. Batches are kept as they come, so that no other work waits for a long file; a reading that was cut off is
    begun again from the first record.
    """
    policy.require(by, "import:create")
    if not _begin(file, by):
        return file
    try:
        _stage(file, progress, by)
    except Refused as refused:
        _refuse(file, refused, by)
    except (OperationalError, InterfaceError, OSError):
        _count_back(file)
        raise
    return file


@transaction.atomic
def _count_back(file: ReceivedFile) -> None:
    """Let an attempt not count: that the database or the disk gave out is no fault of the file."""
    ReceivedFile.objects.filter(pk=file.pk, attempts__gt=0).update(attempts=F("attempts") - 1)


@transaction.atomic
def _begin(file: ReceivedFile, by: Actor) -> bool:
    """Count one more attempt at reading; False when the file is not to be read, or has now been refused."""
    waiting = ReceivedFile.objects.filter(pk=file.pk, state=FileState.READING)
    if waiting.filter(attempts__lt=MOST_ATTEMPTS).update(attempts=F("attempts") + 1):
        file.records.all().delete()
        return True
    if waiting.exists():
        _refuse(file, Refused(ENDS_READING), by)
    return False


@transaction.atomic
def correct_columns(file: ReceivedFile, *, columns: Mapping[str, str], by: Actor) -> None:
    """Keep what a person says that each column holds (heading → field, empty for none); the file is to be read again.

    Raises Refused when two columns are said to hold the same, or when the file is past being read.
    """
    policy.require(by, "import:create")
    fields = format_of(file.kind).fields
    headings = {column["heading"] for column in file.columns}
    if not set(columns) <= headings or not set(columns.values()) - {""} <= set(fields):
        raise ValueError(
            f"unknown columns or fields: expected headings of the file and some of {sorted(fields)}"
        )
    chosen = [field for field in columns.values() if field]
    twice = sorted({fields[field] for field in chosen if chosen.count(field) > 1})
    if twice:
        words = f"Two columns are said to hold the same: {', '.join(twice)}. Choose one of them."
        raise Refused(Finding("column-twice", words))
    read_before = ReceivedFile.objects.filter(pk=file.pk, state__in=[FileState.STAGED, FileState.REFUSED])
    read_before = read_before.exclude(stored_as="")
    if not read_before.update(
        state=FileState.READING, attempts=0, told={**file.told, "columns": dict(columns)}
    ):
        raise moved_on(file)
    file.refresh_from_db()
    audit.record("file.columns-corrected", subject=file, by=by, file_kind=file.kind)


def _stage(file: ReceivedFile, progress: Progress, by: Actor) -> None:
    kind = format_of(file.kind)
    reading = consequences.open_file(file)
    tally = Tally()
    for batch in consequences.work_through(reading, tally=tally, progress=progress, by=by):
        _keep(file, kind, batch, refused_before=tally.by_consequence[Consequence.REFUSED])
    _conclude(file, reading, tally, by)


@transaction.atomic
def _conclude(file: ReceivedFile, reading: Reading, tally: Tally, by: Actor) -> None:
    _refuse_if_here(file, reading)
    missing = reading.missing(by=by)
    counts = tally.counts(len(missing))
    whole = [*reading.findings, *reading.verdict(counts, by=by)]
    values = {
        "counts": counts,
        "findings": [*(kept_finding(finding) for finding in whole), *tally.findings],
        "columns": [_kept_column(column) for column in reading.columns],
        "missing": [str(one) for one in missing],
        "digest": consequences.digest_of(tally, missing),
        "urn": reading.urn,
        "data_as_of": reading.as_of,
        "state": FileState.STAGED,
        "attempts": 0,
    }
    if not ReceivedFile.objects.filter(pk=file.pk, state=FileState.READING).update(**values):
        raise moved_on(file)
    for name, value in values.items():
        setattr(file, name, value)
    audit.record("file.staged", subject=file, by=by, file_kind=file.kind, rows=counts["rows"])


def _refuse_if_here(file: ReceivedFile, reading: Reading) -> None:
    """Raise Refused when these bytes are here already for the school and the day that only reading them could tell."""
    same = ReceivedFile.objects.filter(
        kind=file.kind, sha256=file.sha256, urn=reading.urn, data_as_of=reading.as_of
    )
    if same.exclude(pk=file.pk).exclude(state__in=OVER).exists():
        words = (
            "This very list was received before, for the same school and the same day. Nothing was changed."
        )
        raise Refused(Finding("received-before", words))


@transaction.atomic
def _keep(file: ReceivedFile, kind: Format, batch: Sequence[Considered], *, refused_before: int) -> None:
    if not kind.keeps_records:
        batch = [one for one in batch if one.consequence is Consequence.REFUSED]
        if refused_before > MOST_REFUSED_KEPT:
            return
    IncomingRecord.objects.bulk_create([_record(file, one) for one in batch], batch_size=500)


def _record(file: ReceivedFile, one: Considered) -> IncomingRecord:
    return IncomingRecord(
        file=file,
        line=one.incoming.line,
        received=dict(one.incoming.received),
        consequence=one.consequence,
        findings=[kept_finding(finding) for finding in one.findings],
        changes=list(one.changes),
        proposed=[{"child": str(each.child_id), "words": each.words} for each in one.proposed],
        child_id=one.child_id,
    )


def _kept_column(column: Column) -> dict[str, object]:
    return {
        "heading": column.heading,
        "field": column.field,
        "words": column.words,
        "by_person": column.by_person,
    }


@transaction.atomic
def _refuse(file: ReceivedFile, refused: Refused, by: Actor) -> None:
    """Keep why; the bytes are kept only where a person can help by saying what the columns hold.

    A file that was cancelled while it was being read stays cancelled, and nothing of it is kept.
    """
    file.records.all().delete()
    values: dict[str, object] = {
        "state": FileState.REFUSED,
        "findings": [kept_finding(finding) for finding in refused.findings],
    }
    if isinstance(refused, ColumnsNeeded):
        values["columns"] = [_kept_column(column) for column in refused.columns]
    else:
        values["stored_as"] = ""
    stored = file.stored_as
    if not ReceivedFile.objects.filter(pk=file.pk, state=FileState.READING).update(**values):
        file.refresh_from_db()
        return
    file.refresh_from_db()
    if not file.stored_as:
        storage.discard_unless_shared(stored)
    audit.record("file.refused", subject=file, by=by, file_kind=file.kind, code=refused.findings[0].code)
