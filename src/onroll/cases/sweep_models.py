"""Truancy sweeps: whom attendance staff and police stopped, what is known of each, who was told (Procedure 3.1.4)."""

from typing import ClassVar

from django.db import models

from onroll.access.models import Area, Organisation
from onroll.access.scoping import ScopedManager
from onroll.audit import base
from onroll.audit.base import Record
from onroll.cases.models import Referral


class Sweep(Record):
    """Attendance staff and police walked the streets of an area in school hours."""

    reference = models.CharField(max_length=12, unique=True)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    made_on = models.DateField()
    place = models.CharField(max_length=200)
    officers = models.CharField(max_length=300)
    keyed_at = models.DateTimeField()
    keyed_by = models.CharField(max_length=200)
    finished_on = models.DateField(null=True)
    finished_by = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering: ClassVar = ["-made_on", "id"]

    class Handling(base.Handling):
        operational = (
            "id", "reference", "area", "made_on", "place", "officers", "keyed_at", "keyed_by", "finished_on",
            "finished_by",
        )  # fmt: skip
        retention = "case"


class PlaceStatus(models.TextChoices):
    """What is known of the place of a child who was stopped."""

    ABSENT = "absent", "On a roll, and absent without a good reason"
    EXCUSED = "excused", "On a roll, with a good reason"
    HOME = "home", "Educated at home"
    NONE = "none", "Without a school place"
    NOT_KNOWN = "not-known", "Not known yet"


class StoppedPupil(Record):
    """A child whom a sweep stopped. One without a place has a notice of their own, and so enters the procedure."""

    sweep = models.ForeignKey(Sweep, on_delete=models.PROTECT, related_name="pupils")
    forenames = models.CharField(max_length=120)
    surname = models.CharField(max_length=120, blank=True)
    birth_date = models.DateField(null=True)
    address_lines = models.CharField(max_length=300, blank=True)
    postcode = models.CharField(max_length=8, blank=True)
    school_told = models.CharField(max_length=200, blank=True)
    status = models.CharField(max_length=12, choices=PlaceStatus.choices)
    status_found_on = models.DateField(null=True)
    action_taken = models.TextField()
    referral = models.OneToOneField(Referral, null=True, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=200)

    objects = ScopedManager["StoppedPupil"](child="referral__child_id")

    class Meta:
        ordering: ClassVar = ["recorded_at", "id"]

    class Handling(base.Handling):
        personal = ("forenames", "surname", "birth_date")
        sensitive = ("address_lines", "postcode", "school_told", "status", "action_taken")
        operational = ("id", "sweep", "status_found_on", "referral", "recorded_at", "recorded_by")
        retention = "case"

    @property
    def name(self) -> str:
        """First name then family name, as the child gave it."""
        return " ".join(part for part in (self.forenames, self.surname) if part)


class Partner(models.TextChoices):
    """With whom a sweep is shared (SWEEP-2); the values are the rulebook's recipients."""

    YOUTH_OFFENDING = "youth-offending", "The Youth Offending Team"
    CONNEXIONS = "connexions", "Connexions"


class SweepShared(Record):
    """What a sweep found was shared with a partner."""

    sweep = models.ForeignKey(Sweep, on_delete=models.PROTECT, related_name="shares")
    partner = models.CharField(max_length=20, choices=Partner.choices)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    shared_on = models.DateField()
    shared_by = models.CharField(max_length=200)
    left_out = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["shared_on", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["sweep", "partner"], name="sweep_shared_once")
        ]

    class Handling(base.Handling):
        operational = ("id", "sweep", "partner", "organisation", "shared_on", "shared_by", "left_out")
        retention = "disclosure"
