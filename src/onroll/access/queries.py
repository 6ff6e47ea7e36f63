"""Reading accounts, organisations and teams."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from onroll.access import matrix, policy
from onroll.access.models import Membership, MembershipState, User
from onroll.audit.actor import Actor

OPENS_CHILDREN = ("card:list", "card:read", "case:list", "case:read")


def user_with_email(email: str) -> User | None:
    """Return the account with this e-mail address, whatever its case, or None."""
    return User.objects.filter(email__iexact=email).first() if email else None


def user_with_roles(user_id: UUID) -> User:
    """Return one account with its organisation and roles; raises User.DoesNotExist when there is none."""
    return with_roles(User.objects.filter(pk=user_id)).get()


def with_roles(people: QuerySet[User]) -> QuerySet[User]:
    """Return the people with what a page about them shows: organisation, roles, teams and areas."""
    return people.select_related("organisation").prefetch_related("memberships__team", "memberships__area")


def in_force(user: User, *, on: date) -> bool:
    """Return whether the account may be used on a day: not suspended, and its organisation's agreement not ended."""
    ends_on = user.organisation.agreement_ends_on
    return user.is_active and (ends_on is None or ends_on >= on)


def needs_second_signature(role: str) -> bool:
    """Return whether a role opens children's records, and so is granted with a second signature."""
    return any(role in matrix.grants()[permission] for permission in OPENS_CHILDREN)


def people_visible_to(by: Actor, permission: str) -> QuerySet[User]:
    """Return the accounts that the actor may reach: all, those of their areas, or those of their organisation."""
    scopes = policy.scopes(by, permission)
    if matrix.EVERYTHING in scopes:
        return User.objects.all()
    reached = Q(pk__in=[])
    if "a" in scopes:
        places = Q(area__in=by.area_ids) | Q(team__area__in=by.area_ids)
        reached |= Q(pk__in=Membership.objects.filter(places).values("user"))
    if "o" in scopes and by.organisation_id:
        reached |= Q(organisation=by.organisation_id)
    return User.objects.filter(reached)


def current(*, on: date) -> Q:
    """Return the condition that a membership is in force on a day."""
    days = Q(from_on__lte=on) & (Q(until_on__isnull=True) | Q(until_on__gte=on))
    return days & Q(state=MembershipState.IN_FORCE)


def roles_in_force(user: User, *, on: date) -> list[Membership]:
    """Return the roles that a person holds on a day, with their team and area."""
    return list(
        user.memberships.filter(current(on=on)).select_related("team", "area").order_by("role", "from_on")
    )


def holders_of(role: str, *, on: date) -> QuerySet[User]:
    """Return the people in force who hold a role on a day."""
    held = Membership.objects.filter(current(on=on), role=role)
    agreed = Q(organisation__agreement_ends_on__isnull=True) | Q(organisation__agreement_ends_on__gte=on)
    return User.objects.filter(agreed, is_active=True, pk__in=held.values("user"))


def second_signature_possible() -> bool:
    """Return whether anybody was ever given a role that can countersign; before that, the first grants stand alone.

    Suspending every signer does not make it False, or an administrator could grant what they like that way.
    """
    signers = matrix.grants()["user:sign"]
    return Membership.objects.filter(role__in=signers, state=MembershipState.IN_FORCE).exists()


def roles_waiting() -> QuerySet[Membership]:
    """Return the roles that wait for a second signature, the longest waiting first."""
    waiting = Membership.objects.filter(state=MembershipState.PROPOSED)
    return waiting.select_related("user__organisation", "team", "area").order_by("granted_at", "pk")


@dataclass(frozen=True)
class Cast:
    """Whom one may sign in as in a demonstration: the first of each role, with its code, and the others by area."""

    firsts: tuple[tuple[str, User], ...]
    others: tuple[tuple[str, tuple[User, ...]], ...]


def cast() -> Cast:
    """Return the people who have a story, in order of name, one for each role of the matrix before all others.

    Those of roles in an area are of one area where that can be, so that what one of them passes on reaches the next.
    """
    people = list(with_roles(User.objects.filter(is_active=True).exclude(story="")).order_by("name"))
    firsts: dict[User, str] = {}
    areas: set[UUID | None] = set()
    for role in matrix.ROLES:
        held = [each for user in people if user not in firsts for each in user.memberships.all()]
        of_role = [each for each in held if each.role == role.code]
        near = [each for each in of_role if each.area_id in areas]
        for each in (near or of_role)[:1]:
            firsts[next(user for user in people if user.pk == each.user_id)] = role.code
            areas |= {each.area_id} if each.area_id and not areas else set()
    return Cast(
        firsts=tuple((code, user) for user, code in firsts.items()),
        others=_by_area([user for user in people if user not in firsts]),
    )


def _by_area(people: list[User]) -> tuple[tuple[str, tuple[User, ...]], ...]:
    """Return people under the name of their area, by role within it; under no name those of no area, last."""
    places = {role.code: place for place, role in enumerate(matrix.ROLES)}
    found: dict[str, list[tuple[int, str, User]]] = {}
    for user in people:
        held = min(user.memberships.all(), key=lambda each: places[each.role], default=None)
        area = held.area.name if held and held.area else ""
        found.setdefault(area, []).append((places[held.role] if held else len(places), user.name, user))
    return tuple(
        (area, tuple(user for _, _, user in sorted(found[area], key=lambda each: each[:2])))
        for area in sorted(found, key=lambda area: (not area, area))
    )
