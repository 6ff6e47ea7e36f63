"""Whose desk is whose: the officers whose work somebody does today, and who holds the next action of a case."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from onroll.access.matrix import ROLES
from onroll.access.models import Membership, User
from onroll.access.queries import current, holders_of
from onroll.audit.actor import Actor
from onroll.cases.cover_models import Cover
from onroll.cases.models import Case

AT_A_DESK = "AIO"
OF_AN_AREA, OF_A_TEAM = {"ARM", "ARL"}, {"ADM", "EHE", "ABT"}


def covers_now(*, on: date) -> QuerySet[Cover]:
    """Return the covers that count on a day."""
    return Cover.objects.filter(from_on__lte=on, until_on__gte=on)


def covers_to_come(*, on: date) -> QuerySet[Cover]:
    """Return the covers that count on a day or later, the first to begin first."""
    return Cover.objects.filter(until_on__gte=on).select_related("away", "stand_in")


def desks_of(by: Actor) -> QuerySet[User, UUID]:
    """Return the ids of the officers whose work ``by`` does today: their own, and those whom they cover.

    It is part of the statement that it stands in, and sends none of its own.
    """
    own = Q(pk=by.user_id)
    if AT_A_DESK in by.roles:
        own |= Q(pk__in=covers_now(on=by.today).filter(stand_in_id=by.user_id).values("away_id"))
    return User.objects.filter(own, pk__isnull=False).values_list("pk", flat=True)


def covering(officer_id: UUID, *, on: date) -> list[Cover]:
    """Return who does an officer's work on a day."""
    return list(covers_now(on=on).filter(away_id=officer_id))


def officers_within(by: Actor) -> QuerySet[User]:
    """Return the attendance officers to whom ``by`` may give cases: those of the whole authority, or of their areas."""
    found = holders_of(AT_A_DESK, on=by.today).order_by("name")
    if not by.area_ids:
        return found
    here = Membership.objects.filter(current(on=by.today), role=AT_A_DESK, area_id__in=by.area_ids)
    return found.filter(pk__in=here.values("user"))


def holders_reached(case: Case, *, on: date) -> list[User]:
    """Return the people who hold the next action of a case as ``case`` tells it: nobody for a school or for no turn.

    Of a role with areas or teams they are those of the case's own; an officer is the one who has the case, or whoever
    does that officer's work today.
    """
    role = next((role.code for role in ROLES if role.in_authority and role.short == case.waiting_on), "")
    if not role:
        return []
    if role == AT_A_DESK:
        return _at_the_desk(case, on=on)
    found = holders_of(role, on=on).order_by("name")
    place = _place(role, case)
    if place:
        there = Membership.objects.filter(current(on=on), role=role, **place)
        found = found.filter(pk__in=there.values("user"))
    return list(found)


def _at_the_desk(case: Case, *, on: date) -> list[User]:
    if case.officer is None:
        return []
    instead = covers_now(on=on).filter(away_id=case.officer.pk).select_related("stand_in")
    return [each.stand_in for each in instead] or [case.officer]


def _place(role: str, case: Case) -> dict[str, UUID]:
    if role in OF_AN_AREA and case.area_id:
        return {"area_id": case.area_id}
    return {"team_id": case.team_id} if role in OF_A_TEAM and case.team_id else {}


def names_of(people: Iterable[User]) -> str:
    """Return people as a sentence has them."""
    names = [person.name for person in people]
    return " and ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else "".join(names)
