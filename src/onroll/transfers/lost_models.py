"""Pupils of whom a school does not know where they went, kept as their transfer file told; and who asked for one."""

from typing import ClassVar

from django.db import models

from onroll.access.scoping import ScopedManager
from onroll.audit import base
from onroll.audit.base import Record
from onroll.people.models import Child
from onroll.schools.models import Establishment
from onroll.transfers.models import ReceivedFile


class LostKind(models.TextChoices):
    """To whom the file of a lost pupil is addressed (Procedure 6.1(iii))."""

    NOT_KNOWN = "not-known", "Not known (XXXXXXX)"
    LEFT_SECTOR = "left-sector", "Left the maintained sector (MMMMMMM)"


class Cleared(models.TextChoices):
    """How a found pupil's file was taken out of the national Lost Pupil Database (Procedure 6.1(vi))."""

    SENDER = "sender", "The sending school made a new file for the next school, and the old one was deleted"
    RECEIVER = "receiver", "We downloaded the file for the next school, and it was taken out"


class LostPupil(Record):
    """One pupil of a transfer file to XXXXXXX or MMMMMMM, as the file told of them.

    ``told`` is the record that is compared with what is searched for; ``child`` is who it is here, once that is known.
    ``explained_on`` means that no case is needed, or that what the school said was checked, with the reason. A row
    goes with its file when that is undone.
    """

    file = models.ForeignKey(ReceivedFile, on_delete=models.PROTECT, related_name="lost_pupils")
    line = models.PositiveIntegerField()
    kind = models.CharField(max_length=12, choices=LostKind.choices)
    forenames = models.CharField(max_length=120, blank=True)
    surname = models.CharField(max_length=120, blank=True)
    birth_date = models.DateField(null=True)
    sex = models.CharField(max_length=1, blank=True)
    source_code = models.CharField(max_length=8, blank=True)
    source_name = models.CharField(max_length=200, blank=True)
    sent_on = models.DateField()
    told = models.JSONField(default=dict)
    child = models.ForeignKey(Child, null=True, on_delete=models.SET_NULL, related_name="+")
    kept_on = models.DateField()
    kept_by = models.CharField(max_length=200)
    explained_on = models.DateField(null=True)
    explained_by = models.CharField(max_length=200, blank=True)
    explained = models.TextField(blank=True)
    found_on = models.DateField(null=True)
    found_school = models.ForeignKey(Establishment, null=True, on_delete=models.PROTECT, related_name="+")
    found_by = models.CharField(max_length=200, blank=True)
    cleared_on = models.DateField(null=True)
    cleared_how = models.CharField(max_length=10, choices=Cleared.choices, blank=True)
    cleared_by = models.CharField(max_length=200, blank=True)

    objects = ScopedManager["LostPupil"]()

    class Meta:
        ordering: ClassVar = ["-sent_on", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["file", "line"], name="lost_pupil_once"),
        ]

    class Handling(base.Handling):
        personal = ("forenames", "surname", "birth_date", "sex", "child", "told")
        sensitive = ("explained", "found_school", "source_code", "source_name")
        operational = (
            "id", "file", "line", "kind", "sent_on", "kept_on", "kept_by", "explained_on", "explained_by", "found_on",
            "found_by", "cleared_on", "cleared_how", "cleared_by",
        )  # fmt: skip
        retention = "case"

    @property
    def name(self) -> str:
        """The pupil's name as the file has it."""
        return " ".join(part for part in (self.forenames, self.surname) if part) or "No name given"


class LostKey(models.Model):
    """One key under which a lost pupil can be found; written with the pupil."""

    key = models.BigIntegerField()
    pupil = models.ForeignKey(LostPupil, on_delete=models.CASCADE, related_name="+")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["key", "pupil"], name="lost_key")]

    class Handling(base.Handling):
        personal = ("key", "pupil")
        operational = ("id",)
        retention = "derived"


class LookedFor(Record):
    """Whom somebody looks for among the lost: by what 6.1(v) names, and nothing else."""

    forenames = models.CharField(max_length=120, blank=True)
    surname = models.CharField(max_length=120, blank=True)
    former_names = models.CharField(max_length=200, blank=True)
    birth_date = models.DateField(null=True)
    sex = models.CharField(max_length=1, blank=True)

    class Meta:
        abstract = True

    @property
    def name(self) -> str:
        """The name that was given."""
        return " ".join(part for part in (self.forenames, self.surname) if part) or "No name given"


LOOKED_FOR = ("forenames", "surname", "former_names", "birth_date", "sex")


class SearchRequest(LookedFor):
    """A school admitted a pupil whose transfer file has not come, and asks for a search (Procedure 6.1(v))."""

    school = models.ForeignKey(Establishment, on_delete=models.PROTECT, related_name="+")
    asked_on = models.DateField()
    asked_by = models.CharField(max_length=200)
    keyed_on = models.DateField()
    keyed_by = models.CharField(max_length=200)
    answered_on = models.DateField(null=True)
    answered_by = models.CharField(max_length=200, blank=True)
    found = models.BooleanField(null=True)
    answer = models.TextField(blank=True)
    lost_pupil = models.ForeignKey(LostPupil, null=True, on_delete=models.SET_NULL, related_name="requests")

    objects = ScopedManager["SearchRequest"](child="lost_pupil__child_id")

    class Meta:
        ordering: ClassVar = ["asked_on", "id"]

    class Handling(base.Handling):
        personal = (*LOOKED_FOR, "school", "lost_pupil")
        sensitive = ("answer", "asked_by")
        operational = (
            "id", "asked_on", "keyed_on", "keyed_by", "answered_on", "answered_by", "found",
        )  # fmt: skip
        retention = "case"


class SearchResult(models.TextChoices):
    """What a search of the national database found."""

    NOTHING = "nothing", "No file"
    FOUND = "found", "The pupil’s file"
    UNCERTAIN = "uncertain", "A file that may be the pupil’s"


class NationalSearch(LookedFor):
    """A search that an officer made by hand on the national site. The service cannot search there, and never does."""

    searched_on = models.DateField()
    searched_by = models.CharField(max_length=200)
    result = models.CharField(max_length=10, choices=SearchResult.choices)
    file_name = models.CharField(max_length=60, blank=True)
    words = models.TextField(blank=True)
    request = models.ForeignKey(SearchRequest, null=True, on_delete=models.PROTECT, related_name="searches")
    keyed_on = models.DateField()
    keyed_by = models.CharField(max_length=200)

    objects = ScopedManager["NationalSearch"](child="request__lost_pupil__child_id")

    class Meta:
        ordering: ClassVar = ["-searched_on", "-id"]

    class Handling(base.Handling):
        personal = (*LOOKED_FOR, "file_name")
        sensitive = ("words",)
        operational = ("id", "searched_on", "searched_by", "result", "request", "keyed_on", "keyed_by")
        retention = "case"
