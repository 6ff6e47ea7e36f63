"""Files as they arrived, one row for each record in them, and what is to become of it."""

from typing import ClassVar

from django.db import models

from onroll.access.models import Organisation
from onroll.access.scoping import ScopedManager
from onroll.audit import base
from onroll.audit.base import Record
from onroll.people.models import Child


class FileState(models.TextChoices):
    """Where a received file stands."""

    READING = "reading", "Being read"
    STAGED = "staged", "Read: nothing changed yet"
    APPLYING = "applying", "Being put in"
    APPLIED = "applied", "Put in"
    REFUSED = "refused", "Refused"
    CANCELLED = "cancelled", "Cancelled"


class ReceivedFile(Record):
    """A file as it arrived: its bytes by hash, what it holds, and what was done with it."""

    kind = models.CharField(max_length=20)
    name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64, db_index=True)
    size_bytes = models.PositiveBigIntegerField()
    stored_as = models.CharField(max_length=200, blank=True)
    organisation = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT, related_name="+")
    urn = models.CharField(max_length=6, blank=True)
    data_as_of = models.DateField(null=True)
    received_at = models.DateTimeField()
    received_by = models.CharField(max_length=200)
    state = models.CharField(max_length=10, choices=FileState.choices, default=FileState.READING)
    columns = models.JSONField(default=dict)
    counts = models.JSONField(default=dict)
    findings = models.JSONField(default=list)
    applied_at = models.DateTimeField(null=True)
    applied_by = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering: ClassVar = ["-received_at"]
        constraints: ClassVar = [base.pair("applied_at", "applied_by", model="receivedfile")]

    class Handling(base.Handling):
        personal = ("name",)
        sensitive = ("findings",)
        operational = (
            "id", "kind", "sha256", "size_bytes", "stored_as", "organisation", "urn", "data_as_of", "received_at",
            "received_by", "state", "columns", "counts", "applied_at", "applied_by",
        )  # fmt: skip
        retention = "file"


class IncomingRecord(Record):
    """One record of a file: as received, what the file would change, and what was found about it."""

    file = models.ForeignKey(ReceivedFile, on_delete=models.CASCADE, related_name="records")
    line = models.PositiveIntegerField()
    received = models.JSONField(default=dict)
    consequence = models.CharField(max_length=12)
    findings = models.JSONField(default=list)
    child = models.ForeignKey(Child, null=True, on_delete=models.SET_NULL, related_name="+")

    objects = ScopedManager["IncomingRecord"](organisation="file__organisation_id")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["file", "line"], name="incoming_line_once")]
        indexes: ClassVar = [models.Index(fields=["file", "consequence", "line"], name="incoming_by_consequence")]

    class Handling(base.Handling):
        personal = ("child",)
        sensitive = ("received", "findings")
        operational = ("id", "file", "line", "consequence")
        retention = "file"
