"""Why a child misses education, and whose advice is sought about the circumstances that the child lives in."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from onroll.access.scoping import ScopedManager
from onroll.audit import base
from onroll.cases.models import OF_CASE, OfCase
from onroll.people.models import Circumstance


class MainReason(OfCase):
    """Why the child misses education (2.2); another one recorded later stands in its place (REASON-1)."""

    code = models.CharField(max_length=40)
    source = models.CharField(max_length=300)
    words = models.TextField(blank=True)
    replaced_on = models.DateField(null=True)

    objects = ScopedManager["MainReason"]()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case"], condition=Q(replaced_on=None), name="mainreason_once")
        ]

    class Handling(base.Handling):
        personal = ("child",)
        sensitive = ("code", "source", "words")
        operational = (*OF_CASE, "replaced_on")
        retention = "case"


class Advice(OfCase):
    """The team or agency that was asked how best to go on with a child in such circumstances (2.4)."""

    circumstance = models.ForeignKey(Circumstance, on_delete=models.PROTECT, related_name="+")
    asked = models.CharField(max_length=200)
    asked_on = models.DateField()
    answered_on = models.DateField(null=True)
    answered_with = models.CharField(max_length=200, blank=True)
    answer = models.TextField(blank=True)

    objects = ScopedManager["Advice"]()

    class Handling(base.Handling):
        personal = ("child",)
        sensitive = ("circumstance", "asked", "answered_with", "answer")
        operational = (*OF_CASE, "asked_on", "answered_on")
        retention = "case"
