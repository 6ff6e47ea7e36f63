"""A case is taken up for change: of two who act on it at once, the second waits and sees what the first did."""

from collections.abc import Iterable
from uuid import UUID

from onroll.cases.queries import every_case


def take_up(case_ids: Iterable[UUID]) -> tuple[UUID, ...]:
    """Return the ids of the cases, in order, with their rows kept until the transaction ends.

    Whatever is then read is as those who had the cases before have left it. Every action on a case does this before
    it writes anything, and so before it takes its lane of the chain: two who wait for each other would be refused.
    Several cases are taken in the order of their ids, for the same reason. Rows that point at a case may still be
    written (the lock is of no key). On SQLite nothing is needed: a transaction there begins by keeping all others out.
    """
    rows = every_case("a case is kept from others, whoever acts").filter(pk__in=list(case_ids))
    return tuple(rows.order_by("pk").select_for_update(no_key=True).values_list("pk", flat=True))
