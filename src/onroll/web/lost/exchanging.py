"""The exchange by folders on screen: what came in, what was set aside and why, what went out and where it stands."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from onroll.access import policy
from onroll.audit.actor import Actor
from onroll.schools.queries import open_establishments
from onroll.transfers import folders, lost
from onroll.transfers.actions.exchanging import LEFT, record_returned, send_lost_file
from onroll.transfers.exchange_models import Direction, ExchangedFile, ExchangeState
from onroll.web.lost import forms
from onroll.web.pages import Shown, get_visible, page, tell
from onroll.web.wording import day
from rulebook.findings import Refused

MOST = 100
TONES = {
    ExchangeState.TAKEN: "good", ExchangeState.REJECTED: "bad", ExchangeState.WAITING: "info",
    ExchangeState.WRITTEN: "warn", ExchangeState.COLLECTED: "good", ExchangeState.STOPPED: "bad",
    ExchangeState.GONE: "bad", ExchangeState.RETURNED: "bad", ExchangeState.TAKEN_BACK: "warn",
    ExchangeState.TOO_LATE: "bad",
}  # fmt: skip


@page("ctf:list", methods=("GET",))
def exchange(request: HttpRequest, by: Actor) -> Shown:
    """What came in and went out by the folders of the exchange, what was rejected and why."""
    rows = ExchangedFile.objects.select_related("file", "lost_pupil")
    came = list(rows.filter(direction=Direction.IN).exclude(state=ExchangeState.REJECTED)[:MOST])
    aside = list(rows.filter(direction=Direction.IN, state=ExchangeState.REJECTED)[:MOST])
    went = list(rows.filter(direction=Direction.OUT)[:MOST])
    acts = policy.may(by, "ctf:send")
    context = {
        "folder": folders.is_set(),
        "came": [_came(row, by) for row in came],
        "aside": [_aside(row) for row in aside],
        "went": [_went(row, acts=acts) for row in went],
    }
    children = [row.lost_pupil.child_id for row in went if row.lost_pupil and row.lost_pupil.child_id]
    return Shown("lost/exchange.html", context, children, subjects=[*came, *aside, *went])


@page("ctf:send")
def send(request: HttpRequest, by: Actor, lost_pupil_id: UUID) -> HttpResponse | Shown:
    """A lost pupil's file goes to the school that admitted the pupil."""
    row = get_visible(lost.lost_pupils(by, "ctf:send"), pk=lost_pupil_id)
    initial = {"school": str(row.found_school_id) if row.found_school_id else ""}
    form = forms.SendForm(_posted(request), today=by.today, initial=initial)
    form.offer("school", forms.schools())
    if request.method == "POST" and form.is_valid():
        try:
            school = open_establishments().get(pk=form.cleaned_data["school"])
            sent = send_lost_file(row, school=school, by=by)
            tell(request, f"{sent.name} will be in the folder within five minutes, to be sent on S2S.")
            return redirect("exchange")
        except Refused as refused:
            form.refuse(refused.findings)
    context = {
        "form": form,
        "heading": f"To which school does the file of {row.name} go?",
        "back": reverse("lost_pupil", args=[row.pk]),
        "rule": "Procedure 6.1(v)",
        "lead": "The file goes as it was received. Somebody sends it on S2S from the folder of the exchange.",
    }
    return Shown("lost/step.html", context, [row.child_id] if row.child_id else [], subjects=[row])


@page("ctf:send")
def returned(request: HttpRequest, by: Actor, exchanged_file_id: UUID) -> HttpResponse | Shown:
    """The school rejected a file that was sent."""
    row = get_visible(
        ExchangedFile.objects.all(), pk=exchanged_file_id
    )  # what was not sent, the action refuses
    form = forms.ExplainForm(_posted(request), today=by.today)
    if request.method == "POST" and form.is_valid():
        try:
            record_returned(row, reason=form.cleaned_data["reason"], by=by)
            tell(request, "It is recorded. The pupil is to be treated as missing: look at the case.")
            return redirect("exchange")
        except Refused as refused:
            form.refuse(refused.findings)
    context = {
        "form": form,
        "heading": f"Why did the school reject {row.name}?",
        "back": reverse("exchange"),
        "rule": "Procedure 6.1(iv)",
    }
    child_id = row.lost_pupil.child_id if row.lost_pupil else None
    return Shown("lost/step.html", context, [child_id] if child_id else [], subjects=[row])


# ---------------------------------------------------------------------------------------------------------- workings
def _came(row: ExchangedFile, by: Actor) -> dict[str, Any]:
    opens = row.file_id and policy.may(by, "import:read")
    return {
        "first": row.name,
        "href": reverse("file", args=[row.file_id]) if opens else None,
        "note": _words(row),
        "cells": [row.sender or "–", day(row.recorded_at), row.file.get_state_display() if row.file else "–"],
        "tag": _tag(row),
    }


def _aside(row: ExchangedFile) -> dict[str, Any]:
    return {
        "first": row.name,
        "cells": [row.sender or "–", day(row.recorded_at), _words(row)],
        "tag": _tag(row),
    }


def _went(row: ExchangedFile, *, acts: bool) -> dict[str, Any]:
    may_return = acts and row.state in LEFT
    href = reverse("exchange_returned", args=[row.pk]) if may_return else None
    reject: Any = {"text": "The school rejected it", "href": href, "about": row.name} if may_return else "–"
    return {
        "first": row.name,
        "href": reverse("lost_pupil", args=[row.lost_pupil_id]) if row.lost_pupil_id else None,
        "note": _words(row) or (row.lost_pupil.name if row.lost_pupil else ""),
        "cells": [row.receiver, f"{day(row.recorded_at)}, {row.recorded_by}", reject],
        "tag": _tag(row),
    }


def _words(row: ExchangedFile) -> str:
    return " ".join(each["words"] for each in row.findings)


def _tag(row: ExchangedFile) -> tuple[str, str]:
    state = ExchangeState(row.state)
    return (state.label, TONES[state])


def _posted(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None
