"""Row scope: one predicate, in the query. What an actor may not reach is not found.

A sensitive model takes ``ScopedManager``: asking it for rows without saying who asks raises ``UnscopedQuery``.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Self, TypeVar
from uuid import UUID

from django.db import models
from django.db.models import Exists, OuterRef, Q, QuerySet

from onroll.access import matrix
from onroll.access.models import Reach
from onroll.audit.actor import Actor

Row = TypeVar("Row", bound=models.Model)

SUPPLIED = (
    "s"  # an organisation that told us of a child sees its own notice, never another's of the same child
)
HELD = frozenset("amtosd")  # the scopes of which the reach table tells
IN_AN_AREA = frozenset("am")  # the scopes of those who work in an area
CASELOAD = frozenset("m")  # some tens of children, however large the authority


# For a page that only reads: by whom and of which child it was asked, and the scopes that reach.
_asked: ContextVar[dict[tuple[Actor, UUID], frozenset[str]] | None] = ContextVar("asked", default=None)


class UnscopedQuery(Exception):
    """Rows of a sensitive model were asked for without saying who asks."""


class ScopedManager(models.Manager[Row]):
    """Gives rows only to a named actor, or to a caller that states why it needs them all.

    ``child`` is the path from the model to the child's id; ``organisation`` the path to whoever supplied the
    row, for models that exist before their child is known. ``supplied`` are the scopes that reach a row by its supplier
    alone: what one school told of a child is never another's, however well that one knows the child. ``area`` is the
    path to the area of a row that is about no child: whoever works in that area reaches it.
    """

    use_in_migrations = False

    def __init__(
        self, child: str = "child_id", organisation: str = "", supplied: str = SUPPLIED, area: str = ""
    ) -> None:
        super().__init__()
        self.child = child
        self.organisation = organisation
        self.area = area
        self.supplied = frozenset(supplied) if organisation else frozenset()

    def get_queryset(self) -> QuerySet[Row]:
        """Return related rows of a row that was itself reached; refuse anything wider."""
        if getattr(self, "instance", None) is not None:
            return super().get_queryset()
        raise UnscopedQuery(
            f"{self.model.__name__}.objects needs visible_to(actor, permission) or unscoped(reason)"
        )

    def visible_to(self, by: Actor, permission: str, *, listed: bool = False) -> QuerySet[Row]:
        """Return the rows that ``by`` may reach with ``permission``; none at all without a grant.

        ``listed`` says that a list is made of them, which is begun with the children whom ``by`` reaches. Without
        it each row is asked whether it is reached, unless ``by`` reaches their own caseload and no more.
        """
        rows: QuerySet[Row] = super().get_queryset()
        scopes = matrix.scopes_of(by.roles, permission)
        if matrix.EVERYTHING in scopes:
            return rows
        reaching = scopes - self.supplied
        where = self._reached(by, reaching, first=listed or reaching <= CASELOAD) if self.child else Q()
        if self.supplied & scopes and by.organisation_id:
            own = Q(**{self.organisation: by.organisation_id})
            where = where | own if self.child else own
        if self.area and by.area_ids and scopes & IN_AN_AREA:
            where |= Q(**{f"{self.child}__isnull": True, f"{self.area}__in": sorted(by.area_ids)})
        return rows.filter(where) if where else rows.none()

    def _reached(self, by: Actor, scopes: frozenset[str], *, first: bool) -> Q:
        reached = reach_of(by, scopes)
        if first:  # SQLite works a list out once and begins with it; PostgreSQL takes the two for the same
            return Q(**{f"{self.child}__in": reached.values("child_id")})
        return Q(Exists(reached.filter(child_id=OuterRef(self.child))))

    def unscoped(self, reason: str) -> QuerySet[Row]:
        """Return all rows, for a caller that acts for nobody in particular; ``reason`` says why, and is counted."""
        if not reason:
            raise UnscopedQuery("unscoped needs its reason")
        return super().get_queryset()

    def create(self, **values: Any) -> Row:
        """Create one row; writing needs no scope, since actions check permission themselves."""
        return super().get_queryset().create(**values)

    def bulk_create(self, objs: Any, *args: Any, **options: Any) -> list[Row]:
        """Create many rows."""
        return super().get_queryset().bulk_create(objs, *args, **options)

    def db_manager(self, using: str | None = None, hints: dict[str, Any] | None = None) -> Self:
        """Return this manager for another database."""
        return super().db_manager(using, hints)


def reach_of(by: Actor, scopes: frozenset[str]) -> QuerySet[Reach]:
    """Return the rows of the reach table through which ``by`` reaches children under these scopes, today."""
    where = Q(pk__in=[])
    for scope, holders in _holdings(by).items():
        if scope in scopes and holders:
            where |= Q(scope=scope, holder_id__in=holders)
    return Reach.objects.filter(where).filter(Q(until_on__isnull=True) | Q(until_on__gte=by.today))


def reaches(by: Actor, child_id: UUID, scopes: frozenset[str]) -> bool:
    """Return whether ``by`` reaches this child under these scopes."""
    if matrix.EVERYTHING in scopes:
        return True
    if not is_asked_of(scopes):
        return False
    asked = _asked.get()
    if asked is None:
        return reach_of(by, scopes).filter(child_id=child_id).exists()
    if (by, child_id) not in asked:
        rows = reach_of(by, frozenset(_holdings(by))).filter(child_id=child_id)
        asked[by, child_id] = frozenset(rows.values_list("scope", flat=True))
    return not asked[by, child_id].isdisjoint(scopes)


def is_asked_of(scopes: frozenset[str]) -> bool:
    """Return whether these scopes reach some children and not others: not all, and not a flag alone."""
    return matrix.EVERYTHING not in scopes and not scopes.isdisjoint(HELD)


@contextmanager
def asking_once() -> Iterator[None]:
    """Ask the database once for each child who reaches it, while the block lasts, however many permissions are asked.

    For what only reads: an action may change who reaches whom, and asks anew each time.
    """
    token = _asked.set({})
    try:
        yield
    finally:
        _asked.reset(token)


def ask_of(by: Actor, child_ids: Iterable[UUID]) -> None:
    """Ask in one statement who reaches these children, for a page that shows many and then asks of each.

    Outside of ``asking_once`` nothing is remembered, and nothing is asked.
    """
    asked = _asked.get()
    if asked is None:
        return
    wanted = {child_id for child_id in child_ids if (by, child_id) not in asked}
    if not wanted:
        return
    found: dict[UUID, set[str]] = {child_id: set() for child_id in wanted}
    rows = reach_of(by, frozenset(_holdings(by))).filter(child_id__in=wanted)
    for child_id, scope in rows.values_list("child_id", "scope"):
        found[child_id].add(scope)
    asked.update({(by, child_id): frozenset(scopes) for child_id, scopes in found.items()})


def noting(by: Actor) -> dict[str, Exists]:
    """Return what a statement that fetches children can answer besides: by which scopes ``by`` reaches each of them.

    They are given as ``reached_a`` and so on, one for each scope that ``by`` holds anything under; see ``remember``.
    """
    held = (scope for scope, holders in _holdings(by).items() if holders)
    return {
        f"reached_{scope}": Exists(reach_of(by, frozenset(scope)).filter(child_id=OuterRef("pk")))
        for scope in held
    }


def remember(by: Actor, child: models.Model) -> None:
    """Remember who reaches a child that was fetched with ``noting``: it is not asked again while the page reads."""
    asked = _asked.get()
    if asked is not None:
        noted = (scope for scope in _holdings(by) if getattr(child, f"reached_{scope}", False))
        asked[by, child.pk] = frozenset(noted)


def _holdings(by: Actor) -> dict[str, list[UUID]]:
    own = [by.organisation_id] if by.organisation_id else []
    return {
        "a": sorted(by.area_ids),
        "m": [by.user_id] if by.user_id else [],
        "t": sorted(by.team_ids),
        "o": own,
        "s": own,
        "d": own,
    }
