"""The queue: which task is next, taken by one worker, and what becomes of it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, F, OuterRef
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from onroll.nightly import failures, leases
from onroll.nightly.models import Lease

MOST_ATTEMPTS = 4
WAIT_AFTER = (
    timedelta(seconds=10),
    timedelta(minutes=1),
    timedelta(minutes=10),
)  # after the first, second, third


@dataclass(frozen=True)
class Taken:
    """A task that this worker holds, and how often it has been taken up, this time included."""

    row: DBTaskResult
    attempt: int

    @property
    def id(self) -> UUID:
        """The task's id, which is its lease's too."""
        return self.row.pk


def take_next(*, worker: str, now: datetime) -> Taken | None:
    """Take up the next task: first one whose worker is gone, then the first in the queue; None when there is none."""
    return _take_abandoned(worker=worker, now=now) or _take_waiting(worker=worker, now=now)


def finish(taken: Taken, *, value: object, worker: str, now: datetime) -> bool:
    """Mark the task done; False, and nothing written, when the lease was lost and another worker has it."""
    return _settle(
        taken, worker=worker, status=TaskResultStatus.SUCCESSFUL, finished_at=now, return_value=value
    )


def fail(taken: Taken, *, error: BaseException, worker: str, now: datetime) -> bool:
    """Put the task back for another attempt after a wait, or mark it failed after the last one.

    Only the error's kind and place are kept, since its message may hold what must not be read here.
    Returns whether there will be another attempt.
    """
    kept = {
        "exception_class_path": failures.kind_of(error),
        "traceback": "\n".join(failures.places_of(error)),
    }
    if taken.attempt >= MOST_ATTEMPTS:
        _settle(taken, worker=worker, status=TaskResultStatus.FAILED, finished_at=now, **kept)
        return False
    with transaction.atomic():
        if leases.let_go(taken.id, worker=worker, now=now):
            again_at = now + WAIT_AFTER[min(taken.attempt, len(WAIT_AFTER)) - 1]
            DBTaskResult.objects.filter(pk=taken.id).update(
                status=TaskResultStatus.READY, run_after=again_at, **kept
            )
    return True


def put_back(taken: Taken, *, worker: str, now: datetime) -> None:
    """Return an unfinished task to the queue, for a little later, without counting the attempt."""
    with transaction.atomic():
        if leases.let_go(taken.id, worker=worker, now=now):
            Lease.objects.filter(task_id=taken.id).update(attempts=F("attempts") - 1)
            DBTaskResult.objects.filter(pk=taken.id).update(
                status=TaskResultStatus.READY, run_after=now + WAIT_AFTER[0]
            )


def _take_abandoned(*, worker: str, now: datetime) -> Taken | None:
    held = Lease.objects.filter(task_id=OuterRef("pk"), until_at__gt=now).exclude(worker="")
    for row in DBTaskResult.objects.running().filter(~Exists(held)).order_by("started_at"):
        with transaction.atomic():
            # Whoever had it may have ended it since it was listed, or put it back.
            still = DBTaskResult.objects.filter(pk=row.pk, status=TaskResultStatus.RUNNING).update(
                started_at=now
            )
            attempt = leases.take(row.pk, worker=worker, now=now) if still else 0
            if attempt:
                _mark_running(row, worker=worker, now=now)
            else:
                transaction.set_rollback(True)
        if not attempt:
            continue
        if attempt <= MOST_ATTEMPTS:
            return Taken(row, attempt)
        # Each attempt ended with its worker, so the task itself may be what ends them.
        fail(Taken(row, attempt), error=WorkerLost(), worker=worker, now=now)
    return None


def _take_waiting(*, worker: str, now: datetime) -> Taken | None:
    for pk in list(DBTaskResult.objects.ready().values_list("pk", flat=True)[:5]):
        with transaction.atomic():
            won = DBTaskResult.objects.filter(pk=pk, status=TaskResultStatus.READY).update(
                status=TaskResultStatus.RUNNING, started_at=now
            )
            attempt = leases.take(pk, worker=worker, now=now) if won else 0
            if attempt:
                row = DBTaskResult.objects.get(pk=pk)
                _mark_running(row, worker=worker, now=now)
                return Taken(row, attempt)
            transaction.set_rollback(True)
    return None


def _mark_running(row: DBTaskResult, *, worker: str, now: datetime) -> None:
    row.status, row.started_at, row.worker_ids = (
        TaskResultStatus.RUNNING,
        now,
        [*row.worker_ids, worker][-10:],
    )
    row.save(update_fields=["status", "started_at", "worker_ids"])


def _settle(taken: Taken, *, worker: str, **values: object) -> bool:
    with transaction.atomic():
        if not leases.end(taken.id, worker=worker):
            return False
        DBTaskResult.objects.filter(pk=taken.id).update(**values)
    return True


class WorkerLost(Exception):
    """The worker ended while it held the task, every time."""
