"""Establishments, their published terms and closures."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from onroll.access.models import Area, Organisation
from onroll.audit import base
from onroll.audit.base import Record


class Establishment(Record):
    """An institution as the national register (GIAS) knows it, by its URN."""

    urn = models.CharField(max_length=6, unique=True)
    la_code = models.CharField(max_length=3)
    establishment_number = models.CharField(max_length=4, blank=True)
    name = models.CharField(max_length=200)
    type_code = models.CharField(max_length=3)
    type_name = models.CharField(max_length=100, blank=True)
    type_group = models.CharField(max_length=100, blank=True)
    phase_code = models.CharField(max_length=2, blank=True)
    phase_name = models.CharField(max_length=60, blank=True)
    status_code = models.CharField(max_length=2)
    status_name = models.CharField(max_length=60, blank=True)
    opened_on = models.DateField(null=True)
    closed_on = models.DateField(null=True)
    low_age = models.PositiveSmallIntegerField(null=True)
    high_age = models.PositiveSmallIntegerField(null=True)
    street = models.CharField(max_length=120, blank=True)
    locality = models.CharField(max_length=120, blank=True)
    town = models.CharField(max_length=80, blank=True)
    postcode = models.CharField(max_length=8, blank=True)
    phone = models.CharField(max_length=30, blank=True)
    email = models.EmailField(blank=True)
    website = models.CharField(max_length=200, blank=True)
    head_name = models.CharField(max_length=120, blank=True)
    trust_name = models.CharField(max_length=200, blank=True)
    area = models.ForeignKey(Area, null=True, on_delete=models.PROTECT, related_name="+")
    organisation = models.OneToOneField(Organisation, null=True, on_delete=models.PROTECT, related_name="+")
    roll_as_of_on = models.DateField(null=True)

    class Meta:
        ordering: ClassVar = ["name"]
        indexes: ClassVar = [
            models.Index(fields=["la_code", "establishment_number"], name="establishment_laestab")
        ]

    class Handling(base.Handling):
        personal = ("head_name",)
        operational = (
            "id", "urn", "la_code", "establishment_number", "name", "type_code", "type_name", "type_group",
            "phase_code", "phase_name", "status_code", "status_name", "opened_on", "closed_on", "low_age", "high_age",
            "street", "locality", "town", "postcode", "phone", "email", "website", "trust_name", "area", "organisation",
            "roll_as_of_on",
        )  # fmt: skip
        retention = "reference"

    def __str__(self) -> str:
        return self.name

    @property
    def is_open(self) -> bool:
        """Whether the establishment is open: GIAS status 1, or 3 (open, but proposed to close)."""
        return self.status_code in {"1", "3"}


class Term(Record):
    """A term or half-term as published; both ends count. No establishment: the authority's own default."""

    establishment = models.ForeignKey(
        Establishment, null=True, on_delete=models.CASCADE, related_name="terms"
    )
    name = models.CharField(max_length=60)
    starts_on = models.DateField()
    ends_on = models.DateField()

    class Meta:
        ordering: ClassVar = ["starts_on"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=models.F("starts_on")), name="term_ends_after_start"
            ),
            models.UniqueConstraint(
                fields=["establishment", "starts_on"], name="term_once", nulls_distinct=False
            ),
        ]

    class Handling(base.Handling):
        operational = ("id", "establishment", "name", "starts_on", "ends_on")
        retention = "reference"


class Closure(Record):
    """Days inside a term on which school does not meet, both ends included: half-term, training, snow, an election."""

    establishment = models.ForeignKey(
        Establishment, null=True, on_delete=models.CASCADE, related_name="closures"
    )
    starts_on = models.DateField()
    ends_on = models.DateField()
    kind = models.CharField(max_length=10, default="closed")
    reason = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering: ClassVar = ["starts_on"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=models.F("starts_on")), name="closure_ends_after_start"
            ),
            models.UniqueConstraint(
                fields=["establishment", "starts_on"], name="closure_once", nulls_distinct=False
            ),
        ]

    class Handling(base.Handling):
        operational = ("id", "establishment", "starts_on", "ends_on", "kind", "reason")
        retention = "reference"
