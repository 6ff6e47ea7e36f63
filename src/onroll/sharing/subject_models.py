"""Somebody asks for all that is held of a child: the request, and what was decided of what is given."""

from typing import ClassVar

from django.db import models

from onroll.access.scoping import ScopedManager
from onroll.audit import base
from onroll.audit.base import Record
from onroll.people.models import Child, Parent
from onroll.release.models import Disclosure
from rulebook.disclosure import Recipient

ASKERS = (
    (Recipient.CHILD, "The child"),
    (Recipient.PARENT, "A parent, for the child"),
    (Recipient.REPRESENTATIVE, "Somebody who acts for them, such as a solicitor"),
)


class EndedHow(models.TextChoices):
    """How a request ended without an answer."""

    WITHDRAWN = "withdrawn", "Whoever asked does not ask any more"
    REFUSED = "refused", "Refused: it is manifestly unfounded or excessive (UK GDPR art. 12(5))"


class SubjectRequest(Record):
    """Somebody asked for all that is held of a child; ``signed_digest`` is the mark of what the manager signed for."""

    reference = models.CharField(max_length=12, unique=True)
    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="+")
    asker_kind = models.CharField(max_length=20, choices=ASKERS)
    asker = models.CharField(max_length=200)
    asker_address = models.CharField(max_length=300)
    parent = models.ForeignKey(Parent, null=True, on_delete=models.PROTECT, related_name="+")
    words = models.TextField(blank=True)
    received_on = models.DateField()
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=200)
    identity_asked_on = models.DateField(null=True)
    identity_proved_on = models.DateField(null=True)
    identity_how = models.CharField(max_length=300, blank=True)
    identity_at = models.DateTimeField(null=True)
    identity_by = models.CharField(max_length=200, blank=True)
    extended_on = models.DateField(null=True)
    extended_because = models.TextField(blank=True)
    signed_at = models.DateTimeField(null=True)
    signed_by = models.CharField(max_length=200, blank=True)
    signed_by_id = models.UUIDField(null=True)
    signed_digest = models.CharField(max_length=64, blank=True)
    released_at = models.DateTimeField(null=True)
    released_by = models.CharField(max_length=200, blank=True)
    disclosure = models.OneToOneField(Disclosure, null=True, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=200, blank=True)
    ended_how = models.CharField(max_length=12, choices=EndedHow.choices, blank=True)
    ended_because = models.TextField(blank=True)

    objects = ScopedManager["SubjectRequest"]()

    class Meta:
        ordering: ClassVar = ["-received_on", "id"]
        constraints: ClassVar = [
            base.pair("identity_at", "identity_by", model="subjectrequest"),
            base.pair("signed_at", "signed_by", model="subjectrequest"),
            base.pair("released_at", "released_by", model="subjectrequest"),
            base.pair("ended_at", "ended_by", model="subjectrequest"),
        ]

    class Handling(base.Handling):
        personal = ("child", "asker", "parent", "signed_by_id")
        sensitive = (
            "asker_kind",
            "asker_address",
            "words",
            "identity_how",
            "extended_because",
            "ended_because",
        )
        operational = (
            "id", "reference", "received_on", "recorded_at", "recorded_by", "identity_asked_on", "identity_proved_on",
            "identity_at", "identity_by", "extended_on", "signed_at", "signed_by", "signed_digest", "released_at",
            "released_by", "disclosure", "ended_at", "ended_by", "ended_how",
        )  # fmt: skip
        retention = "disclosure"

    @property
    def is_open(self) -> bool:
        """Whether it waits for an answer."""
        return self.released_at is None and self.ended_at is None

    @property
    def file_name(self) -> str:
        """A name for the file that tells of nobody."""
        return f"all-that-is-held-{self.reference}.pdf".lower()


class What(models.TextChoices):
    """How much of one thing is given."""

    ALL = "all", "All of it"
    PART = "part", "Part of it, with the rest struck out"
    NOTHING = "nothing", "Nothing of it"


class SubjectDecision(Record):
    """Somebody decided how much of one thing is given; the latest stands, for as long as the thing says what it said.

    ``entry`` and ``field`` name the thing, ``sha256`` what it said; ``given`` is what is given where that is a part.
    """

    request = models.ForeignKey(SubjectRequest, on_delete=models.PROTECT, related_name="decisions")
    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()  # which of the request's decisions it is: the latest stands
    entry = models.CharField(max_length=100)
    field = models.CharField(max_length=60)
    sha256 = models.CharField(max_length=64)
    what = models.CharField(max_length=10, choices=What.choices)
    given = models.TextField(blank=True)
    exemption = models.CharField(max_length=40, blank=True)
    reason = models.TextField(blank=True)
    advice_of = models.CharField(max_length=200, blank=True)
    decided_at = models.DateTimeField()
    decided_by = models.CharField(max_length=200)

    objects = ScopedManager["SubjectDecision"]()

    class Meta:
        ordering: ClassVar = ["number", "id"]

    class Handling(base.Handling):
        personal = ("child", "advice_of")
        sensitive = ("given", "exemption", "reason")
        operational = (
            "id",
            "request",
            "number",
            "entry",
            "field",
            "sha256",
            "what",
            "decided_at",
            "decided_by",
        )
        retention = "disclosure"
