"""The nightly run as it went: which steps, which subjects, and what was set aside."""

from typing import ClassVar

from django.db import models

from onroll.audit import base
from onroll.audit.base import Record


class Run(Record):
    """One nightly run for one day. A day is done when its run has finished."""

    as_of = models.DateField()
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    steps = models.JSONField(default=list)

    class Meta:
        ordering: ClassVar = ["-started_at"]

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
    """A running task's lease: when it runs out without a heartbeat, the task is taken up again."""

    task_id = models.UUIDField(unique=True)
    worker = models.CharField(max_length=80)
    until_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=1)

    class Handling(base.Handling):
        operational = ("id", "task_id", "worker", "until_at", "attempts")
        retention = "operations"
