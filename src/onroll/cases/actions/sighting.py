"""A child who is sought turns up in what arrives: it is kept for an officer, in the transaction in which it arrived."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction

from onroll.access import policy
from onroll.access.actors import service_actor
from onroll.audit import actions as audit
from onroll.audit.actions import Happened
from onroll.audit.actor import Actor
from onroll.cases.actions.taking_up import take_up
from onroll.cases.described import record_told
from onroll.cases.models import Referral, Sighting
from onroll.cases.sought import sought_like


@dataclass(frozen=True, kw_only=True)
class Seen:
    """Where a child who is sought was seen: in what, in which line, as of which day, and how sure that is."""

    case_id: UUID
    child_id: UUID
    kind: str
    subject_id: UUID
    words: str
    line: int = 0
    told_on: date | None = None
    sure: bool = False


@transaction.atomic
def record_sightings(seen: Sequence[Seen], *, by: Actor) -> int:
    """Keep where children who are sought were seen; each once for a line of what arrived. Returns how many are new."""
    policy.require(by, "case:list")
    subjects = {each.subject_id for each in seen}
    kept = set(
        Sighting.objects.visible_to(by, "case:list")
        .filter(subject_id__in=subjects)
        .values_list("case_id", "subject_id", "line")
    )
    new = {(each.case_id, each.subject_id, each.line): each for each in seen}
    rows = [
        Sighting(**vars(each), recorded_at=by.at, recorded_by=by.name)
        for place, each in new.items()
        if place not in kept
    ]
    take_up(sorted({row.case_id for row in rows}))
    Sighting.objects.bulk_create(rows, batch_size=500)
    audit.record_many(
        [
            Happened(
                kind="case.sighted",
                subject_kind="case",
                subject_id=row.case_id,
                child_id=row.child_id,
                detail={"what": row.kind, "told_on": row.told_on, "line": row.line},
            )
            for row in rows
        ],
        by=by,
    )
    return len(rows)


@transaction.atomic
def look_among_sought(referral: Referral, *, by: Actor) -> int:
    """Keep which children who are sought a notice may be about; an officer decides when looking at it.

    Whoever tells us learns nothing of it: the service itself looks, and only officers who may list the case are shown.
    """
    service = service_actor("Standing match", role="NIGHT", at=by.at)
    policy.require(service, "case:list")
    seen = [
        Seen(
            case_id=each.case_id,
            child_id=each.child_id,
            kind="notice",
            subject_id=referral.pk,
            told_on=referral.received_on,
            words=each.match.odds_words,
        )
        for each in sought_like(record_told(referral.answers), by=service)[:3]
    ]
    return record_sightings(seen, by=service)


@transaction.atomic
def withdraw_sightings(subject_id: UUID, *, by: Actor) -> int:
    """Take back what was seen in a file that is undone; returns how many that were."""
    policy.require(by, "case:list")
    rows = Sighting.objects.visible_to(by, "case:list").filter(subject_id=subject_id, withdrawn=False)
    told = [(row.case_id, row.child_id, row.kind) for row in rows]
    rows.update(withdrawn=True)
    audit.record_many(
        [
            Happened(
                kind="case.sighting-withdrawn",
                subject_kind="case",
                subject_id=case_id,
                child_id=child_id,
                detail={"what": kind},
            )
            for case_id, child_id, kind in told
        ],
        by=by,
    )
    return len(told)
