"""Lists that are shared: one row for each list and recipient, and one for each child on a list that was released."""

from datetime import date
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q, QuerySet

from onroll.access import matrix
from onroll.access.models import Area, Organisation
from onroll.access.scoping import ScopedManager
from onroll.audit import base
from onroll.audit.actor import Actor
from onroll.audit.base import Record
from onroll.cases.models import Case
from onroll.people.models import Child
from onroll.release.models import Disclosure
from onroll.sharing.subject_models import EndedHow, SubjectDecision, SubjectRequest
from rulebook.disclosure import Recipient

__all__ = [
    "AnswerState",
    "DirectoryContact",
    "EndedHow",
    "ListAnswer",
    "ListPartner",
    "Pack",
    "PackLine",
    "PackState",
    "SubjectDecision",
    "SubjectRequest",
]

PARTNERS = (
    (Recipient.HEALTH, "Health"),
    (Recipient.POLICE, "Police"),
    (Recipient.YOUTH_OFFENDING, "Youth Offending Team"),
    (Recipient.HOUSING, "Housing"),
    (Recipient.VOLUNTARY, "Voluntary body"),
    (Recipient.SOCIAL_CARE, "Social care"),
    (Recipient.CONNEXIONS, "Connexions, or post-16 tracking"),
)
KINDS_OF_CONTACT = (
    *PARTNERS,
    ("school-nursing", "School nursing"),
    ("admissions", "Admissions"),
    ("home-education", "Home education"),
    ("behaviour", "Behaviour team or pupil referral unit"),
    ("other", "Other"),
)


