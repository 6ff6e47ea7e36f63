"""A pupil whom a school expected and who did not come, and a pupil who stays away (5.1, 5.2.1 and 6.1(ii))."""

from typing import ClassVar

from django.db import models

from onroll.access.models import Organisation
from onroll.access.scoping import ScopedManager
from onroll.audit import base
from onroll.audit.base import Record
from onroll.people.models import Child
from onroll.schools.models import Establishment
from rulebook.procedure.pupil_facts import AbsenceKind, StartKind

START_KINDS = (
    (StartKind.NORMAL, "With the rest of the year group"),
    (StartKind.MID_TERM, "In the middle of a term"),
)
ABSENCE_KINDS = (
    (AbsenceKind.NOT_AUTHORISED, "Away without leave"),
    (AbsenceKind.NO_RETURN_FROM_LEAVE, "Not back from leave, a holiday or a suspension"),
    (AbsenceKind.LEFT_WITHOUT_NOTICE, "Gone without notice"),
    (AbsenceKind.SICKNESS, "Ill, and expected to be for long"),
)
TOLD = (
    "id", "organisation", "told_at", "told_by", "kind", "parents_tried_on", "parents_reached_on", "referred_on",
    "referral_id",
)  # fmt: skip


class Told(Record):
    """What the two have in common: whose pupil, told when and by whom, and the school's tries to reach the parents."""

    establishment = models.ForeignKey(Establishment, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT, related_name="+")
    child = models.ForeignKey(Child, null=True, on_delete=models.CASCADE, related_name="+")
    forenames = models.CharField(max_length=120)
    surname = models.CharField(max_length=120, blank=True)
    birth_date = models.DateField(null=True)
    told_at = models.DateTimeField()
    told_by = models.CharField(max_length=200)
    parents_tried_on = models.DateField(null=True)
    parents_reached_on = models.DateField(null=True)
    referred_on = models.DateField(null=True)
    referral_id = models.UUIDField(null=True)

    class Meta:
        abstract = True
        ordering: ClassVar = ["-told_at", "id"]

    @property
    def name(self) -> str:
        """First name then family name, as the school has it."""
        return " ".join(part for part in (self.forenames, self.surname) if part)


class ExpectedStart(Told):
    """A pupil was to join the school on a day, and did not come."""

    expected_on = models.DateField()
    kind = models.CharField(max_length=20, choices=START_KINDS, default=StartKind.NORMAL)
    registered_on = models.DateField(null=True)
    admissions_asked_on = models.DateField(null=True)
    arrived_on = models.DateField(null=True)
    elsewhere_on = models.DateField(null=True)

    objects = ScopedManager["ExpectedStart"](organisation="organisation_id")

    class Handling(base.Handling):
        personal = ("child", "establishment", "forenames", "surname", "birth_date")
        operational = (
            *TOLD, "expected_on", "registered_on", "admissions_asked_on", "arrived_on", "elsewhere_on",
        )  # fmt: skip
        retention = "register"

    @property
    def over_on(self) -> object:
        """The day on which nobody had to look for the pupil any more; None while somebody has."""
        return self.arrived_on or self.elsewhere_on


class Absence(Told):
    """A pupil stays away from the school, since ``first_on``."""

    first_on = models.DateField()
    kind = models.CharField(max_length=24, choices=ABSENCE_KINDS, default=AbsenceKind.NOT_AUTHORISED)
    enquired_on = models.DateField(null=True)
    protection_concern_on = models.DateField(null=True)
    social_care_told_on = models.DateField(null=True)
    expected_long_on = models.DateField(null=True)
    returned_to_authority_on = models.DateField(null=True)
    ground_examined_on = models.DateField(null=True)
    ended_on = models.DateField(null=True)

    objects = ScopedManager["Absence"](organisation="organisation_id")

    class Handling(base.Handling):
        personal = ("child", "establishment", "forenames", "surname", "birth_date")
        sensitive = ("protection_concern_on", "social_care_told_on", "expected_long_on")
        operational = (
            *TOLD, "first_on", "enquired_on", "returned_to_authority_on", "ground_examined_on", "ended_on",
        )  # fmt: skip
        retention = "register"

    @property
    def over_on(self) -> object:
        """The day on which the absence ended; None while the pupil stays away."""
        return self.ended_on
