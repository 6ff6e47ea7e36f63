"""What comes back of a list: said child by child or in the file by its recipient, looked at by the CME team."""

from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from onroll.access import policy
from onroll.audit.actor import Actor
from onroll.sharing import actions, queries
from onroll.sharing.actions.answering import words_of
from onroll.sharing.models import AnswerState, ListAnswer, Pack, PackLine
from onroll.sharing.questions import QUESTIONS
from onroll.web.forms import FileField, Form, LongTextField
from onroll.web.pages import Shown, get_visible, page, tell, warn
from rulebook.disclosure import product_of
from rulebook.findings import Refused
from rulebook.wording import counted

MOST_BYTES = 20_000_000
TONES = {AnswerState.WAITING: "info", AnswerState.TAKEN: "good", AnswerState.LEFT: "neutral"}


class FileForm(Form):
    """The workbook, filled in."""

    sent = FileField("The workbook, filled in", accept=".xlsx", called="the workbook")


class LineForm(Form):
    """What is known of one child."""

    whereabouts = LongTextField(QUESTIONS[0].words, required=False, max_length=1000)
    education = LongTextField(QUESTIONS[1].words, required=False, max_length=1000)
    words = LongTextField(QUESTIONS[2].words, required=False, max_length=1000)


@page("pack:update")
def pack_answer(request: HttpRequest, by: Actor, pack_id: Any) -> HttpResponse | Shown:
    """Say what is known: of one child, in the file, or that nothing more is known."""
    row = get_visible(queries.packs_visible(by, "pack:update"), pk=pack_id)
    if not row.was_released:
        return redirect("pack", pack_id=row.pk)
    lines = queries.lines_given(row, by=by)
    mark = request.GET.get("line", "")
    if mark:
        given = [line.pk for line in lines]
        return _line(request, row, get_visible(row.lines.filter(pk__in=given), mark=mark), by)
    if request.method == "POST" and "finish" in request.POST:
        actions.finish_answering(row, by=by)
        tell(request, "Thank you. It is recorded that you have said what you know.")
        return redirect("pack", pack_id=row.pk)
    posted = request.method == "POST"
    form = FileForm(request.POST if posted else None, request.FILES if posted else None, today=by.today)
    if posted and form.is_valid():
        said = _taken(request, row, form, by)
        if said is not None:
            tell(request, f"The file has arrived: {counted(said, 'new answer')}. Thank you.")
            return redirect("pack", pack_id=row.pk)
    context = {
        "pack": row,
        "product": product_of(row.product),
        "form": form,
        "rows": [_of(each, row) for each in lines],
    }
    return Shown("sharing/answer.html", context, [each.child_id for each in lines])


@page("pack:assign")
def pack_answers(request: HttpRequest, by: Actor, pack_id: Any) -> HttpResponse | Shown:
    """What was said of the children on a list, to be taken into the record or left, one by one or together."""
    row = get_visible(queries.packs_visible(by, "pack:assign"), pk=pack_id)
    rows = list(queries.answers_of(row, by=by))
    if request.method == "POST":
        _decide(request, rows, by)
        return redirect("pack_answers", pack_id=row.pk)
    waiting = [each for each in rows if each.state == AnswerState.WAITING]
    context = {
        "pack": row,
        "waiting": [_shown(each) for each in waiting],
        "done": [_shown(each) for each in rows if each.state != AnswerState.WAITING],
    }
    return Shown("sharing/answers.html", context, [each.child_id for each in rows])


def _line(request: HttpRequest, row: Pack, line: PackLine, by: Actor) -> HttpResponse | Shown:
    form = LineForm(request.POST if request.method == "POST" else None, today=by.today)
    if request.method == "POST" and form.is_valid():
        told = actions.answer_line(row, mark=line.mark, said=form.cleaned_data, by=by)
        tell(request, "What you know is with the CME team." if told else "Nothing new was said.")
        return redirect("pack_answer", pack_id=row.pk)
    said = [words_of(each) for each in line.answers.all()]
    context = {
        "pack": row,
        "line": line,
        "name": line.given.get("child_name", "A child"),
        "form": form,
        "said": said,
    }
    return Shown("sharing/answer_line.html", context, [line.child_id])


def _taken(request: HttpRequest, row: Pack, form: FileForm, by: Actor) -> int | None:
    sent: UploadedFile[bytes] = form.cleaned_data["sent"]
    if sent.size is None or sent.size > MOST_BYTES:
        form.add_error("sent", "The file is too large. Send back the very file that was given, filled in")
        return None
    try:
        return actions.answer_with_file(row, content=sent.read(), by=by)
    except Refused as refused:
        form.refuse(refused.findings)
        return None


def _decide(request: HttpRequest, rows: list[ListAnswer], by: Actor) -> None:
    """Decide one answer, or all that wait; what cannot be taken stays and says why."""
    take = request.POST.get("decision") == "take"
    chosen = request.POST.get("answer", "")
    waiting = [each for each in rows if each.state == AnswerState.WAITING]
    if chosen != "all":
        waiting = [each for each in waiting if str(each.pk) == chosen]
    done, refusals = 0, []
    for each in waiting:
        try:
            actions.decide_answer(each, take=take, by=by)
            done += 1
        except Refused as refused:
            refusals += [finding.words for finding in refused.findings]
        except policy.PermissionRefused:
            refusals.append("You may not change this child’s record.")
    if done:
        tell(request, f"{counted(done, 'answer')} {'taken into the record' if take else 'left as it is'}.")
    if refusals:
        warn(request, " ".join(dict.fromkeys(refusals)))


def _of(line: PackLine, row: Pack) -> dict[str, Any]:
    said = len(line.answers.all())
    return {
        "first": line.given.get("child_name", "A child"),
        "href": f"{reverse('pack_answer', args=[row.pk])}?line={line.mark}",
        "note": line.mark,
        "cells": [
            line.given.get("born_on") or line.given.get("year_group") or "–",
            line.given.get("last_town") or line.given.get("address") or "–",
        ],
        "tag": (counted(said, "answer"), "good") if said else ("Nothing said", "neutral"),
    }


def _shown(row: ListAnswer) -> dict[str, Any]:
    child_id: UUID = row.child_id
    return {
        "id": row.pk,
        "name": row.line.child.name,
        "href": reverse("child", args=[child_id]),
        "heading": words_of(row).split(":")[0],
        "before": row.before,
        "said": row.said,
        "who": row.said_by,
        "at": row.said_at,
        "state": (row.get_state_display(), TONES[AnswerState(row.state)]),
        "decided_by": row.decided_by,
    }
