"""What every table of the service has in common: a random id, and a statement of how its fields are handled."""

import secrets
import uuid
from typing import ClassVar

from django.db import models

from rulebook.findings import Finding, Refused


class Handling:
    """How a model's fields are handled; every concrete model nests its own, and a test fails on an unsorted field.

    ``personal`` says who a person is, ``sensitive`` what could hurt them if it were known, ``operational`` the rest.
    ``retention`` names the class of ``docs/retention.md`` by which rows are kept.
    """

    personal: ClassVar[tuple[str, ...]] = ()
    sensitive: ClassVar[tuple[str, ...]] = ()
    operational: ClassVar[tuple[str, ...]] = ()
    retention: ClassVar[str] = ""


class Record(models.Model):
    """A row with a random 128-bit id, safe to show in an address."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)

    class Meta:
        abstract = True


def take_up_row(row: Record) -> None:
    """Read a row anew and keep it until the transaction ends: of two who act on it, the second sees what the first did.

    An action that asks how a row stands before it writes does this first, in its own transaction, since whoever calls
    has read the row before that. A case is taken up before any row of it, and a row before a lane of the chain, so that
    two never wait for each other. Rows that point at it may still be written (the lock is of no key). On SQLite reading
    anew is enough: a transaction there begins by keeping all others out. Raises Refused for a row that has gone.
    """
    rows = type(row)._base_manager.select_for_update(no_key=True)
    try:
        row.refresh_from_db(from_queryset=rows)
    except models.ObjectDoesNotExist as gone:
        words = "Somebody has taken this away meanwhile. Go back to the list and look again."
        raise Refused(Finding("row-gone", words)) from gone


def pair(at: str, by: str, *, model: str) -> models.CheckConstraint:
    """Return the constraint that a moment and the person who made it so are set together or not at all."""
    both = models.Q(**{f"{at}__isnull": False, f"{by}__gt": ""})
    neither = models.Q(**{f"{at}__isnull": True, f"{by}": ""})
    return models.CheckConstraint(condition=both | neither, name=f"{model}_{at}_and_{by}")


def new_reference(prefix: str) -> str:
    """Return a short random reference such as ``R-7KQ2-MXAB``: safe to say on the telephone, telling nothing.

    Letters and digits that are mistaken for one another (0 and O, 1 and I, 5 and S …) are not used.
    """
    picked = "".join(secrets.choice(_SAFE) for _ in range(8))
    return f"{prefix}-{picked[:4]}-{picked[4:]}"


_SAFE = "ABCDEFGHJKLMNPQRTUVWXY2346789"
