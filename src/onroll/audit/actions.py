"""Recording what was done and who looked; the only writers of the chain."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from onroll.audit import chain
from onroll.audit.actor import Actor
from onroll.audit.kinds import kind_of
from onroll.audit.models import AccessRecord, ChildSeen, Event


@dataclass(frozen=True, kw_only=True)
class Happened:
    """One thing that was done, before it is sealed: for actions that do many things at once."""

    kind: str
    subject_kind: str
    subject_id: UUID
    child_id: UUID | None = None
    detail: Mapping[str, Any] = field(default_factory=dict)


def record(kind: str, /, *, subject: Any, by: Actor, child_id: UUID | None = None, **detail: Any) -> Event:
    """Record that something was done to ``subject`` (a row), in the caller's transaction, and return the event.

    ``detail`` holds codes, keys and dates that the event's sentence needs; never names, addresses or free text.
    Raises KeyError when no app has declared ``kind``.
    """
    happened = Happened(
        kind=kind,
        subject_kind=subject._meta.model_name,
        subject_id=subject.pk,
        child_id=child_id,
        detail=detail,
    )
    return record_many([happened], by=by)[0]


def record_many(happenings: Iterable[Happened], *, by: Actor) -> list[Event]:
    """Record many things done by one actor, in order, with one look at the chain."""
    events = [_event(happened, by) for happened in happenings]
    chain.append(events)
    return events


def record_access(
    page: str,
    *,
    by: Actor,
    permission: str,
    child_ids: Iterable[UUID] = (),
    subjects: Iterable[str] = (),
    outcome: str = "shown",
    channel: str = "web",
) -> AccessRecord:
    """Record that somebody was shown a page, with every child on it, or was refused it, in the caller's transaction.

    ``subjects`` name what else was on it, each by its kind and its id, such as ``referral:0190…``.
    """
    children = sorted(set(child_ids))
    row = AccessRecord(
        recorded_at=by.at,
        page=page,
        permission=permission,
        outcome=outcome,
        purpose=by.purpose,
        channel=channel,
        child_ids=[str(child) for child in children],
        subjects=sorted(set(subjects)) or None,
        **_who(by),
    )
    chain.append([row])
    ChildSeen.objects.bulk_create(
        [ChildSeen(record=row, child_id=child, seen_at=by.at) for child in children], batch_size=500
    )
    return row


def _event(happened: Happened, by: Actor) -> Event:
    return Event(
        recorded_at=by.at,
        kind=kind_of(happened.kind).code,
        subject_kind=happened.subject_kind,
        subject_id=happened.subject_id,
        child_id=happened.child_id,
        detail={key: _plain(value) for key, value in happened.detail.items()},
        **_who(by),
    )


def _who(by: Actor) -> dict[str, Any]:
    return {
        "by_id": by.user_id,
        "by_name": by.name,
        "by_role": by.role,
        "by_organisation": by.organisation_name,
        "request_id": by.request_id,
    }


def _plain(value: Any) -> Any:
    """Return the value as it will be read back, so that the seal over it can be taken again."""
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, list | tuple):
        return [_plain(part) for part in value]
    return value.isoformat() if hasattr(value, "isoformat") else str(value)
