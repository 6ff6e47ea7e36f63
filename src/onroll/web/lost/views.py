"""Lost pupils: the worklists, the search among them, and one pupil as the transfer file tells of them."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from onroll.access import policy
from onroll.audit.actor import Actor
from onroll.cases import queries as cases
from onroll.cases.models import Sighting
from onroll.transfers import lost
from onroll.transfers.actions.losing import lost_pupil_duties, request_duties
from onroll.transfers.lost_models import LostKind, LostPupil
from onroll.web.lost import forms, lines
from onroll.web.lost.viewer import rows_of
from onroll.web.pages import Shown, get_visible, page
from onroll.web.wording import day

MOST = 100
LATELY = 20
IN_FILES = ("transfer file", "lost pupil’s file")


@page("ctf:list", methods=("GET",))
def transfers(request: HttpRequest, by: Actor) -> Shown:
    """What is to be done about lost pupils, the most pressing first."""
    seen = _seen(by)
    again = list(lost.on_a_roll_since(by)[:MOST])
    unknown = list(lost.without_case(by, LostKind.NOT_KNOWN)[:MOST])
    outside = list(lost.without_case(by, LostKind.LEFT_SECTOR)[:MOST])
    found = list(lost.to_be_cleared(by)[:MOST])
    asked = list(lost.requests(by).filter(answered_on=None)[:MOST])
    answered = list(lost.requests(by).exclude(answered_on=None).order_by("-answered_on", "pk")[:LATELY])
    rows = [*again, *unknown, *outside, *found]
    lines.alerts_of(rows, by)
    context = {
        "seen": [_seen_line(row) for row in seen],
        "again": [lines.line_of(row, state=("On a roll since", "good")) for row in again],
        "unknown": [lines.line_of(row, state=("No case", "warn")) for row in unknown],
        "outside": [lines.line_of(row, state=_owed(row, by)) for row in outside],
        "found": [lines.line_of(row, state=_owed(row, by), last=_found_at(row)) for row in found],
        "asked": [lines.request_line(row, next(iter(request_duties(row)), None), by) for row in asked],
        "answered": [lines.request_line(row, None, by) for row in answered],
        "may_act": policy.may(by, "ctf:send"),
    }
    children = [row.child_id for row in rows if row.child_id] + [row.child_id for row in seen]
    return Shown("lost/transfers.html", context, children, subjects=[*rows, *asked, *answered])


@page("ctf:list", once=False)
def lost_search(request: HttpRequest, by: Actor) -> HttpResponse | Shown:
    """Search among the lost pupils that we keep. What was typed stays in the session, never in the address."""
    form = forms.DescribedForm(None, today=by.today)
    if request.method == "POST":
        form = forms.DescribedForm(request.POST, today=by.today)
        if form.is_valid():
            request.session["lost_search"] = forms.kept(form.cleaned_data)
            return redirect("lost_search")
    told = request.session.get("lost_search") or {}
    if told and not form.is_bound:
        form = forms.DescribedForm(None, today=by.today, initial=forms.given(told))
    found = lost.lost_like(forms.record_of(told), by=by) if told and not form.is_bound else []
    lines.alerts_of([each.pupil for each in found], by)
    context = {
        "form": form,
        "told": bool(told) and not form.is_bound,
        "found": [lines.like_line(each) for each in found],
        "may_act": policy.may(by, "ctf:send"),
    }
    pupils = [each.pupil for each in found]
    return Shown(
        "lost/search.html", context, [row.child_id for row in pupils if row.child_id], subjects=pupils
    )


@page("ctf:read", methods=("GET",))
def lost_pupil(request: HttpRequest, by: Actor, lost_pupil_id: UUID) -> Shown:
    """One lost pupil: what the file says, what became of them, what is owed, and what can be done."""
    row = get_visible(lost.lost_pupils(by, "ctf:read"), pk=lost_pupil_id)
    lines.alerts_of([row], by)
    case = cases.register(by).filter(child_id=row.child_id).first() if row.child_id else None
    acts = policy.may(by, "ctf:send", row) if row.child_id else policy.may(by, "ctf:send")
    open_ = row.cleared_on is None
    context = {
        "pupil": row,
        "child": row.child,
        "opens": row.child is not None and policy.may(by, "card:read", row),
        "born": lines.sentence(lines.born(row)),
        "from_whom": lines.from_whom(row),
        "state": lines.state_of(row),
        "case": case,
        "groups": rows_of(row, by),
        "owed": lines.owed_rows(lost_pupil_duties(row, by=by), by),
        "may_open_file": policy.may(by, "import:read"),
        "may_explain": acts and open_ and row.explained_on is None and row.found_on is None,
        "may_say_found": acts and open_ and row.found_on is None,
        "may_send": acts and open_,
        "may_clear": acts and open_ and row.found_on is not None,
        "may_register": row.child_id and case is None and open_ and policy.may(by, "case:create"),
    }
    return Shown("lost/pupil.html", context, [row.child_id] if row.child_id else [], subjects=[row])


# ---------------------------------------------------------------------------------------------------------- workings
def _seen(by: Actor) -> list[Sighting]:
    return list(cases.sightings(by).filter(kind__in=IN_FILES)[:LATELY])


def _seen_line(row: Sighting) -> dict[str, Any]:
    told = f", {day(row.told_on)}" if row.told_on else ""
    return {
        "first": row.child.name,
        "href": reverse("child", args=[row.child_id]),
        "note": row.case.reference,
        "cells": [f"A {row.kind}{told}", row.words],
        "tag": ("Recognised", "good") if row.sure else ("May be the child", "warn"),
    }


def _owed(row: LostPupil, by: Actor) -> tuple[str, str]:
    """Return when the next thing is due, as a tag."""
    for duty in lost_pupil_duties(row, by=by):
        if duty.standing(by.today).outstanding:
            late = duty.due_on is not None and duty.due_on < by.today
            return (lines.sentence(duty.standing_words(by.today)), "bad" if late else "info")
    return lines.state_of(row)


def _found_at(row: LostPupil) -> str:
    return f"{row.found_school.name}, {day(row.found_on)}" if row.found_school and row.found_on else ""
