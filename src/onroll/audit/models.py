"""What was done and who looked: append-only, hash-chained, without keys into living data."""

from datetime import UTC
from typing import Any

from django.db import models

from onroll.audit import base


class ChainedRecord(base.Record):
    """A row of a chain: each carries a keyed hash over itself and over the row before it in its lane."""

    lane = models.PositiveSmallIntegerField()
    sequence = models.PositiveBigIntegerField()
    recorded_at = models.DateTimeField()
    by_id = models.UUIDField(null=True)
    by_name = models.CharField(max_length=200)
    by_role = models.CharField(max_length=60)
    by_organisation = models.CharField(max_length=200, blank=True)
    request_id = models.CharField(max_length=64)
    previous_mac = models.CharField(max_length=64)
    mac = models.CharField(max_length=64)

    class Meta:
        abstract = True

    def sealed(self) -> dict[str, Any]:
        """Return what the keyed hash is taken over: every field but the hash itself, as plain text values."""
        at = self.recorded_at.astimezone(UTC)
        return {
            "id": str(self.id),
            "lane": self.lane,
            "sequence": self.sequence,
            "recorded_at": at.isoformat(timespec="microseconds"),
            "by_id": str(self.by_id) if self.by_id else "",
            "by_name": self.by_name,
            "by_role": self.by_role,
            "by_organisation": self.by_organisation,
            "request_id": self.request_id,
            "previous_mac": self.previous_mac,
        }


class Event(ChainedRecord):
    """Something that was done: written in the transaction that did it."""

    kind = models.CharField(max_length=60)
    subject_kind = models.CharField(max_length=40)
    subject_id = models.UUIDField(db_index=True)
    child_id = models.UUIDField(null=True)
    detail = models.JSONField(default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["lane", "sequence"], name="event_one_place_in_lane")]
        indexes = [
            models.Index(fields=["child_id", "-recorded_at"], name="event_of_child"),
            models.Index(fields=["kind", "-recorded_at"], name="event_of_kind"),
            models.Index(fields=["by_id", "-recorded_at"], name="event_by_person"),
            models.Index(fields=["-recorded_at"], name="event_by_moment"),
        ]

    class Handling(base.Handling):
        personal = ("by_id", "by_name", "child_id")
        sensitive = ("detail",)
        operational = (
            "id", "lane", "sequence", "recorded_at", "by_role", "by_organisation", "request_id", "previous_mac", "mac",
            "kind", "subject_kind", "subject_id",
        )  # fmt: skip
        retention = "audit"

    def sealed(self) -> dict[str, Any]:
        """Return what the keyed hash is taken over."""
        return super().sealed() | {
            "kind": self.kind,
            "subject_kind": self.subject_kind,
            "subject_id": str(self.subject_id),
            "child_id": str(self.child_id) if self.child_id else "",
            "detail": self.detail,
        }


class AccessRecord(ChainedRecord):
    """Somebody looked, searched, or was refused: written before the first byte leaves."""

    page = models.CharField(max_length=120)
    permission = models.CharField(max_length=60)
    outcome = models.CharField(max_length=20)
    purpose = models.CharField(max_length=200, blank=True)
    channel = models.CharField(max_length=20, default="web")
    child_ids = models.JSONField(default=list)
    # What else was shown, such as a notice before its child is known; empty in rows older than the field.
    subjects = models.JSONField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["lane", "sequence"], name="access_one_place_in_lane")]
        indexes = [
            models.Index(fields=["by_id", "-recorded_at"], name="access_by_person"),
            models.Index(fields=["-recorded_at"], name="access_by_moment"),
        ]

    class Handling(base.Handling):
        personal = ("by_id", "by_name", "child_ids", "subjects")
        operational = (
            "id", "lane", "sequence", "recorded_at", "by_role", "by_organisation", "request_id", "previous_mac", "mac",
            "page", "permission", "outcome", "purpose", "channel",
        )  # fmt: skip
        retention = "audit"

    def sealed(self) -> dict[str, Any]:
        """Return what the keyed hash is taken over; a row without subjects is sealed as before there were any."""
        subjects = {} if self.subjects is None else {"subjects": self.subjects}
        return (
            super().sealed()
            | subjects
            | {
                "page": self.page,
                "permission": self.permission,
                "outcome": self.outcome,
                "purpose": self.purpose,
                "channel": self.channel,
                "child_ids": self.child_ids,
            }
        )


class ChildSeen(models.Model):
    """An index from a child to the access records that showed it; rebuilt from them at any time."""

    record = models.ForeignKey(AccessRecord, on_delete=models.PROTECT, related_name="seen")
    child_id = models.UUIDField()
    seen_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["child_id", "-seen_at"], name="seen_child")]

    class Handling(base.Handling):
        personal = ("child_id",)
        operational = ("id", "record", "seen_at")
        retention = "audit"
