"""Leases: one worker holds a task for a while, keeps the lease alive, and anyone may take up what was let go.

All claims are conditional updates whose count says who won, so they hold on both databases without row locks.
"""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction

from onroll.nightly.models import Lease

LASTS = timedelta(
    seconds=60
)  # longer than any one transaction of a task, since SQLite has one writer at a time
RENEW_EVERY = timedelta(seconds=10)


def take(task_id: UUID, *, worker: str, now: datetime) -> int:
    """Take the lease of a task that nobody holds, and return which attempt this is; 0 when another worker holds it."""
    held = Lease.objects.filter(task_id=task_id).values("until_at", "worker", "attempts").first()
    if held is None:
        return _first_take(task_id, worker=worker, now=now)
    if held["worker"] and held["until_at"] > now:
        return 0
    won = Lease.objects.filter(task_id=task_id, **held).update(
        worker=worker, until_at=now + LASTS, attempts=held["attempts"] + 1
    )
    return held["attempts"] + 1 if won else 0


def renew(task_id: UUID, *, worker: str, now: datetime) -> bool:
    """Keep a lease alive; False when it is no longer this worker's."""
    return Lease.objects.filter(task_id=task_id, worker=worker).update(until_at=now + LASTS) == 1


def let_go(task_id: UUID, *, worker: str, now: datetime) -> bool:
    """Give up the work but keep the count of attempts; False when the lease was no longer this worker's."""
    return Lease.objects.filter(task_id=task_id, worker=worker).update(worker="", until_at=now) == 1


def end(task_id: UUID, *, worker: str) -> bool:
    """Remove the lease of a task that is done; False when it was no longer this worker's to end."""
    return Lease.objects.filter(task_id=task_id, worker=worker).delete()[0] == 1


def _first_take(task_id: UUID, *, worker: str, now: datetime) -> int:
    try:
        with transaction.atomic():
            Lease.objects.create(task_id=task_id, worker=worker, until_at=now + LASTS)
    except IntegrityError:
        return 0  # another worker's row came first
    return 1
