"""A comparison is carried out: taken up by one worker at a time, written in batches, seen only when it is whole."""

from typing import Any

from django.db import transaction
from django.db.models import F

from onroll.audit import actions as audit
from onroll.audit.actor import Actor
from onroll.reconciliation import queries
from onroll.reconciliation.comparing import Say, compare, say_nothing
from onroll.reconciliation.models import Comparison, ComparisonState, Listed, Reason
from onroll.reconciliation.private import private_folder
from onroll.reconciliation.searched import searched
from onroll.transfers.actions.applying import apply_file, approve_file
from onroll.transfers.actions.staging import stage_file
from onroll.transfers.models import FileState, ReceivedFile
from rulebook.findings import Finding, Refused


class TakenUpElsewhere(Exception):
    """Another worker has taken this comparison up: this one writes nothing more."""


def run_comparison(row: Comparison, *, say: Say = say_nothing, by: Actor) -> Comparison:
    """Compare the lists, and keep each row with its reason; run twice, it is done once.

    It can be cut off at any moment: nothing of it is shown before the last row is written, and whoever takes it up
    again begins anew. The lists lie in a private folder while they are compared, which is destroyed.
    """
    queries.require_whole(by, "import:assign")
    if row.state not in {ComparisonState.WAITING, ComparisonState.RUNNING}:
        return row
    _take_up(row, by=by)
    try:
        lists = list(row.lists.select_related("file").order_by("place"))
        for one in lists:
            _read(one.file, by=by)
            one.data_as_of = one.file.data_as_of if one.file else None
        with private_folder(row.pk) as folder:
            compared = compare(lists, folder=folder, on=row.as_of_on, say=say, by=by)
            rows = _keep(row, compared.batches, say)
        _finish(row, reckoned=dict(compared.reckoned), rows=rows, by=by)
    except Refused as refused:
        _refuse(row, refused, by=by)
    return row


@transaction.atomic
def _take_up(row: Comparison, *, by: Actor) -> None:
    waiting = Comparison.objects.filter(pk=row.pk, attempt=row.attempt).exclude(state=ComparisonState.DONE)
    if not waiting.update(state=ComparisonState.RUNNING, attempt=F("attempt") + 1):
        raise TakenUpElsewhere
    row.refresh_from_db()
    Listed.objects.visible_to(by, "import:read").filter(comparison=row).delete()
    audit.record("comparison.begun", subject=row, by=by, attempt=row.attempt)


def _read(file: ReceivedFile | None, *, by: Actor) -> None:
    """See to it that a list is read and put in, as any other file is: comparing it is approving it.

    Raises Refused, naming the list, where it cannot be.
    """
    if file is None or not file.stored_as:
        raise Refused(
            Finding("list-gone", "The content of one of the lists is not here any longer. Send it again.")
        )
    if file.state == FileState.READING:
        stage_file(file, by=by)
    if file.state == FileState.STAGED:
        approve_file(file, by=by)
    if file.state == FileState.APPLYING:
        apply_file(file, by=by)
    if file.state != FileState.APPLIED:
        words = (
            f"{file.name}: {file.get_state_display().lower()}. Look at the file, put it right, and ask again."
        )
        raise Refused(Finding("list-not-read", words))


def _keep(row: Comparison, batches: Any, say: Say) -> int:
    rows = 0
    for batch in batches:
        with transaction.atomic():
            _still_mine(row)
            for one in batch:
                one.comparison = row
            Listed.objects.bulk_create(batch, batch_size=500)
        rows += len(batch)
        say(f"Looking what explains each child: {rows:,} rows so far")
    return rows


def _still_mine(row: Comparison) -> None:
    """Raise TakenUpElsewhere unless this attempt is the last one; the row stays taken until the transaction ends."""
    mine = Comparison.objects.filter(pk=row.pk, attempt=row.attempt, state=ComparisonState.RUNNING)
    if not mine.update(attempt=row.attempt):
        raise TakenUpElsewhere


@transaction.atomic
def _finish(row: Comparison, *, reckoned: dict[str, Any], rows: int, by: Actor) -> None:
    _still_mine(row)
    counts = queries.counts_of(row, by=by)
    if sum(counts.values()) != rows:
        raise RuntimeError(f"{sum(counts.values())} reasons for {rows} rows")
    for one in row.lists.all():
        one.rows = Listed.objects.visible_to(by, "import:read").filter(list=one).count()
        one.data_as_of = one.file.data_as_of if one.file else None
        one.save(update_fields=["rows", "data_as_of"])
    row.state, row.reckoned, row.searched = ComparisonState.DONE, reckoned, searched(by=by)
    row.save(update_fields=["state", "reckoned", "searched"])
    audit.record("comparison.done", subject=row, by=by, rows=rows, unexplained=counts[Reason.UNEXPLAINED])


@transaction.atomic
def _refuse(row: Comparison, refused: Refused, *, by: Actor) -> None:
    _still_mine(row)
    Listed.objects.visible_to(by, "import:read").filter(comparison=row).delete()
    row.state = ComparisonState.REFUSED
    row.findings = [finding.words for finding in refused.findings]
    row.save(update_fields=["state", "findings"])
    audit.record("comparison.refused", subject=row, by=by, code=refused.findings[0].code)
