"""What an officer records of a lost pupil: explained, registered, found, taken out of the national database."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from onroll.audit.actor import Actor
from onroll.schools.queries import open_establishments
from onroll.transfers import lost
from onroll.transfers.actions import losing
from onroll.transfers.lost_models import Cleared, LostKind, LostPupil
from onroll.web.forms import Form
from onroll.web.lost import forms
from onroll.web.pages import Shown, get_visible, page, tell, warn
from rulebook.findings import Refused

Do = Callable[[dict[str, Any]], str]


@page("ctf:send")
def explain(request: HttpRequest, by: Actor, lost_pupil_id: UUID) -> HttpResponse | Shown:
    """Why no case is needed, or how what the school said was checked."""
    row = _row(by, lost_pupil_id)
    outside = row.kind == LostKind.LEFT_SECTOR
    form = forms.ExplainForm(_posted(request), today=by.today)

    def do(said: dict[str, Any]) -> str:
        losing.explain_lost_pupil(row, reason=said["reason"], by=by)
        return "It is recorded."

    if outside:
        heading = f"What shows that {row.name} is educated outside the maintained sector?"
    else:
        heading = f"Why does {row.name} need no case?"
    return _step(request, row, form=form, do=do, heading=heading, rule="Procedure 6.1(iii); decision 22")


@page("case:create", methods=("POST",))
def register(request: HttpRequest, by: Actor, lost_pupil_id: UUID) -> HttpResponse:
    """The lost pupil goes on the register."""
    row = get_visible(lost.lost_pupils(by), pk=lost_pupil_id)
    try:
        case = losing.open_case_of_lost_pupil(row, by=by)
    except Refused as refused:
        warn(request, " ".join(each.words for each in refused.findings))
        return redirect("lost_pupil", lost_pupil_id=row.pk)
    tell(request, f"The child is on the register: case {case.reference}.")
    return redirect("child", child_id=case.child_id)


@page("ctf:send")
def found(request: HttpRequest, by: Actor, lost_pupil_id: UUID) -> HttpResponse | Shown:
    """The lost pupil is registered at a school."""
    row = _row(by, lost_pupil_id)
    form = forms.FoundForm(_posted(request), today=by.today, initial={"on": by.today})
    form.offer("school", forms.schools())

    def do(said: dict[str, Any]) -> str:
        school = open_establishments().get(pk=said["school"])
        losing.record_lost_pupil_found(row, school=school, on=said["on"], by=by)
        return (
            "It is recorded where the pupil is. Now see that the file is taken out of the national database."
        )

    return _step(
        request, row, form=form, do=do, heading=f"Where is {row.name} now?", rule="Procedure 6.1(vi)"
    )


@page("ctf:send")
def cleared(request: HttpRequest, by: Actor, lost_pupil_id: UUID) -> HttpResponse | Shown:
    """Somebody took the file out of the national database, in one of the two ways."""
    row = _row(by, lost_pupil_id)
    form = forms.ClearedForm(_posted(request), today=by.today, initial={"on": by.today})

    def do(said: dict[str, Any]) -> str:
        losing.record_lost_file_cleared(row, how=Cleared(said["how"]), on=said["on"], by=by)
        return "It is recorded that the file is no longer among the lost."

    heading = f"How was the file of {row.name} taken out?"
    return _step(request, row, form=form, do=do, heading=heading, rule="Procedure 6.1(vi); decision 23")


def _step(
    request: HttpRequest, row: LostPupil, *, form: Form, do: Do, heading: str, rule: str
) -> HttpResponse | Shown:
    if request.method == "POST" and form.is_valid():
        try:
            tell(request, do(dict(form.cleaned_data)))
            return redirect("lost_pupil", lost_pupil_id=row.pk)
        except Refused as refused:
            form.refuse(refused.findings)
    context = {"form": form, "heading": heading, "back": reverse("lost_pupil", args=[row.pk]), "rule": rule}
    return Shown("lost/step.html", context, [row.child_id] if row.child_id else [], subjects=[row])


def _row(by: Actor, lost_pupil_id: UUID) -> LostPupil:
    return get_visible(lost.lost_pupils(by, "ctf:send"), pk=lost_pupil_id)


def _posted(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None
