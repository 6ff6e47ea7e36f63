"""What was told to the Department: the figures of a census day as they were marked as sent, and whom they counted."""

from typing import ClassVar

from django.db import models

from onroll.access.scoping import ScopedManager
from onroll.audit import base
from onroll.audit.base import Record
from onroll.people.models import Child


class ReturnSent(Record):
    """The figures of one collection and one day, as they stood when somebody marked them as sent. Never changed.

    ``content`` is the file with every cell, kept to the letter; ``sha256`` is the hash of its bytes in UTF-8. Figures
    that are sent again are another row.
    """

    collection = models.CharField(max_length=8)
    census_on = models.DateField()
    term = models.CharField(max_length=12)
    total = models.PositiveIntegerField()
    content = models.TextField()
    sha256 = models.CharField(max_length=64)
    note = models.TextField(blank=True)
    sent_at = models.DateTimeField()
    sent_by = models.CharField(max_length=200)

    class Meta:
        ordering: ClassVar = ["-census_on", "-sent_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["collection", "census_on", "sha256"], name="return_sent_once")
        ]

    class Handling(base.Handling):
        operational = (
            "id", "collection", "census_on", "term", "total", "content", "sha256", "note", "sent_at", "sent_by",
        )  # fmt: skip
        retention = "return"


class ReturnedChild(Record):
    """One child whom figures that were sent counted, in which cells, and by which rule."""

    sent = models.ForeignKey(ReturnSent, on_delete=models.CASCADE, related_name="children")
    child = models.ForeignKey(Child, on_delete=models.CASCADE, related_name="+")
    cells = models.JSONField(default=dict)
    because = models.TextField(blank=True)

    objects = ScopedManager["ReturnedChild"]()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["sent", "child"], name="returned_child_once")
        ]

    class Handling(base.Handling):
        personal = ("child",)
        sensitive = ("cells", "because")
        operational = ("id", "sent")
        retention = "return"
