"""The one gate for all that leaves: holds that close it, disclosures that prove what went, messages on their way."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from onroll.access.models import Organisation
from onroll.access.scoping import ScopedManager
from onroll.audit import base
from onroll.audit.base import Record
from onroll.people.models import Address, Child, Parent


class HoldKind(models.TextChoices):
    """The kinds of hold (access.md 7); the values are the rulebook's own."""

    NO_APPROACH_FAMILY = "no-approach-family", "Do not approach the family"
    NO_CONTACT_PERSON = "no-contact-person", "No contact with this person"
    UNSAFE_ADDRESS = "unsafe-address", "This address is not safe to write to or visit"
    UNSAFE_PHONE = "unsafe-phone", "This telephone number is not safe"
    UNSAFE_EMAIL = "unsafe-email", "This e-mail address is not safe"
    SAFE_ROUTE_ONLY = "safe-route-only", "Only by the safe route stated"
    NO_DISCLOSURE_TO = "no-disclosure-to", "Nothing to this organisation"


class Hold(Record):
    """A hold: it suspends contact, never a clock. It stands until a manager lifts it, with a second signature."""

    child = models.ForeignKey(Child, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=30, choices=HoldKind.choices)
    reason = models.TextField()
    placed_at = models.DateTimeField()
    placed_by = models.CharField(max_length=200)
    notice = models.CharField(max_length=12, blank=True, default="")
    parent = models.ForeignKey(Parent, null=True, on_delete=models.PROTECT, related_name="+")
    address = models.ForeignKey(Address, null=True, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT, related_name="+")
    contact = models.CharField(max_length=200, blank=True)
    lift_asked_at = models.DateTimeField(null=True)
    lift_asked_by = models.CharField(max_length=200, blank=True)
    lift_asked_by_id = models.UUIDField(null=True)
    lift_reason = models.TextField(blank=True)
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.CharField(max_length=200, blank=True)

    objects = ScopedManager["Hold"]()

    class Meta:
        constraints: ClassVar = [
            base.pair("lift_asked_at", "lift_asked_by", model="hold"),
            base.pair("lifted_at", "lifted_by", model="hold"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["child"], name="hold_standing", condition=Q(lifted_at=None))
        ]

    class Handling(base.Handling):
        personal = ("child", "parent", "lift_asked_by_id")
        sensitive = ("kind", "reason", "address", "contact", "lift_reason", "organisation")
        operational = (
            "id", "placed_at", "placed_by", "notice", "lift_asked_at", "lift_asked_by", "lifted_at", "lifted_by",
        )  # fmt: skip
        retention = "child"

    @property
    def placed_words(self) -> str:
        """Who placed it; on the word of a notice nobody decided it, and its ``notice`` is named."""
        if self.notice:
            return f"placed on the word of notice {self.notice} when {self.placed_by} put the child on the register"
        return f"placed by {self.placed_by}"

    @property
    def stands(self) -> bool:
        """Whether the hold is still in place."""
        return self.lifted_at is None


class StrategyDecision(Record):
    """A manager decided how a child is to be reached while a hold stands; each new request may need another."""

    hold = models.ForeignKey(Hold, on_delete=models.PROTECT, related_name="decisions")
    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="+")
    words = models.TextField()
    decided_at = models.DateTimeField()
    decided_by = models.CharField(max_length=200)

    objects = ScopedManager["StrategyDecision"]()

    class Meta:
        ordering: ClassVar = ["decided_at"]

    class Handling(base.Handling):
        personal = ("child",)
        sensitive = ("words",)
        operational = ("id", "hold", "decided_at", "decided_by")
        retention = "child"


class Disclosure(Record):
    """A child's information given to someone: to whom, when, which fields, on what power, decided by whom."""

    child = models.ForeignKey(Child, null=True, on_delete=models.PROTECT, related_name="+")
    subject_id = models.UUIDField(null=True, db_index=True)
    product = models.CharField(max_length=40)
    recipient_kind = models.CharField(max_length=40)
    recipient = models.CharField(max_length=200)
    organisation = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=200)
    power = models.CharField(max_length=200)
    fields = models.JSONField(default=list)
    decided_at = models.DateTimeField()
    decided_by = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)

    objects = ScopedManager["Disclosure"](organisation="organisation_id")

    class Handling(base.Handling):
        personal = ("child", "recipient")
        sensitive = ("purpose",)
        operational = (
            "id", "subject_id", "product", "recipient_kind", "organisation", "power", "fields", "decided_at",
            "decided_by", "sha256",
        )  # fmt: skip
        retention = "disclosure"


