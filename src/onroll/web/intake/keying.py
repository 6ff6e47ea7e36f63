"""Keying in a notice that came by telephone, letter or in person: the day received stands apart from the day keyed."""

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from onroll.audit.actor import Actor
from onroll.cases.ways_in import KEYED_IN, WAYS_IN
from onroll.intake import actions, reading
from onroll.intake.forms import CME2
from onroll.people.queries import candidates_for
from onroll.web.forms import ChoiceField, DateField, Form, SelectField, TextField, When
from onroll.web.intake.drafts import Draft
from onroll.web.pages import Shown, page, tell

COMING = "keyed-notice"


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
    channel = ChoiceField(
        "How did it come?",
        called="how it came",
        choices=[
            ("phone", "By telephone"),
            ("letter", "By letter"),
            ("email", "By email"),
            ("in-person", "In person"),
        ],
    )
    agency = TextField("From which organisation?", required=False)


@page("cme2:assign")
def key_in_start(request: HttpRequest, by: Actor) -> HttpResponse | Shown:
    """First, how it came."""
    form = ComingForm(request.POST or None, today=by.today)
    if request.method == "POST" and form.is_valid():
        Draft(request, CME2).drop()
        known = dict(form.cleaned_data)
        request.session[COMING] = {**known, "received_on": known["received_on"].isoformat()}
        return redirect("key_in_page", slug=CME2.pages[0].slug)
    return Shown("intake/key_in_start.html", {"form": form})


@page("cme2:assign")
def key_in_page(request: HttpRequest, by: Actor, slug: str) -> HttpResponse | Shown:
    """The pages of the form, one after another, ending in the notice itself."""
    asked = CME2.page(slug)
    if asked is None:
        raise Http404("no such page of the form")
    if COMING not in request.session:
        return redirect("key_in_start")
    draft = Draft(request, CME2)
    form = draft.bound(asked, request, today=by.today)
    if "referrer_agency" in form.fields and not form.initial.get("referrer_agency"):
        form.initial["referrer_agency"] = request.session[COMING].get(
            "agency", ""
        )  # said already, at the start
    if request.method == "POST" and form.is_valid():
        draft.keep(asked, form)
        following = (
            CME2.after(asked.slug) or draft.first_gap()
        )  # a page that was skipped is asked before the end
        return redirect("key_in_page", slug=following.slug) if following else _take_in(request, draft, by)
    found = candidates_for(reading.to_record(draft.answers), by=by, most=5) if draft.pages else []
    context = {
        "form": form,
        "asked": asked,
        "number": CME2.pages.index(asked) + 1,
        "count": len(CME2.pages),
        "found": found,
    }
    return Shown("intake/key_in_page.html", context, [each.child.pk for each in found])


def _take_in(request: HttpRequest, draft: Draft, by: Actor) -> HttpResponse:
    known: dict[str, Any] = request.session.pop(COMING)
    agency = known.pop("agency", "")
    answers = draft.answers
    if agency and not answers.get("referrer_agency"):
        answers["referrer_agency"] = agency
    known["received_on"] = date.fromisoformat(known["received_on"])
    row = actions.submit(CME2, answers=answers, once=draft.once, by=by, **known)
    draft.drop()
    tell(request, f"Notice {row.reference} was taken in.")
    return redirect("referral", referral_id=row.pk)
