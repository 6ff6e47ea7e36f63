"""A notice that a child is, or will be, educated at home, and what the authority saw of the education (5.4, 6.1.1)."""

from typing import ClassVar

from django.db import models

from onroll.access.models import Organisation
from onroll.access.scoping import ScopedManager
from onroll.audit import base
from onroll.audit.base import Record
from onroll.cases.models import Referral
from onroll.education.models import Provision
from onroll.intake.removal_models import OWN, Removal
from onroll.people.models import Child
from onroll.schools.models import Establishment


class NoticeFrom(models.TextChoices):
    """Who told us that a child is educated at home."""

    PARENT = "parent", "A parent"
    SCHOOL = "school", "The school, of a parent’s notice"
    OTHER = "other", "Somebody else"


class HomeNotice(Record):
    """One notice of home education, before and after the child stands on the register of home education.

    ``received_on`` is the day on which the parent's word came to the school or to us; ``written`` whether it was in
    writing. ``copied_on`` is the day on which the home education officer had the copy. ``provision`` is the education
    as the register has it, once the notice is entered; ``removal`` the CME 1 that told of it, ``referral`` what
    had arrived and was passed on.
    """

    reference = models.CharField(max_length=12, unique=True)
    establishment = models.ForeignKey(Establishment, null=True, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT, related_name="+")
    removal = models.OneToOneField(Removal, null=True, on_delete=models.CASCADE, related_name="home_notice")
    referral = models.ForeignKey(Referral, null=True, on_delete=models.PROTECT, related_name="+")
    child = models.ForeignKey(Child, null=True, on_delete=models.CASCADE, related_name="+")
    provision = models.ForeignKey(Provision, null=True, on_delete=models.SET_NULL, related_name="+")
    forenames = models.CharField(max_length=120)
    surname = models.CharField(max_length=120, blank=True)
    birth_date = models.DateField(null=True)
    notice_from = models.CharField(max_length=10, choices=NoticeFrom.choices)
    written = models.BooleanField()
    received_on = models.DateField()
    begins_on = models.DateField(null=True)
    copied_on = models.DateField(null=True)
    told_at = models.DateTimeField()
    told_by = models.CharField(max_length=200)
    closed_on = models.DateField(null=True)
    closed_words = models.TextField(blank=True)

    objects = ScopedManager["HomeNotice"](organisation="organisation_id", supplied=OWN)

    class Meta:
        ordering: ClassVar = ["-told_at", "id"]

    class Handling(base.Handling):
        personal = ("child", "establishment", "forenames", "surname", "birth_date")
        sensitive = ("notice_from", "closed_words")
        operational = (
            "id", "reference", "organisation", "removal", "referral", "provision", "written", "received_on",
            "begins_on", "copied_on", "told_at", "told_by", "closed_on",
        )  # fmt: skip
        retention = "register"

    @property
    def name(self) -> str:
        """First name then family name, as the notice has it."""
        return " ".join(part for part in (self.forenames, self.surname) if part)

    @property
    def waits(self) -> bool:
        """Whether nobody has entered the child on the register of home education, or said why not."""
        return self.provision_id is None and self.closed_on is None


class ReviewHow(models.TextChoices):
    """How the authority saw the education, or heard of it."""

    VISIT = "visit", "A visit to the home"
    MEETING = "meeting", "A meeting somewhere else"
    REPORT = "report", "A report or work that the parent sent"
    CALL = "call", "A telephone or video call"
    NOTHING = "nothing", "Nothing: the parent did not answer"


class HomeReview(Record):
    """One look at a child's home education, never written over. ``suitable`` is None where it settled nothing."""

    provision = models.ForeignKey(Provision, on_delete=models.CASCADE, related_name="+")
    child = models.ForeignKey(Child, on_delete=models.CASCADE, related_name="+")
    made_on = models.DateField()
    how = models.CharField(max_length=10, choices=ReviewHow.choices)
    suitable = models.BooleanField(null=True)
    words = models.TextField(blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=200)

    objects = ScopedManager["HomeReview"]()

    class Meta:
        ordering: ClassVar = ["-made_on", "-recorded_at", "id"]

    class Handling(base.Handling):
        personal = ("child",)
        sensitive = ("how", "suitable", "words")
        operational = ("id", "provision", "made_on", "recorded_at", "recorded_by")
        retention = "child"
