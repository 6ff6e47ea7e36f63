"""Which children are being sought? Those with an open case."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from onroll.audit.actor import Actor
from onroll.cases import queries as cases
from onroll.people.same import followed_of, records_of
from onroll.transfers.matching import Recognised
from rulebook.findings import Finding, Severity

BATCH = 500
MAY_BE_SOUGHT = Finding(
    "may-be-sought", "This may be a child who is being sought. Decide this one first.", Severity.WARNING
)


def open_cases_of(children: Iterable[UUID], *, by: Actor) -> dict[UUID, UUID]:
    """Return, by child, the open cases that ``by`` may list: of this record or of another one of the same child."""
    ids = sorted(set(children))
    found: dict[UUID, UUID] = {}
    for start in range(0, len(ids), BATCH):
        some = ids[start : start + BATCH]
        heads = followed_of(records_of(some))
        rows = dict(cases.register(by).filter(child_id__in={*some, *heads}).values_list("child_id", "id"))
        by_head = {heads[child_id]: case_id for child_id, case_id in rows.items() if child_id in heads}
        for child_id in some:
            case_id = rows.get(child_id) or by_head.get(heads.get(child_id, child_id))
            if case_id is not None:
                found[child_id] = case_id
    return found


def among(recognised: Sequence[Recognised], *, by: Actor) -> frozenset[UUID]:
    """Return, of the children that held records may be, those who are being sought."""
    return frozenset(open_cases_of((each.child_id for one in recognised for each in one.proposed), by=by))
