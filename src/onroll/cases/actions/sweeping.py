"""A truancy sweep: whom it stopped, what became known of each, a child without a place, and the partners (3.1.4)."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from onroll.access import policy
from onroll.access.models import Area, Organisation, User
from onroll.audit import actions as audit
from onroll.audit.actor import Actor
from onroll.audit.base import new_reference, take_up_row
from onroll.cases import facts, queries
from onroll.cases.actions.referring import NewReferral, receive_referral
from onroll.cases.described import described
from onroll.cases.models import Referral
from onroll.cases.sweep_models import Partner, PlaceStatus, StoppedPupil, Sweep, SweepShared
from onroll.duties import actions as duties
from onroll.duties.actions import Desk
from onroll.duties.numbers import current_parameters
from onroll.people.facts import place_of
from onroll.people.told import NewAddress
from onroll.release import actions as release
from onroll.release.actions import Outgoing
from onroll.release.gate import Described
from onroll.schools.queries import authority_calendar
from rulebook import procedure
from rulebook.disclosure import Recipient
from rulebook.findings import Finding, Refused
from rulebook.identity.compare import IdentityRecord
from rulebook.procedure.duty import Duty
from rulebook.school_days.ages import A_YEAR
from rulebook.wording import long_date

PERMISSION = "cme3_4:create"


@dataclass(frozen=True, kw_only=True)
class NewStop:
    """A child who was stopped, as far as the child or the police said, and what was done."""

    forenames: str
    status: PlaceStatus
    action_taken: str
    surname: str = ""
    birth_date: date | None = None
    address_lines: str = ""
    postcode: str = ""
    school_told: str = ""


@transaction.atomic
def record_sweep(*, area: Area, made_on: date, place: str, officers: str, by: Actor) -> Sweep:
    """Record that a sweep was made; whom it stopped is recorded next, one after another."""
    policy.require(by, PERMISSION)
    if made_on > by.today or made_on < by.today - A_YEAR:
        words = "A sweep is recorded after it was made, and within a year. Correct the date."
        raise Refused(Finding("sweep-day", words, where="made_on"))
    row = Sweep(
        reference=new_reference("S"), area=area, made_on=made_on, place=place, officers=officers, keyed_at=by.at,
        keyed_by=by.name,
    )  # fmt: skip
    row.save(force_insert=True)
    audit.record("sweep.recorded", subject=row, by=by, reference=row.reference, made_on=made_on)
    _refresh(row, by=by)
    return row


@transaction.atomic
def record_stop(sweep: Sweep, *, new: NewStop, by: Actor) -> StoppedPupil:
    """Record a child whom the sweep stopped; one without a place has a notice at once (SWEEP-1)."""
    _take_up(sweep, by=by)
    known = new.status != PlaceStatus.NOT_KNOWN
    row = StoppedPupil(
        sweep=sweep, recorded_at=by.at, recorded_by=by.name, status_found_on=sweep.made_on if known else None,
        **vars(new),
    )  # fmt: skip
    if new.status == PlaceStatus.NONE:
        row.referral = _notice(row, by=by)
    row.save(force_insert=True)
    audit.record(
        "sweep.child-stopped", subject=row, by=by, reference=sweep.reference,
        status=PlaceStatus(row.status).label.lower(),
    )  # fmt: skip
    _refresh(sweep, by=by)
    return row


@transaction.atomic
def find_status(row: StoppedPupil, *, status: PlaceStatus, on: date, by: Actor) -> None:
    """Record what became known of a child of whom nobody knew whether there is a place; one without has a notice."""
    sweep = row.sweep
    _take_up(sweep, by=by)
    take_up_row(row)
    if row.status != PlaceStatus.NOT_KNOWN:
        raise Refused(Finding("status-known", "It is recorded already whether this child has a place."))
    if status == PlaceStatus.NOT_KNOWN or not sweep.made_on <= on <= by.today:
        words = "Say what was found, on a day between the sweep and today."
        raise Refused(Finding("status-day", words, where="on"))
    row.status, row.status_found_on = status, on
    if status == PlaceStatus.NONE:
        row.referral = _notice(row, by=by)
    row.save(update_fields=["status", "status_found_on", "referral"])
    audit.record(
        "sweep.status-found", subject=row, by=by, reference=sweep.reference,
        status=PlaceStatus(status).label.lower(),
    )  # fmt: skip
    _refresh(sweep, by=by)


@transaction.atomic
def finish_sweep(sweep: Sweep, *, by: Actor) -> None:
    """Record that everybody whom the sweep stopped is recorded, or that it stopped nobody."""
    _take_up(sweep, by=by)
    if sweep.finished_on is not None:
        raise Refused(Finding("sweep-finished", "This sweep is recorded in full already."))
    sweep.finished_on, sweep.finished_by = by.today, by.name
    sweep.save(update_fields=["finished_on", "finished_by"])
    audit.record("sweep.finished", subject=sweep, by=by, reference=sweep.reference)
    _refresh(sweep, by=by)


@transaction.atomic
def share_sweep(
    sweep: Sweep, *, partner: Partner, organisation: Organisation, on: date, by: Actor
) -> SweepShared:
    """Record that what the sweep found was shared with a partner, child by child, each a disclosure (SWEEP-2).

    A child of whom a hold says that this partner is told nothing is left out.
    """
    _take_up(sweep, by=by)
    if sweep.finished_on is None:
        raise Refused(Finding("sweep-unfinished", "Say first that everybody stopped is recorded."))
    if sweep.shares.filter(partner=partner).exists():
        raise Refused(Finding("shared-already", "This sweep was shared with this partner already."))
    if not sweep.made_on <= on <= by.today:
        raise Refused(
            Finding("shared-day", "It was shared between the sweep and today. Correct the date.", where="on")
        )
    told = [_told_to(row, partner=partner, organisation=organisation, by=by) for row in sweep.pupils.all()]
    share = SweepShared(
        sweep=sweep, partner=partner, organisation=organisation, shared_on=on, shared_by=by.name,
        left_out=told.count(False),
    )  # fmt: skip
    share.save(force_insert=True)
    audit.record("sweep.shared", subject=sweep, by=by, reference=sweep.reference, partner=partner.label)
    _refresh(sweep, by=by)
    return share


def sweep_duties(sweep: Sweep) -> tuple[Duty, ...]:
    """Return what is or was owed of a sweep, in the order in which it is due."""
    return procedure.assess(
        facts.sweep_facts(sweep), calendar=authority_calendar(), parameters=current_parameters()
    )


def _told_to(row: StoppedPupil, *, partner: Partner, organisation: Organisation, by: Actor) -> bool:
    """Give one child's part to a partner, and return whether it was given: a hold may forbid it."""
    sweep, child = row.sweep, row.referral.child if row.referral else None
    told = {
        "child_name": row.name,
        "born_on": long_date(row.birth_date) if row.birth_date else "",
        "stopped_on": long_date(sweep.made_on),
        "stopped_where": sweep.place,
        "school_told": row.school_told,
        "status_found": row.get_status_display(),
        "action_taken": row.action_taken,
    }
    outgoing = Outgoing(
        kind="Truancy sweep, shared",
        product="sweep-share",
        recipient_kind=Recipient(partner),
        organisation=organisation,
        to_name=organisation.name,
        to_address="",
        channel="otherwise",
        subject=f"Truancy sweep {sweep.reference}",
        body="\n".join(words for words in told.values() if words),
        fields=tuple(name for name, words in told.items() if words),
    )
    whom = described(row.referral) if row.referral else _described(row)
    if release.blocking(outgoing, child=child, described=whom):
        return False
    release.record_given(outgoing, child=child, subject_id=sweep.pk, by=by)
    return True


