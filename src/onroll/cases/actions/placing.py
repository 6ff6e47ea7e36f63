"""A place is offered, taken up and confirmed, or education is found otherwise: what the room of education records.

Here it becomes part of a case: who may, which case it belongs to, and what is owed from then on.
"""

from datetime import date
from decimal import Decimal

from django.db import transaction

from onroll.access import policy
from onroll.access.models import Team
from onroll.audit import actions as audit
from onroll.audit.actor import Actor
from onroll.cases.actions.duties import refresh_duties
from onroll.cases.actions.taking_up import take_up, take_up_open
from onroll.cases.models import Case
from onroll.cases.order_models import PlaceNotTakenUp
from onroll.education import actions as education
from onroll.education.models import Place, Provision
from onroll.people.told import Source
from onroll.schools.models import Establishment
from rulebook.findings import Finding, Refused
from rulebook.procedure.facts import ProvisionKind
from rulebook.wording import long_date


@transaction.atomic
def pass_to_team(case: Case, *, team: Team, by: Actor) -> None:
    """Pass a case to a team, such as Admissions; its people reach the child from then on."""
    policy.require(by, "case:assign", case)
    take_up_open(case.pk)
    case.team = team
    case.save(update_fields=["team"])
    audit.record(
        "case.place-recorded", subject=case, child_id=case.child_id, by=by, what=f"Passed to {team.name}"
    )
    refresh_duties(case, by=by)


@transaction.atomic
def offer_place(
    case: Case,
    *,
    establishment: Establishment,
    offered_on: date,
    start_on: date | None,
    by: Actor,
    out_of_year: bool = False,
) -> Place:
    """Record that a place was offered (ADMIT-1); the child stays on the register until the start (decision 13).

    Raises Refused for an offer before the case was opened, and for what ``education`` refuses.
    """
    policy.require(by, "case:update", case)
    take_up_open(case.pk)
    if offered_on < case.opened_on:
        words = f"The case was opened on {long_date(case.opened_on)}. Enter that day or a later one."
        raise Refused(Finding("offered-before-case", words, where="offered_on"))
    row = education.offer_place(
        case.child,
        establishment=establishment,
        offered_on=offered_on,
        start_on=start_on,
        case_id=case.pk,
        out_of_year=out_of_year,
        source=Source(words="Admissions"),
        by=by,
    )
    refresh_duties(case, by=by)
    return row


@transaction.atomic
def record_start_of_place(case: Case, *, place: Place, start_on: date, by: Actor) -> None:
    """Record on which day a child is to start at a place offered before: the school's word is due from then on."""
    policy.require(by, "case:update", case)
    take_up_open(case.pk)
    _refuse_of_another(case, place)
    education.record_start_of_place(place, start_on=start_on, by=by)
    refresh_duties(case, by=by)


@transaction.atomic
def record_place_taken_up(case: Case, *, place: Place, taken_up_on: date, by: Actor) -> None:
    """Record that the child started at the school, and so is on its roll from that day."""
    policy.require(by, "case:update", case)
    take_up([case.pk])
    _refuse_of_another(case, place)
    education.record_place_taken_up(place, taken_up_on=taken_up_on, by=by)
    refresh_duties(case, by=by)


@transaction.atomic
def record_place_declined(case: Case, *, place: Place, declined_on: date, by: Actor) -> None:
    """Record that the place was declined."""
    policy.require(by, "case:update", case)
    take_up([case.pk])
    _refuse_of_another(case, place)
    education.record_place_declined(place, declined_on=declined_on, by=by)
    refresh_duties(case, by=by)


@transaction.atomic
def record_place_not_taken_up(
    case: Case, *, place: Place, found_on: date, enrolled: bool | None, by: Actor
) -> PlaceNotTakenUp:
    """Record that the child never came to the place, and whether the name stood in the school's register.

    Where it did not, an attendance order is begun; where it did, it is a matter of attendance; not known, it is asked:
    recorded again, the answer takes its place. Source: Procedure 3.1.4; decision 14 (SAO-1).
    """
    policy.require(by, "case:update", case)
    take_up_open(case.pk)
    _refuse_of_another(case, place)
    if not place.offered_on <= found_on <= by.today:
        words = f"The place was offered on {long_date(place.offered_on)}. Enter a day from then to today."
        raise Refused(Finding("not-taken-up-day", words, where="on"))
    if place.taken_up_on is not None or place.declined_on is not None:
        raise Refused(
            Finding("place-answered", "What became of this place is recorded already.", where="answer")
        )
    row: PlaceNotTakenUp = case.placenottakenups.filter(place=place).first() or PlaceNotTakenUp(
        case=case, child_id=case.child_id, place=place
    )
    row.found_on, row.enrolled, row.recorded_at, row.recorded_by = found_on, enrolled, by.at, by.name
    row.save()
    audit.record("case.place-not-taken-up", subject=row, child_id=case.child_id, by=by)
    refresh_duties(case, by=by)
    return row


@transaction.atomic
def confirm_attendance(
    case: Case, *, place: Place, confirmed_on: date, confirmed_with: str, by: Actor
) -> None:
    """Record that the school confirms that the child attends: who said so, and when."""
    policy.require(by, "case:update", case)
    take_up([case.pk])
    _refuse_of_another(case, place)
    education.confirm_attendance(place, confirmed_on=confirmed_on, confirmed_with=confirmed_with, by=by)
    refresh_duties(case, by=by)


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
    take_up_open(case.pk)
    row = education.record_provision(
        case.child,
        kind=kind,
        provider=provider,
        starts_on=starts_on,
        full_time=full_time,
        suitable=suitable,
        hours_a_week=hours_a_week,
        case_id=case.pk,
        source=Source(words="officer"),
        by=by,
    )
    if confirmed_on is not None:
        education.confirm_attendance(row, confirmed_on=confirmed_on, confirmed_with=confirmed_with, by=by)
    refresh_duties(case, by=by)
    return row


def _refuse_of_another(case: Case, place: Place) -> None:
    if place.case_id != case.pk:
        raise ValueError("the place was offered in another case")
