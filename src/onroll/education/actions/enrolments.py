"""A child's time on an admission register: begun, listed, no longer listed, corrected, ended."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from onroll.access import policy, reach
from onroll.access.reach import Grant
from onroll.audit import actions as audit
from onroll.audit.actions import Happened
from onroll.audit.actor import LONDON, Actor
from onroll.duties.numbers import current_parameters
from onroll.education import facts
from onroll.education.models import Enrolment
from onroll.education.sources import sourced
from onroll.people.models import Child
from onroll.people.told import Source
from onroll.schools.models import Establishment
from onroll.schools.queries import authority_calendar
from rulebook.findings import Finding, Refused
from rulebook.wording import long_date

BATCH = 500
CORRECTABLE = frozenset({"starting_on", "year_group", "status"})


@dataclass(frozen=True, kw_only=True)
class NewEnrolment:
    """A child on an admission register, as told."""

    child: Child
    establishment: Establishment
    starting_on: date | None = None
    year_group: str = ""
    status: str = "C"
    listed: bool = (
        False  # told by a roll, so that the roll's day is the last on which the child is known to be listed
    )


def record_enrolment(new: NewEnrolment, *, source: Source, by: Actor) -> Enrolment:
    """Record that a child is on a school's roll, and return the row; one that is open already comes back as it is."""
    return record_enrolments([(new, source)], by=by)[0]


@transaction.atomic
def record_enrolments(news: Sequence[tuple[NewEnrolment, Source]], *, by: Actor) -> list[Enrolment]:
    """Record many enrolments at once, in order: the same as one by one, in few statements.

    The school's organisation reaches each child from now on.
    """
    policy.require(by, "card:update")
    return enrol(news, permission="card:update", by=by)


@transaction.atomic
def enrol(news: Sequence[tuple[NewEnrolment, Source]], *, permission: str, by: Actor) -> list[Enrolment]:
    """Write enrolments for an action that has required ``permission`` for what makes them so."""
    present = _open_enrolments({new.child.pk for new, _ in news}, permission, by)
    rows, added = [], []
    for new, source in news:
        key = (new.child.pk, new.establishment.pk)
        if key not in present:
            present[key] = _row(new, source, by)
            added.append(present[key])
        rows.append(present[key])
    Enrolment.objects.bulk_create(added, batch_size=BATCH)
    _let_schools_reach(added)
    audit.record_many(
        [_happened("education.enrolled", row, source=row.source) for row in added],
        by=by,
    )
    return rows


@transaction.atomic
def delete_enrolment(
    enrolment: Enrolment, *, deleted_on: date, ground: str, destination: str = "", by: Actor
) -> None:
    """Record that a school deleted a child's name from its register on ``deleted_on``, the first day without.

    ``ground`` is the regulation's, as the school stated it. The school reaches the child for 20 school days more.
    Raises Refused when the date cannot be, or when the name was deleted before.
    """
    policy.require(by, "card:update", enrolment)
    if deleted_on > by.today:
        raise Refused(
            Finding(
                "deleted-in-future", "The date of deletion must be today or in the past.", where="deleted_on"
            )
        )
    if enrolment.starting_on and deleted_on < enrolment.starting_on:
        words = f"The child was on this roll from {long_date(enrolment.starting_on)}. Enter a later date of deletion."
        raise Refused(Finding("deleted-before-start", words, where="deleted_on"))
    still_open = Enrolment.objects.visible_to(by, "card:update").filter(pk=enrolment.pk, deleted_on=None)
    if not still_open.update(deleted_on=deleted_on, ground=ground, destination=destination):
        raise Refused(
            Finding("deleted-already", "This name was deleted from the roll before. Look at the child again.")
        )
    enrolment.deleted_on, enrolment.ground, enrolment.destination = deleted_on, ground, destination
    until_on = facts.reach_ends_on(deleted_on, calendar=authority_calendar(), parameters=current_parameters())
    reach.set_reach(
        child_id=enrolment.child_id,
        subject_id=enrolment.pk,
        because="was on roll",
        grants=_grants(enrolment, until_on),
    )
    audit.record(
        "education.deleted", subject=enrolment, child_id=enrolment.child_id, by=by, urn=enrolment.establishment.urn,
        deleted_on=deleted_on, ground=ground or "not stated",
    )  # fmt: skip


