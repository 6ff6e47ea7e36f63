"""Held records: which child is this? The record beside each child it may be, and one decision."""

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from onroll.audit.actor import Actor
from onroll.people.facts import identity_record
from onroll.people.models import Child
from onroll.people.queries import Candidate
from onroll.transfers import consequences, matching, queries, telling
from onroll.transfers.actions.deciding import decide_different, decide_same, leave_out
from onroll.transfers.consequences import finding_of
from onroll.transfers.models import IncomingRecord
from onroll.web.forms import ChoiceField, Form
from onroll.web.matches.evidence import card
from onroll.web.pages import Shown, get_visible, page, tell
from onroll.web.wording import day
from rulebook.findings import Refused
from rulebook.identity.compare import IdentityRecord

PER_PAGE = 50
ANOTHER, LEAVE = "another", "leave"
TONES = {"close": ("Close match", "warn"), "conflict": ("Conflict", "bad")}


class DecideForm(Form):
    """Which of the children it is, none of them, or nothing at all."""

    which = ChoiceField("Which child is this?", missing="Choose which child this is", choices=[])

    def __init__(self, *args: Any, children: list[Child], **rest: Any) -> None:
        super().__init__(*args, **rest)
        self.fields["which"].choices = [  # type: ignore[attr-defined]
            *((str(child.pk), f"{place}. {_said(child)}") for place, child in enumerate(children, start=1)),
            (ANOTHER, "None of these: a child who is not here yet"),
            (LEAVE, "Leave it out: nothing is to come of it"),
        ]


@page("import:read", methods=("GET",))
def held(request: HttpRequest, by: Actor) -> Shown:
    """The records that wait for somebody to decide which child they are about."""
    listed = Paginator(queries.held_records(by), PER_PAGE).get_page(request.GET.get("page"))
    rows = [_row(record) for record in listed]
    children = [UUID(each["child"]) for record in listed for each in record.proposed]
    return Shown("files/held.html", {"rows": rows, "listed": listed}, children)


@page("import:assign")
def decide(request: HttpRequest, by: Actor, record_id: UUID) -> HttpResponse | Shown:
    """One held record beside the children it may be."""
    record = get_visible(queries.held_records(by), pk=record_id)
    known = queries.proposed_children([record], by=by)
    ids = [UUID(each["child"]) for each in record.proposed]
    children = [known[each] for each in ids if each in known]
    form = DecideForm(request.POST if request.method == "POST" else None, children=children)
    if request.method == "POST" and form.is_valid():
        try:
            _carry_out(record, form.cleaned_data["which"], known, by)
        except Refused as refused:
            form.refuse(refused.findings)
        else:
            tell(request, f"Line {record.line:,} is decided.")
            return redirect(_next(by))
    context = {
        "record": record,
        "form": form,
        "who": telling.who(record, telling.fields_of(record.file)),
        "received": list(record.received.items()),
        "candidates": _cards(record, children, by),
        "findings": [finding_of(kept) for kept in record.findings],
    }
    return Shown("files/decide.html", context, ids)


def _carry_out(record: IncomingRecord, which: str, known: Any, by: Actor) -> None:
    if which == ANOTHER:
        decide_different(record, by=by)
    elif which == LEAVE:
        leave_out(record, by=by)
    else:
        decide_same(record, child=known[UUID(which)], by=by)


def _cards(record: IncomingRecord, children: list[Child], by: Actor) -> list[dict[str, Any]]:
    reading = consequences.open_file(record.file)
    arrived = reading.identity(consequences.incoming_of(reading, record.line))
    return [_card(each, arrived) for each in matching.compared(arrived, children, by=by)]


def _card(candidate: Candidate, arrived: IdentityRecord) -> dict[str, Any]:
    """Return one candidate as the page shows it: every line of evidence with both values, and what would settle it."""
    shown = card(candidate.match, arrived=arrived, ours=identity_record(candidate.child))
    return {"child": candidate.child, **shown}


def _next(by: Actor) -> Any:
    following = queries.held_records(by).first()
    return f"/files/held/{following.pk}/" if following else "files_held"


def _row(record: IncomingRecord) -> dict[str, Any]:
    return {
        "first": telling.who(record, telling.fields_of(record.file)),
        "href": f"/files/held/{record.pk}/",
        "cells": [f"{record.file.name}, line {record.line:,}", telling.why(record)],
        "tag": TONES[record.consequence],
    }


def _said(child: Child) -> str:
    born = f", born {day(child.birth_date)}" if child.birth_date else ""
    return f"{child.name}{born}, {child.reference}"
