"""Who does whose work while somebody is away, and who was reminded of what: whose turn it is stays seen."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from onroll.access.models import User
from onroll.access.scoping import ScopedManager
from onroll.audit import base
from onroll.audit.base import Record
from onroll.cases.models import OF_CASE, OfCase
from onroll.release.models import Message


class Cover(Record):
    """One officer does another's work from a day to a day, both included; ended early, it counts to that day."""

    away = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    stand_in = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    from_on = models.DateField()
    until_on = models.DateField()
    set_at = models.DateTimeField()
    set_by = models.CharField(max_length=200)

    class Meta:
        ordering: ClassVar = ["from_on", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(until_on__gte=F("from_on")), name="cover_days"),
            models.CheckConstraint(condition=~Q(away=F("stand_in")), name="cover_by_another"),
        ]

    class Handling(base.Handling):
        personal = ("away", "stand_in")
        operational = ("id", "from_on", "until_on", "set_at", "set_by")
        retention = "account"


class Chase(OfCase):
    """Whoever holds the next action of a case was reminded of it: once a day at most."""

    chased_on = models.DateField()
    holder = models.CharField(max_length=120)
    message = models.OneToOneField(Message, on_delete=models.PROTECT, related_name="+")

    objects = ScopedManager["Chase"]()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "chased_on"], name="chased_once_a_day")
        ]

    class Handling(base.Handling):
        personal = ("child", "holder")
        operational = (*OF_CASE, "chased_on", "message")
        retention = "case"
