"""Finding a child: in one box, or by whatever is known of one, field by field."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from onroll.audit.actor import Actor
from onroll.cases.models import Referral
from onroll.cases.referred_to import referred_to
from onroll.people.models import Child
from onroll.people.queries import Candidate, askable, candidates_for, find_children
from onroll.web.children.alerts import with_alerts_listed
from onroll.web.children.reading import record_of
from onroll.web.forms import ChoiceField, DateField, FilterForm, PhoneField, PostcodeField, TextField
from onroll.web.matches.evidence import told_by
from onroll.web.pages import Shown, page
from onroll.web.wording import joined
from rulebook.identity.compare import IdentityRecord, PersonName

MOST_EXACT = 50
MOST_LIKE = 12
IN_WORDS = {
    "upn": "UPN",
    "nhs_number": "NHS number",
    "postcode": "postcode",
    "phones": "telephone number",
    "parent_names": "parent",
}


class SearchForm(FilterForm):
    """Whatever is known of a child: any of it, none of it certain."""

    forenames = TextField("First name", max_length=120, required=False)
    surname = TextField("Family name", max_length=120, required=False)
    former_name = TextField("Another or former family name", max_length=120, required=False)
    birth_date = DateField("Date of birth", required=False)
    sex = ChoiceField("Sex", required=False, choices=[("F", "Girl"), ("M", "Boy")])
    postcode = PostcodeField("Postcode", required=False)
    upn = TextField("UPN", max_length=13, required=False)
    nhs_number = TextField("NHS number", max_length=12, required=False)
    reference = TextField(
        "Reference",
        hint="Of the child, a case or a notice, such as C-7KQ2-MXAB",
        max_length=12,
        required=False,
    )
    parent = TextField("Name of a parent or carer", max_length=200, required=False)
    phone = PhoneField("Their telephone number", required=False)


@page("card:list", once=False)
def search(request: HttpRequest, by: Actor) -> HttpResponse | Shown:
    """Find a child. What was typed stays in the session, never in the address."""
    form = SearchForm(None, today=by.today)
    if request.method == "POST" and "by" in request.POST:
        form = SearchForm(request.POST, today=by.today)
        if form.is_valid():
            request.session["search"] = ""
            request.session["search_by"] = _kept(form.cleaned_data)
            return redirect("search")
    elif request.method == "POST":
        request.session["search"] = request.POST.get("q", "")[:200]
        request.session["search_by"] = {}
        return redirect("search")
    typed, told = request.session.get("search", "").strip(), request.session.get("search_by") or {}
    if not form.is_bound and told:
        form = SearchForm(None, today=by.today, initial=_given(told))
    meant = _record(told) if told else record_of(typed)
    return _shown(by, form, typed=typed or told.get("reference", ""), told=bool(told), meant=meant)


def _shown(by: Actor, form: SearchForm, *, typed: str, told: bool, meant: IdentityRecord) -> Shown:
    exact: list[Child] = []
    near: list[Candidate] = []
    notices: list[Referral] = []
    asked = askable(meant, by=by)
    if typed:
        found = find_children(typed, by=by).select_related("area").order_by("surname", "forenames")
        named = referred_to(typed, by=by)
        notices = named.notices
        exact = with_alerts_listed([*named.children.select_related("area"), *found[:MOST_EXACT]], by=by)
    if typed or told:
        known = {child.pk for child in exact}
        likely = candidates_for(asked, by=by, most=MOST_LIKE, whole=False, loosely=True)
        near = [each for each in likely if each.child.pk not in known]
        with_alerts_listed([each.child for each in near], by=by)
    context = {
        "form": form,
        "typed": typed,
        "told": told,
        "exact": exact,
        "notices": notices,
        "near": [{"child": each.child, "match": each.match, "why": told_by(each)} for each in near],
        "unasked": joined(
            [words for name, words in IN_WORDS.items() if getattr(meant, name) != getattr(asked, name)], "or"
        ),
    }
    children = [child.pk for child in exact] + [each.child.pk for each in near]
    return Shown("children/search.html", context, children, subjects=notices)


def _kept(said: dict[str, Any]) -> dict[str, str]:
    """Return what was said as a session keeps it, without what was left empty."""
    return {
        name: value.isoformat() if isinstance(value, date) else str(value)
        for name, value in said.items()
        if value
    }


def _given(told: dict[str, str]) -> dict[str, Any]:
    return {**told, "birth_date": _day(told)}


def _day(told: dict[str, str]) -> date | None:
    return date.fromisoformat(told["birth_date"]) if told.get("birth_date") else None


def _record(told: dict[str, str]) -> IdentityRecord:
    """Return what was told, field by field, as a record to compare."""
    former = told.get("former_name", "")
    return IdentityRecord(
        forenames=told.get("forenames", ""),
        surname=told.get("surname", "") or former,
        former_names=(PersonName(surname=former),) if former else (),
        birth_date=_day(told),
        sex=told.get("sex", ""),
        postcode=told.get("postcode", ""),
        upn=told.get("upn", "").upper(),
        nhs_number=told.get("nhs_number", ""),
        parent_names=(told["parent"],) if told.get("parent") else (),
        phones=(told["phone"],) if told.get("phone") else (),
    )
