"""School attendance proceedings of a case under section 437, stage by stage: each has its day, or has not happened."""

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import Q

from onroll.access.scoping import ScopedManager
from onroll.audit import base
from onroll.cases.models import OF_CASE, OfCase
from onroll.education.models import Place
from onroll.people.models import Parent
from onroll.release.models import Message


class ServedHow(models.TextChoices):
    """How a paper reached the parent."""

    POST = "post", "By post"
    BY_HAND = "by-hand", "By hand, to the parent"
    LEFT = "left", "Left at the address"


class Breach(models.TextChoices):
    """What follows an order that is not obeyed (s.443, 446 and 447)."""

    PROSECUTE = "prosecute", "Prosecute"
    SUPERVISION = "supervision", "Ask for an education supervision order instead"
    NEITHER = "neither", "Neither"


class PlaceNotTakenUp(OfCase):
    """The child never came to a place that was offered; ``enrolled`` says whether the name stood in the register.

    Never enrolled, it is a matter for an order (section 437); enrolled, one of attendance (section 444).
    """

    place = models.OneToOneField(Place, on_delete=models.PROTECT, related_name="+")
    found_on = models.DateField()
    enrolled = models.BooleanField(null=True)

    objects = ScopedManager["PlaceNotTakenUp"]()

    class Handling(base.Handling):
        personal = ("child",)
        sensitive = ("enrolled",)
        operational = (*OF_CASE, "place", "found_on")
        retention = "case"


class AttendanceOrder(OfCase):
    """Proceedings for one order, from the day on which they were begun.

    A paper counts from the day on which it was served: that is told by whoever served it, after it left. ``varied_on``
    is the day on which another school took the place of the first; an order that lapsed has no day of its own, since
    compulsory school age ends it (s.437(4)).
    """

    begun_on = models.DateField()
    because = models.TextField()
    parent = models.ForeignKey(Parent, null=True, on_delete=models.PROTECT, related_name="+")
    notice = models.OneToOneField(Message, null=True, on_delete=models.PROTECT, related_name="+")
    notice_served_on = models.DateField(null=True)
    satisfied_on = models.DateField(null=True)
    not_satisfied_on = models.DateField(null=True)
    expedient = models.BooleanField(null=True)
    answer_words = models.TextField(blank=True)
    school_notice = models.OneToOneField(Message, null=True, on_delete=models.PROTECT, related_name="+")
    school_notice_served_on = models.DateField(null=True)
    school = models.CharField(max_length=300, blank=True)
    order = models.OneToOneField(Message, null=True, on_delete=models.PROTECT, related_name="+")
    order_served_on = models.DateField(null=True)
    served_how = models.CharField(max_length=10, choices=ServedHow.choices, blank=True)
    school_told_on = models.DateField(null=True)
    school_told_with = models.CharField(max_length=200, blank=True)
    obeyed_on = models.DateField(null=True)
    breached_on = models.DateField(null=True)
    breach_decided_on = models.DateField(null=True)
    breach = models.CharField(max_length=12, choices=Breach.choices, blank=True)
    breach_words = models.TextField(blank=True)
    revocation_asked_on = models.DateField(null=True)
    revocation_answered_on = models.DateField(null=True)
    varied_on = models.DateField(null=True)
    revoked_on = models.DateField(null=True)
    dropped_on = models.DateField(null=True)
    ended_words = models.TextField(blank=True)

    objects = ScopedManager["AttendanceOrder"]()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(satisfied_on=None, revoked_on=None, dropped_on=None),
                name="order_running_once",
            )
        ]

    class Handling(base.Handling):
        personal = ("child", "parent")
        sensitive = (
            "because", "expedient", "answer_words", "school", "school_told_with", "breach", "breach_words",
            "ended_words",
        )  # fmt: skip
        operational = (
            *OF_CASE, "begun_on", "notice", "notice_served_on", "satisfied_on", "not_satisfied_on", "school_notice",
            "school_notice_served_on", "order", "order_served_on", "served_how", "school_told_on", "obeyed_on",
            "breached_on", "breach_decided_on", "revocation_asked_on", "revocation_answered_on", "varied_on",
            "revoked_on", "dropped_on",
        )  # fmt: skip
        retention = "case"

    @property
    def ended_on(self) -> date | None:
        """The day on which the proceedings ended, or None while they run."""
        ends = (self.satisfied_on, self.revoked_on, self.dropped_on)
        return min((day for day in ends if day is not None), default=None)

    @property
    def is_running(self) -> bool:
        """Whether the proceedings run: none of them was satisfied, revoked or dropped."""
        return self.ended_on is None