@transaction.atomic
def correct_enrolments(changes: Iterable[tuple[Enrolment, Mapping[str, Any]]], *, by: Actor) -> int:
    """Correct starting day, year group or status of enrolments; returns how many were different."""
    policy.require(by, "card:update")
    happened, changed = [], []
    for row, values in changes:
        unknown = set(values) - CORRECTABLE
        if unknown:
            raise ValueError(f"cannot correct {sorted(unknown)!r}: expected some of {sorted(CORRECTABLE)}")
        fields = sorted(name for name, value in values.items() if getattr(row, name) != value)
        if fields:
            for name in fields:
                setattr(row, name, values[name])
            changed.append(row)
            happened.append(_happened("education.enrolment-changed", row, fields=", ".join(fields)))
    # In September every pupil of a roll moves up a year: thousands of rows, in a few statements.
    rows = Enrolment.objects.visible_to(by, "card:update")
    rows.bulk_update(changed, sorted(CORRECTABLE), batch_size=BATCH)
    audit.record_many(happened, by=by)
    return len(happened)


@transaction.atomic
def record_listed(enrolments: Sequence[Enrolment], *, listed_on: date, by: Actor) -> list[Enrolment]:
    """Record that a school's roll of ``listed_on`` holds these; returns those that its last roll before did not hold.

    A roll older than one already known changes nothing.
    """
    policy.require(by, "card:update")
    again = [row for row in enrolments if _had_dropped_out(row) and _is_news(row, listed_on)]
    for ids in _batches([row.pk for row in enrolments]):
        rows = Enrolment.objects.visible_to(by, "card:update").filter(pk__in=ids)
        rows.filter(Q(last_listed_on=None) | Q(last_listed_on__lt=listed_on)).update(last_listed_on=listed_on)
    audit.record_many([_happened("education.relisted", row, listed_on=listed_on) for row in again], by=by)
    return again


@transaction.atomic
def record_not_listed(enrolments: Sequence[Enrolment], *, listed_on: date, by: Actor) -> int:
    """Record that a school's roll of ``listed_on`` does not hold these, which ends nothing by itself.

    The last day on which each is known to have been listed is kept. Returns how many dropped out with this roll; those
    that were missing from the roll before it were told then.
    """
    policy.require(by, "card:update")
    dropped = [row for row in enrolments if not _had_dropped_out(row)]
    for row in dropped:
        if row.last_listed_on is None:
            row.last_listed_on = row.as_of_on or row.recorded_at.astimezone(LONDON).date()
            row.save(update_fields=["last_listed_on"])
    audit.record_many(
        [
            _happened(
                "education.no-longer-listed", row, listed_on=listed_on, last_listed_on=row.last_listed_on
            )
            for row in dropped
        ],
        by=by,
    )
    return len(dropped)


def _had_dropped_out(row: Enrolment) -> bool:
    """Tell whether the newest roll of the school, before the one in hand, did not hold the child."""
    newest = row.establishment.roll_as_of_on
    return bool(newest and row.last_listed_on and row.last_listed_on < newest)


def _is_news(row: Enrolment, listed_on: date) -> bool:
    return row.last_listed_on is None or row.last_listed_on < listed_on


def _row(new: NewEnrolment, source: Source, by: Actor) -> Enrolment:
    return Enrolment(
        child=new.child,
        establishment=new.establishment,
        starting_on=new.starting_on,
        year_group=new.year_group,
        status=new.status,
        last_listed_on=source.as_of_on if new.listed else None,
        **sourced(source, by=by),
    )


def _open_enrolments(
    children: Iterable[UUID], permission: str, by: Actor
) -> dict[tuple[UUID, UUID], Enrolment]:
    found: dict[tuple[UUID, UUID], Enrolment] = {}
    for ids in _batches(sorted(children)):
        rows = Enrolment.objects.visible_to(by, permission).filter(child_id__in=ids, deleted_on=None)
        found |= {(row.child_id, row.establishment_id): row for row in rows.select_related("establishment")}
    return found


def _let_schools_reach(rows: Sequence[Enrolment]) -> None:
    reach.add_reach((row.child_id, row.pk, "on roll", grant) for row in rows for grant in _grants(row, None))


def _grants(row: Enrolment, until_on: date | None) -> list[Grant]:
    organisation = row.establishment.organisation_id
    return [Grant("o", organisation, until_on)] if organisation else []


def _happened(kind: str, row: Enrolment, **detail: Any) -> Happened:
    return Happened(
        kind=kind,
        subject_kind="enrolment",
        subject_id=row.pk,
        child_id=row.child_id,
        detail={"urn": row.establishment.urn, **detail},
    )


def _batches(ids: Sequence[UUID]) -> Iterable[Sequence[UUID]]:
    return (ids[start : start + BATCH] for start in range(0, len(ids), BATCH))
