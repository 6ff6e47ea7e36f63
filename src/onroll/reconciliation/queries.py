"""Reading comparisons, as far as somebody may: those only who may list every child and every case there is."""

from collections.abc import Mapping
from uuid import UUID

from django.db.models import Count, QuerySet

from onroll.access import policy
from onroll.access.matrix import EVERYTHING
from onroll.audit.actor import Actor
from onroll.reconciliation.models import (
    OPEN_REASONS,
    Comparison,
    ComparisonState,
    Listed,
    ListedDecision,
    Reason,
)
from onroll.transfers.models import FileState, ReceivedFile
from onroll.transfers.queries import files_visible_to

WHOLE = ("card:list", "case:list")
USABLE = (FileState.READING, FileState.STAGED, FileState.APPLIED)


def require_whole(by: Actor, permission: str = "import:read") -> None:
    """Raise PermissionRefused unless ``by`` may list every child and every case, and has ``permission`` everywhere.

    A reason such as "on the register" tells of the case: who may not list it may not read the table either.
    """
    for each in (permission, *WHOLE):
        if EVERYTHING not in policy.scopes(by, each):
            raise policy.PermissionRefused(each)


def may_read(by: Actor) -> bool:
    """Return whether ``by`` may read comparisons at all."""
    return all(EVERYTHING in policy.scopes(by, each) for each in ("import:read", *WHOLE))


def may_decide(by: Actor) -> bool:
    """Return whether ``by`` may ask for comparisons and decide about their rows."""
    return may_read(by) and EVERYTHING in policy.scopes(by, "import:assign")


def comparisons_visible_to(by: Actor) -> QuerySet[Comparison]:
    """Return the comparisons that ``by`` may read, newest first."""
    rows = Comparison.objects.prefetch_related("lists")
    return rows if may_read(by) else rows.none()


def listed_visible_to(by: Actor) -> QuerySet[Listed]:
    """Return the rows of compared lists that ``by`` may read."""
    rows = Listed.objects.visible_to(by, "import:read").filter(comparison__state=ComparisonState.DONE)
    return (
        rows.select_related("list", "comparison", "child", "maybe", "case") if may_read(by) else rows.none()
    )


def rows_of(comparison: Comparison, *, reason: str, by: Actor) -> QuerySet[Listed]:
    """Return the rows of one reason, in the order of the lists."""
    return listed_visible_to(by).filter(comparison=comparison, reason=reason).order_by("place")


def rows_to_decide(comparison: Comparison, *, by: Actor) -> QuerySet[Listed]:
    """Return the rows that an officer may still decide about, in the order of the lists."""
    rows = listed_visible_to(by).filter(comparison=comparison, reason__in=OPEN_REASONS, discarded_on=None)
    return rows.order_by("place")


def counts_of(comparison: Comparison, *, by: Actor) -> Mapping[Reason, int]:
    """Return how many rows each reason has, every reason named: together they are the rows of the lists."""
    rows = Listed.objects.visible_to(by, "import:read").filter(comparison=comparison)
    found = dict(rows.order_by().values_list("reason").annotate(rows=Count("pk")))
    return {reason: found.get(reason.value, 0) for reason in Reason}


def decision_of(listed: Listed) -> ListedDecision | None:
    """Return what an officer decided last of a row and nobody has undone, or None."""
    return listed.decisions.filter(undone_at=None).first()


def lists_to_compare(by: Actor) -> QuerySet[ReceivedFile]:
    """Return the population lists whose content is here, newest first."""
    rows = files_visible_to(by, "import:read").filter(kind="population", state__in=USABLE)
    return rows.exclude(stored_as="")


def running() -> list[UUID]:
    """Return the ids of the comparisons on which a worker may be at work."""
    states = [ComparisonState.WAITING, ComparisonState.RUNNING]
    return list(Comparison.objects.filter(state__in=states).values_list("pk", flat=True))
