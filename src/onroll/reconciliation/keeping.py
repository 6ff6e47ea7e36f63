"""How long what lists told is kept: the authority's own numbers, and what is due to be discarded by them."""

from datetime import date, timedelta
from uuid import UUID

from django.db.models import QuerySet

from onroll.audit.actor import LONDON, Actor
from onroll.duties.numbers import current_parameters
from onroll.reconciliation.models import OPEN_REASONS, Comparison, ComparisonState, Listed

MATCHED, UNMATCHED = "discard-matched-list-data", "discard-unmatched-list-data"


def discard_on(comparison: Comparison, *, matched: bool = True) -> date:
    """Return the day on which what lists told is discarded: of the children who are explained, or of the rest."""
    asked_on = comparison.asked_at.astimezone(LONDON).date()
    span = current_parameters().value(MATCHED if matched else UNMATCHED, on=asked_on).span
    return asked_on + timedelta(days=span.count)


def to_discard(*, on: date, by: Actor) -> list[UUID]:
    """Return the ids of the comparisons of which something is to be discarded by a day."""
    rows = Comparison.objects.filter(state=ComparisonState.DONE).order_by("asked_at", "pk")
    return [row.pk for row in rows if discard_on(row) <= on and due_of(row, on=on, by=by).exists()]


def due_of(comparison: Comparison, *, on: date, by: Actor) -> QuerySet[Listed]:
    """Return the rows of a comparison whose data is to be discarded by a day."""
    rows = Listed.objects.visible_to(by, "import:read").filter(comparison=comparison, discarded_on=None)
    if discard_on(comparison) > on:
        return rows.none()
    return rows if discard_on(comparison, matched=False) <= on else rows.exclude(reason__in=OPEN_REASONS)
