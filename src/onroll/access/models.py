"""Accounts, organisations, areas, teams and roles; and who can reach which child."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from onroll.access import matrix
from onroll.audit import base
from onroll.audit.base import Record


class Area(Record):
    """A part of the authority with its own attendance team."""

    name = models.CharField(max_length=80, unique=True)
    code = models.SlugField(max_length=20, unique=True)
    postcode_prefixes = models.JSONField(default=list)

    class Meta:
        ordering: ClassVar = ["name"]

    class Handling(base.Handling):
        operational = ("id", "name", "code", "postcode_prefixes")
        retention = "configuration"

    def __str__(self) -> str:
        return self.name


class OrganisationKind(models.TextChoices):
    """What kind of body an organisation is."""

    AUTHORITY = "authority", "This authority"
    SCHOOL = "school", "School or other establishment"
    AGENCY = "agency", "Partner agency"
    OTHER_AUTHORITY = "other-authority", "Another local authority"
    POST_16 = "post-16", "Post-16 tracking"


class Organisation(Record):
    """A body whose people use the service; when its agreement ends, all its accounts are refused that second."""

    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, choices=OrganisationKind.choices)
    agency_type = models.CharField(max_length=80, blank=True)
    agreement_ends_on = models.DateField(null=True)

    class Meta:
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["name", "kind"], name="organisation_once")]

    class Handling(base.Handling):
        operational = ("id", "name", "kind", "agency_type", "agreement_ends_on")
        retention = "configuration"

    def __str__(self) -> str:
        return self.name


class Team(Record):
    """A team of the authority; work is passed to teams and taken up by people."""

    name = models.CharField(max_length=120, unique=True)
    code = models.SlugField(max_length=40, unique=True)
    area = models.ForeignKey(Area, null=True, on_delete=models.PROTECT, related_name="teams")
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=30, blank=True)

    class Meta:
        ordering: ClassVar = ["name"]

    class Handling(base.Handling):
        operational = ("id", "name", "code", "area", "email", "phone")
        retention = "configuration"

    def __str__(self) -> str:
        return self.name


class UserManager(BaseUserManager["User"]):
    """Finds people by e-mail address, whatever its case, with the organisation that they act for."""

    def get_queryset(self) -> models.QuerySet["User"]:
        """Return users with their organisation."""
        return super().get_queryset().select_related("organisation")

    def get_by_natural_key(self, username: str | None) -> "User":
        """Return the user with this e-mail address."""
        return self.get(email__iexact=username)


class User(AbstractBaseUser, Record):
    """A person with an account."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=200)
    job_title = models.CharField(max_length=120, blank=True)
    phone = models.CharField(max_length=30, blank=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="users")
    is_active = models.BooleanField(default=True)
    story = models.CharField(max_length=300, blank=True)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar = ["name"]
    is_staff = False
    is_superuser = False

    class Handling(base.Handling):
        personal = ("email", "name", "job_title", "phone", "last_login")
        sensitive = ("password",)
        operational = ("id", "organisation", "is_active", "story")
        retention = "account"

    def __str__(self) -> str:
        return self.name

    def has_module_perms(self, app_label: str) -> bool:
        """Return False: there is no Django admin here; the matrix alone grants."""
        return False

    def get_full_name(self) -> str:
        """Return the person's name."""
        return self.name


class MembershipState(models.TextChoices):
    """Whether a role counts: one that opens children's records waits for a second signature first."""

    PROPOSED = "proposed", "Waiting for a second signature"
    IN_FORCE = "in-force", "In force"
    REFUSED = "refused", "Not countersigned"


class Membership(Record):
    """A role that a person holds, in a team or an area, from a day until a day; both days count."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=10, choices=[(role.code, role.title) for role in matrix.ROLES])
    team = models.ForeignKey(Team, null=True, on_delete=models.PROTECT, related_name="memberships")
    area = models.ForeignKey(Area, null=True, on_delete=models.PROTECT, related_name="+")
    from_on = models.DateField()
    until_on = models.DateField(null=True)
    state = models.CharField(max_length=10, choices=MembershipState.choices, default=MembershipState.IN_FORCE)
    granter = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    granted_at = models.DateTimeField(null=True)
    granted_by = models.CharField(max_length=200, blank=True)
    countersigned_at = models.DateTimeField(null=True)
    countersigned_by = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["state", "role"], name="membership_by_state")]
        constraints: ClassVar = [
            base.pair("granted_at", "granted_by", model="membership"),
            base.pair("countersigned_at", "countersigned_by", model="membership"),
        ]

    class Handling(base.Handling):
        personal = ("granter", "granted_by", "countersigned_by")
        operational = (
            "id", "user", "role", "team", "area", "from_on", "until_on", "state", "granted_at", "countersigned_at",
        )  # fmt: skip
        retention = "account"

    @property
    def title(self) -> str:
        """What the role is called."""
        return matrix.role(self.role).title


class Reach(models.Model):
    """Who can reach a child, and by which scope: a derived table that can be rebuilt from facts (ADR 0008).

    ``scope`` is a letter of the matrix and ``holder_id`` the area, user, team or organisation that it speaks of.
    ``child_id`` names a row of a higher room, so it is no key.
    """

    child_id = models.UUIDField()
    scope = models.CharField(max_length=1)
    holder_id = models.UUIDField()
    because = models.CharField(max_length=60)
    subject_id = models.UUIDField()
    until_on = models.DateField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["child_id", "scope", "holder_id", "subject_id"], name="reach_once"
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["scope", "holder_id", "child_id", "until_on"], name="reach_by_holder"),
            models.Index(fields=["subject_id"], name="reach_by_subject"),
        ]

    class Handling(base.Handling):
        personal = ("child_id",)
        operational = ("id", "scope", "holder_id", "because", "subject_id", "until_on")
        retention = "derived"


class SentForm(base.Record):
    """The mark of a form that was carried out: the same form sent again finds it here, and is carried out no more.

    ``once`` was drawn with the form, and ``led_to`` is the address to which it led. ``answers_hash`` is a keyed hash of
    what was sent, by which answers that were changed since are known; empty in a mark of before. The night forgets
    it in a week.
    """

    once = models.CharField(max_length=64)
    by_id = models.UUIDField()
    carried_out_at = models.DateTimeField(db_index=True)
    led_to = models.TextField(blank=True)
    answers_hash = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["by_id", "once"], name="sent_form_once")]

    class Handling(base.Handling):
        operational = ("id", "once", "by_id", "carried_out_at", "led_to", "answers_hash")
        retention = "operations"
