"""Lists that are shared: what waits to be released, what each recipient was given, and the file itself."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from onroll.access import policy
from onroll.audit.actor import Actor
from onroll.release.queries import content_of
from onroll.sharing import actions, queries
from onroll.sharing.actions.releasing import ANSWERS, NEEDS_SIGNATURE
from onroll.sharing.contents import Contents, contents_of, fields_of, headings
from onroll.sharing.models import Pack, PackState
from onroll.web.pages import Handed, Shown, get_visible, page, tell, warn
from onroll.web.wording import day
from rulebook.disclosure import product_of
from rulebook.findings import Refused
from rulebook.wording import counted

MOST = 200
TONES = {
    PackState.PREPARED: "info",
    PackState.RELEASED: "neutral",
    PackState.ANSWERED: "good",
    PackState.LAPSED: "warn",
}


@page("pack:list", methods=("GET",))
def packs(request: HttpRequest, by: Actor) -> Shown:
    """What waits to be released, what is out and not answered, and what was before; for a recipient, their own."""
    rows = list(queries.packs_visible(by, "pack:list")[:MOST])
    answers = queries.answers_waiting(by) if policy.may(by, "pack:assign") else {}
    waiting = [row for row in rows if row.is_prepared]
    out = [row for row in rows if row.state == PackState.RELEASED and row.answer_due_on]
    done = [row for row in rows if row not in waiting and row not in out]
    context = {
        "waiting": [_line(row, by) for row in waiting],
        "to_decide": [_to_decide(row, answers[row.pk]) for row in rows if row.pk in answers],
        "out": [_line(row, by) for row in out],
        "done": [_line(row, by) for row in done],
        "late": sum(row.is_late(by.today) for row in out),
        "prepares": policy.may(by, "pack:create"),
        "signs": policy.may(by, "pack:sign"),
    }
    return Shown("sharing/packs.html", context)


@page("pack:read", methods=("GET",))
def pack(request: HttpRequest, by: Actor, pack_id: Any) -> Shown:
    """One list: before it leaves as it would be now, with who stays off; afterwards as it was given, word for word."""
    row = get_visible(queries.packs_visible(by), pk=pack_id)
    product = product_of(row.product)
    common = {
        "pack": row,
        "product": product,
        "tag": _tag(row, by),
        "fields": headings(fields_of(row)),
        "sends": policy.may(by, "pack:send"),
        "chases": row.is_late(by.today) and row.chased_at is None and policy.may(by, "pack:send"),
        "signed": product.code in NEEDS_SIGNATURE,
        "refused": product.code in NEEDS_SIGNATURE and not policy.may(by, "pack:sign"),
        "asks": product.code in ANSWERS,
        "answers": row.was_released and policy.may(by, "pack:update"),
        "decides": row.was_released and policy.may(by, "pack:assign"),
        "to_decide": queries.answers_waiting(by).get(row.pk, 0) if policy.may(by, "pack:assign") else 0,
    }
    if row.is_prepared:
        now = contents_of(row, by=by)
        shown = {"digest": now.digest, "rows": _rows_now(now), "withheld": now.withheld}
        children = [each.case.child_id for each in now.entries]
    else:
        lines = queries.lines_given(row, by=by)
        names = fields_of(row)
        shown = {"rows": [_cells(line.given, names) for line in lines], "withheld": row.withheld}
        children = [line.child_id for line in lines]
    shown["withheld"] = shown["withheld"] if policy.may(by, "hold:sign") else 0
    return Shown("sharing/pack.html", common | shown, children)


@page("pack:send", methods=("POST",))
def pack_release(request: HttpRequest, by: Actor, pack_id: Any) -> HttpResponse:
    """Release the list that was looked at."""
    row = get_visible(queries.packs_visible(by, "pack:send"), pk=pack_id)
    try:
        actions.release_pack(row, seen=request.POST.get("seen", ""), by=by)
        tell(request, f"{product_of(row.product).words} is released to {row.recipient}.")
    except Refused as refused:
        warn(request, " ".join(each.words for each in refused.findings))
    return redirect("pack", pack_id=row.pk)


@page("pack:send", methods=("POST",))
def pack_chase(request: HttpRequest, by: Actor, pack_id: Any) -> HttpResponse:
    """Ask again for an answer that is late."""
    row = get_visible(queries.packs_visible(by, "pack:send"), pk=pack_id)
    try:
        sent = actions.chase_pack(row, by=by)
        tell(request, f"{row.recipient} is asked for the answer again, by {counted(len(sent), 'email')}.")
    except Refused as refused:
        warn(request, " ".join(each.words for each in refused.findings))
    return redirect("pack", pack_id=row.pk)


@page("pack:read", methods=("GET",))
def pack_file(request: HttpRequest, by: Actor, pack_id: Any) -> Handed | HttpResponse:
    """The workbook that was released, the very bytes; its recipient has it no longer where a child on it is held."""
    row = get_visible(queries.packs_visible(by), pk=pack_id)
    if row.disclosure is None:
        return redirect("pack", pack_id=row.pk)
    document = row.disclosure.document
    children = [line.child_id for line in queries.lines_given(row, by=by)]
    if len(children) < row.lines.count():
        warn(request, "The workbook is not to be had any more. Say here what you know.")
        return redirect("pack", pack_id=row.pk)
    return Handed(
        content=content_of(document), content_type=document.media_type, name=row.file_name, children=children
    )


def _line(row: Pack, by: Actor) -> dict[str, Any]:
    if row.answered_at:
        when = f"Answered {day(row.answered_at)}"
    elif row.answer_due_on:
        when = f"Answer by {day(row.answer_due_on)}"
    elif row.released_at:
        when = f"Released {day(row.released_at)}"
    else:
        when = f"Prepared {day(row.prepared_at)}"
    return {
        "first": f"{product_of(row.product).words}, {row.period_words}",
        "href": reverse("pack", args=[row.pk]),
        "note": row.reference,
        "cells": [row.recipient, str(getattr(row, "children", 0)) if row.was_released else "–", when],
        "tag": _tag(row, by),
    }


def _to_decide(row: Pack, waiting: int) -> dict[str, Any]:
    return {
        "first": f"{product_of(row.product).words}, {row.period_words}",
        "href": reverse("pack_answers", args=[row.pk]),
        "note": row.reference,
        "cells": [row.recipient, counted(waiting, "answer")],
        "tag": ("To be looked at", "info"),
    }


def _tag(row: Pack, by: Actor) -> tuple[str, str]:
    if row.is_late(by.today):
        return ("Answer is late", "bad")
    if row.is_prepared and row.product in NEEDS_SIGNATURE:
        return ("To be signed", "info")
    return (row.get_state_display(), TONES[PackState(row.state)])


def _rows_now(now: Contents) -> list[list[str]]:
    return [_cells(each.given, now.fields) for each in now.entries]


def _cells(given: Any, names: tuple[str, ...]) -> list[str]:
    return [given.get(name) or "–" for name in names]
