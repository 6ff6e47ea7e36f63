"""A place is offered, taken up and confirmed; or education is found otherwise."""

from datetime import date
from decimal import Decimal

from django.db import transaction

from onroll.access import policy
from onroll.access.models import Team
from onroll.audit import actions as audit
from onroll.audit.actor import Actor
from onroll.cases.actions.duties import refresh_duties
from onroll.cases.actions.taking_up import take_up
from onroll.cases.models import Case
from onroll.education.models import Place, Provision
from onroll.schools.models import Establishment
from rulebook.findings import Finding, Refused
from rulebook.procedure.facts import ProvisionKind


@transaction.atomic
def pass_to_team(case: Case, *, team: Team, by: Actor) -> None:
    """Pass a case to a team, such as Admissions; its people reach the child from then on."""
    policy.require(by, "case:assign", case)
    take_up([case.pk])
    case.team = team
    case.save(update_fields=["team"])
    audit.record(
        "case.place-recorded", subject=case, child_id=case.child_id, by=by, what=f"Passed to {team.name}"
    )
    refresh_duties(case, by=by)


@transaction.atomic
def offer_place(
    case: Case, *, establishment: Establishment, offered_on: date, start_on: date | None, by: Actor
) -> Place:
    """Record that a place was offered (ADMIT-1); the child stays on the register until the start (decision 13)."""
    policy.require(by, "case:update", case)
    take_up([case.pk])
    if not establishment.is_open:
        raise Refused(Finding("school-not-open", f"{establishment.name} is not open.", where="establishment"))
    _not_ahead(offered_on, by, where="offered_on")
    if start_on is not None and start_on < offered_on:
        raise Refused(Finding("start-before", "The start cannot be before the offer.", where="start_on"))
    row = Place(
        child_id=case.child_id,
        case_id=case.pk,
        establishment=establishment,
        offered_on=offered_on,
        start_on=start_on,
        source="Admissions",
        recorded_at=by.at,
        recorded_by=by.name,
    )
    row.save(force_insert=True)
    _record(case, row, f"Place offered at {establishment.name}", by)
    return row


@transaction.atomic
def record_place_taken_up(case: Case, *, place: Place, taken_up_on: date, by: Actor) -> None:
    """Record that the child started at the school."""
    policy.require(by, "case:update", case)
    take_up([case.pk])
    _check_place(case, place, taken_up_on, by, where="on")
    place.taken_up_on = taken_up_on
    place.save(update_fields=["taken_up_on"])
    _record(case, place, "Place taken up", by)


@transaction.atomic
def record_place_declined(case: Case, *, place: Place, declined_on: date, by: Actor) -> None:
    """Record that the place was declined."""
    policy.require(by, "case:update", case)
    take_up([case.pk])
    _check_place(case, place, declined_on, by, where="on")
    place.declined_on = declined_on
    place.save(update_fields=["declined_on"])
    _record(case, place, "Place declined", by)


@transaction.atomic
def confirm_attendance(
    case: Case, *, place: Place, confirmed_on: date, confirmed_with: str, by: Actor
) -> None:
    """Record that the school confirms that the child attends: who said so, and when."""
    policy.require(by, "case:update", case)
    take_up([case.pk])
    _check_place(case, place, confirmed_on, by, where="confirmed_on")
    if not confirmed_with.strip():
        raise Refused(Finding("confirmed-with", "Enter who at the school said so.", where="confirmed_with"))
    place.taken_up_on = place.taken_up_on or confirmed_on
    place.confirmed_on, place.confirmed_with = confirmed_on, confirmed_with
    place.save(update_fields=["taken_up_on", "confirmed_on", "confirmed_with"])
    _record(case, place, "The school confirms that the child attends", by)


@transaction.atomic
def record_provision(
    case: Case,
    *,
    kind: ProvisionKind,
    provider: str,
    starts_on: date,
    by: Actor,
    full_time: bool | None = None,
    suitable: bool | None = None,
    hours_a_week: Decimal | None = None,
    confirmed_on: date | None = None,
    confirmed_with: str = "",
) -> Provision:
    """Record education otherwise than at a place we offered: at home, alternative provision, a school elsewhere."""
    policy.require(by, "case:update", case)
    take_up([case.pk])
    if confirmed_on is not None:
        _not_ahead(confirmed_on, by, where="confirmed_on")
        if not confirmed_with.strip():
            raise Refused(Finding("confirmed-with", "Enter who confirmed it.", where="confirmed_with"))
    row = Provision(
        child_id=case.child_id,
        case_id=case.pk,
        kind=kind,
        provider=provider,
        starts_on=starts_on,
        full_time=full_time,
        suitable=suitable,
        hours_a_week=hours_a_week,
        confirmed_on=confirmed_on,
        confirmed_with=confirmed_with,
        source="officer",
        recorded_at=by.at,
        recorded_by=by.name,
    )
    row.save(force_insert=True)
    _record(
        case,
        row,
        {"home": "Educated at home", "alternative": "Alternative provision"}.get(kind, "School found"),
        by,
    )
    return row


def _record(case: Case, row: Place | Provision, what: str, by: Actor) -> None:
    audit.record("case.place-recorded", subject=row, child_id=case.child_id, by=by, what=what)
    refresh_duties(case, by=by)


def _check_place(case: Case, place: Place, on: date, by: Actor, *, where: str) -> None:
    if place.case_id != case.pk:
        raise ValueError("the place was offered in another case")
    _not_ahead(on, by, where=where)
    if on < place.offered_on:
        words = "The day cannot be before the place was offered."
        raise Refused(Finding("before-offer", words, where=where))


def _not_ahead(on: date, by: Actor, *, where: str) -> None:
    if on > by.today:
        raise Refused(Finding("date-ahead", "The date is still to come. Correct it.", where=where))
