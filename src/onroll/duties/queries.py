"""Reading duties: what is late, what is due, and whose it is."""

from collections.abc import Iterable, Mapping
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from onroll.access import policy
from onroll.access.matrix import EVERYTHING
from onroll.access.scoping import CASELOAD, reach_of
from onroll.audit.actor import Actor, ActorKind
from onroll.duties.models import Duty

# What the duty itself tells: whoever may not read all of that may not see that it is owed (ADR 0012).
GUARDED: Mapping[str, tuple[str, ...]] = {
    "strategy-decision-under-hold": ("hold:read",),
    "refer-concern": ("safeguarding:read",),
    "tell-police": ("safeguarding:read",),
    "refer-exploitation": ("safeguarding:read",),
    "place-hold": ("hold:read", "safeguarding:read"),
    "tell-forced-marriage-unit": ("hold:read", "safeguarding:read"),
    "seek-advice": ("special_cat:read", "safeguarding:read"),
    "tell-social-care-of-absence": ("safeguarding:read",),
}

READ_WITH_A_DUTY = ("hold:read", "safeguarding:read")  # what ``as_seen`` asks of a child


def visible_to(by: Actor, permission: str = "duty:list") -> QuerySet[Duty]:
    """Return the duties that ``by`` may see: none that tells of a hold or a concern that they may not read.

    What is owed about no child (a sweep, a shared list) is the area's; an officer sees of it what officers owe. Whoever
    only told us of the child sees what is their own to do. The nightly run sees all.
    """
    rows = Duty.objects.visible_to(by, permission)
    if by.kind is ActorKind.SERVICE:
        return rows
    if policy.scopes(by, permission) <= {"s"}:
        rows = rows.filter(owed_by__in=by.roles)
    if policy.scopes(by, permission) <= CASELOAD:
        rows = rows.filter(Q(child_id__isnull=False) | Q(owed_by__in=by.roles))
    for told in sorted({each for asked in GUARDED.values() for each in asked}):
        scopes = policy.scopes(by, told)
        if EVERYTHING not in scopes:
            codes = [code for code, asked in GUARDED.items() if told in asked]
            reached = Exists(reach_of(by, scopes).filter(child_id=OuterRef("child_id")))
            rows = rows.exclude(Q(code__in=codes) & ~reached)
    return rows


def as_seen(rows: Iterable[Duty], *, by: Actor) -> list[Duty]:
    """Return the duties as ``by`` may read them, not to be saved: without a hold's pause, and without a reason given.

    Dates stay as they are, since a hold moves none.
    """
    seen = list(rows)
    telling = [row.child_id for row in seen if row.child_id and (row.suspended_on or _gives_a_reason(row))]
    policy.prepare(by, telling, *READ_WITH_A_DUTY)
    for row in seen:
        if row.suspended_on is not None and not policy.may(by, "hold:read", row):
            row.suspended_on = row.suspended_until = None
        if _gives_a_reason(row) and not policy.may(by, "safeguarding:read", row):
            row.because = row.because.partition(": ")[0] + "."
    return seen


def _gives_a_reason(row: Duty) -> bool:
    return row.code == "first-visit" and ": " in row.because


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
