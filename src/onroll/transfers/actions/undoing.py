"""A file that is put in is undone: what nothing has changed since is as it was before, and the rest is named."""

from collections import defaultdict
from typing import Any
from uuid import UUID

from django.db import transaction

from onroll.access import policy, reach
from onroll.audit import actions as audit
from onroll.audit.actions import Happened
from onroll.audit.actor import Actor
from onroll.cases import actions as cases
from onroll.people import actions as people
from onroll.people.models import Child
from onroll.transfers import rows, undoing
from onroll.transfers.actions.losing import forget_lost_pupils
from onroll.transfers.models import FileState, PutIn, ReceivedFile
from onroll.transfers.queries import moved_on
from onroll.transfers.undoing import Plan
from rulebook.findings import Finding, Refused

CHANGED_MEANWHILE = Finding(
    "undo-changed", "What undoing would do has changed since you looked. Look at it again, then decide."
)


@transaction.atomic
def undo_file(file: ReceivedFile, *, shown: str, by: Actor) -> Plan:
    """Undo a file that is put in, all that can be undone in one piece, and return what was done and what stays.

    ``shown`` is the digest of the plan that was looked at. Raises Refused when it would do something else by now, or
    when the file cannot be undone at all. The record keeps that the file was put in, by whom, and that it was undone.
    """
    policy.require(by, "import:assign")
    in_the_way = undoing.why_not_undone(file)
    if in_the_way:
        raise Refused(in_the_way)
    applied = ReceivedFile.objects.filter(pk=file.pk, state=FileState.APPLIED)
    if not applied.update(state=FileState.UNDONE, undone_at=by.at, undone_by=by.name):
        raise moved_on(file)
    plan = undoing.plan_of(file)
    if plan.digest != shown:
        raise Refused(CHANGED_MEANWHILE)
    forget_lost_pupils(file, by=by)
    _restore(plan.restore)
    _remove(plan.remove)
    _rewrite_keys(plan, by)
    cases.withdraw_sightings(file.pk, by=by)
    file.refresh_from_db()
    counts: dict[str, Any] = plan.counts
    audit.record("file.undone", subject=file, by=by, file_kind=file.kind, **counts)
    audit.record_many([_happened(child, file) for child in sorted(plan.children)], by=by)
    return plan


def _restore(entries: list[PutIn]) -> None:
    for each in entries:
        values = rows.as_kept(each.table, each.before)
        rows.every(rows.TABLES[each.table]).filter(pk=each.row_id).update(**values)


def _remove(entries: list[PutIn]) -> None:
    ids: dict[str, list[UUID]] = defaultdict(list)
    for each in entries:
        ids[each.table].append(each.row_id)
        if each.table == "enrolment" and each.child_id:
            reach.set_reach(child_id=each.child_id, subject_id=each.row_id, because="undone", grants=[])
    for table in rows.in_order(ids):
        for some in rows.batches(ids[table]):
            gone = rows.every(rows.TABLES[table]).filter(pk__in=some)
            if table == "parent":
                gone = gone.filter(relationships=None)  # one who has become another child's parent stays
            gone.delete()


def _rewrite_keys(plan: Plan, by: Actor) -> None:
    for some in rows.batches(sorted(plan.children)):
        people.rewrite_keys(list(rows.every(Child).filter(pk__in=some)), by=by)


def _happened(child_id: UUID, file: ReceivedFile) -> Happened:
    return Happened(
        kind="file.undone-for-child",
        subject_kind="receivedfile",
        subject_id=file.pk,
        child_id=child_id,
        detail={"file_kind": file.kind},
    )
