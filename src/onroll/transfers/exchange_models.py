"""Files that came in by the folder of the exchange and that went out by it: what each was, and what became of it."""

from typing import ClassVar

from django.db import models

from onroll.audit import base
from onroll.audit.base import Record
from onroll.transfers.lost_models import LostPupil
from onroll.transfers.models import ReceivedFile


class Direction(models.TextChoices):
    """Whether a file came in or went out."""

    IN = "in", "Came in"
    OUT = "out", "Went out"


class ExchangeState(models.TextChoices):
    """Where a file of the exchange stands."""

    TAKEN = "taken", "Taken in"
    REJECTED = "rejected", "Set aside"
    WAITING = "waiting", "To be written"
    WRITTEN = "written", "In the folder, to be sent"
    COLLECTED = "collected", "Taken from the folder"
    STOPPED = "stopped", "Stopped by a hold"
    TAKEN_BACK = "taken-back", "Taken back from the folder under a hold"
    TOO_LATE = "too-late", "Taken from the folder before a hold could stop it"
    GONE = "gone", "Not sent: its content is no longer kept"
    RETURNED = "returned", "Rejected by the school"


class ExchangedFile(Record):
    """One file of the exchange. Same name and same bytes are one file; a number goes out once to each receiver."""

    direction = models.CharField(max_length=3, choices=Direction.choices)
    name = models.CharField(max_length=120)
    sha256 = models.CharField(max_length=64)
    sender = models.CharField(max_length=7, blank=True)
    receiver = models.CharField(max_length=7, blank=True)
    number = models.PositiveSmallIntegerField(null=True)
    state = models.CharField(max_length=10, choices=ExchangeState.choices)
    findings = models.JSONField(default=list)
    file = models.ForeignKey(ReceivedFile, null=True, on_delete=models.PROTECT, related_name="+")
    lost_pupil = models.ForeignKey(LostPupil, null=True, on_delete=models.SET_NULL, related_name="sent")
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=200)
    settled_on = models.DateField(null=True)

    class Meta:
        ordering: ClassVar = ["-recorded_at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["direction", "name", "sha256"], name="exchanged_once"),
            models.UniqueConstraint(
                fields=["sender", "receiver", "number"],
                condition=models.Q(direction="out"),
                name="sent_number_once",
            ),
        ]

    class Handling(base.Handling):
        personal = ("lost_pupil",)
        sensitive = ("findings",)
        operational = (
            "id", "direction", "name", "sha256", "sender", "receiver", "number", "state", "file", "recorded_at",
            "recorded_by", "settled_on",
        )  # fmt: skip
        retention = "file"
