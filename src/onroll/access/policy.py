"""The second of the two doors: may this actor do this, to this thing? Pages are the first."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from onroll.access import matrix, scoping
from onroll.audit.actor import Actor


class PermissionRefused(Exception):
    """The actor's roles do not grant the permission, or do not reach this far."""

    def __init__(self, permission: str) -> None:
        super().__init__(f"permission {permission!r} is not granted")
        self.permission = permission

    @property
    def who_can(self) -> tuple[str, ...]:
        """The titles of the roles that have the permission over the whole authority: who can help."""
        return tuple(
            matrix.role(code).title
            for code, scopes in matrix.grants()[self.permission].items()
            if matrix.EVERYTHING in scopes and code not in {"NIGHT", "LOAD"}
        )


def scopes(by: Actor, permission: str) -> frozenset[str]:
    """Return how far a permission reaches for the actor; empty for no grant."""
    return matrix.scopes_of(by.roles, permission)


def may(by: Actor, permission: str, thing: Any = None) -> bool:
    """Return whether the actor has the permission at all or, given a thing, for that thing.

    A thing is a row with ``child_id`` (or a child itself), or one that an organisation supplied (``organisation_id``).
    """
    granted = scopes(by, permission)
    if thing is None or matrix.EVERYTHING in granted:
        return bool(granted)
    supplied: frozenset[str] = getattr(getattr(type(thing), "objects", None), "supplied", frozenset())
    child_id = child_of(thing)
    if child_id is not None and scoping.reaches(by, child_id, granted - supplied):
        return True
    supplied_by = getattr(thing, "organisation_id", None)
    own = supplied or frozenset(scoping.SUPPLIED)
    return bool(own & granted) and supplied_by is not None and supplied_by == by.organisation_id


def prepare(by: Actor, child_ids: Iterable[UUID], *permissions: str) -> None:
    """Ask once for all these children, where it depends on the child whether the actor has the permissions.

    For a page that shows many and then asks ``may`` of each; in an action it does nothing.
    """
    if any(scoping.is_asked_of(scopes(by, permission)) for permission in permissions):
        scoping.ask_of(by, child_ids)


def require(by: Actor, permission: str, thing: Any = None) -> None:
    """Return when the actor may; raise PermissionRefused when not."""
    if not may(by, permission, thing):
        raise PermissionRefused(permission)


def child_of(thing: Any) -> UUID | None:
    """Return the id of the child that a row is about, or None."""
    found = getattr(thing, "child_id", None)
    if found is None and thing._meta.model_name == "child":
        found = thing.pk
    return found if isinstance(found, UUID) else None
