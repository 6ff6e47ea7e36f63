"""Early help for a child, what was raised with the area lead, and suspicions that have a referral of their own."""

from typing import ClassVar

from django.db import models

from onroll.access.scoping import ScopedManager
from onroll.audit import base
from onroll.cases.models import OF_CASE, OfCase, OfConcern
from rulebook.procedure.case_steps import ConcernKind


class Assessed(models.TextChoices):
    """Whether an early-help assessment (once the CAF) was made."""

    YES = "yes", "An early-help assessment was made"
    NO = "no", "None was made"
    NOT_KNOWN = "not-known", "Not known yet"


class EarlyHelp(OfCase):
    """Whether early help was assessed, and who the lead professional is; told again it is another row (PLACE-2)."""

    assessed = models.CharField(max_length=10, choices=Assessed.choices)
    assessed_on = models.DateField(null=True)
    lead_professional = models.CharField(max_length=200, blank=True)
    lead_contact = models.CharField(max_length=200, blank=True)
    source = models.CharField(max_length=300)

    objects = ScopedManager["EarlyHelp"]()

    class Handling(base.Handling):
        personal = ("child", "lead_professional", "lead_contact")
        sensitive = ("assessed", "assessed_on", "source")
        operational = OF_CASE
        retention = "case"


class AreaIssue(OfCase):
    """A concern or question about a case that is raised with the area lead, and how it was followed up (LEAD-1)."""

    words = models.TextField()
    raised_on = models.DateField()
    lead_told_on = models.DateField(null=True)
    lead_told = models.CharField(max_length=200, blank=True)
    followed_up_on = models.DateField(null=True)
    followed_up_by = models.CharField(max_length=200, blank=True)
    follow_up = models.TextField(blank=True)

    objects = ScopedManager["AreaIssue"]()

    class Handling(base.Handling):
        personal = ("child", "lead_told")
        sensitive = ("words", "follow_up")
        operational = (*OF_CASE, "raised_on", "lead_told_on", "followed_up_on", "followed_up_by")
        retention = "case"


class Suspicion(OfConcern):
    """Trafficking, sexual exploitation or a forced marriage is suspected: each is referred at once (2.7.9, 2.7.10)."""

    kind = models.CharField(max_length=24, choices=[(each.value, each.words) for each in ConcernKind])
    noted_on = models.DateField()
    source = models.CharField(max_length=300)
    words = models.TextField()

    objects = ScopedManager["Suspicion"]()

    class Meta:
        constraints: ClassVar = [base.pair("not_referred_at", "not_referred_by", model="suspicion")]

    class Handling(base.Handling):
        personal = ("child",)
        sensitive = (
            "kind", "source", "words", "referred_on", "referred_to", "referred_reference", "not_referred_reason",
        )  # fmt: skip
        operational = (*OF_CASE, "noted_on", "not_referred_at", "not_referred_by")
        retention = "case"
