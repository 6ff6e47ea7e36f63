"""What an officer keeps of the register: views under a name of their own, and each list of it that left."""

from typing import ClassVar

from django.db import models

from onroll.access.models import User
from onroll.audit import base
from onroll.audit.base import Record


class SavedView(Record):
    """What one officer looks for in the register again and again: filters and order, under a name of their own."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=60)
    filters = models.JSONField(default=dict)

    class Meta:
        ordering: ClassVar = ["name", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "name"], name="view_named_once"),
        ]

    class Handling(base.Handling):
        personal = ("user",)
        operational = ("id", "name", "filters")
        retention = "account"


class RegisterExport(Record):
    """A list of the register that somebody took out as a file: for what, cut how, how many, and the hash."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=200)
    purpose = models.CharField(max_length=300)
    file_format = models.CharField(max_length=4)
    filters = models.JSONField(default=dict)
    children = models.PositiveIntegerField()
    left_out = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        ordering: ClassVar = ["-made_at", "id"]

    class Handling(base.Handling):
        personal = ("user",)
        sensitive = ("purpose", "left_out")
        operational = ("id", "made_at", "made_by", "file_format", "filters", "children", "sha256")
        retention = "disclosure"
