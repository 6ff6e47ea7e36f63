"""A form of a case sent twice, by a double click or a lost connection, is carried out once."""

from collections.abc import Callable
from typing import TypeVar

from django.db import IntegrityError, transaction

from onroll.access import policy
from onroll.audit.actor import Actor
from onroll.cases.models import Case, SentStep

Done = TypeVar("Done")


class SentBefore(Exception):
    """The very same form was carried out before: there is nothing more to do."""


class Overtaken(Exception):
    """The case is no longer as it was when the form was opened: somebody else acted meanwhile."""


@transaction.atomic
def carry_out_once(
    case: Case, *, step: str, permission: str, once: str, do: Callable[[], Done], by: Actor
) -> Done:
    """Carry out what a form asks for and return what it returned, unless this form was carried out before.

    ``once`` is the form's own mark, made when it was drawn. Both are written in one transaction, so that of two that
    arrive together one is carried out. Raises SentBefore for the other, and Overtaken when the database refuses what
    somebody else did first.
    """
    policy.require(by, permission, case)
    if not once:
        raise ValueError("a form without its mark: expected the mark that was drawn with it")
    if was_sent(case, once=once):
        raise SentBefore
    try:
        with transaction.atomic():
            row = SentStep(
                case=case,
                child_id=case.child_id,
                recorded_at=by.at,
                recorded_by=by.name,
                once=once,
                step=step,
            )
            row.save(force_insert=True)
    except IntegrityError as error:
        raise SentBefore from error
    try:
        with transaction.atomic():
            return do()
    except IntegrityError as error:
        raise Overtaken from error


def was_sent(case: Case, *, once: str) -> bool:
    """Return whether this very form was carried out in this case."""
    return bool(once) and case.sentsteps.filter(once=once).exists()
