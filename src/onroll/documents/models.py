"""An authority's own wording of its documents: each version is kept, with who wrote it and who signed it."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from onroll.audit import base
from onroll.audit.base import Record


class Wording(Record):
    """The authority's words for one document: in force from its signature until the next, or until it is undone.

    A version is never changed. It waits until somebody else has signed it, or has declined to.
    """

    document = models.CharField(max_length=40)
    version = models.PositiveIntegerField()
    title = models.CharField(max_length=150)
    body = models.TextField()
    because = models.CharField(max_length=300)
    drafted_at = models.DateTimeField()
    drafted_by = models.CharField(max_length=200)
    drafted_by_id = models.UUIDField(null=True)
    signed_at = models.DateTimeField(null=True)
    signed_by = models.CharField(max_length=200, blank=True)
    declined_at = models.DateTimeField(null=True)
    declined_by = models.CharField(max_length=200, blank=True)
    undone_at = models.DateTimeField(null=True)
    undone_by = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering: ClassVar = ["document", "-version"]
        constraints: ClassVar = [
            base.pair("signed_at", "signed_by", model="wording"),
            base.pair("declined_at", "declined_by", model="wording"),
            base.pair("undone_at", "undone_by", model="wording"),
            models.UniqueConstraint(fields=["document", "version"], name="wording_version_once"),
            models.UniqueConstraint(
                fields=["document"], condition=Q(signed_at=None, declined_at=None), name="wording_one_waits"
            ),
            models.CheckConstraint(
                condition=Q(undone_at=None) | Q(signed_at__lte=F("undone_at")),
                name="wording_undone_after_signed",
            ),
        ]

    class Handling(base.Handling):
        personal = ("drafted_by_id",)
        operational = (
            "id", "document", "version", "title", "body", "because", "drafted_at", "drafted_by", "signed_at",
            "signed_by", "declined_at", "declined_by", "undone_at", "undone_by",
        )  # fmt: skip
        retention = "configuration"

    @property
    def waits(self) -> bool:
        """Whether it waits to be signed."""
        return self.signed_at is None and self.declined_at is None
