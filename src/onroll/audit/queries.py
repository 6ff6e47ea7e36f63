"""Reading the record: a child's timeline, and who has seen a child."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from onroll.audit.actor import Actor
from onroll.audit.models import AccessRecord, ChildSeen, Event


def last_done(child_id: UUID | None, *, by: Actor) -> str:
    """Return the kind of what ``by`` did last for a child within this same request; empty where nothing was done."""
    # Asked of this person alone: the order of the lanes of two who act in one moment says nothing.
    last = timeline_of(child_id).filter(by_id=by.user_id).first() if child_id else None
    return str(last.kind) if last is not None and last.request_id == by.request_id else ""


def timeline_of(child_id: UUID) -> QuerySet[Event]:
    """Return all events about one child, newest first."""
    return Event.objects.filter(child_id=child_id).order_by("-recorded_at", "-sequence")


def history_of(subject_id: UUID) -> QuerySet[Event]:
    """Return all events about one row, newest first."""
    return Event.objects.filter(subject_id=subject_id).order_by("-recorded_at", "-sequence")


def subjects_of(kind: str, *, among: Collection[UUID]) -> set[UUID]:
    """Return those of the rows of which an event of this kind tells."""
    rows = Event.objects.filter(kind=kind, subject_id__in=among)
    return set(rows.values_list("subject_id", flat=True)) if among else set()


def who_has_seen(child_id: UUID) -> QuerySet[ChildSeen]:
    """Return each time that somebody was shown one child, newest first, with the access record."""
    return ChildSeen.objects.filter(child_id=child_id).select_related("record").order_by("-seen_at", "-id")


def looked_by(user_id: UUID) -> QuerySet[AccessRecord]:
    """Return what one person was shown or refused, newest first."""
    return AccessRecord.objects.filter(by_id=user_id).order_by("-recorded_at", "-sequence")


def done_by(user_id: UUID) -> QuerySet[Event]:
    """Return what one person did, newest first."""
    return Event.objects.filter(by_id=user_id).order_by("-recorded_at", "-sequence")


def looks(*, since: datetime, until: datetime) -> QuerySet[AccessRecord]:
    """Return what anybody was shown or refused from one moment until before another, newest first."""
    rows = AccessRecord.objects.filter(recorded_at__gte=since, recorded_at__lt=until)
    return rows.order_by("-recorded_at", "-lane", "-sequence")
