"""Duties as kept for speed: what the rulebook answered, for any subject. They can be thrown away and kept again."""

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import Q

from onroll.access.models import Area, Team, User
from onroll.access.scoping import ScopedManager
from onroll.audit import base
from onroll.audit.base import Record
from rulebook.procedure import duty as rules


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
    triggered_on = models.DateField()
    due_on = models.DateField(null=True)
    met_on = models.DateField(null=True)
    excused_on = models.DateField(null=True)
    excuse = models.TextField(blank=True)
    not_before = models.DateField(null=True)
    suspended_on = models.DateField(null=True)
    suspended_until = models.DateField(null=True)
    because = models.TextField()
    counted = models.TextField(blank=True)
    source = models.CharField(max_length=300)
    mark = models.CharField(max_length=2, default="S")

    objects = ScopedManager["Duty"](child="child_id", area="area_id")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["subject_id", "code", "trigger"], name="duty_identity"),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["due_on", "id"], name="duty_open", condition=Q(met_on=None, excused_on=None)
            ),
            models.Index(
                fields=["owed_by", "due_on", "code"],
                name="duty_open_by_role",
                condition=Q(met_on=None, excused_on=None),
            ),
            models.Index(
                fields=["code", "child_id", "subject_id"],
                name="duty_open_by_code",
                condition=Q(met_on=None, excused_on=None),
            ),
            models.Index(
                fields=["officer", "owed_by", "due_on"],
                name="duty_open_of_officer",
                condition=Q(met_on=None, excused_on=None),
            ),
            models.Index(fields=["child_id"], name="duty_of_child"),
        ]

    class Handling(base.Handling):
        personal = ("child_id", "officer")
        sensitive = ("because", "excuse")
        operational = (
            "id", "subject_kind", "subject_id", "code", "trigger", "title", "owed_by", "area", "team",
            "triggered_on", "due_on", "met_on", "excused_on", "not_before", "suspended_on", "suspended_until",
            "counted", "source", "mark",
        )  # fmt: skip
        retention = "derived"

    def as_rule(self) -> rules.Duty:
        """Return the duty as the rulebook gave it, so that its standing can be asked as of any day."""
        return rules.Duty(subject=str(self.subject_id), **{name: getattr(self, name) for name in MIRRORED})

    def standing(self, as_of: date) -> rules.Standing:
        """Tell how it stands at the end of a day."""
        return self.as_rule().standing(as_of)

    def standing_words(self, as_of: date) -> str:
        """Tell how it stands at the end of a day, in words."""
        return self.as_rule().standing_words(as_of)


# What is kept is what the rulebook said, field for field; only whose desk it lies on is added.
MIRRORED = (
    "code", "trigger", "title", "owed_by", "triggered_on", "due_on", "because", "counted", "source", "mark", "met_on",
    "excused_on", "excuse", "not_before", "suspended_on", "suspended_until",
)  # fmt: skip
