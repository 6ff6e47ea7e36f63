"""Duties as kept for speed: what the rulebook answered, for any subject. They can be thrown away and kept again."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from onroll.access.models import Area, Team, User
from onroll.access.scoping import ScopedManager
from onroll.audit import base
from onroll.audit.base import Record


class Duty(Record):
    """One duty: what is owed, by whom, by when and why. ``(subject, code, trigger)`` is its identity for ever."""

    subject_kind = models.CharField(max_length=20)
    subject_id = models.UUIDField()
    child_id = models.UUIDField(null=True)
    code = models.CharField(max_length=60)
    trigger = models.CharField(max_length=120)
    title = models.CharField(max_length=200)
    owed_by = models.CharField(max_length=10)
    area = models.ForeignKey(Area, null=True, on_delete=models.PROTECT, related_name="+")
    team = models.ForeignKey(Team, null=True, on_delete=models.PROTECT, related_name="+")
    officer = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField(null=True)
    met_on = models.DateField(null=True)
    excused_on = models.DateField(null=True)
    because = models.TextField()
    counted = models.TextField(blank=True)
    source = models.CharField(max_length=200)
    unverified = models.CharField(max_length=300, blank=True)

    objects = ScopedManager["Duty"](child="child_id")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["subject_id", "code", "trigger"], name="duty_identity"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["due_on", "id"], name="duty_open", condition=Q(met_on=None, excused_on=None)),
            models.Index(
                fields=["owed_by", "due_on"], name="duty_open_by_role", condition=Q(met_on=None, excused_on=None)
            ),
            models.Index(fields=["child_id"], name="duty_of_child"),
        ]

    class Handling(base.Handling):
        personal = ("child_id", "officer")
        sensitive = ("because",)
        operational = (
            "id", "subject_kind", "subject_id", "code", "trigger", "title", "owed_by", "area", "team", "due_on", "met_on",
            "excused_on", "counted", "source", "unverified",
        )  # fmt: skip
        retention = "derived"