class ListPartner(Record):
    """A body with which it is agreed that it has the termly list; its kind of recipient says with which fields.

    Nobody is a partner by what they are called; somebody who may sign has agreed it, on a day.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    recipient_kind = models.CharField(max_length=40, choices=PARTNERS)
    agreed_at = models.DateTimeField()
    agreed_by = models.CharField(max_length=200)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering: ClassVar = ["organisation__name"]
        constraints: ClassVar = [
            base.pair("ended_at", "ended_by", model="listpartner"),
            models.UniqueConstraint(
                fields=["organisation"], condition=Q(ended_at=None), name="list_partner_once"
            ),
        ]

    class Handling(base.Handling):
        operational = (
            "id", "organisation", "recipient_kind", "agreed_at", "agreed_by", "ended_at", "ended_by",
        )  # fmt: skip
        retention = "configuration"


class PackState(models.TextChoices):
    """Where a list stands."""

    PREPARED = "prepared", "To be released"
    RELEASED = "released", "Released"
    ANSWERED = "answered", "Answered"
    LAPSED = "lapsed", "Never released"


class PackManager(models.Manager["Pack"]):
    """Gives packs to whoever prepares and releases them, and each recipient their own while it may be read."""

    organisation = "organisation_id"  # for whom a pack is, where that is another body

    def visible_to(self, by: Actor, permission: str) -> QuerySet["Pack"]:
        """Return the packs that ``by`` may reach with ``permission``.

        An area lead is given those of the area once they are released, another body its own until the last day on
        which it may be read; after that day nothing is there.
        """
        rows = self.select_related("area", "organisation", "disclosure")
        scopes = matrix.scopes_of(by.roles, permission)
        if matrix.EVERYTHING in scopes:
            return rows
        reached = Q(pk__in=[])
        if "a" in scopes:
            reached |= Q(area_id__in=by.area_ids)
        if "d" in scopes and by.organisation_id:
            reached |= Q(organisation_id=by.organisation_id, open_until__gte=by.today)
        return rows.filter(reached, released_at__isnull=False)


class Pack(Record):
    """One list for one recipient and one period: what is on it is worked out when it is looked at, and kept when sent.

    ``withheld`` is how many children were left out because of a hold: for whoever may read of holds, and nobody else.
    """

    reference = models.CharField(max_length=12, unique=True)
    product = models.CharField(max_length=40)
    period = models.CharField(max_length=20)
    period_words = models.CharField(max_length=60)
    begins_on = models.DateField()
    area = models.ForeignKey(Area, null=True, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT, related_name="+")
    recipient_kind = models.CharField(max_length=40)
    recipient = models.CharField(max_length=200)
    state = models.CharField(max_length=10, choices=PackState.choices, default=PackState.PREPARED)
    prepared_at = models.DateTimeField()
    prepared_by = models.CharField(max_length=200)
    released_at = models.DateTimeField(null=True)
    released_by = models.CharField(max_length=200, blank=True)
    disclosure = models.OneToOneField(Disclosure, null=True, on_delete=models.PROTECT, related_name="+")
    withheld = models.PositiveIntegerField(default=0)
    answer_due_on = models.DateField(null=True)
    open_until = models.DateField(null=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.CharField(max_length=200, blank=True)
    chased_at = models.DateTimeField(null=True)
    chased_by = models.CharField(max_length=200, blank=True)

    objects = PackManager()

    class Meta:
        ordering: ClassVar = ["-begins_on", "product", "recipient", "id"]
        constraints: ClassVar = [
            base.pair("released_at", "released_by", model="pack"),
            base.pair("answered_at", "answered_by", model="pack"),
            base.pair("chased_at", "chased_by", model="pack"),
            models.UniqueConstraint(
                fields=["product", "period", "area", "organisation"], name="pack_once", nulls_distinct=False
            ),
        ]

    class Handling(base.Handling):
        sensitive = ("withheld",)
        operational = (
            "id", "reference", "product", "period", "period_words", "begins_on", "area", "organisation",
            "recipient_kind", "recipient", "state", "prepared_at", "prepared_by", "released_at", "released_by",
            "disclosure", "answer_due_on", "open_until", "answered_at", "answered_by", "chased_at", "chased_by",
        )  # fmt: skip
        retention = "disclosure"

    @property
    def is_prepared(self) -> bool:
        """Whether it waits to be released."""
        return self.state == PackState.PREPARED

    @property
    def was_released(self) -> bool:
        """Whether it left."""
        return self.released_at is not None

    @property
    def file_name(self) -> str:
        """A name for the file that tells of nobody."""
        return f"{self.product}-{self.period}-{self.reference}.xlsx".lower()

    def is_late(self, today: date) -> bool:
        """Whether an answer is owed and its day has passed."""
        return (
            self.state == PackState.RELEASED and self.answer_due_on is not None and self.answer_due_on < today
        )


class PackLine(Record):
    """One child on a list that was released, with what was given of the child, word for word.

    ``mark`` stands in the file beside the child, so that a line that comes back is known again; it tells of nobody.
    """

    pack = models.ForeignKey(Pack, on_delete=models.PROTECT, related_name="lines")
    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    mark = models.CharField(max_length=12, unique=True)
    position = models.PositiveIntegerField()
    given: Any = models.JSONField(default=dict)

    objects = ScopedManager["PackLine"]()

    class Meta:
        ordering: ClassVar = ["position"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["pack", "child"], name="pack_line_once")]

    class Handling(base.Handling):
        personal = ("child",)
        sensitive = ("given",)
        operational = ("id", "pack", "case", "mark", "position")
        retention = "disclosure"


class AnswerState(models.TextChoices):
    """Where something that a recipient said stands."""

    WAITING = "waiting", "To be looked at"
    TAKEN = "taken", "Taken into the record"
    LEFT = "left", "Changes nothing"


class ListAnswer(Record):
    """One thing that a recipient said of one child, or changed in what was given: a proposal, until it is decided.

    ``field`` is a question of the list, or a field that was given; ``before`` is then what was given.
    """

    line = models.ForeignKey(PackLine, on_delete=models.PROTECT, related_name="answers")
    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="+")
    field = models.CharField(max_length=40)
    before = models.TextField(blank=True)
    said = models.TextField()
    said_at = models.DateTimeField()
    said_by = models.CharField(max_length=200)
    state = models.CharField(max_length=10, choices=AnswerState.choices, default=AnswerState.WAITING)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=200, blank=True)

    objects = ScopedManager["ListAnswer"]()

    class Meta:
        ordering: ClassVar = ["line__position", "said_at", "id"]
        constraints: ClassVar = [base.pair("decided_at", "decided_by", model="listanswer")]

    class Handling(base.Handling):
        personal = ("child",)
        sensitive = ("before", "said")
        operational = ("id", "line", "field", "said_at", "said_by", "state", "decided_at", "decided_by")
        retention = "disclosure"


class DirectoryContact(Record):
    """Somebody outside the team who is rung or written to: which kind of team, for which area, and how it is reached.

    Our own people stand in the directory by their accounts, and the other authorities by what they publish.
    """

    kind = models.CharField(max_length=40, choices=KINDS_OF_CONTACT)
    area = models.ForeignKey(Area, null=True, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    phone = models.CharField(max_length=30, blank=True)
    out_of_hours = models.CharField(max_length=30, blank=True)
    email = models.EmailField(blank=True)
    notes = models.CharField(max_length=300, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=200)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering: ClassVar = ["kind", "area__name", "name", "id"]
        constraints: ClassVar = [base.pair("ended_at", "ended_by", model="directorycontact")]

    class Handling(base.Handling):
        personal = ("name", "phone", "out_of_hours", "email")
        operational = ("id", "kind", "area", "notes", "recorded_at", "recorded_by", "ended_at", "ended_by")
        retention = "configuration"
