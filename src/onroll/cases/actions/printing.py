"""A paper by which an officer acts is printed: under a hold there is none, and what was printed is kept."""

from django.db import transaction

from onroll.access import policy
from onroll.audit.actor import Actor
from onroll.cases import approach, papers
from onroll.cases.actions.allocating import refuse_taken_back
from onroll.cases.actions.taking_up import take_up_open
from onroll.cases.models import VisitRequest
from onroll.cases.papers import Reader
from onroll.release import actions as release
from onroll.release.models import KeptDocument


@transaction.atomic
def print_cme4(request: VisitRequest, *, reader: Reader, by: Actor) -> KeptDocument:
    """Print CME 4 and keep its bytes. Raises Refused under a hold, and when it was taken back (Appendix 5)."""
    _refuse(request, by=by)
    outgoing = papers.cme4(request, reader=reader)
    return release.print_paper(
        outgoing, child=request.child, subject_id=request.case_id, permission="cme3_4:read", by=by
    )


@transaction.atomic
def print_visit_sheet(request: VisitRequest, *, reader: Reader, by: Actor) -> KeptDocument:
    """Print the sheet for a visit and keep its bytes. Raises Refused under a hold, and when CME 4 was taken back."""
    _refuse(request, by=by)
    outgoing = papers.visit_sheet(request, reader=reader)
    return release.print_paper(
        outgoing, child=request.child, subject_id=request.case_id, permission="cme3_4:read", by=by
    )


def _refuse(request: VisitRequest, *, by: Actor) -> None:
    policy.require(by, "cme3_4:read", request)
    take_up_open(request.case_id)
    refuse_taken_back(request)
    approach.refuse_approach(request.child_id, address=request.address)