PDF = "application/pdf"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"
TEXT = "text/plain; charset=utf-8"
XML = "application/xml"
ENDINGS = {PDF: "pdf", XLSX: "xlsx", CSV: "csv", TEXT: "txt", XML: "xml"}


class KeptDocument(Record):
    """A letter, a paper or a list as it left: the very bytes, with their hash, so that it can be shown as it was."""

    disclosure = models.OneToOneField(Disclosure, on_delete=models.PROTECT, related_name="document")
    child = models.ForeignKey(Child, null=True, on_delete=models.PROTECT, related_name="+")
    subject_id = models.UUIDField(null=True, db_index=True)
    kind = models.CharField(max_length=40)
    wording_version = models.PositiveIntegerField(default=0)
    reference = models.CharField(max_length=40, blank=True)
    content = models.BinaryField()
    media_type = models.CharField(max_length=80, default=PDF)
    sha256 = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=200)
    made_by_id = models.UUIDField(null=True)

    objects = ScopedManager["KeptDocument"]()

    class Handling(base.Handling):
        personal = ("child", "made_by_id")
        sensitive = ("content",)
        operational = (
            "id", "disclosure", "subject_id", "kind", "wording_version", "reference", "media_type", "sha256", "made_at",
            "made_by",
        )  # fmt: skip
        retention = "as-case"

    @property
    def file_name(self) -> str:
        """A name for the file that tells of nobody."""
        ending = ENDINGS[self.media_type]
        return f"{self.kind}-{self.reference}.{ending}".lower() if self.reference else f"{self.kind}.{ending}"


class MessageState(models.TextChoices):
    """Where a message stands on its way out."""

    QUEUED = "queued", "Waiting to be sent"
    SENDING = "sending", "Being sent"
    SENT = "sent", "Sent"
    FAILED = "failed", "Not sent"
    UNCERTAIN = "uncertain", "Not known whether it was sent"
    CANCELLED = "cancelled", "Stopped before it was sent"
    SETTLED = "settled", "Not sent; told another way"


class Message(Record):
    """A letter or e-mail, as it leaves. It is written once, and its bytes are those of its disclosure."""

    disclosure = models.OneToOneField(Disclosure, on_delete=models.PROTECT, related_name="message")
    child = models.ForeignKey(Child, null=True, on_delete=models.PROTECT, related_name="+")
    subject_id = models.UUIDField(null=True, db_index=True)
    kind = models.CharField(max_length=40)
    channel = models.CharField(max_length=10)
    to_name = models.CharField(max_length=200)
    to_address = models.CharField(max_length=1000)
    to_phone = models.CharField(max_length=30, blank=True)
    to_family = models.BooleanField(default=False)
    parent = models.ForeignKey(Parent, null=True, on_delete=models.PROTECT, related_name="+")
    address = models.ForeignKey(Address, null=True, on_delete=models.PROTECT, related_name="+")
    subject = models.CharField(max_length=200)
    body = models.TextField()
    state = models.CharField(max_length=10, choices=MessageState.choices, default=MessageState.QUEUED)
    queued_at = models.DateTimeField()
    queued_by = models.CharField(max_length=200)
    claimed_at = models.DateTimeField(null=True)
    try_again_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    stopped_because = models.CharField(max_length=200, blank=True)

    objects = ScopedManager["Message"]()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["state", "queued_at"], name="message_by_state"),
        ]

    class Handling(base.Handling):
        personal = ("child", "parent", "to_name")
        sensitive = ("to_address", "to_phone", "address", "subject", "body")
        operational = (
            "id", "disclosure", "subject_id", "kind", "channel", "to_family", "state", "queued_at", "queued_by",
            "claimed_at", "try_again_at", "sent_at", "stopped_because",
        )  # fmt: skip
        retention = "as-case"
