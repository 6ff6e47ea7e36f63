"""Everything that is written down, so that a test can say: nothing is."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.apps import apps
from django.db import connection
from django.db.models.expressions import RawSQL

from onroll.audit.models import Event

ROOMS = ("access", "duties", "schools", "people", "documents", "release", "education", "cases", "intake")


def everything_written() -> dict[str, list[Any]]:
    """Return every row of every room, and how many events there are."""
    found: dict[str, list[Any]] = {
        model._meta.label: sorted(model._base_manager.values_list(), key=str)
        for room in ROOMS
        for model in apps.get_app_config(room).get_models()
    }
    return found | {"events": [Event.objects.count()]}


@contextmanager
def nothing_written() -> Iterator[None]:
    """Fail when anything at all is different afterwards."""
    before = everything_written()
    yield
    after = everything_written()
    different = [label for label in before if before[label] != after[label]]
    assert not different, f"written all the same: {different}"


def events() -> list[str]:
    """Return the kinds of every event, in the order in which they were written.

    A place in the chain orders one lane only; the table, which is never changed, keeps the order of all of them.
    """
    place = RawSQL("ctid" if connection.vendor == "postgresql" else "rowid", [])
    return list(Event.objects.order_by(place).values_list("kind", flat=True))
