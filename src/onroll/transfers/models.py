"""Files as they arrived, one row for each record in them, and what is to become of it."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from onroll.access.models import Organisation, Team
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
    UNDONE = "undone", "Undone"


OVER = (FileState.REFUSED, FileState.CANCELLED, FileState.UNDONE)


class Consequence(models.TextChoices):
    """What a record of a file would change; each record has exactly one, so that they add up to the file."""

    NEW = "new", "New"
    SAME = "here", "Already here"
    CHANGED = "changed", "Changed"
    CLOSE = "close", "Close match: somebody must decide"
    CONFLICT = "conflict", "In conflict with what we hold"
    REFUSED = "refused", "Refused"


HELD = (Consequence.CLOSE, Consequence.CONFLICT)


class Decision(models.TextChoices):
    """What an officer decided about a held record."""

    NONE = "", "Not decided"
    SAME = "same", "It is this child"
    DIFFERENT = "different", "It is another child"
    LEFT = "left", "Left out"


class ReceivedFile(Record):
    """A file as it arrived: its bytes by hash, what it holds, and what was done with it.

    ``told`` is what the person who gave it said (school, day, columns); ``digest`` is taken over all consequences, so
    that approving can tell whether they still hold; ``missing`` are enrolments that a roll no longer lists.
    """

    kind = models.CharField(max_length=20)
    name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64, db_index=True)
    size_bytes = models.PositiveBigIntegerField()
    stored_as = models.CharField(max_length=200, blank=True)
    organisation = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT, related_name="+")
    team = models.ForeignKey(Team, null=True, on_delete=models.PROTECT, related_name="+")
    urn = models.CharField(max_length=6, blank=True)
    data_as_of = models.DateField(null=True)
    received_at = models.DateTimeField()
    received_by = models.CharField(max_length=200)
    state = models.CharField(max_length=10, choices=FileState.choices, default=FileState.READING)
    attempts = models.PositiveSmallIntegerField(default=0)
    told = models.JSONField(default=dict)
    columns = models.JSONField(default=list)
    counts = models.JSONField(default=dict)
    findings = models.JSONField(default=list)
    missing = models.JSONField(default=list)
    digest = models.CharField(max_length=64, blank=True)
    allowed_at = models.DateTimeField(null=True)
    allowed_by = models.CharField(max_length=200, blank=True)
    applied_at = models.DateTimeField(null=True)
    applied_by = models.CharField(max_length=200, blank=True)
    undone_at = models.DateTimeField(null=True)
    undone_by = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering: ClassVar = ["-received_at", "id"]
        constraints: ClassVar = [
            base.pair("applied_at", "applied_by", model="receivedfile"),
            base.pair("allowed_at", "allowed_by", model="receivedfile"),
            base.pair("undone_at", "undone_by", model="receivedfile"),
            models.UniqueConstraint(
                fields=["kind", "sha256", "urn", "data_as_of"],
                condition=~Q(state__in=[FileState.REFUSED, FileState.CANCELLED, FileState.UNDONE]),
                name="received_once",
                nulls_distinct=False,
            ),
        ]

    class Handling(base.Handling):
        personal = ("name", "missing")
        sensitive = ("findings",)
        operational = (
            "id", "kind", "sha256", "size_bytes", "stored_as", "organisation", "team", "urn", "data_as_of",
            "received_at", "received_by", "state", "attempts", "told", "columns", "counts", "digest", "allowed_at",
            "allowed_by", "applied_at", "applied_by", "undone_at", "undone_by",
        )  # fmt: skip
        retention = "file"

    @property
    def stopped(self) -> bool:
        """Whether too little of it was recognised, and no manager has allowed it."""
        return self.allowed_at is None and any(found["code"] in STOPPING for found in self.findings)


STOPPING = frozenset({"below-floor"})


class IncomingRecord(Record):
    """One record of a file: as received, what the file would change, and what was found about it.

    ``proposed`` are children it may be, for a held record; ``changes`` the names of what would change.
    """

    file = models.ForeignKey(ReceivedFile, on_delete=models.CASCADE, related_name="records")
    line = models.PositiveIntegerField()
    received = models.JSONField(default=dict)
    consequence = models.CharField(max_length=12, choices=Consequence.choices)
    findings = models.JSONField(default=list)
    changes = models.JSONField(default=list)
    proposed = models.JSONField(default=list)
    child = models.ForeignKey(Child, null=True, on_delete=models.SET_NULL, related_name="+")
    decision = models.CharField(max_length=10, choices=Decision.choices, blank=True, default=Decision.NONE)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=200, blank=True)

    objects = ScopedManager["IncomingRecord"](organisation="file__organisation_id")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["file", "line"], name="incoming_line_once"),
            base.pair("decided_at", "decided_by", model="incomingrecord"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["file", "consequence", "line"], name="incoming_by_consequence")
        ]

    class Handling(base.Handling):
        personal = ("child", "proposed")
        sensitive = ("received", "findings", "changes")
        operational = ("id", "file", "line", "consequence", "decision", "decided_at", "decided_by")
        retention = "file"

    @property
    def is_held(self) -> bool:
        """Whether somebody must still decide which child it is."""
        return self.consequence in HELD and not self.decision


class PutIn(Record):
    """One row of ours that a file made or changed: the fields that it changed, as they were before and after.

    Undoing goes by it, from the last ``place`` to the first. The row is of a lower room, named by its table.
    """

    file = models.ForeignKey(ReceivedFile, on_delete=models.CASCADE, related_name="+")
    place = models.PositiveIntegerField()
    table = models.CharField(max_length=20)
    row_id = models.UUIDField()
    child_id = models.UUIDField(null=True, db_index=True)
    made = models.BooleanField()
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["file", "place"], name="put_in_place_once")]

    class Handling(base.Handling):
        personal = ("child_id",)
        sensitive = ("before", "after")
        operational = ("id", "file", "place", "table", "row_id", "made")
        retention = "file"


# What a module of its own holds of this app's tables; Django looks for them here.
from onroll.transfers.exchange_models import ExchangedFile  # noqa: E402, F401  after what it rests on
from onroll.transfers.lost_models import (  # noqa: E402, F401
    LostKey,
    LostPupil,
    NationalSearch,
    SearchRequest,
)
