"""Keying in a notice that came by telephone, letter or in person: the day received stands apart from the day keyed.

Each kind of notice has the questions of its own form. While the child is keyed in, those whom we may already know are
shown: beside the page with script, and on a step of their own without.
"""

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from onroll.audit.actor import Actor
from onroll.cases.queries import sent_before
from onroll.cases.ways_in import KEYED_IN, WAYS_IN
from onroll.intake import actions, reading
from onroll.intake.forms import FORMS, form_of_kind
from onroll.intake.forms.asking import FormOnPaper, as_kept
from onroll.people.queries import Candidate, candidates_for
from onroll.web.forms import ChoiceField, DateField, Form, SelectField, TextField, When
from onroll.web.intake.drafts import Draft
from onroll.web.intake.saying import checked_groups
from onroll.web.pages import Shown, page, tell
from onroll.web.wording import day
from rulebook.findings import Refused

COMING = "keyed-notice"
HOUSEHOLD = "keyed-household"
CHILD = "child"  # the page after which we say whom we may know
MOST = 5
CHANNELS = {
    "phone": "By telephone",
    "letter": "By letter",
    "email": "By email",
    "in-person": "In person",
}


class ComingForm(Form):
    """How a notice came that staff key in: the day received stands apart from the day keyed."""

    kind = SelectField(
        "What kind of notice is it?",
        called="the kind of notice",
        choices=[(kind.value, WAYS_IN[kind]) for kind in KEYED_IN],
        type_ahead=False,
    )
    received_on = DateField(
        "When was it received?", called="the day on which it was received", when=When.TODAY_OR_BEFORE
    )
    channel = ChoiceField("How did it come?", called="how it came", choices=list(CHANNELS.items()))
    agency = TextField("From which organisation?", required=False)


@page("cme2:assign", once=False)
def key_in_start(request: HttpRequest, by: Actor) -> HttpResponse | Shown:
    """First, how it came."""
    form = ComingForm(request.POST or None, today=by.today, initial={"kind": request.GET.get("kind")})
    if request.method == "POST" and form.is_valid():
        known = {name: as_kept(value) for name, value in form.cleaned_data.items()}
        for each in FORMS:
            Draft(request, each).drop()
        request.session[COMING] = known
        return redirect("key_in_page", slug=form_of_kind(known["kind"]).pages[0].slug)
    return Shown("intake/key_in_start.html", {"form": form})


@page("cme2:assign", once=False)
def key_in_page(request: HttpRequest, by: Actor, slug: str) -> HttpResponse | Shown:
    """The pages of the form, one after another, ending in the answers to check."""
    if COMING not in request.session:
        return redirect("key_in_start")
    on_paper = _form(request)
    asked = on_paper.page(slug)
    if asked is None:
        raise Http404("no such page of the form")
    draft = Draft(request, on_paper)
    form = draft.bound(asked, request, today=by.today)
    if "referrer_agency" in form.fields and not form.initial.get("referrer_agency"):
        form.initial["referrer_agency"] = request.session[COMING].get("agency", "")  # said at the start
    if request.method == "POST" and form.is_valid():
        draft.keep(asked, form)
        if slug == CHILD and _like(draft, by):
            return redirect("key_in_known")
        return redirect(_next(draft, slug))
    found = _like(draft, by)
    number = on_paper.pages.index(asked)
    context = {
        "form": form,
        "asked": asked,
        "number": number + 1,
        "count": len(on_paper.pages),
        "back": reverse("key_in_page", args=[on_paper.pages[number - 1].slug])
        if number
        else reverse("key_in_start"),
        "found": found,
        "watched": slug == CHILD,
        "so_far": draft.sealed,
    }
    return Shown("intake/key_in_page.html", context, [each.child.pk for each in found])


@page("cme2:assign", methods=("GET",))
def key_in_known(request: HttpRequest, by: Actor) -> HttpResponse | Shown:
    """Whom we may already know: a look that stops nobody, and no decision yet."""
    if COMING not in request.session:
        return redirect("key_in_start")
    draft = Draft(request, _form(request))
    found = _like(draft, by)
    context = {"found": found, "back": reverse("key_in_page", args=[CHILD]), "on": _next(draft, CHILD)}
    return Shown("intake/key_in_known.html", context, [each.child.pk for each in found])


