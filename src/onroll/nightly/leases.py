"""Leases: one worker holds a task for a while, keeps the lease alive, and anyone may take up what was let go.

All claims are conditional updates whose count says who won, so they hold on both databases without row locks.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from time import perf_counter
from uuid import UUID

import structlog
from django.db import Error as DatabaseError
from django.db import IntegrityError, connection, transaction

from onroll.nightly import failures
from onroll.nightly.models import Lease

log = structlog.get_logger("onroll.leases")

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


@contextmanager
def kept_alive(task_id: UUID, *, worker: str, now: datetime) -> Iterator[threading.Event]:
    """Keep a lease alive for as long as the block lasts, however long one thing in it takes.

    Gives what is set once the lease is another's.
    """
    lost, done, began = threading.Event(), threading.Event(), perf_counter()

    def keep() -> None:
        while not done.wait(RENEW_EVERY.total_seconds()):
            try:
                if not renew(task_id, worker=worker, now=now + timedelta(seconds=perf_counter() - began)):
                    lost.set()
            except DatabaseError as error:  # tried again in a moment: the lease lasts longer than that
                log.warning("lease not renewed", task_id=str(task_id), error=failures.describe(error))
        connection.close()

    thread = threading.Thread(target=keep, name="lease", daemon=True)
    thread.start()
    try:
        yield lost
    finally:
        done.set()
        thread.join()


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
