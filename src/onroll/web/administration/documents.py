"""The documents and the authority's words for them: a preview, a change, its signature, its history."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from onroll.access import policy
from onroll.audit.actor import Actor
from onroll.documents import actions, wording
from onroll.documents.kinds import BY_CODE, Kind
from onroll.documents.models import Wording
from onroll.documents.papers import Paper
from onroll.documents.queries import (
    InForce,
    every_wording_in_force,
    history_of,
    waiting_codes,
    waiting_wording,
    wording_in_force,
)
from onroll.documents.samples import sample
from onroll.web.administration.forms import WordingForm
from onroll.web.administration.people import tabs
from onroll.web.pages import Handed, Shown, get_visible, page, tell, warn
from rulebook.findings import Refused

PREVIEW = "later"  # what the second button of a form sends


@page("config:read", methods=("GET",))
def documents(request: HttpRequest, by: Actor) -> Shown:
    """Show every document, and in whose words it goes out."""
    shown = {
        "documents": every_wording_in_force(),
        "waiting": waiting_codes(),
        "tabs": tabs(by, "documents"),
    }
    return Shown("administration/documents.html", shown)


@page("config:read", methods=("GET",))
def document(request: HttpRequest, by: Actor, code: str) -> Shown:
    """Show one document: as it reads now, what it may hold, words that wait to be signed, and every version."""
    kind = _kind(code)
    now, waits = wording_in_force(kind), waiting_wording(kind)
    own = waits is not None and waits.drafted_by_id == by.user_id
    shown = {
        "kind": kind,
        "wording": now,
        "paper": sample(kind, wording=now, on=by.today),
        "waits": waits,
        "draft": sample(kind, wording=_as_in_force(waits), on=by.today) if waits else None,
        "may_sign": policy.may(by, "config:sign") and not own,
        "may_decline": policy.may(by, "config:sign") or own,
        "may_change": policy.may(by, "config:update"),
        "may_undo": bool(now.version) and (policy.may(by, "config:update") or policy.may(by, "config:sign")),
        "history": history_of(kind),
    }
    return Shown("administration/document.html", shown)


@page("config:read", methods=("GET",))
def document_sample(request: HttpRequest, by: Actor, code: str) -> Handed:
    """The document as a PDF about an invented child, in the words in force."""
    kind = _kind(code)
    printed = sample(kind, wording=wording_in_force(kind), on=by.today).printed(at=by.at)
    return Handed(content=printed.content, content_type="application/pdf", name=f"{kind.code}-example.pdf")


@page("config:update")
def change_wording(request: HttpRequest, by: Actor, code: str) -> HttpResponse | Shown:
    """Draft the authority's own words; the second button shows them as they would read and keeps nothing."""
    kind = _kind(code)
    now = wording_in_force(kind)
    form = WordingForm(request.POST or None, initial={"title": now.title, "body": now.body}, today=by.today)
    seen: Paper | None = None
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        if request.POST.get("save") == PREVIEW:
            seen = _previewed(kind, form, told, by)
        else:
            try:
                actions.draft_wording(kind, by=by, **told)
            except Refused as refused:
                form.refuse(refused.findings)
            else:
                tell(request, "The words are drafted. They are in force once somebody else has signed them.")
                return redirect("administration_document", code=kind.code)
    return Shown("administration/change_wording.html", {"form": form, "kind": kind, "seen": seen})


@page("config:sign", methods=("POST",))
def sign_wording(request: HttpRequest, by: Actor, wording_id: UUID) -> HttpResponse:
    """Sign drafted words: from now on the document goes out in them."""
    row = get_visible(Wording.objects.all(), pk=wording_id)
    return _done(
        request, row.document, lambda: actions.sign_wording(row, by=by), "The words are in force from now on."
    )


@page("config:read", methods=("POST",))
def decline_wording(request: HttpRequest, by: Actor, wording_id: UUID) -> HttpResponse:
    """Decline drafted words, or withdraw one's own."""
    row = get_visible(Wording.objects.all(), pk=wording_id)
    words = "The draft is declined. The words in force stay as they are."
    return _done(request, row.document, lambda: actions.decline_wording(row, by=by), words)


@page("config:read", methods=("POST",))
def undo_wording(request: HttpRequest, by: Actor, code: str) -> HttpResponse:
    """Set a document back to the words supplied with the service."""
    kind = _kind(code)
    words = "The words supplied with the service are in force again."
    return _done(request, kind.code, lambda: actions.undo_wording(kind, by=by), words)


def _done(request: HttpRequest, code: str, act: Any, words: str) -> HttpResponse:
    try:
        act()
        tell(request, words)
    except Refused as refused:
        warn(request, " ".join(finding.words for finding in refused.findings))
    return redirect("administration_document", code=code)


def _kind(code: str) -> Kind:
    if code not in BY_CODE:
        raise Http404("no such document")
    return BY_CODE[code]


def _as_in_force(row: Wording) -> InForce:
    return InForce(title=row.title, body=row.body, version=row.version)


def _previewed(kind: Kind, form: WordingForm, told: dict[str, Any], by: Actor) -> Paper | None:
    """Return the document in the words typed; None, and the findings on the form, where they are not allowed."""
    found = wording.check(kind, title=told["title"], body=told["body"])
    if found:
        form.refuse(found)
        return None
    return sample(kind, wording=InForce(title=told["title"], body=told["body"]), on=by.today)
