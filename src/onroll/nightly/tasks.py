"""The tasks that the clock puts into the queue. Each may run twice and acts once."""

from datetime import timedelta

from django.utils import timezone
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from onroll.access.actors import service_actor
from onroll.nightly import anchors, housekeeping, run
from onroll.nightly.models import Slot, WorkerSeen
from onroll.transfers.actions.exchanging import exchange

KEEP_DONE = timedelta(days=14)


@task()
def run_nightly() -> list[str]:
    """Run every night that has not been run yet, up to today, and return the days."""
    return [each.as_of.isoformat() for each in run.catch_up(now=timezone.now())]


@task()
def export_anchors() -> int:
    """Write the heads of the chains to the place where they are kept apart, and return their number."""
    return anchors.export(now=timezone.now())


@task()
def export_anchors_if_due() -> int:
    """Write the heads before the hour is over where much was recorded, or an account was changed."""
    return anchors.export_if_due(now=timezone.now())


@task(queue_name="files")
def exchange_files() -> int:
    """Take in what lies whole in the folder of the exchange, and write out what waits; returns how many were moved."""
    done = exchange(by=service_actor("Exchange of transfer files", role="NIGHT", at=timezone.now()))
    return done.taken + done.rejected + done.written if done else 0


@task()
def forget_sessions() -> int:
    """Remove the sessions that are over, and return their number."""
    return housekeeping.forget_sessions(now=timezone.now())


@task()
def tidy_queue() -> int:
    """Remove finished tasks, old slots and workers that are long gone, and return how many tasks went."""
    before = timezone.now() - KEEP_DONE
    Slot.objects.filter(slot_at__lt=before).delete()
    WorkerSeen.objects.filter(seen_at__lt=before).delete()
    return DBTaskResult.objects.finished().filter(finished_at__lt=before).delete()[0]
