"""Education otherwise than at a place we offered: begun, judged, ended."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db import transaction

from onroll.access import policy
from onroll.audit import actions as audit
from onroll.audit.actor import Actor
from onroll.education.models import Provision
from onroll.education.sources import sourced
from onroll.people.models import Child
from onroll.people.told import Source
from rulebook.findings import Finding, Refused
from rulebook.procedure.facts import ProvisionKind
from rulebook.wording import long_date


@transaction.atomic
def record_provision(
    child: Child,
    *,
    kind: ProvisionKind,
    starts_on: date,
    provider: str = "",
    hours_a_week: Decimal | None = None,
    suitable: bool | None = None,
    full_time: bool | None = None,
    case_id: UUID | None = None,
    source: Source,
    by: Actor,
) -> Provision:
    """Record that a child is educated at home, in alternative provision or at a school found elsewhere.

    ``suitable`` and ``full_time`` stay None until somebody has judged them.
    """
    policy.require(by, "case:update", child)
    row = Provision(
        child=child,
        case_id=case_id,
        kind=ProvisionKind(kind).value,
        provider=provider,
        hours_a_week=hours_a_week,
        starts_on=starts_on,
        suitable=suitable,
        full_time=full_time,
        **sourced(source, by=by),
    )
    row.save(force_insert=True)
    audit.record("education.provision-recorded", subject=row, child_id=child.pk, by=by, provision=row.kind,
                 starts_on=starts_on)  # fmt: skip
    return row


@transaction.atomic
def judge_provision(
    provision: Provision, *, suitable: bool, full_time: bool | None = None, by: Actor
) -> None:
    """Record whether the education is suitable and full time, as somebody entitled to has judged."""
    policy.require(by, "case:update", provision)
    provision.suitable, provision.full_time = suitable, full_time
    provision.save(update_fields=["suitable", "full_time"])
    audit.record("education.provision-judged", subject=provision, child_id=provision.child_id, by=by,
                 suitable=suitable, full_time=full_time)  # fmt: skip


@transaction.atomic
def end_provision(provision: Provision, *, ends_on: date, by: Actor) -> None:
    """Record the last day of the education. Raises Refused when that lies before its first."""
    policy.require(by, "case:update", provision)
    if ends_on < provision.starts_on:
        words = f"It began on {long_date(provision.starts_on)}. Enter that day or a later one."
        raise Refused(Finding("ends-before-start", words, where="ends_on"))
    provision.ends_on = ends_on
    provision.save(update_fields=["ends_on"])
    audit.record(
        "education.provision-ended", subject=provision, child_id=provision.child_id, by=by, ends_on=ends_on
    )
