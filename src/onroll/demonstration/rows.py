"""Every row of a table: the demonstration acts for everybody at once, and every child in it is invented."""

from typing import TypeVar

from django.db.models import Model, QuerySet

Row = TypeVar("Row", bound=Model)


def every(model: type[Row]) -> QuerySet[Row]:
    """Return all rows of a model that is otherwise read by scope."""
    rows: QuerySet[Row] = model.objects.unscoped("the demonstration: every child is invented")  # type: ignore[attr-defined]
    return rows
