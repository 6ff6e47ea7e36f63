"""A CME 4 is taken back, or passed to another area: what it asked for is owed once and by one, and never by two."""

from django.db import transaction

from onroll.access import policy
from onroll.access.models import Area
from onroll.audit import actions as audit
from onroll.audit.actor import Actor
from onroll.cases.actions.allocating import refuse_taken_back
from onroll.cases.actions.duties import refresh_duties
from onroll.cases.actions.taking_up import take_up_open
from onroll.cases.models import VisitRequest
from onroll.release import actions as release
from rulebook.findings import Finding, Refused
from rulebook.wording import long_date


@transaction.atomic
def take_back_visit(request: VisitRequest, *, reason: str, by: Actor) -> None:
    """Take a CME 4 back: nothing is owed under it any more, and sending one is owed again while the child needs it.

    A letter that was not posted stays at home. Raises Refused without a reason, and once the visit was made.
    """
    _claim(request, reason=reason, by=by)
    request.taken_back_on, request.changed_because = by.today, reason
    request.officer_before = request.officer or request.officer_before
    request.save(update_fields=["taken_back_on", "changed_because", "officer_before"])
    for letter in request.letters.select_related("message"):
        release.cancel_message(letter.message, reason="the visit was taken back", by=by)
    _let_officer_go(request)
    audit.record(
        "case.visit-taken-back",
        subject=request,
        child_id=request.child_id,
        by=by,
        area=request.area.name,
    )
    refresh_duties(request.case, by=by)


@transaction.atomic
def pass_visit_on(request: VisitRequest, *, area: Area, reason: str, by: Actor) -> None:
    """Pass a CME 4 to another area: it is the same visit, due on the same day, for an officer of that area.

    Raises Refused without a reason, for the area that has it already, and once the visit was made.
    """
    _claim(request, reason=reason, by=by)
    if area.pk == request.area_id:
        raise Refused(Finding("area-has-it", f"{area.name} has it already. Choose another.", where="area"))
    before = request.area.name
    request.officer_before = request.officer or request.officer_before
    request.area, request.passed_on, request.changed_because = area, by.today, reason
    request.officer, request.allocated_on, request.allocated_by = None, None, ""
    request.save(
        update_fields=[
            "area", "passed_on", "changed_because", "officer_before", "officer", "allocated_on", "allocated_by",
        ]
    )  # fmt: skip
    _let_officer_go(request)
    case = request.case
    case.area = area
    case.save(update_fields=["area"])
    audit.record(
        "case.visit-passed-on",
        subject=request,
        child_id=request.child_id,
        by=by,
        before=before,
        area=area.name,
    )
    refresh_duties(case, by=by)


def _claim(request: VisitRequest, *, reason: str, by: Actor) -> None:
    """Take the case up and see that the CME 4 still waits for its visit."""
    policy.require(by, "case:assign", request)
    take_up_open(request.case_id)
    refuse_taken_back(request)
    visit = request.visits.order_by("visited_on").first()
    if visit is not None:
        words = f"The visit was made on {long_date(visit.visited_on)}: what it found stands."
        raise Refused(Finding("visit-made", words))
    if not reason.strip():
        raise Refused(Finding("change-reason", "Say why.", where="reason"))


def _let_officer_go(request: VisitRequest) -> None:
    case = request.case
    case.officer = None
    case.save(update_fields=["officer"])
