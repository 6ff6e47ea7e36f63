"""The forms of the procedure as papers: blank for anybody, and a notice as it was received."""

from typing import Any

from django.http import Http404, HttpRequest

from onroll.access import policy
from onroll.audit.actor import Actor
from onroll.cases import queries
from onroll.documents.papers import Paper
from onroll.intake import papers
from onroll.web.pages import PUBLIC, Handed, get_visible, page

PDF = "application/pdf"


@page(PUBLIC, methods=("GET",))
def blank_form(request: HttpRequest, by: Actor, code: str) -> Handed:
    """CME 1, 2 or 3 to be filled in with a pen, in the words in force (FORM-1, FORM-2)."""
    if code not in papers.BLANK:
        raise Http404("no such form")
    return _handed(papers.blank_form(code), name=f"{code}.pdf", at=by.at)


@page("cme2:read", methods=("GET",))
def referral_pdf(request: HttpRequest, by: Actor, referral_id: Any) -> Handed:
    """The notice as it was received, on the form's own paper; what this person may not read does not stand in it."""
    row = get_visible(queries.referrals_visible(by), pk=referral_id)
    paper = papers.as_received(
        row,
        names_sender=policy.may(by, "cme2_referrer:read", row),
        guarded=policy.may(by, "safeguarding:read", row),
    )
    name = f"{paper.kind.code}-{row.reference}.pdf".lower()
    return _handed(paper, name=name, at=row.keyed_at, children=[row.child_id] if row.child_id else [])


def _handed(paper: Paper, *, name: str, at: Any, children: Any = ()) -> Handed:
    return Handed(content=paper.printed(at=at).content, content_type=PDF, name=name, children=children)
