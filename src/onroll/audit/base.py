"""What every table of the service has in common: a random id, and a statement of how its fields are handled."""

import secrets
import uuid
from typing import ClassVar

from django.db import models


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
