"""Education otherwise than at a place we offered: begun, judged, ended."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db import transaction

from onroll.access import policy
from onroll.access.models import Membership
from onroll.access.queries import current
from onroll.access.reach import Grant, set_reach
from onroll.audit import actions as audit
from onroll.audit.actions import Happened
from onroll.audit.actor import Actor
from onroll.audit.base import take_up_row
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
    _let_reach(row, by=by)
    return row


@transaction.atomic
def let_home_educators_reach(
    child_id: UUID, *, notice_id: UUID, until_on: date | None = None, by: Actor
) -> None:
    """Let the officers for home educators reach a child of whose home education a notice tells, to a last day.

    It follows from the notice that ``by`` was allowed to record. Source: access model 2: the officer has the
    home-educated children as the caseload of a team.
    """
    _reach(child_id, subject_id=notice_id, until_on=until_on, by=by)
    audit.record_many(
        [
            Happened(
                kind="education.home-educators-reach",
                subject_kind="homenotice",
                subject_id=notice_id,
                child_id=child_id,
                detail={"until_on": until_on},
            )
        ],
        by=by,
    )


@transaction.atomic
def follow_provision(provision: Provision, *, case_id: UUID, by: Actor) -> None:
    """Record that education otherwise is followed in a case from now on."""
    policy.require(by, "case:update", provision)
    provision.case_id = case_id
    provision.save(update_fields=["case_id"])
    audit.record("education.provision-followed", subject=provision, child_id=provision.child_id, by=by)


def _let_reach(row: Provision, *, by: Actor) -> None:
    if row.kind == ProvisionKind.HOME:
        _reach(row.child_id, subject_id=row.pk, until_on=row.ends_on, by=by)


def _reach(child_id: UUID, *, subject_id: UUID, until_on: date | None, by: Actor) -> None:
    held = Membership.objects.filter(current(on=by.today), role="EHE", team__isnull=False)
    teams = held.order_by().values_list("team_id", flat=True).distinct()
    grants = [Grant("t", team, until_on) for team in teams]
    set_reach(child_id=child_id, subject_id=subject_id, because="home education", grants=grants)


@transaction.atomic
def judge_provision(
    provision: Provision,
    *,
    suitable: bool,
    full_time: bool | None = None,
    judged_on: date | None = None,
    by: Actor,
) -> None:
    """Record whether the education is suitable and full time, as somebody entitled to has judged, and on which day."""
    policy.require(by, "case:update", provision)
    provision.suitable, provision.full_time = suitable, full_time
    before, provision.judged_on = provision.judged_on, judged_on or by.today
    days = {day.isoformat() for day in (before, provision.judged_on) if day is not None}
    provision.judged_days = sorted(days.union(provision.judged_days))
    provision.save(update_fields=["suitable", "full_time", "judged_on", "judged_days"])
    audit.record("education.provision-judged", subject=provision, child_id=provision.child_id, by=by,
                 suitable=suitable, full_time=full_time)  # fmt: skip


@transaction.atomic
def end_provision(provision: Provision, *, ends_on: date, by: Actor) -> None:
    """Record the last day of the education, once. Raises Refused when that lies before its first."""
    policy.require(by, "case:update", provision)
    take_up_row(provision)
    if ends_on < provision.starts_on:
        words = f"It began on {long_date(provision.starts_on)}. Enter that day or a later one."
        raise Refused(Finding("ends-before-start", words, where="ends_on"))
    if provision.ends_on is not None:
        words = f"It ended on {long_date(provision.ends_on)} already."
        raise Refused(Finding("ended-twice", words))
    provision.ends_on = ends_on
    provision.save(update_fields=["ends_on"])
    _let_reach(provision, by=by)
    audit.record(
        "education.provision-ended", subject=provision, child_id=provision.child_id, by=by, ends_on=ends_on
    )