def _described(row: StoppedPupil) -> Described:
    home = NewAddress(lines=row.address_lines, postcode=row.postcode)
    record = IdentityRecord(
        forenames=row.forenames, surname=row.surname, birth_date=row.birth_date, postcode=row.postcode
    )
    return Described(record=record, place=place_of(home))


def _notice(row: StoppedPupil, *, by: Actor) -> Referral:
    """Let a child without a place enter the procedure by a notice of their own (SWEEP-1)."""
    sweep = row.sweep
    answers = {
        "forenames": row.forenames,
        "surname": row.surname,
        "birth_date": row.birth_date.isoformat() if row.birth_date else None,
        "has_address": "lives" if row.address_lines else "unknown",
        "address_lines": row.address_lines,
        "postcode": row.postcode,
        "school": row.school_told,
        "concern": f"Stopped in truancy sweep {sweep.reference} on {long_date(sweep.made_on)} at {sweep.place}, and "
        f"found to be without a school place. {row.action_taken}",
        "at_risk": "not_known",
        "unsafe_contact": "not_known",
    }
    new = NewReferral(
        kind="sweep",
        received_on=by.today,
        once=f"sweep-{row.pk}",
        child_name=row.name,
        answers=answers,
        channel="account",
        sender=User.objects.filter(pk=by.user_id).first() if by.user_id else None,
        referrer_name=by.name,
        referrer_is_professional=True,
        learnt_on=sweep.made_on,
        wants_answer=False,
    )
    return receive_referral(new, by=by)


def _take_up(sweep: Sweep, *, by: Actor) -> None:
    """Take up a sweep of an area of ``by``; raise PermissionRefused for another area's."""
    policy.require(by, PERMISSION)
    if not queries.sweeps_of(by, PERMISSION).filter(pk=sweep.pk).exists():
        raise policy.PermissionRefused(PERMISSION)
    take_up_row(sweep)


def _refresh(sweep: Sweep, *, by: Actor) -> None:
    fresh = Sweep.objects.prefetch_related("pupils__referral", "shares").get(pk=sweep.pk)
    duties.keep(
        "sweep",
        subject_id=sweep.pk,
        child_id=None,
        rules=sweep_duties(fresh),
        desk=Desk(area_id=sweep.area_id),
        by=by,
    )
