"""Which children are being sought? Those with an open case."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from onroll.audit.actor import Actor
from onroll.cases import queries as cases
from onroll.transfers.matching import Recognised
from rulebook.findings import Finding, Severity

BATCH = 500
MAY_BE_SOUGHT = Finding(
    "may-be-sought", "This may be a child who is being sought. Decide this one first.", Severity.WARNING
)


def open_cases_of(children: Iterable[UUID], *, by: Actor) -> dict[UUID, UUID]:
    """Return, by child, the open cases that ``by`` may list."""
    ids = sorted(set(children))
    found: dict[UUID, UUID] = {}
    for start in range(0, len(ids), BATCH):
        rows = cases.register(by).filter(child_id__in=ids[start : start + BATCH])
        found |= dict(rows.values_list("child_id", "id"))
    return found


def among(recognised: Sequence[Recognised], *, by: Actor) -> frozenset[UUID]:
    """Return, of the children that held records may be, those who are being sought."""
    return frozenset(open_cases_of((each.child_id for one in recognised for each in one.proposed), by=by))
