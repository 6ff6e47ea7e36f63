"""Children, their names, parents, addresses and identifiers, each with where it came from and when we knew it."""

from typing import ClassVar

from django.db import models

from onroll.access.models import Area, Organisation
from onroll.access.scoping import ScopedManager
from onroll.audit import base
from onroll.audit.base import Record
from onroll.people.indexes import BeginningIndex


class Sourced(Record):
    """A fact with its source: who said so, as of which day, and when and by whom it was recorded."""

    source = models.CharField(max_length=120)
    supplied_by = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT, related_name="+")
    as_of_on = models.DateField(null=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=200)
    disputed = models.CharField(max_length=200, blank=True)

    class Meta:
        abstract = True


SOURCED = ("id", "source", "supplied_by", "as_of_on", "recorded_at", "recorded_by", "disputed")


class Child(Record):
    """A child, once: everything else hangs from here."""

    reference = models.CharField(max_length=12, unique=True)
    forenames = models.CharField(max_length=120, blank=True)
    surname = models.CharField(max_length=120, blank=True)
    known_as = models.CharField(max_length=120, blank=True)
    birth_date = models.DateField(null=True)
    birth_date_estimated = models.BooleanField(default=False)
    sex = models.CharField(max_length=1, blank=True)
    upn = models.CharField(max_length=13, blank=True, db_index=True)
    ethnicity = models.CharField(max_length=4, blank=True)
    first_language = models.CharField(max_length=3, blank=True)
    gp = models.CharField(max_length=200, blank=True)
    area = models.ForeignKey(Area, null=True, on_delete=models.PROTECT, related_name="+")
    source = models.CharField(max_length=120)
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=200)
    died_on = models.DateField(null=True)

    objects = ScopedManager["Child"](child="id")

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["surname", "forenames", "id"], name="child_by_name"),
            BeginningIndex(fields=["surname"], name="child_by_surname_begun"),
            BeginningIndex(fields=["forenames"], name="child_by_forename_begun"),
        ]

    class Handling(base.Handling):
        personal = (
            "forenames",
            "surname",
            "known_as",
            "birth_date",
            "birth_date_estimated",
            "sex",
            "upn",
            "died_on",
        )
        sensitive = ("ethnicity", "first_language", "gp")
        operational = ("id", "reference", "area", "source", "recorded_at", "recorded_by")
        retention = "child"

    @property
    def name(self) -> str:
        """First name then family name, as we say it; words when neither is known."""
        return " ".join(part for part in (self.forenames, self.surname) if part) or "Name not known"


class ChildName(Sourced):
    """Another name of a child: former, known as, or another spelling."""

    child = models.ForeignKey(Child, on_delete=models.CASCADE, related_name="names")
    kind = models.CharField(max_length=20)
    forenames = models.CharField(max_length=120, blank=True)
    surname = models.CharField(max_length=120, blank=True)

    objects = ScopedManager["ChildName"]()

    class Handling(base.Handling):
        personal = ("child", "forenames", "surname")
        operational = (*SOURCED, "kind")
        retention = "child"


class Identifier(Sourced):
    """A number that others know the child by; the current UPN is kept on the child as well."""

    child = models.ForeignKey(Child, on_delete=models.CASCADE, related_name="identifiers")
    kind = models.CharField(max_length=20)
    value = models.CharField(max_length=40, db_index=True)

    objects = ScopedManager["Identifier"]()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["child", "kind", "value"], name="identifier_once")
        ]

    class Handling(base.Handling):
        personal = ("child", "value")
        operational = (*SOURCED, "kind")
        retention = "child"


class Address(Sourced):
    """Where a child lives or lived, from a day until a day; an address never overwrites another."""

    child = models.ForeignKey(Child, on_delete=models.CASCADE, related_name="addresses")
    lines = models.CharField(max_length=300, blank=True)
    town = models.CharField(max_length=80, blank=True)
    postcode = models.CharField(max_length=8, blank=True, db_index=True)
    no_fixed_address = models.BooleanField(default=False)
    in_authority = models.BooleanField(default=True)
    household_with = models.CharField(max_length=120, blank=True)
    from_on = models.DateField(null=True)
    until_on = models.DateField(null=True)
    confirmed_on = models.DateField(null=True)
    confirmed_how = models.CharField(max_length=120, blank=True)

    objects = ScopedManager["Address"]()

    class Handling(base.Handling):
        personal = ("child", "household_with")
        sensitive = ("lines", "town", "postcode", "no_fixed_address")
        operational = (*SOURCED, "in_authority", "from_on", "until_on", "confirmed_on", "confirmed_how")
        retention = "child"

    @property
    def one_line(self) -> str:
        """The address in one line, as it is said."""
        if self.no_fixed_address:
            return "No fixed address" + (f", last at {self.lines}" if self.lines else "")
        return ", ".join(part for part in (self.lines, self.town, self.postcode) if part)


class Parent(Record):
    """Anyone the law treats as a parent, and anyone who has care of a child."""

    name = models.CharField(max_length=200)
    phone = models.CharField(max_length=30, blank=True)
    email = models.EmailField(blank=True)
    language = models.CharField(max_length=3, blank=True)
    # Two rows with one key are one person: ``kin.person_key`` of name and telephone number.
    person_key = models.BigIntegerField(null=True, db_index=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=200)

    objects = ScopedManager["Parent"](child="relationships__child_id")

    class Handling(base.Handling):
        personal = ("name", "language", "person_key")
        sensitive = ("phone", "email")
        operational = ("id", "recorded_at", "recorded_by")
        retention = "child"


