"""Submissions as received: what somebody typed, before anybody judged it."""

from django.db import models

from onroll.access.scoping import ScopedManager
from onroll.audit import base
from onroll.audit.base import Record
from onroll.cases.models import Referral
from onroll.intake.absence_models import Absence, ExpectedStart
from onroll.intake.home_models import HomeNotice, HomeReview
from onroll.intake.removal_models import Removal, RemovalQuestion, RemovalState

__all__ = [
    "Absence",
    "ExpectedStart",
    "HomeNotice",
    "HomeReview",
    "Removal",
    "RemovalQuestion",
    "RemovalState",
    "Submission",
]


class Submission(Record):
    """A form as it was sent, kept word for word."""

    form = models.CharField(max_length=20)
    version = models.PositiveSmallIntegerField(default=1)
    answers = models.JSONField(default=dict)
    received_at = models.DateTimeField()
    referral = models.OneToOneField(Referral, on_delete=models.PROTECT, related_name="+")

    objects = ScopedManager["Submission"](
        child="referral__child_id", organisation="referral__organisation_id"
    )

    class Handling(base.Handling):
        sensitive = ("answers",)
        operational = ("id", "form", "version", "received_at", "referral")
        retention = "case"
