"""Keeping what the rulebook answered: differences only, so that asking again changes nothing."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from onroll.audit import actions as audit
from onroll.audit.actions import Happened
from onroll.audit.actor import Actor
from onroll.audit.queries import last_done
from onroll.duties.models import MIRRORED, Duty
from rulebook.procedure.duty import Duty as Rule
from rulebook.wording import long_date

TOLD_OF = {  # what is told when it changes after a duty arose, each with its words
    "due_on": "due",
    "met_on": "done",
    "excused_on": "excused",
}
DESK = ("area_id", "team_id", "officer_id")


@dataclass(frozen=True, kw_only=True)
class Desk:
    """Whose desk a duty lies on, beyond the role that owes it."""

    area_id: UUID | None = None
    team_id: UUID | None = None
    officer_id: UUID | None = None


@dataclass(frozen=True)
class Kept:
    """How many duties were added, changed and withdrawn."""

    added: int
    changed: int
    withdrawn: int


@transaction.atomic
def keep(
    subject_kind: str,
    *,
    subject_id: UUID,
    child_id: UUID | None,
    rules: Iterable[Rule],
    desk: Desk,
    by: Actor,
) -> Kept:
    """Make the kept duties of one subject those that the rulebook gives; record what arose, was met, changed or ended.

    A duty that the facts no longer give rise to is withdrawn, with an event, never silently. No permission is asked:
    duties follow from facts, and whoever changed the facts was allowed to.
    """
    rows = Duty.objects.unscoped("duties are kept for a subject, whoever asks").filter(subject_id=subject_id)
    present = {(row.code, row.trigger): row for row in rows}
    wanted = {(rule.code, rule.trigger): rule for rule in rules}
    happened: list[Happened] = []
    added = [
        _new(rule, subject_kind, subject_id, child_id, desk)
        for key, rule in wanted.items()
        if key not in present
    ]
    Duty.objects.bulk_create(added)
    happened += [_told("duty.arose", row) for row in added]
    changed: list[tuple[Duty, Mapping[str, date | None]]] = []
    for key, rule in wanted.items():
        row = present.get(key)
        before = {name: getattr(row, name) for name in TOLD_OF} if row else {}
        fields = _differences(row, rule, child_id, desk) if row else []
        if row and fields:
            row.save(update_fields=fields)
            changed.append((row, before))
    happened += _changes(changed, after=last_done(child_id, by=by) if changed else "")
    gone = [row for key, row in present.items() if key not in wanted]
    happened += [_told("duty.withdrawn", row) for row in gone]
    rows.filter(pk__in=[row.pk for row in gone]).delete()
    audit.record_many(happened, by=by)
    return Kept(len(added), len(changed), len(gone))


def _new(rule: Rule, subject_kind: str, subject_id: UUID, child_id: UUID | None, desk: Desk) -> Duty:
    return Duty(
        subject_kind=subject_kind,
        subject_id=subject_id,
        child_id=child_id,
        **{name: getattr(rule, name) for name in MIRRORED},
        **{name: getattr(desk, name) for name in DESK},
    )


def _differences(row: Duty, rule: Rule, child_id: UUID | None, desk: Desk) -> list[str]:
    """Put the rulebook's answer into the row and return the names of the fields that this changed."""
    wanted: dict[str, Any] = {name: getattr(rule, name) for name in MIRRORED}
    wanted |= {name: getattr(desk, name) for name in DESK} | {"child_id": child_id}
    names = [name for name, value in wanted.items() if getattr(row, name) != value]
    for name in names:
        setattr(row, name, wanted[name])
    return names


def _changes(changed: Iterable[tuple[Duty, Mapping[str, date | None]]], *, after: str) -> Iterator[Happened]:
    """Yield what is to be told of duties that changed: one was met, or a day was moved, emptied or excused.

    Who did it stands in the event, and ``after`` what they had just done: nothing where time alone changed it.
    """
    for row, before in changed:
        moved = {name: day for name, day in before.items() if getattr(row, name) != day}
        if "met_on" in moved and moved["met_on"] is None:
            yield _told("duty.met", row)
        elif moved:
            yield _moved(row, moved, after=after)


def _moved(row: Duty, moved: Mapping[str, date | None], *, after: str) -> Happened:
    told = _told("duty.changed", row)
    said = [f"{TOLD_OF[name]} {_day(on)} → {_day(getattr(row, name))}" for name, on in moved.items()]
    detail = {f"{name}_before": on for name, on in moved.items()} | {
        "excused_on": row.excused_on,
        "trigger": row.trigger,
        "after": after,
        "changes": "; ".join(said),
    }
    return replace(told, detail={**told.detail, **detail})


def _day(on: date | None) -> str:
    return long_date(on) if on else "none"


def _told(kind: str, row: Duty) -> Happened:
    return Happened(
        kind=kind,
        subject_kind=row.subject_kind,
        subject_id=row.subject_id,
        child_id=row.child_id,
        detail={
            "duty": row.code,
            "title": row.title,
            "source": row.source,
            "due_on": row.due_on,
            "met_on": row.met_on,
        },
    )
