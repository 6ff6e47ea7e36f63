"""One person of every role, each where the role belongs; and the smallest valid row of any table."""

import uuid
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any, TypeVar

from django.db import models

from onroll.access import actors, matrix
from onroll.access.models import Area, Membership, Organisation, OrganisationKind, Team, User
from onroll.audit.actor import Actor

NOW = datetime(2026, 11, 23, 10, 42, tzinfo=UTC)
TODAY = date(2026, 11, 23)
LONG_AGO = date(2020, 9, 1)
PASSWORD = "three blue kettles sing"
ROLES = tuple(role.code for role in matrix.ROLES if role.code not in {"PUB", "NIGHT", "LOAD"})
OUTSIDE = {
    "SCH": ("Elmbrook Primary School", OrganisationKind.SCHOOL),
    "AGY": ("Wendlemere Health Visiting", OrganisationKind.AGENCY),
    "CNX": ("Wendlemere Futures", OrganisationKind.POST_16),
    "OLA": ("Marrowshire County Council", OrganisationKind.OTHER_AUTHORITY),
}
Row = TypeVar("Row", bound=models.Model)


@dataclass
class Cast:
    """People by the code of their role, and the places they belong to."""

    north: Area
    south: Area
    team: Team
    authority: Organisation
    people: dict[str, User] = field(default_factory=dict)

    def actor(self, role: str, *, at: datetime = NOW) -> Actor:
        """Return the actor that the person of a role is."""
        return actors.actor_for(self.people[role], at=at, request_id=f"test-{role.lower()}")


def make_cast() -> Cast:
    """Return one person of every role, in force since long ago, with a password."""
    north, south = (
        Area.objects.create(name="North", code="north"),
        Area.objects.create(name="South", code="south"),
    )
    team = Team.objects.create(name="North attendance", code="north-attendance", area=north)
    authority = Organisation.objects.create(name="Wendlemere County Council", kind=OrganisationKind.AUTHORITY)
    cast = Cast(north=north, south=south, team=team, authority=authority)
    for role in ROLES:
        organisation = authority
        if role in OUTSIDE:
            name, kind = OUTSIDE[role]
            organisation = Organisation.objects.create(name=name, kind=kind)
        cast.people[role] = person(f"{role} Person", organisation=organisation)
        in_area = role in {"ARL", "ARM", "AIO"}
        in_team = role in {"AIO", "ADM", "EHE", "ABT"}
        Membership.objects.create(
            user=cast.people[role],
            role=role,
            team=team if in_team else None,
            area=north if in_area else None,
            from_on=LONG_AGO,
        )
    return cast


def person(name: str, *, organisation: Organisation, email: str = "") -> User:
    """Return somebody with an account, a password and no role."""
    user = User(
        name=name, email=email or f"{name.split()[0].lower()}@people.example", organisation=organisation
    )
    user.set_password(PASSWORD)
    user.save()
    return user


def smallest(model: type[Row], *, mark: str = "", **given: Any) -> Row:
    """Return the smallest valid row of any table, saved: what is required is filled in, rows it needs are made.

    ``mark`` is put into every free text, so that a page which tells anything of the row can be recognised.
    """
    values = {
        each.name: _filled(each)
        for each in model._meta.concrete_fields
        if each.name not in given and not each.null and not each.has_default() and not each.auto_created
    }
    values |= {
        each.name: mark for each in model._meta.concrete_fields if mark and isinstance(each, models.TextField)
    }
    row = model(**{**values, **given})
    row.save(force_insert=True)
    return row


def _filled(each: models.Field[Any, Any]) -> Any:
    if isinstance(each, models.ForeignKey):
        related: type[models.Model] = each.related_model  # type: ignore[assignment]
        return _any_row(related)
    if each.choices:
        return each.flatchoices[0][0]
    values: list[tuple[type[models.Field[Any, Any]], Any]] = [
        (models.DateTimeField, NOW),
        (models.DateField, TODAY),
        (models.UUIDField, uuid.uuid4()),
        (models.BooleanField, False),
        (models.JSONField, {}),
        (models.IntegerField, 1),
        (models.DecimalField, 1),
        (models.CharField, "" if each.blank else uuid.uuid4().hex[: each.max_length or 12]),
        (models.TextField, ""),
    ]
    return next(value for kind, value in values if isinstance(each, kind))


def _any_row(model: type[models.Model]) -> models.Model:
    """Return a row that another needs: one that is there for what everybody shares, else a new one."""
    if model in {Organisation, Area, Team, User}:
        return model._default_manager.first() or smallest(model)
    return smallest(model)
