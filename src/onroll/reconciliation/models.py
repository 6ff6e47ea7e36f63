"""Population lists as compared: each comparison, its lists, a row for each row of them, and what was decided."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from onroll.access.scoping import ScopedManager
from onroll.audit import base
from onroll.audit.base import Record
from onroll.cases.models import Case
from onroll.people.models import Child
from onroll.transfers.models import ReceivedFile


class ComparisonState(models.TextChoices):
    """Where a comparison stands."""

    WAITING = "waiting", "Waits for the worker"
    RUNNING = "running", "Being compared"
    DONE = "done", "Compared"
    REFUSED = "refused", "Could not be compared"


class Reason(models.TextChoices):
    """What explains a row of a list; each row has exactly one, so that they add up to the lists."""

    ON_ROLL = "on-roll", "On a roll here"
    INDEPENDENT = "independent", "At an independent school"
    HOME = "home", "Educated at home"
    ALTERNATIVE = "alternative", "In alternative provision or a pupil referral unit"
    OUT_OF_COUNTY = "out-of-county", "Out of the county"
    AGE = "age", "Too young or too old"
    KNOWN_CASE = "known-case", "Known: on the register of children missing education"
    LISTED_TWICE = "listed-twice", "Listed more than once"
    EXPLAINED = "explained", "Explained otherwise"
    UNREADABLE = "unreadable", "Set aside: the row cannot be read"
    LOOK = "look", "To look at: may be a child held here"
    UNEXPLAINED = "unexplained", "Nobody can explain"


OPEN_REASONS = (Reason.LOOK, Reason.UNEXPLAINED)  # somebody must still do something


class Decision(models.TextChoices):
    """What an officer did about a row."""

    EXPLAINED = "explained", "Explained otherwise"
    SAME = "same", "Recognised as a child held here"
    DIFFERENT = "different", "None of the children held here"
    CASE = "case", "A case was opened"


class Comparison(Record):
    """Lists of a population compared, on one day, with everybody held here. Nothing of us changes by it.

    ``searched`` says what it was compared with, and how old that was; ``reckoned`` what the comparison expects to have
    got wrong. ``attempt`` counts how often a worker took it up: only the last one writes.
    """

    as_of_on = models.DateField()
    asked_at = models.DateTimeField()
    asked_by = models.CharField(max_length=200)
    state = models.CharField(max_length=10, choices=ComparisonState.choices, default=ComparisonState.WAITING)
    attempt = models.PositiveSmallIntegerField(default=0)
    searched = models.JSONField(default=dict)
    reckoned = models.JSONField(default=dict)
    findings = models.JSONField(default=list)

    class Meta:
        ordering: ClassVar = ["-asked_at", "id"]

    class Handling(base.Handling):
        operational = (
            "id", "as_of_on", "asked_at", "asked_by", "state", "attempt", "searched", "reckoned", "findings",
        )  # fmt: skip
        retention = "comparison"


class ComparedList(Record):
    """One list of a comparison; its file may be gone before the comparison is."""

    comparison = models.ForeignKey(Comparison, on_delete=models.CASCADE, related_name="lists")
    place = models.PositiveSmallIntegerField()
    file = models.ForeignKey(ReceivedFile, null=True, on_delete=models.SET_NULL, related_name="+")
    name = models.CharField(max_length=200)
    data_as_of = models.DateField(null=True)
    rows = models.PositiveIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["place"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["comparison", "place"], name="compared_list_place_once")
        ]

    class Handling(base.Handling):
        personal = ("name",)
        operational = ("id", "comparison", "place", "file", "data_as_of", "rows")
        retention = "comparison"


class Listed(Record):
    """One row of a list as compared: what it told, what explains it, and which child held here it is or may be.

    ``told`` holds the cells that are used, until they are discarded; then ``child``, ``maybe`` and the words go too,
    and what stays is that there was a row, and its reason.
    """

    comparison = models.ForeignKey(Comparison, on_delete=models.CASCADE, related_name="listed")
    list = models.ForeignKey(ComparedList, on_delete=models.CASCADE, related_name="+")
    place = models.PositiveIntegerField()
    line = models.PositiveIntegerField()
    reason = models.CharField(max_length=14, choices=Reason.choices)
    told = models.JSONField(default=dict)
    because = models.TextField(blank=True)
    likeliest = models.TextField(blank=True)
    child = models.ForeignKey(Child, null=True, on_delete=models.SET_NULL, related_name="+")
    maybe = models.ForeignKey(Child, null=True, on_delete=models.SET_NULL, related_name="+")
    probability = models.FloatField(null=True)
    twice_of = models.PositiveIntegerField(null=True)
    case = models.ForeignKey(Case, null=True, on_delete=models.SET_NULL, related_name="+")
    discarded_on = models.DateField(null=True)

    objects = ScopedManager["Listed"]()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["comparison", "place"], name="listed_place_once")
        ]
        indexes: ClassVar = [
            models.Index(fields=["comparison", "reason", "place"], name="listed_by_reason"),
            models.Index(
                fields=["comparison", "reason"], name="listed_not_discarded", condition=Q(discarded_on=None)
            ),
        ]

    class Handling(base.Handling):
        personal = ("child", "maybe")
        sensitive = ("told", "because", "likeliest")
        operational = (
            "id", "comparison", "list", "place", "line", "reason", "probability", "twice_of", "case", "discarded_on",
        )  # fmt: skip
        retention = "comparison"

    @property
    def name(self) -> str:
        """The child's name as the list has it; words when it is discarded or was never there."""
        if self.discarded_on:
            return f"Line {self.line:,}, discarded"
        parts = (self.told.get("forenames"), self.told.get("middle_names"), self.told.get("surname"))
        name = " ".join(part for part in parts if part)
        return (name.title() if name.isupper() else name) or "No name given"


class ListedDecision(Record):
    """What an officer decided about a row of a list, with what stood before it, so that the last can be undone."""

    listed = models.ForeignKey(Listed, on_delete=models.CASCADE, related_name="decisions")
    decision = models.CharField(max_length=10, choices=Decision.choices)
    how = models.CharField(max_length=24, blank=True)
    words = models.TextField(blank=True)
    child = models.ForeignKey(Child, null=True, on_delete=models.SET_NULL, related_name="+")
    before = models.JSONField(default=dict)
    decided_at = models.DateTimeField()
    decided_by = models.CharField(max_length=200)
    undone_at = models.DateTimeField(null=True)
    undone_by = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering: ClassVar = ["-decided_at"]
        constraints: ClassVar = [base.pair("undone_at", "undone_by", model="listeddecision")]

    class Handling(base.Handling):
        personal = ("child",)
        sensitive = ("words", "before")
        operational = (
            "id", "listed", "decision", "how", "decided_at", "decided_by", "undone_at", "undone_by",
        )  # fmt: skip
        retention = "comparison"
