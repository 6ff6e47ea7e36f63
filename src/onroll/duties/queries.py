"""Reading duties: what is late, what is due, and whose it is."""

from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from onroll.access import policy
from onroll.audit.actor import Actor
from onroll.duties.models import Duty


def visible_to(by: Actor, permission: str = "duty:list") -> QuerySet[Duty]:
    """Return the duties that ``by`` may see; whoever only told us of the child sees what is their own to do."""
    rows = Duty.objects.visible_to(by, permission)
    return rows.filter(owed_by__in=by.roles) if policy.scopes(by, permission) <= {"s"} else rows


def outstanding(by: Actor) -> QuerySet[Duty]:
    """Return the duties that somebody still owes and that ``by`` may see, soonest first, undated last."""
    rows = visible_to(by).filter(met_on=None, excused_on=None)
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
        visible_to(by, "duty:read")
        .filter(subject_id=subject_id)
        .select_related("officer", "area", "team")
        .order_by("due_on", "triggered_on", "id")
    )
