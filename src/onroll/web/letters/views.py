"""A letter to be posted, and CME 4 as a sheet to take along. A hold takes both away."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from onroll.access import policy
from onroll.audit.actor import Actor
from onroll.cases import actions
from onroll.cases.actions.posting import STOPPED_AS_IT_LEFT
from onroll.cases.models import VisitRequest
from onroll.cases.papers import Reader, cme4
from onroll.duties.queries import outstanding
from onroll.intake.forms.codes import words_of
from onroll.release.gate import way_of
from onroll.release.models import KeptDocument, Message, MessageState
from onroll.release.queries import bereaved, content_of, document_of, holds_against_visit
from onroll.web.pages import Handed, Shown, get_visible, page, tell, warn
from rulebook.findings import Refused

PAPERS = ("cme4", "visit-sheet")
VISITS = ("first-visit", "second-visit-after-no-answer", "six-weekly-visit")


@page("letter:read", methods=("GET",))
def letter_sheet(request: HttpRequest, by: Actor, message_id: Any) -> Shown:
    """The letter as it is printed; under a hold it is not shown for printing."""
    row = _letter(by, message_id)
    return Shown(
        "letters/letter.html",
        {
            "row": row,
            **_in_the_way(row),
            "document": document_of(row),
            "may_post": policy.may(by, "letter:create", row),
        },
        _children(row),
    )


@page("letter:read", methods=("GET",))
def letter_pdf(request: HttpRequest, by: Actor, message_id: Any) -> Handed | HttpResponse:
    """The letter as it was kept, the very bytes; one that may not be posted any more is not handed out to be."""
    row = _letter(by, message_id)
    document = document_of(row)
    if document is None:
        raise Http404("this message has its words alone")
    if row.state != MessageState.SENT and any(_in_the_way(row).values()):
        return redirect("letter_sheet", message_id=row.pk)
    return _handed(document)


def _letter(by: Actor, message_id: Any) -> Message:
    """Return the letter; what goes to whoever told us is there for those alone who may know who that is."""
    rows = Message.objects.visible_to(by, "letter:read").select_related(
        "child", "disclosure__document", "parent", "address"
    )
    row = get_visible(rows, pk=message_id)
    if not row.to_family and not policy.may(by, "cme2_referrer:read", row):
        raise Http404("who told us is not this person's to know")
    return row


def _in_the_way(row: Message) -> dict[str, bool]:
    """Return what keeps a letter from being posted: what stops it as it leaves, and what was stopped before."""
    died = bereaved(way_of(row), child_id=row.child_id)
    return {
        "held": not died and actions.may_not_leave(row),
        "died": died,
        "stopped": row.state in {MessageState.CANCELLED, MessageState.SETTLED},
    }


def _children(row: Message | KeptDocument) -> list[UUID]:
    return [row.child_id] if row.child_id else []


def _handed(document: KeptDocument) -> Handed:
    return Handed(
        content=content_of(document),
        content_type="application/pdf",
        name=document.file_name,
        children=_children(document),
    )


@page("letter:create", methods=("POST",))
def letter_posted(request: HttpRequest, by: Actor, message_id: Any) -> HttpResponse:
    """Say that the letter was posted."""
    row = get_visible(Message.objects.visible_to(by, "letter:create"), pk=message_id)
    try:
        if actions.post_letter(row, by=by):
            tell(request, "It is recorded that the letter was posted.")
        else:
            warn(request, STOPPED_AS_IT_LEFT)
    except Refused as refused:
        warn(request, " ".join(finding.words for finding in refused.findings))
    return _back(row)


@page("letter:create", methods=("POST",))
def send_again(request: HttpRequest, by: Actor, message_id: Any) -> HttpResponse:
    """Send a message again that failed, or of which nobody knows whether it went."""
    row = get_visible(Message.objects.visible_to(by, "letter:create"), pk=message_id)
    try:
        actions.send_message_again(row, by=by)
        tell(request, "The message is on its way again.")
    except Refused as refused:
        warn(request, " ".join(finding.words for finding in refused.findings))
    return _back(row)


def _back(row: Message) -> HttpResponse:
    """Return to the child's messages; what was written to a sender about no child leads back to the notice."""
    if row.child_id:
        return redirect("child_messages", child_id=row.child_id)
    return redirect("referral", referral_id=row.subject_id) if row.subject_id else redirect("today")


@page("cme3_4:read", methods=("GET",))
def cme4_sheet(request: HttpRequest, by: Actor, request_id: Any) -> Shown:
    """CME 4 with every field of the form (Appendix 5), filled from the case; never who told us."""
    row = _visit_request(by, request_id)
    paper = cme4(row, reader=_reader(row, by)).document
    context = {
        "row": row,
        "held": bool(holds_against_visit(row.child_id, address=row.address)),
        "reads_holds": policy.may(by, "hold:read", row),
        "sections": paper.data["parts"] if paper else [],
    }
    return Shown("letters/cme4.html", context, [row.child_id])


@page("cme3_4:read", methods=("POST",))
def print_paper(request: HttpRequest, by: Actor, request_id: Any, what: str) -> HttpResponse:
    """Print CME 4 or the sheet for a visit: the bytes are kept, and then handed out."""
    row = _visit_request(by, request_id)
    act = actions.print_cme4 if what == "cme4" else actions.print_visit_sheet
    try:
        document = act(row, reader=_reader(row, by), by=by)
    except Refused as refused:
        warn(request, " ".join(finding.words for finding in refused.findings))
        return redirect("cme4_sheet", request_id=row.pk)
    return redirect("paper_pdf", document_id=document.pk)


@page("cme3_4:read", methods=("GET",))
def paper_pdf(request: HttpRequest, by: Actor, document_id: Any) -> Handed | HttpResponse:
    """A paper as it was printed, the very bytes, for whoever printed it; a hold placed since takes it away again."""
    rows = KeptDocument.objects.visible_to(by, "cme3_4:read").filter(kind__in=PAPERS)
    mine = rows.filter(made_by_id=by.user_id).exclude(made_by_id=None)  # two people may have one name
    document = get_visible(mine, pk=document_id)
    assert document.subject_id is not None, "a paper is printed for the visit of a case"
    asked = VisitRequest.objects.visible_to(by, "cme3_4:read").filter(case_id=document.subject_id)
    for row in asked.select_related("address").order_by("-recorded_at"):
        if holds_against_visit(row.child_id, address=row.address):
            return redirect("cme4_sheet", request_id=row.pk)
    return _handed(document)


def _visit_request(by: Actor, request_id: Any) -> VisitRequest:
    rows = VisitRequest.objects.visible_to(by, "cme3_4:read").select_related(
        "child", "case", "area", "address", "officer"
    )
    return get_visible(rows, pk=request_id)


def _reader(row: VisitRequest, by: Actor) -> Reader:
    """Return what of the child may stand on a paper that this person prints."""
    child = row.child
    owed = outstanding(by).filter(subject_id=row.case_id, code__in=VISITS).order_by("due_on").first()
    return Reader(
        sees=policy.may(by, "location:read", row),
        guarded=policy.may(by, "safeguarding:read", row),
        ethnicity=words_of("ethnicity", child.ethnicity) if child.ethnicity else "",
        first_language=words_of("language", child.first_language) if child.first_language else "",
        due_on=owed.due_on if owed else None,
    )
