"""Reading duties: what is late, what is due, and whose it is."""

from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from onroll.audit.actor import Actor
from onroll.duties.models import Duty


def outstanding(by: Actor) -> QuerySet[Duty]:
    """Return the duties that somebody still owes and that ``by`` may see, soonest first, undated last."""
    rows = Duty.objects.visible_to(by, "duty:list").filter(met_on=None, excused_on=None)
    return rows.select_related("officer", "area", "team").order_by("due_on", "id")


def overdue(by: Actor, *, as_of: date) -> QuerySet[Duty]:
    """Return what was due before ``as_of`` and is still owed; the due day itself is in time."""
    return outstanding(by).filter(due_on__lt=as_of)


def due_within(by: Actor, *, first: date, last: date) -> QuerySet[Duty]:
    """Return what is due from ``first`` to ``last``, both days included."""
    return outstanding(by).filter(due_on__gte=first, due_on__lte=last)


def of_subject(by: Actor, *, subject_id: UUID) -> QuerySet[Duty]:
    """Return every duty of a subject, done or not, in the order in which they are or were due."""
    return (
        Duty.objects.visible_to(by, "duty:read")
        .filter(subject_id=subject_id)
        .select_related("officer", "area", "team")
        .order_by("due_on", "triggered_on", "id")
    )
