"""Keeping the reach table: called by the actions of higher rooms, in their transaction."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from onroll.access.models import Reach


@dataclass(frozen=True)
class Grant:
    """One way in which a holder reaches a child; ``until_on`` counts."""

    scope: str
    holder_id: UUID
    until_on: date | None = None


def set_reach(*, child_id: UUID, subject_id: UUID, because: str, grants: Iterable[Grant]) -> None:
    """Make the grants that one subject (a case, an enrolment, a referral) gives exactly these, for one child."""
    wanted = {(grant.scope, grant.holder_id): grant for grant in grants}
    present = {
        (row.scope, row.holder_id): row
        for row in Reach.objects.filter(child_id=child_id, subject_id=subject_id)
    }
    gone = [row.pk for key, row in present.items() if key not in wanted]
    Reach.objects.filter(pk__in=gone).delete()
    for key, grant in wanted.items():
        row = present.get(key)
        if row is None:
            add_reach([(child_id, subject_id, because, grant)])
        elif row.until_on != grant.until_on:
            Reach.objects.filter(pk=row.pk).update(until_on=grant.until_on)


def add_reach(rows: Iterable[tuple[UUID, UUID, str, Grant]]) -> None:
    """Add many grants at once, each (child, subject, because, grant); one that is there already stays as it is."""
    Reach.objects.bulk_create(
        [
            Reach(
                child_id=child_id,
                subject_id=subject_id,
                because=because,
                scope=grant.scope,
                holder_id=grant.holder_id,
                until_on=grant.until_on,
            )
            for child_id, subject_id, because, grant in rows
        ],
        batch_size=500,
        ignore_conflicts=True,
    )