@page("cme2:assign", methods=("POST",), once=False)
def already_known(request: HttpRequest, by: Actor) -> HttpResponse | Shown:
    """The children who may be meant, while the name is being typed: a part of a page."""
    typed = _form(request).page(CHILD) if COMING in request.session else None
    if typed is None:
        return HttpResponse(status=204)
    form = Draft(request, _form(request)).bound(typed, request, today=by.today)
    form.is_valid()  # what is right so far is enough
    told = {name: as_kept(value) for name, value in form.cleaned_data.items()}
    found = _found(told, by)
    return Shown("intake/already_known.html", {"found": found}, [each.child.pk for each in found])


@page("cme2:assign", once=False)
def key_in_check(request: HttpRequest, by: Actor) -> HttpResponse | Shown:
    """Check the answers, then take the notice in."""
    if COMING not in request.session:
        return redirect("key_in_start")
    draft = Draft(request, _form(request))
    gap = draft.first_gap()
    if gap is not None:
        return redirect("key_in_page", slug=gap.slug)
    form = Form(request.POST if request.method == "POST" else None, today=by.today)
    if request.method == "POST" and form.is_valid():
        try:
            return _take_in(request, draft, by)
        except Refused as refused:
            form.refuse(refused.findings)
    coming = request.session[COMING]
    came = [
        ("Kind of notice", WAYS_IN[coming["kind"]]),
        ("Received on", day(date.fromisoformat(coming["received_on"]))),
        ("How it came", CHANNELS[coming["channel"]]),
        ("Organisation", coming.get("agency") or "Not given"),
    ]
    context = {"form": form, "came": came, "groups": checked_groups(draft)}
    return Shown("intake/key_in_check.html", context)


@page("cme2:assign", methods=("POST",), once=False)
def key_in_sibling(request: HttpRequest, by: Actor) -> HttpResponse:
    """Go on to a brother or sister of the child just keyed in, with the household filled in."""
    kept = request.session.get(HOUSEHOLD)
    if not kept:
        return redirect("key_in_start")
    request.session[COMING] = {**kept["coming"], "together": kept["once"]}
    Draft(request, _form(request)).begin(kept["pages"])
    return redirect("key_in_page", slug=CHILD)


def may_key_sibling(request: HttpRequest, reference: str) -> bool:
    """Return whether this notice is the one just keyed in here, whose brother or sister may be keyed in next."""
    return bool((request.session.get(HOUSEHOLD) or {}).get("reference") == reference)


def _form(request: HttpRequest) -> FormOnPaper:
    return form_of_kind(request.session[COMING]["kind"])


def _next(draft: Draft, slug: str) -> str:
    """Return what follows a page: the next one, one that was skipped, or the answers to check."""
    following = draft.form.after(slug)
    if following is not None and (following.slug not in draft.pages or draft.first_gap() is not None):
        return reverse("key_in_page", args=[following.slug])
    gap = draft.first_gap()
    return reverse("key_in_page", args=[gap.slug]) if gap else reverse("key_in_check")


def _like(draft: Draft, by: Actor) -> list[Candidate]:
    return _found(draft.answers, by) if draft.pages.get(CHILD) else []


def _found(told: dict[str, Any], by: Actor) -> list[Candidate]:
    """Return whom the answers may mean; nobody before there is more than a forename."""
    if not (told.get("surname") or told.get("birth_date")):
        return []
    return candidates_for(reading.to_record(told), by=by, most=MOST)


def _take_in(request: HttpRequest, draft: Draft, by: Actor) -> HttpResponse:
    known: dict[str, Any] = dict(request.session[COMING])
    coming = {name: known[name] for name in known if name != "together"}
    agency, together = known.pop("agency", ""), known.pop("together", "")
    answers = draft.answers
    if agency and not answers.get("referrer_agency"):
        answers["referrer_agency"] = agency
    known["received_on"] = date.fromisoformat(known["received_on"])
    known["together"] = sent_before(together) if together else None
    row = actions.submit(draft.form, answers=answers, once=draft.once, by=by, **known)
    same = {slug: draft.pages[slug] for slug in draft.form.of_household if slug in draft.pages}
    request.session[HOUSEHOLD] = {
        "reference": row.reference,
        "once": draft.once,
        "pages": same,
        "coming": coming,
    }
    request.session.pop(COMING, None)
    draft.drop()
    tell(request, f"Notice {row.reference} was taken in.")
    return redirect("referral", referral_id=row.pk)
