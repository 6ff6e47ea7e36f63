"""The area is asked to visit (CME 4), and an officer is given the case."""

from django.db import transaction

from onroll.access import policy
from onroll.access.models import Area, User
from onroll.audit import actions as audit
from onroll.audit.actor import Actor
from onroll.cases.actions.duties import refresh_duties, visits_open
from onroll.cases.actions.taking_up import take_up_open
from onroll.cases.approach import refuse_approach
from onroll.cases.models import Case, VisitRequest
from onroll.cases.queries import officers_of
from onroll.people.models import Address
from onroll.release import actions as release
from rulebook.findings import Finding, Refused
from rulebook.wording import long_date


@transaction.atomic
def set_area(case: Case, *, area: Area, by: Actor) -> None:
    """Say which area a case belongs to."""
    policy.require(by, "case:update", case)
    take_up_open(case.pk)
    case.area = area
    case.save(update_fields=["area"])
    audit.record("case.area-set", subject=case, child_id=case.child_id, by=by, area=area.name)
    refresh_duties(case, by=by)


@transaction.atomic
def request_visit(
    case: Case,
    *,
    area: Area,
    address: Address,
    urgent: bool,
    reason: str,
    by: Actor,
    previous_attendance_involvement: str = "",
    social_care: str = "",
    other: str = "",
) -> VisitRequest:
    """Send a CME 4 to the area's attendance staff (CME4-1). An urgent one says why, and has no letter (VISIT-2).

    Raises Refused while a hold forbids a call there (HOLD-1): the manager decides how the child is reached; and while
    a visit to this address is still to be made, which would be owed twice.
    """
    policy.require(by, "cme3_4:create", case)
    take_up_open(case.pk)
    if urgent and not reason.strip():
        raise Refused(
            Finding("urgent-reason", "Say why the visit is urgent.", where="reason", source="Procedure 3.1.4")
        )
    if address.child_id != case.child_id:
        raise ValueError("the address is another child's")
    refuse_approach(case.child_id, address=address)
    _refuse_second(case, address=address)
    row = VisitRequest(
        case=case,
        child_id=case.child_id,
        recorded_at=by.at,
        recorded_by=by.name,
        sent_on=by.today,
        urgent=urgent,
        reason=reason,
        area=area,
        address=address,
        previous_attendance_involvement=previous_attendance_involvement,
        social_care=social_care,
        other=other,
    )
    row.save(force_insert=True)
    case.area = area
    case.save(update_fields=["area"])
    audit.record(
        "case.visit-requested",
        subject=row,
        child_id=case.child_id,
        by=by,
        area=area.name,
        urgency="urgent" if urgent else "after a letter",
    )
    refresh_duties(case, by=by)
    return row


def refuse_taken_back(request: VisitRequest) -> None:
    """Return when a CME 4 stands; raise Refused when it was taken back."""
    request.refresh_from_db(fields=["taken_back_on"])
    back_on = request.taken_back_on
    if back_on is not None:
        raise Refused(Finding("taken-back", f"This CME 4 was taken back on {long_date(back_on)}."))


def _refuse_second(case: Case, *, address: Address) -> None:
    waiting = case.visitrequests.filter(pk__in=visits_open(case.pk), address=address)
    row = waiting.select_related("area").order_by("sent_on").first()
    if row is not None:
        asked = f"{row.area.name} was asked on {long_date(row.sent_on)}."
        words = f"{asked} Take that back first, or pass it to another area."
        raise Refused(Finding("visit-asked", words, where="area", source="Procedure 3.1.2"))


@transaction.atomic
def make_urgent(request: VisitRequest, *, reason: str, by: Actor) -> None:
    """Make a visit urgent after it was asked for; its clock is the shorter one from today, and no letter goes first.

    Raises Refused when it is urgent already: a second time would move its clock on; and while a hold forbids the visit.
    """
    policy.require(by, "cme3_4:create", request)
    take_up_open(request.case_id)
    refuse_taken_back(request)
    if request.urgent or request.made_urgent_on:
        raise Refused(Finding("urgent-already", "This visit is urgent already."))
    refuse_approach(request.child_id, address=request.address)
    if not reason.strip():
        raise Refused(
            Finding("urgent-reason", "Say why the visit is urgent.", where="reason", source="Procedure 3.1.4")
        )
    request.made_urgent_on = by.today
    request.reason = f"{request.reason}\n{reason}".strip()
    request.save(update_fields=["made_urgent_on", "reason"])
    for letter in request.letters.select_related("message"):
        release.cancel_message(letter.message, reason="the visit became urgent", by=by)
    audit.record("case.made-urgent", subject=request, child_id=request.child_id, by=by)
    refresh_duties(request.case, by=by)


@transaction.atomic
def allocate_officer(request: VisitRequest, *, officer: User, by: Actor) -> None:
    """Give a CME 4, and the case with it, to an officer of the area; giving it to another replaces the first.

    Raises Refused while a hold forbids the visit (HOLD-1), and for somebody who is no officer of the area.
    """
    policy.require(by, "cme3_4:assign", request)
    take_up_open(request.case_id)
    refuse_taken_back(request)
    refuse_approach(request.child_id, address=request.address)
    if not officers_of(request.area_id, on=by.today).filter(pk=officer.pk).exists():
        raise Refused(
            Finding(
                "officer-elsewhere",
                f"{officer.name} is not an attendance officer of {request.area.name}.",
                where="officer",
            )
        )
    request.officer, request.allocated_on, request.allocated_by = officer, by.today, by.name
    request.save(update_fields=["officer", "allocated_on", "allocated_by"])
    case = request.case
    case.officer = officer
    case.save(update_fields=["officer"])
    audit.record(
        "case.officer-allocated", subject=request, child_id=request.child_id, by=by, officer=officer.name
    )
    refresh_duties(case, by=by)
