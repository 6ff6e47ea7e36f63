"""What happens by the clock: a tuple, read top to bottom. Times are London's."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from cronsim import CronSim
from django.db import IntegrityError, transaction
from django_tasks.base import Task

from onroll.audit.actor import LONDON
from onroll.nightly import tasks
from onroll.nightly.models import Slot

LOOK_BACK = timedelta(days=2)  # a slot older than this is left: the nightly run catches up by itself


@dataclass(frozen=True)
class Scheduled:
    """A task and when it is due, as five cron fields."""

    name: str
    when: str
    task: Task[[], Any]


# 02:10 is a time that each night has exactly once: the clocks jump from 01:00 to 02:00 and fall from 02:00 to 01:00.
SCHEDULE: tuple[Scheduled, ...] = (
    Scheduled("nightly", "10 2 * * *", tasks.run_nightly),
    Scheduled("anchors", "5 * * * *", tasks.export_anchors),
    Scheduled("anchors-due", "*/5 * * * *", tasks.export_anchors_if_due),
    Scheduled("exchange", "*/5 * * * *", tasks.exchange_files),
    Scheduled("sessions", "25 * * * *", tasks.forget_sessions),
    Scheduled("tidy", "40 4 * * *", tasks.tidy_queue),
)


def enqueue_due(now: datetime, *, schedule: tuple[Scheduled, ...] = SCHEDULE) -> list[str]:
    """Put every task whose latest slot has come into the queue, once for each slot, and return their names.

    The slot's row and the task are written in one transaction: whichever worker comes second finds the row.
    """
    return [item.name for item in schedule if _enqueue_once(item, latest_slot(item.when, now=now), now=now)]


def latest_slot(when: str, *, now: datetime) -> datetime:
    """Return the last moment, now included, at which something on this schedule was due."""
    start = now.astimezone(LONDON).replace(second=0, microsecond=0) + timedelta(minutes=1)
    return next(CronSim(when, start, reverse=True))


def _enqueue_once(item: Scheduled, slot_at: datetime, *, now: datetime) -> bool:
    if now - slot_at > LOOK_BACK or Slot.objects.filter(name=item.name, slot_at=slot_at).exists():
        return False
    try:
        with transaction.atomic():
            Slot.objects.create(name=item.name, slot_at=slot_at)
            item.task.enqueue()
    except IntegrityError:
        return False  # another worker took the slot in this moment
    return True
