"""Two records side by side with the evidence in words, one decision with its reason, and what waits for one."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from onroll.access import policy
from onroll.audit.actor import Actor
from onroll.cases import actions as cases
from onroll.cases import queries
from onroll.cases.models import Case
from onroll.people import facts, same
from onroll.people.actions import NewDecision
from onroll.people.models import Answer, Child, PairDecision, PairState
from onroll.people.queries import candidates_for
from onroll.release.queries import holds_over
from onroll.web.forms import ChoiceField, Form, LongTextField, Look, TextField
from onroll.web.matches.evidence import PROPOSED, Compared, compared, shown
from onroll.web.pages import Shown, page, tell
from onroll.web.wording import day
from rulebook.findings import Refused
from rulebook.identity.decide import Decision, odds_words

MOST = 50
TONES = {Decision.SAME: "good", Decision.POSSIBLE: "warn", Decision.DIFFERENT: "neutral"}


class PairForm(Form):
    """What an officer says of two records."""

    answer = ChoiceField(
        "Is it the same child?",
        missing="Choose an answer",
        choices=Answer.choices,
        look=Look(reveals={Answer.SAME: ("follows",), Answer.UNSETTLED: ("wanted",)}),
    )
    follows = ChoiceField(
        "Which record does the work go on with?",
        missing="Choose the record that the work goes on with",
        hint="Both records stay as they are. The other one leads to it.",
        choices=[],
    )
    wanted = TextField(
        "What would settle it?",
        called="what would settle it",
        max_length=300,
        hint="For example, a birth certificate.",
    )
    reason = LongTextField(
        "How do you know?",
        called="how you know",
        max_length=1000,
        hint="One sentence is enough. It stays on the record.",
    )

    def __init__(self, *args: Any, children: Iterable[Child], **rest: Any) -> None:
        super().__init__(*args, **rest)
        self.offer("follows", [(str(child.pk), f"{child.name}, {child.reference}") for child in children])


@page("card:update", methods=("GET",))
def queue(request: HttpRequest, by: Actor) -> Shown:
    """Pairs of records that wait for an officer, and what was decided last."""
    sought = queries.register(by).filter(Q(child_id=OuterRef("first_id")) | Q(child_id=OuterRef("second_id")))
    found = (
        same.pairs_to_look_at(by).annotate(sought=Exists(sought)).order_by("-sought", "-bits", "pk")[:MOST]
    )
    waiting, open_ones = list(same.waiting_for_review(by)[:MOST]), list(same.unsettled(by)[:MOST])
    newest = list(
        same.decisions_visible(by).exclude(state=PairState.WAITING).order_by("-decided_at", "pk")[:20]
    )
    to_look_at = [
        _row(
            each.first,
            each.second,
            [odds_words(each.bits), day(each.found_on)],
            ("Sought", "bad") if each.sought else None,
        )
        for each in found
    ]
    rows: list[Any] = [*found, *waiting, *open_ones, *newest]
    return Shown(
        "matches/queue.html",
        {
            "to_look_at": to_look_at,
            "waiting": [
                _row(r.first, r.second, [r.get_answer_display(), r.decided_by, day(r.decided_at)])
                for r in waiting
            ],
            "unsettled": [_row(r.first, r.second, [r.wanted, day(r.decided_at)]) for r in open_ones],
            "decided": [
                _row(r.first, r.second, [r.get_answer_display(), r.decided_by, day(r.decided_at)], _state(r))
                for r in newest
            ],
        },
        {child_id for row in rows for child_id in (row.first_id, row.second_id)},
    )


@page("card:update", methods=("GET",))
def of_child(request: HttpRequest, by: Actor, child_id: UUID) -> Shown:
    """Records that may be of the same child as one, likeliest first, and what was decided of it."""
    (child,) = _children(by, child_id)
    record = compared(child, child, by=by).one
    near = [
        each
        for each in candidates_for(record, by=by, permission="card:update", most=12, each_record=True)
        if each.child.pk != child.pk
    ]
    decided = list(same.decided_of(child.pk, by=by))
    rows = [
        _row(
            child,
            each.child,
            [day(each.child.birth_date) if each.child.birth_date else "Not known", each.match.odds_words],
            (PROPOSED[each.match.decision], TONES[each.match.decision]),
            about=each.child,
        )
        for each in near
    ]
    said = [
        _row(
            child,
            other,
            [row.get_answer_display(), row.decided_by, day(row.decided_at)],
            _state(row),
            about=other,
        )
        for row in decided
        for other in [row.second if row.first_id == child.pk else row.first]
    ]
    ids = {
        child.pk,
        *(each.child.pk for each in near),
        *(x for row in decided for x in (row.first_id, row.second_id)),
    }
    return Shown("matches/of_child.html", {"child": child, "rows": rows, "decided": said}, ids)


@page("card:update")
def pair(request: HttpRequest, by: Actor, child_id: UUID, other_id: UUID) -> HttpResponse | Shown:
    """Two records side by side: the evidence in words, what would settle it, the decision, its history."""
    if child_id == other_id:
        raise Http404("one record")
    one, other = _children(by, child_id, other_id)
    found = compared(one, other, by=by)
    form = PairForm(
        request.POST if request.method == "POST" else None,
        children=(one, other),
        initial={"follows": str(_suggested(one, other, by).pk)},
    )
    if request.method == "POST" and form.is_valid():
        try:
            return _decided(request, by, (one, other), found, form.cleaned_data)
        except Refused as refused:
            form.refuse(refused.findings)
    return _shown(by, one, other, found, form)


def _decided(
    request: HttpRequest, by: Actor, children: tuple[Child, Child], found: Compared, said: dict[str, Any]
) -> HttpResponse:
    one, other = children
    new = NewDecision(
        answer=Answer(said["answer"]),
        reason=said["reason"],
        wanted=said["wanted"] or "",
        follows=next((child for child in children if str(child.pk) == said["follows"]), None),
        proposed=str(found.match.decision),
        odds=found.match.odds_words,
    )
    decision = cases.decide_same_child(one, other=other, new=new, by=by)
    if decision.state == PairState.WAITING:
        tell(
            request,
            "Another officer has to agree to this change. Until then, what was decided before stands.",
        )
    else:
        tell(request, f"{decision.get_answer_display()}: recorded. It can be undone at any time.")
    return redirect("match", child_id=one.pk, other_id=other.pk)


def _shown(by: Actor, one: Child, other: Child, found: Compared, form: PairForm) -> Shown:
    history = list(same.decisions_between(one.pk, other.pk))
    standing = next((row for row in history if row.state == PairState.STANDS), None)
    waiting = next((row for row in history if row.state == PairState.WAITING), None)
    open_cases = {
        case.child_id: case for case in queries.register(by).filter(child_id__in=[one.pk, other.pk])
    }
    context = {
        "one": one,
        "other": other,
        "cards": [_card(child, open_cases.get(child.pk), by) for child in (one, other)],
        "found": shown(found),
        "form": form,
        "standing": standing,
        "waiting": waiting,
        "own": waiting is not None and waiting.decided_by_id == by.user_id,
        "history": history,
        "one_hold": _one_hold(one, other, by),
        "others": _others(one, other),
    }
    return Shown("matches/pair.html", context, [one.pk, other.pk])


def _card(child: Child, case: Case | None, by: Actor) -> dict[str, Any]:
    schools = [row.establishment.name for row in queries.current_enrolments(child, by=by)]
    rows = [
        ("Reference", child.reference),
        ("Recorded", f"{day(child.recorded_at)}, from {child.source}"),
        ("On roll", "; ".join(schools) or "On no roll that we hold"),
        ("Open case", case.reference if case else "None"),
    ]
    return {"child": child, "rows": rows}


def _one_hold(one: Child, other: Child, by: Actor) -> bool:
    """Tell whether a hold stands over one of two records only; to those who may read holds."""
    if not policy.may(by, "hold:read", one):
        return False
    return bool(holds_over(one.pk)) != bool(holds_over(other.pk))


def _others(one: Child, other: Child) -> int:
    """Return how many further records officers decided to be of either child."""
    return len(same.records_of([one.pk, other.pk]) - {one.pk, other.pk})


def _suggested(one: Child, other: Child, by: Actor) -> Child:
    """Return the record to go on with, unless the officer says otherwise: one with an open case, else the older."""
    older = min((one, other), key=lambda child: (child.recorded_at, child.reference))
    cases_open = queries.register(by).filter(child_id__in=[one.pk, other.pk]).order_by("opened_on", "id")
    first = cases_open.values_list("child_id", flat=True).first()
    return next((child for child in (one, other) if child.pk == first), older)


def _children(by: Actor, *ids: UUID) -> list[Child]:
    rows = Child.objects.visible_to(by, "card:update").select_related("area").in_bulk(ids)
    if len(rows) != len(set(ids)):
        raise Http404("nothing here")
    facts.with_parts(list(rows.values()))
    return [rows[child_id] for child_id in ids]


def _row(
    one: Child,
    other: Child,
    cells: list[str],
    tag: tuple[str, str] | None = None,
    *,
    about: Child | None = None,
) -> dict[str, Any]:
    named = about.name if about else f"{one.name} and {other.name}"
    note = about.reference if about else f"{one.reference} and {other.reference}"
    href = reverse("match", args=[one.pk, other.pk])
    return {"first": named, "href": href, "note": note, "cells": cells, "tag": tag}


def _state(row: PairDecision) -> tuple[str, str]:
    tones = {PairState.STANDS: "good", PairState.WAITING: "warn"}
    return (row.get_state_display(), tones.get(PairState(row.state), "neutral"))
