"""What a form of a case asks for, when somebody else may have acted in the case meanwhile."""

from collections.abc import Callable
from typing import TypeVar

from django.db import IntegrityError, transaction

from onroll.access import policy
from onroll.audit.actor import Actor
from onroll.cases.models import Case

Done = TypeVar("Done")


class Overtaken(Exception):
    """The case is no longer as it was when the form was opened: somebody else acted meanwhile."""


def carry_out(case: Case, *, permission: str, do: Callable[[], Done], by: Actor) -> Done:
    """Return what ``do`` returned, which carries out what a form asks for.

    Raises Overtaken when the database refuses what somebody else did first.
    """
    policy.require(by, permission, case)
    try:
        with transaction.atomic():
            return do()
    except IntegrityError as error:
        raise Overtaken from error
