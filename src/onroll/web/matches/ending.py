"""A decision about two records is undone, or a changed one agreed to by somebody else."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from onroll.audit.actor import Actor
from onroll.cases import actions as cases
from onroll.people import same
from onroll.people.models import PairDecision, PairState
from onroll.web.forms import ChoiceField, Form, LongTextField, Look
from onroll.web.pages import Shown, get_visible, page, tell
from rulebook.findings import Refused


class UndoForm(Form):
    """Why a decision is undone."""

    reason = LongTextField("Why is it undone?", called="why it is undone", max_length=1000)


class ReviewForm(Form):
    """Whether another officer agrees."""

    agree = ChoiceField(
        "Do you agree?",
        missing="Choose whether you agree",
        choices=[("yes", "Yes: the answer is changed"), ("no", "No: what was decided before stands")],
        look=Look(reveals={"no": ("words",)}),
    )
    words = LongTextField("Why not?", called="why not", max_length=1000)


@page("card:update")
def undo(request: HttpRequest, by: Actor, pair_decision_id: UUID) -> HttpResponse | Shown:
    """Undo a decision, however old: what stood before it stands again."""
    row = _found(by, pair_decision_id, PairState.STANDS, PairState.WAITING)
    form = UndoForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        opening = sorted(case.reference for case in cases.cases_opened_by_undoing(row))
        try:
            cases.undo_same_child(row, reason=form.cleaned_data["reason"], by=by)
        except Refused as refused:
            form.refuse(refused.findings)
        else:
            opened = "".join(f" Case {reference} is open again." for reference in opening)
            tell(request, f"Undone. Both records are as they were before the decision.{opened}")
            return _back(row)
    return _shown("matches/undo.html", row, form)


@page("card:update")
def review(request: HttpRequest, by: Actor, pair_decision_id: UUID) -> HttpResponse | Shown:
    """Agree to a change of a decision, or not: never by whoever proposed it."""
    row = _found(by, pair_decision_id, PairState.WAITING)
    form = ReviewForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        agree = form.cleaned_data["agree"] == "yes"
        try:
            cases.review_same_child(row, agree=agree, words=form.cleaned_data["words"] or "", by=by)
        except Refused as refused:
            form.refuse(refused.findings)
        else:
            tell(
                request,
                "Agreed: the answer is changed." if agree else "Not agreed: what was decided before stands.",
            )
            return _back(row)
    return _shown("matches/review.html", row, form, own=row.decided_by_id == by.user_id)


def _found(by: Actor, decision_id: UUID, *states: PairState) -> PairDecision:
    return get_visible(
        same.decisions_visible(by).select_related("replaces").filter(state__in=states), pk=decision_id
    )


def _shown(template: str, row: PairDecision, form: Form, *, own: bool = False) -> Shown:
    opening = sorted(case.reference for case in cases.cases_opened_by_undoing(row))
    context = {"row": row, "form": form, "own": own, "opening": opening}
    return Shown(template, context, [row.first_id, row.second_id])


def _back(row: PairDecision) -> HttpResponse:
    return redirect("match", child_id=row.first_id, other_id=row.second_id)
