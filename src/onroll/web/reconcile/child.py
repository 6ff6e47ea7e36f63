"""One child of a list: what it told, who it may be, what was ruled out; explained, recognised, or on the register."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from onroll.access import policy
from onroll.audit.actor import Actor
from onroll.people.facts import identity_record
from onroll.people.queries import Candidate, candidates_for
from onroll.reconciliation import actions, keeping, queries
from onroll.reconciliation.actions.deciding import HOWS
from onroll.reconciliation.models import OPEN_REASONS, Listed, ListedDecision, Reason
from onroll.reconciliation.searched import not_ruled_out, ruled_out
from onroll.reconciliation.told import record_of
from onroll.web.forms import ChoiceField, Form, LongTextField
from onroll.web.matches.evidence import SEX, card
from onroll.web.pages import Shown, get_visible, id_or_404, page, tell, warn
from onroll.web.reconcile.views import PER_PAGE, children_of, day_of, listed_row
from onroll.web.wording import count_words, day
from rulebook.findings import Refused

NONE = "none"
MOST = 5


class WhichForm(Form):
    """Which child held here it is, or none of them."""

    which = ChoiceField("Which child is this?", missing="Choose which child this is", choices=[])

    def __init__(self, *args: Any, candidates: Sequence[Candidate], **rest: Any) -> None:
        super().__init__(*args, **rest)
        told = [
            (str(each.child.pk), f"{place}. {_said(each)}") for place, each in enumerate(candidates, start=1)
        ]
        self.offer("which", [*told, (NONE, "None of these: a child who is not held here")])


class ExplainForm(Form):
    """What explains the child, and how that is known."""

    how = ChoiceField("What explains it?", missing="Choose what explains it", choices=list(HOWS.items()))
    words = LongTextField(
        "How do you know?",
        called="how you know",
        max_length=1000,
        hint="For example, who said so and when. It can be undone.",
    )


@page("import:read")
def listed(request: HttpRequest, by: Actor, listed_id: UUID) -> HttpResponse | Shown:
    """One child of a list; where it may be a child held here, an officer says which, or none."""
    queries.require_whole(by)
    row = _found(by, listed_id)
    likely = _likely(row, by)
    form = WhichForm(request.POST if request.method == "POST" else None, candidates=likely)
    if request.method == "POST":
        queries.require_whole(by, "import:assign")
        if form.is_valid():
            try:
                _decided(row, form.cleaned_data["which"], likely, by)
            except Refused as refused:
                form.refuse(refused.findings)
            else:
                tell(request, "Recorded. It can be undone.")
                return redirect("listed", row.pk)
    return _shown(row, likely, form, by)


@page("import:assign")
def explain(request: HttpRequest, by: Actor, listed_id: UUID) -> HttpResponse | Shown:
    """Say what explains a child whom nobody could."""
    row = _found(by, listed_id)
    form = ExplainForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.explain_otherwise(
                row, how=form.cleaned_data["how"], words=form.cleaned_data["words"], by=by
            )
        except Refused as refused:
            form.refuse(refused.findings)
        else:
            tell(request, f"{row.name}: explained. It can be undone.")
            return redirect("comparison_rows", row.comparison_id, Reason.UNEXPLAINED)
    return Shown("reconcile/explain.html", {"row": row, "form": form, "rows": _told(row)}, subjects=[row])


@page("import:assign")
def explain_chosen(request: HttpRequest, by: Actor, comparison_id: UUID) -> HttpResponse | Shown:
    """Say what explains those chosen from a page of rows: one school that sends no roll may have forty of them."""
    queries.require_whole(by, "import:assign")
    comparison = get_visible(queries.comparisons_visible_to(by), pk=comparison_id)
    ids = {id_or_404(each) for each in request.GET.getlist("row")[:PER_PAGE]}
    rows = list(queries.rows_to_decide(comparison, by=by).filter(pk__in=ids))
    if not rows:
        warn(
            request,
            "Choose the children first. Those whom somebody has decided about are not listed any longer.",
        )
        return redirect("comparison_rows", comparison.pk, Reason.UNEXPLAINED)
    back = rows[0].reason
    form = ExplainForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.explain_many(rows, **form.cleaned_data, by=by)
        except Refused as refused:
            form.refuse(refused.findings)
        else:
            tell(
                request,
                f"{count_words(len(rows), 'child', 'children').capitalize()} explained. Each can be undone.",
            )
            return redirect("comparison_rows", comparison.pk, back)
    context = {
        "comparison": comparison, "back": Reason(back), "form": form,
        "rows": [listed_row(row, likeliest=False) for row in rows],
        "decided": len(ids) - len(rows),
    }  # fmt: skip
    return Shown("reconcile/explain_chosen.html", context, children_of(rows), subjects=rows)


@page("import:assign", methods=("POST",))
def open_case(request: HttpRequest, by: Actor, listed_id: UUID) -> HttpResponse | Shown:
    """Put the child on the register, with the list as the source and what was ruled out."""
    row = _found(by, listed_id)
    likely = _likely(row, by)
    # Those whom the officer saw on the page and passed by are none of them.
    seen = [each.child for each in likely if str(each.child.pk) in request.POST.getlist("seen")]
    if len(seen) < len(likely):
        warn(request, "A child who is like this one came to be held here meanwhile. Look at them first.")
        return redirect("listed", row.pk)
    try:
        case = actions.open_case_of(row, unlike=seen, by=by)
    except Refused as refused:
        warn(request, refused.findings[0].words)
        return redirect("listed", row.pk)
    tell(request, f"Case {case.reference} is open. The rolls are to be searched next.")
    return redirect("child", case.child_id)


@page("import:assign", methods=("POST",))
def undo(request: HttpRequest, by: Actor, listed_id: UUID) -> HttpResponse:
    """Take back what was decided: the row is as it was."""
    row = _found(by, listed_id)
    decision = queries.decision_of(row)
    if decision is None:
        warn(request, "Somebody has undone this meanwhile.")
        return redirect("listed", row.pk)
    try:
        actions.undo_decision(decision, by=by)
    except Refused as refused:
        warn(request, refused.findings[0].words)
    else:
        tell(request, "Undone. It is as it was.")
    return redirect("listed", row.pk)


def _found(by: Actor, listed_id: UUID) -> Listed:
    return get_visible(queries.listed_visible_to(by).filter(discarded_on=None), pk=listed_id)


def _decided(row: Listed, which: str, likely: Sequence[Candidate], by: Actor) -> None:
    chosen = next((each.child for each in likely if str(each.child.pk) == which), None)
    if chosen is None:
        actions.decide_different(row, by=by)
    else:
        actions.decide_same(row, child=chosen, by=by)


def _likely(row: Listed, by: Actor) -> list[Candidate]:
    """Return the children held here whom an open row may be, as things stand now."""
    if row.reason not in OPEN_REASONS or row.child_id:
        return []
    return candidates_for(record_of(row.told), by=by, most=MOST)


def _shown(row: Listed, likely: Sequence[Candidate], form: WhichForm, by: Actor) -> Shown:
    arrived = record_of(row.told)
    decision = queries.decision_of(row)
    is_open = row.reason in OPEN_REASONS
    context = {
        "row": row,
        "rows": _told(row),
        "reason": Reason(row.reason),
        "is_open": is_open,
        "is_told_apart": decision is not None and decision.decision == "different",
        "likely": [
            {"child": each.child, **card(each.match, arrived=arrived, ours=identity_record(each.child))}
            for each in likely
        ],
        "form": form,
        "ruled_out": ruled_out(row.comparison.searched),
        "not_ruled_out": not_ruled_out(row.comparison.searched),
        "decision": decision,
        "history": list(ListedDecision.objects.filter(listed=row)),
        "may_decide": queries.may_decide(by),
        "may_open": is_open and queries.may_decide(by) and policy.may(by, "case:create"),
        "discard_on": keeping.discard_on(row.comparison, matched=not is_open),
    }
    children = [each.child.pk for each in likely] + [each for each in (row.child_id, row.maybe_id) if each]
    return Shown("reconcile/listed.html", context, children, subjects=[row])


def _told(row: Listed) -> list[tuple[str, str]]:
    """Return what the list told, and where."""
    told = row.told
    as_of = f", as of {day(row.list.data_as_of)}" if row.list.data_as_of else ""
    lines = [
        ("Name", row.name),
        ("Former family name", told.get("former_surname", "")),
        ("Date of birth", day_of(told.get("birth_date", ""))),
        ("Sex", SEX.get(told.get("sex", ""), "")),
        ("Address", ", ".join(part for part in (told.get("address"), told.get("postcode")) if part)),
        ("UPN", told.get("upn", "")),
        ("NHS number", told.get("nhs_number", "")),
        ("Parent or carer", " and ".join(told.get("parent_names", ()))),
        ("Telephone", " and ".join(told.get("phones", ()))),
        ("Listed on", f"{row.list.name}{as_of}, line {row.line:,}"),
    ]
    return [(name, value) for name, value in lines if value]


def _said(each: Candidate) -> str:
    born = f", born {day(each.child.birth_date)}" if each.child.birth_date else ""
    return f"{each.child.name}{born}, {each.child.reference}"
