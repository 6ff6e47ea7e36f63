"""Building the actor of a request or a run."""

import uuid
from datetime import datetime

from onroll.access import queries
from onroll.access.models import User
from onroll.audit.actor import LONDON, Actor, ActorKind


def actor_for(user: User, *, at: datetime, request_id: str, purpose: str = "") -> Actor:
    """Return the actor that a signed-in person is at this moment: the roles, teams and areas in force that day.

    A person who left, or whose organisation's agreement has ended, comes back with no roles, and so may do nothing.
    """
    day = at.astimezone(LONDON).date()
    organisation = user.organisation
    held = user.memberships.filter(queries.current(on=day))
    memberships = list(held) if queries.in_force(user, on=day) else []
    return Actor(
        name=user.name,
        roles=tuple(sorted({membership.role for membership in memberships})),
        at=at,
        request_id=request_id,
        user_id=user.pk,
        organisation_id=organisation.pk,
        organisation_name=organisation.name,
        team_ids=frozenset(m.team_id for m in memberships if m.team_id),
        area_ids=frozenset(m.area_id for m in memberships if m.area_id),
        purpose=purpose,
    )


def public_actor(*, at: datetime, request_id: str) -> Actor:
    """Return the actor that a member of the public without an account is: one form, nothing to read."""
    return Actor(
        name="Member of the public", roles=("PUB",), at=at, request_id=request_id, kind=ActorKind.PUBLIC
    )


def service_actor(name: str, *, role: str, at: datetime, purpose: str = "") -> Actor:
    """Return the actor of a named service such as the nightly run; it has its own rows in the matrix."""
    return Actor(
        name=name,
        roles=(role,),
        at=at,
        request_id=uuid.uuid4().hex,
        kind=ActorKind.SERVICE,
        purpose=purpose,
    )
