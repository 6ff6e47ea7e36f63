"""The clock's own records: runs as they went, what was set aside, what is leased to whom, and the day's figures."""

from typing import ClassVar

from django.db import models

from onroll.audit import base
from onroll.audit.base import Record


class Run(Record):
    """One nightly run for one day. A day is done when a run for it has finished."""

    as_of = models.DateField()
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    steps = models.JSONField(default=list)

    class Meta:
        ordering: ClassVar = ["-started_at"]
        indexes: ClassVar = [models.Index(fields=["as_of"], name="run_of_day")]

    class Handling(base.Handling):
        operational = ("id", "as_of", "started_at", "finished_at", "steps")
        retention = "operations"


class SetAside(Record):
    """A subject whose step failed: set aside, shown, and tried again by the next run."""

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="set_aside")
    step = models.CharField(max_length=60)
    subject_id = models.UUIDField(null=True)
    error = models.CharField(max_length=300)

    class Handling(base.Handling):
        operational = ("id", "run", "step", "subject_id", "error")
        retention = "operations"


class Reminder(Record):
    """A duty's reminder, raised once for each stage: ``(subject, code, trigger, stage)`` is its identity for ever.

    It names the duty by what never changes, since the duty's own row can be thrown away and kept again.
    """

    subject_kind = models.CharField(max_length=20)
    subject_id = models.UUIDField()
    code = models.CharField(max_length=60)
    trigger = models.CharField(max_length=120)
    stage = models.CharField(max_length=20)
    due_on = models.DateField()
    raised_on = models.DateField()
    run = models.ForeignKey(Run, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["subject_id", "code", "trigger", "stage"], name="reminder_once")
        ]
        indexes: ClassVar = [models.Index(fields=["raised_on"], name="reminder_by_day")]

    class Handling(base.Handling):
        operational = (
            "id", "subject_kind", "subject_id", "code", "trigger", "stage", "due_on", "raised_on", "run",
        )  # fmt: skip
        retention = "derived"


class DayFigures(models.Model):
    """The counts of one day, kept so that a trend can be drawn; each can be counted again from the rows."""

    day_on = models.DateField(unique=True)
    figures = models.JSONField(default=dict)

    class Meta:
        ordering: ClassVar = ["-day_on"]

    class Handling(base.Handling):
        operational = ("id", "day_on", "figures")
        retention = "derived"


class Slot(models.Model):
    """A scheduled task taken up once for its slot: the unique row is the claim."""

    name = models.CharField(max_length=60)
    slot_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["name", "slot_at"], name="slot_once")]

    class Handling(base.Handling):
        operational = ("id", "name", "slot_at")
        retention = "operations"


class Lease(models.Model):
    """Who works on a task, and until when that holds without a heartbeat; after that the task is taken up again.

    ``attempts`` counts every time it was taken up. A lease without a worker waits for the next attempt.
    """

    task_id = models.UUIDField(unique=True)
    worker = models.CharField(max_length=80, blank=True)
    until_at = models.DateTimeField(db_index=True)
    attempts = models.PositiveSmallIntegerField(default=1)

    class Handling(base.Handling):
        operational = ("id", "task_id", "worker", "until_at", "attempts")
        retention = "operations"


class WorkerSeen(models.Model):
    """A worker's sign of life, written every few seconds."""

    worker = models.CharField(max_length=80, unique=True)
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-seen_at"]

    class Handling(base.Handling):
        operational = ("id", "worker", "started_at", "seen_at")
        retention = "operations"
