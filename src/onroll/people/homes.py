"""Where children live, asked of many at once for lists."""

from collections.abc import Iterable
from uuid import UUID

from onroll.audit.actor import Actor
from onroll.people.models import Address


def homes_of(child_ids: Iterable[UUID], *, by: Actor) -> dict[UUID, str]:
    """Return the newest address that has not ended of each of these children, in one line, as far as ``by`` reads it.

    A child without one, or whose whereabouts ``by`` may not read, is not there. One statement.
    """
    rows = Address.objects.visible_to(by, "location:read").filter(
        child_id__in=list(child_ids), until_on=None, no_fixed_address=False
    )
    newest = rows.exclude(lines="", postcode="").order_by("as_of_on", "recorded_at")
    return {row.child_id: row.one_line for row in newest}
