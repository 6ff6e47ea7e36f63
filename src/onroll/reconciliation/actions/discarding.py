"""What lists told is discarded on the day that the authority set: the reasons stay, so that the table adds up."""

from datetime import date
from typing import Any

from django.db import transaction

from onroll.access import policy
from onroll.audit import actions as audit
from onroll.audit.actor import Actor
from onroll.reconciliation import keeping
from onroll.reconciliation.models import Comparison, ComparisonState, ListedDecision
from onroll.transfers.actions.discarding import discard_content

GONE: dict[str, Any] = {
    "told": {},
    "because": "",
    "likeliest": "",
    "child": None,
    "maybe": None,
    "probability": None,
}


@transaction.atomic
def discard_told(comparison: Comparison, *, on: date, by: Actor) -> int:
    """Discard what lists told of children as far as it is due by a day, and the lists themselves; return how many rows.

    Of a child whom nobody can explain it stays longer. Source: the authority's own terms (docs/retention.md).
    """
    policy.require(by, "import:create")
    due = keeping.due_of(comparison, on=on, by=by)
    ids = list(due.values_list("pk", flat=True)) if comparison.state == ComparisonState.DONE else []
    for start in range(0, len(ids), 500):
        some = ids[start : start + 500]
        rows = keeping.due_of(comparison, on=on, by=by).filter(pk__in=some)
        ListedDecision.objects.filter(listed__in=some).update(words="", before={}, child=None)
        rows.update(discarded_on=by.today, **GONE)
    if not ids:
        return 0
    for one in comparison.lists.select_related("file"):
        if one.file is not None:
            discard_content(one.file, by=by)
    audit.record("comparison.discarded", subject=comparison, by=by, children=len(ids))
    return len(ids)
