"""Enquiries between authorities: what another asks us of a child, and what we ask another, until each is answered."""

from typing import ClassVar

from django.db import models

from onroll.access.scoping import ScopedManager
from onroll.audit import base
from onroll.audit.base import Record
from onroll.cases.models import OF_CASE, OfCase, Referral, ToldHow
from onroll.release.models import Message
from onroll.schools.models import Establishment


class AuthorityContact(Record):
    """Where another authority is reached by its published number and mailbox: a call-back goes there."""

    la_code = models.CharField(max_length=3, unique=True)
    team = models.CharField(max_length=200)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=30, blank=True)
    published_where = models.CharField(max_length=200)
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=200)

    class Meta:
        ordering: ClassVar = ["la_code"]

    class Handling(base.Handling):
        operational = (
            "id",
            "la_code",
            "team",
            "email",
            "phone",
            "published_where",
            "recorded_at",
            "recorded_by",
        )
        retention = "configuration"


class Found(models.TextChoices):
    """What the check of an enquiry found."""

    ON_ROLL = "on-roll", "On the roll of a school here"
    KNOWN = "known", "Known here, and on no roll that we hold"
    NOT_KNOWN = "not-known", "Not known here"


class Enquiry(Record):
    """Another authority or agency asks about a child thought to have moved in (Procedure 3.1.2; decision 36).

    What was asked is its notice. Nothing is told before whoever asks was rung back at a number that they publish.
    """

    referral = models.OneToOneField(Referral, on_delete=models.PROTECT, related_name="enquiry")
    la_code = models.CharField(max_length=3, blank=True)
    their_reference = models.CharField(max_length=80, blank=True)
    verified_on = models.DateField(null=True)
    verified_by = models.CharField(max_length=200, blank=True)
    verified_with = models.CharField(max_length=200, blank=True)
    verified_number = models.CharField(max_length=30, blank=True)
    checked_on = models.DateField(null=True)
    checked_by = models.CharField(max_length=200, blank=True)
    data_as_of = models.DateField(null=True)
    found = models.CharField(max_length=12, choices=Found.choices, blank=True)
    found_words = models.TextField(blank=True)
    establishment = models.ForeignKey(Establishment, null=True, on_delete=models.PROTECT, related_name="+")
    school_answered_on = models.DateField(null=True)
    school_answered_with = models.CharField(max_length=200, blank=True)
    attends = models.BooleanField(null=True)
    answered_on = models.DateField(null=True)
    answered_how = models.CharField(max_length=12, choices=ToldHow.choices, blank=True)
    answered_by = models.CharField(max_length=200, blank=True)

    objects = ScopedManager["Enquiry"](child="referral__child_id", organisation="referral__organisation_id")

    class Handling(base.Handling):
        personal = ("establishment", "verified_with", "verified_number", "school_answered_with")
        sensitive = ("found", "found_words", "attends")
        operational = (
            "id", "referral", "la_code", "their_reference", "verified_on", "verified_by", "checked_on", "checked_by",
            "data_as_of", "school_answered_on", "answered_on", "answered_how", "answered_by",
        )  # fmt: skip
        retention = "case"


class EnquirySent(OfCase):
    """We ask another authority about the child of a case; it is asked again until it answers (decision 36)."""

    la_code = models.CharField(max_length=3)
    to_name = models.CharField(max_length=200)
    to_address = models.EmailField(blank=True)
    question = models.TextField()
    how = models.CharField(max_length=12, choices=ToldHow.choices)
    message = models.OneToOneField(Message, null=True, on_delete=models.PROTECT, related_name="+")
    sent_on = models.DateField(null=True)
    answered_on = models.DateField(null=True)
    answer = models.CharField(max_length=12, blank=True)
    answer_words = models.TextField(blank=True)
    answered_with = models.CharField(max_length=200, blank=True)
    escalated_on = models.DateField(null=True)
    escalated_to = models.CharField(max_length=200, blank=True)

    objects = ScopedManager["EnquirySent"]()

    class Handling(base.Handling):
        personal = ("child", "to_name", "answered_with", "escalated_to")
        sensitive = ("question", "answer", "answer_words", "to_address")
        operational = (*OF_CASE, "la_code", "how", "message", "sent_on", "answered_on", "escalated_on")
        retention = "case"


class EnquiryChase(OfCase):
    """Another authority was asked again."""

    enquiry = models.ForeignKey(EnquirySent, on_delete=models.PROTECT, related_name="chases")
    how = models.CharField(max_length=12, choices=ToldHow.choices)
    message = models.OneToOneField(Message, null=True, on_delete=models.PROTECT, related_name="+")
    chased_on = models.DateField(null=True)

    objects = ScopedManager["EnquiryChase"]()

    class Handling(base.Handling):
        personal = ("child",)
        operational = (*OF_CASE, "enquiry", "how", "message", "chased_on")
        retention = "case"
