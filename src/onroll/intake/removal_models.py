"""A school tells that it deletes a name from its admission register (CME 1), and what the authority made of it."""

from datetime import date
from typing import ClassVar

from django.db import models

from onroll.access.models import Organisation
from onroll.access.scoping import ScopedManager
from onroll.audit import base
from onroll.audit.base import Record
from onroll.education.models import Enrolment
from onroll.people.models import Child
from onroll.schools.models import Establishment

OWN = "so"  # a school reaches what it sent in itself; never, by way of the child, what another school sent


class RemovalState(models.TextChoices):
    """Where a removal stands between the school and the authority."""

    DRAFT = "draft", "Not sent yet"
    WAITING = "waiting", "With the CME team"
    QUERIED = "queried", "Question for the school"
    ACCEPTED = "accepted", "Accepted"
    REFUSED = "refused", "Refused"


class Removal(Record):
    """One removal of a name, as the school tells it page by page; ``told`` are its answers, in the words of the form.

    ``removed`` says that the school has done it already. ``outcome`` and ``unlawful_on`` follow from the grounds and
    can be worked out anew; ``authority`` is the authority's own part of a joint enquiry. ``sent_on`` is the day of the
    return to the authority. Source: Procedure 5.3, 5.6 and Appendix 2; SI 2024/208 reg 9 and 13.
    """

    reference = models.CharField(max_length=12, unique=True)
    establishment = models.ForeignKey(Establishment, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT, related_name="+")
    child = models.ForeignKey(Child, null=True, on_delete=models.CASCADE, related_name="+")
    enrolment = models.ForeignKey(Enrolment, null=True, on_delete=models.PROTECT, related_name="+")
    forenames = models.CharField(max_length=120, blank=True)
    surname = models.CharField(max_length=120, blank=True)
    birth_date = models.DateField(null=True)
    deletes_on = models.DateField(null=True)
    removed = models.BooleanField(null=True)
    ground = models.CharField(max_length=16, blank=True)
    told = models.JSONField(default=dict)
    pages = models.JSONField(default=list)
    authority = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=RemovalState.choices, default=RemovalState.DRAFT)
    begun_at = models.DateTimeField()
    begun_by = models.CharField(max_length=200)
    sent_on = models.DateField(null=True)
    sent_by = models.CharField(max_length=200, blank=True)
    outcome = models.CharField(max_length=20, blank=True)
    unlawful_on = models.DateField(null=True)
    decided_on = models.DateField(null=True)
    decided_by = models.CharField(max_length=200, blank=True)
    decision = models.TextField(blank=True)
    manager_decided_on = models.DateField(null=True)
    manager_decided_by = models.CharField(max_length=200, blank=True)
    manager_decision = models.TextField(blank=True)
    records_sent_on = models.DateField(null=True)
    file_sent_on = models.DateField(null=True)
    claim_checked_on = models.DateField(null=True)
    case_id = models.UUIDField(null=True)

    objects = ScopedManager["Removal"](organisation="organisation_id", supplied=OWN)

    class Meta:
        ordering: ClassVar = ["-begun_at", "id"]
        indexes: ClassVar = [models.Index(fields=["state", "sent_on"], name="removal_by_state")]

    class Handling(base.Handling):
        personal = ("child", "enrolment", "establishment", "forenames", "surname", "birth_date")
        sensitive = ("ground", "told", "authority", "unlawful_on", "decision", "manager_decision")
        operational = (
            "id", "reference", "organisation", "deletes_on", "removed", "pages", "state", "begun_at", "begun_by",
            "sent_on", "sent_by", "outcome", "decided_on", "decided_by", "manager_decided_on", "manager_decided_by",
            "records_sent_on", "file_sent_on", "claim_checked_on", "case_id",
        )  # fmt: skip
        retention = "register"

    @property
    def name(self) -> str:
        """First name then family name, as the school has it."""
        return " ".join(part for part in (self.forenames, self.surname) if part)

    @property
    def is_open_to_school(self) -> bool:
        """Whether the school may still change what it tells."""
        return self.state in (RemovalState.DRAFT, RemovalState.QUERIED)

    def has_happened(self, on: date) -> bool:
        """Whether the name is off the register by a day, as the school tells it."""
        return bool(self.removed) and self.deletes_on is not None and self.deletes_on <= on


class RemovalQuestion(Record):
    """The authority asked the school about a removal, and what the school answered."""

    removal = models.ForeignKey(Removal, on_delete=models.CASCADE, related_name="questions")
    question = models.TextField()
    asked_at = models.DateTimeField()
    asked_by = models.CharField(max_length=200)
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.CharField(max_length=200, blank=True)

    objects = ScopedManager["RemovalQuestion"](
        child="removal__child_id", organisation="removal__organisation_id", supplied=OWN
    )

    class Meta:
        ordering: ClassVar = ["asked_at", "id"]
        constraints: ClassVar = [base.pair("answered_at", "answered_by", model="removalquestion")]

    class Handling(base.Handling):
        sensitive = ("question", "answer")
        operational = ("id", "removal", "asked_at", "asked_by", "answered_at", "answered_by")
        retention = "register"