class Relationship(Sourced):
    """What one person is to a child."""

    child = models.ForeignKey(Child, on_delete=models.CASCADE, related_name="relationships")
    parent = models.ForeignKey(Parent, on_delete=models.CASCADE, related_name="relationships")
    kind = models.CharField(max_length=20, default="parent")
    lives_with = models.BooleanField(null=True)
    has_responsibility = models.BooleanField(null=True)
    until_on = models.DateField(null=True)

    objects = ScopedManager["Relationship"]()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["child", "parent"], name="relationship_once")
        ]

    class Handling(base.Handling):
        personal = ("child", "parent", "kind")
        sensitive = ("lives_with", "has_responsibility")
        operational = (*SOURCED, "until_on")
        retention = "child"


class Circumstance(Sourced):
    """A circumstance of paragraph 2.3 that a child lives in."""

    child = models.ForeignKey(Child, on_delete=models.CASCADE, related_name="circumstances")
    code = models.CharField(max_length=40)
    until_on = models.DateField(null=True)

    objects = ScopedManager["Circumstance"]()

    class Handling(base.Handling):
        personal = ("child",)
        sensitive = ("code",)
        operational = (*SOURCED, "until_on")
        retention = "child"


class MatchKey(models.Model):
    """One key under which a child can be found; rewritten in the transaction that changes the child."""

    key = models.BigIntegerField()
    child = models.ForeignKey(Child, on_delete=models.CASCADE, related_name="+")

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["key", "child"], name="match_key"),
        ]

    class Handling(base.Handling):
        personal = ("key", "child")
        operational = ("id",)
        retention = "derived"


class Answer(models.TextChoices):
    """What an officer says of two records."""

    SAME = "same", "The same child"
    DIFFERENT = "different", "Two different children"
    UNSETTLED = "unsettled", "Cannot tell yet"


class PairState(models.TextChoices):
    """Where a decision about two records stands."""

    STANDS = "stands", "Stands"
    WAITING = "waiting", "Waits for another officer"
    REFUSED = "refused", "Not agreed"
    CHANGED = "changed", "Changed since"
    UNDONE = "undone", "Undone"


class PairDecision(Record):
    """What an officer decided of two records: a link or its opposite, never a merge. Both records stay as they are.

    ``first`` is the one with the smaller id. ``follows`` says, of one child, with which of the two records work goes
    on. A decision is never changed: it ends, and another one replaces it.
    """

    first = models.ForeignKey(Child, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(Child, on_delete=models.CASCADE, related_name="+")
    answer = models.CharField(max_length=10, choices=Answer.choices)
    follows = models.ForeignKey(Child, null=True, on_delete=models.CASCADE, related_name="+")
    reason = models.TextField()
    wanted = models.CharField(max_length=300, blank=True)
    proposed = models.CharField(max_length=10, blank=True)
    odds = models.CharField(max_length=60, blank=True)
    state = models.CharField(max_length=10, choices=PairState.choices, default=PairState.STANDS)
    replaces = models.ForeignKey("self", null=True, on_delete=models.CASCADE, related_name="+")
    decided_at = models.DateTimeField()
    decided_by = models.CharField(max_length=200)
    decided_by_id = models.UUIDField(null=True)
    reviewed_at = models.DateTimeField(null=True)
    reviewed_by = models.CharField(max_length=200, blank=True)
    review_words = models.TextField(blank=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=200, blank=True)
    ended_because = models.TextField(blank=True)

    objects = ScopedManager["PairDecision"](child="first_id")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(first__lt=models.F("second")), name="pair_in_order"),
            models.UniqueConstraint(
                fields=["first", "second"], condition=models.Q(state="stands"), name="pair_stands_once"
            ),
            models.UniqueConstraint(
                fields=["first", "second"], condition=models.Q(state="waiting"), name="pair_waits_once"
            ),
            base.pair("reviewed_at", "reviewed_by", model="pairdecision"),
            base.pair("ended_at", "ended_by", model="pairdecision"),
        ]
        indexes: ClassVar = [models.Index(fields=["state", "decided_at"], name="pair_by_state")]

    class Handling(base.Handling):
        personal = ("first", "second", "follows")
        sensitive = ("reason", "wanted", "review_words", "ended_because")
        operational = (
            "id", "answer", "proposed", "odds", "state", "replaces", "decided_at", "decided_by", "decided_by_id",
            "reviewed_at", "reviewed_by", "ended_at", "ended_by",
        )  # fmt: skip
        retention = "child"


class HeldTwice(models.Model):
    """A record of a child who is held more than once, and the one record that is followed; derived from decisions.

    The record followed has a row as well, of itself: the records of one child are those of one ``followed``.
    """

    child = models.OneToOneField(Child, primary_key=True, on_delete=models.CASCADE, related_name="+")
    followed = models.ForeignKey(Child, on_delete=models.CASCADE, related_name="+")

    class Handling(base.Handling):
        personal = ("child", "followed")
        retention = "derived"


class PairToLookAt(models.Model):
    """Two records that the night found to be so alike that an officer must look; gone once somebody has decided."""

    id = models.BigAutoField(primary_key=True)
    first = models.ForeignKey(Child, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(Child, on_delete=models.CASCADE, related_name="+")
    bits = models.FloatField()
    found_on = models.DateField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(first__lt=models.F("second")), name="look_in_order"),
            models.UniqueConstraint(fields=["first", "second"], name="look_once"),
        ]

    class Handling(base.Handling):
        personal = ("first", "second")
        operational = ("id", "bits", "found_on")
        retention = "derived"
