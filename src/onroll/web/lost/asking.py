"""A school asks for a pupil's file; an officer searches, here and by hand on the national site, and answers."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from onroll.access import policy
from onroll.audit.actor import Actor
from onroll.schools.queries import open_establishments
from onroll.transfers import lost
from onroll.transfers.actions import losing
from onroll.transfers.lost_models import SearchRequest, SearchResult
from onroll.web.forms import Form
from onroll.web.lost import forms, lines
from onroll.web.pages import Shown, get_visible, page, tell
from rulebook.findings import Refused

MOST = 100
NONE = "none"


@page("ctf:send")
def new_request(request: HttpRequest, by: Actor) -> HttpResponse | Shown:
    """A school admitted a pupil whose file has not come."""
    form = forms.RequestForm(_posted(request), today=by.today, initial={"asked_on": by.today})
    form.offer("school", forms.schools())
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        try:
            school = open_establishments().get(pk=said["school"])
            row = losing.record_search_request(
                forms.described(said),
                school=school,
                asked_on=said["asked_on"],
                asked_by=said["asked_by"],
                by=by,
            )
            tell(request, "The school’s request is recorded.")
            return redirect("search_request", search_request_id=row.pk)
        except Refused as refused:
            form.refuse(refused.findings)
    context = {
        "form": form,
        "heading": "A school asks for a pupil’s file",
        "back": reverse("transfers"),
        "rule": "Procedure 6.1(v)",
    }
    return Shown("lost/step.html", context)


@page("ctf:list", methods=("GET",))
def request_page(request: HttpRequest, by: Actor, search_request_id: UUID) -> Shown:
    """What a school asks, whom we keep who may be meant, and what was searched on the national site."""
    row = _row(by, search_request_id, "ctf:list")
    found = lost.lost_like(lost.looked_for(row), by=by) if row.answered_on is None else []
    lines.alerts_of([each.pupil for each in found], by)
    searches = list(lost.national_searches(by).filter(request=row))
    context = {
        "asked": row,
        "born": lines.sentence(lines.born(row)),
        "found": [lines.like_line(each) for each in found],
        "searches": [lines.national_line(each) for each in searches],
        "owed": lines.owed_rows(losing.request_duties(row), by),
        "may_act": row.answered_on is None and policy.may(by, "ctf:send"),
    }
    pupils = [each.pupil for each in found] + ([row.lost_pupil] if row.lost_pupil else [])
    return Shown(
        "lost/request.html",
        context,
        [each.child_id for each in pupils if each.child_id],
        subjects=[row, *pupils, *searches],
    )


@page("ctf:send")
def national_for(request: HttpRequest, by: Actor, search_request_id: UUID) -> HttpResponse | Shown:
    """A search was made on the national site for a school."""
    row = _row(by, search_request_id)
    return _national(request, by, row, back=reverse("search_request", args=[row.pk]))


@page("ctf:send")
def new_national(request: HttpRequest, by: Actor) -> HttpResponse | Shown:
    """A search was made on the national site of one's own accord."""
    return _national(request, by, None, back=reverse("national_searches"))


@page("ctf:list", methods=("GET",))
def national_searches(request: HttpRequest, by: Actor) -> Shown:
    """The searches made by hand on the national site, the newest first."""
    rows = list(lost.national_searches(by)[:MOST])
    context = {"rows": [lines.national_line(row) for row in rows], "may_act": policy.may(by, "ctf:send")}
    return Shown("lost/national.html", context, subjects=rows)


@page("ctf:send")
def answer(request: HttpRequest, by: Actor, search_request_id: UUID) -> HttpResponse | Shown:
    """What the school was answered."""
    row = _row(by, search_request_id)
    found = lost.lost_like(lost.looked_for(row), by=by)
    form = forms.AnswerForm(_posted(request), today=by.today)
    choices = [(str(each.pupil.pk), _choice(each)) for each in found]
    form.offer("pupil", [*choices, (NONE, "None of those that we keep")])
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data["pupil"]
        pupil = next((each.pupil for each in found if str(each.pupil.pk) == chosen), None)
        try:
            losing.answer_search_request(row, pupil=pupil, answer=form.cleaned_data["answer"], by=by)
            tell(request, "It is recorded what the school was answered.")
            return redirect("search_request", search_request_id=row.pk)
        except Refused as refused:
            form.refuse(refused.findings)
    pupils = [each.pupil for each in found]
    context = {
        "form": form,
        "heading": f"What did you answer {row.school.name}?",
        "back": reverse("search_request", args=[row.pk]),
        "rule": "Procedure 6.1(v)",
    }
    return Shown(
        "lost/step.html",
        context,
        [each.child_id for each in pupils if each.child_id],
        subjects=[row, *pupils],
    )


# ---------------------------------------------------------------------------------------------------------- workings
def _national(
    request: HttpRequest, by: Actor, row: SearchRequest | None, *, back: str
) -> HttpResponse | Shown:
    initial = forms.initial_of(row, by) if row else {"searched_on": by.today, "searched_by": by.name}
    form: Form = forms.NationalForm(_posted(request), today=by.today, initial=initial)
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        about, result = forms.described(said), SearchResult(said.pop("result"))
        try:
            losing.record_national_search(about, result=result, request=row, by=by, **said)
            tell(request, "The search is recorded.")
            return redirect(back)
        except Refused as refused:
            form.refuse(refused.findings)
    context = {
        "form": form,
        "heading": "Record a search on the national site",
        "back": back,
        "rule": "Procedure 6.1(v)",
        "lead": "This service cannot search there. Search by hand, then record here what you searched for and found.",
    }
    return Shown("lost/step.html", context, subjects=[row] if row else [])


def _choice(each: lost.LostLikeness) -> str:
    return f"{each.pupil.name}, {lines.born(each.pupil)}, from {lines.from_whom(each.pupil)}"


def _row(by: Actor, search_request_id: UUID, permission: str = "ctf:send") -> SearchRequest:
    return get_visible(lost.requests(by, permission), pk=search_request_id)


def _posted(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None
