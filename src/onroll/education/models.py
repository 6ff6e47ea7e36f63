"""Where a child is, was or should be educated."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from onroll.access.scoping import ScopedManager
from onroll.audit import base
from onroll.people.models import SOURCED, Child, Sourced
from onroll.schools.models import Establishment


class Enrolment(Sourced):
    """One child's time on one admission register, from starting day to deletion."""

    child = models.ForeignKey(Child, on_delete=models.CASCADE, related_name="+")
    establishment = models.ForeignKey(Establishment, on_delete=models.PROTECT, related_name="+")
    starting_on = models.DateField(null=True)
    deleted_on = models.DateField(null=True)
    ground = models.CharField(max_length=12, blank=True)
    destination = models.CharField(max_length=200, blank=True)
    year_group = models.CharField(max_length=2, blank=True)
    status = models.CharField(max_length=1, default="C")
    last_listed_on = models.DateField(null=True)
    confirmed_on = models.DateField(null=True)
    confirmed_with = models.CharField(max_length=200, blank=True)

    objects = ScopedManager["Enrolment"]()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["child", "establishment"], condition=Q(deleted_on=None), name="enrolment_open_once"
            )
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["establishment", "child"], name="enrolment_roll", condition=Q(deleted_on=None)
            )
        ]

    class Handling(base.Handling):
        personal = ("child", "establishment", "year_group")
        sensitive = ("ground", "destination")
        operational = (
            *SOURCED, "starting_on", "deleted_on", "status", "last_listed_on", "confirmed_on", "confirmed_with",
        )  # fmt: skip
        retention = "register"


class Place(Sourced):
    """A school place offered to a child, and what became of it."""

    child = models.ForeignKey(Child, on_delete=models.CASCADE, related_name="+")
    case_id = models.UUIDField(null=True, db_index=True)
    establishment = models.ForeignKey(Establishment, on_delete=models.PROTECT, related_name="+")
    offered_on = models.DateField()
    start_on = models.DateField(null=True)
    declined_on = models.DateField(null=True)
    taken_up_on = models.DateField(null=True)
    confirmed_on = models.DateField(null=True)
    confirmed_with = models.CharField(max_length=200, blank=True)

    objects = ScopedManager["Place"]()

    class Handling(base.Handling):
        personal = ("child", "establishment")
        operational = (
            *SOURCED, "case_id", "offered_on", "start_on", "declined_on", "taken_up_on", "confirmed_on",
            "confirmed_with",
        )  # fmt: skip
        retention = "child"


class Provision(Sourced):
    """Education otherwise than at a place we offered: at home, alternative provision, a school found elsewhere."""

    child = models.ForeignKey(Child, on_delete=models.CASCADE, related_name="+")
    case_id = models.UUIDField(null=True, db_index=True)
    kind = models.CharField(max_length=20)
    provider = models.CharField(max_length=200, blank=True)
    hours_a_week = models.DecimalField(max_digits=4, decimal_places=1, null=True)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)
    suitable = models.BooleanField(null=True)
    judged_on = models.DateField(null=True)
    judged_days: Any = models.JSONField(default=list)
    full_time = models.BooleanField(null=True)
    confirmed_on = models.DateField(null=True)
    confirmed_with = models.CharField(max_length=200, blank=True)

    objects = ScopedManager["Provision"]()

    class Handling(base.Handling):
        personal = ("child", "provider")
        sensitive = ("kind", "suitable")
        operational = (
            *SOURCED, "case_id", "hours_a_week", "starts_on", "ends_on", "judged_on", "judged_days", "full_time",
            "confirmed_on", "confirmed_with",
        )  # fmt: skip
        retention = "child"


class Exclusion(Sourced):
    """A suspension or permanent exclusion; an unofficial one is recorded as such."""

    child = models.ForeignKey(Child, on_delete=models.CASCADE, related_name="+")
    establishment = models.ForeignKey(Establishment, on_delete=models.PROTECT, related_name="+")
    category = models.CharField(max_length=12)
    from_on = models.DateField()
    until_on = models.DateField(null=True)
    reason_code = models.CharField(max_length=4, blank=True)

    objects = ScopedManager["Exclusion"]()

    class Handling(base.Handling):
        personal = ("child", "establishment")
        sensitive = ("category", "reason_code")
        operational = (*SOURCED, "from_on", "until_on")
        retention = "child"
