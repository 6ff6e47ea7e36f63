"""Cases given to another officer, one or many at once; and who does whose work while somebody is away."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from onroll.access.models import User
from onroll.audit.actor import Actor
from onroll.cases import actions, covering, queries
from onroll.cases.actions.assigning import CASES_AT_MOST
from onroll.cases.models import Case
from onroll.web.children.alerts import with_alerts
from onroll.web.forms import DateField, Form, LongTextField, SelectField, When
from onroll.web.pages import Shown, get_visible, id_or_404, page, tell
from onroll.web.wording import count_words
from rulebook.findings import Refused


class AssignForm(Form):
    """To whom the cases go, and why."""

    officer = SelectField(
        "Which officer has them from now on?", missing="Choose an officer", type_ahead=False
    )
    because = LongTextField("Why do they change hands?", called="why they change hands", max_length=500)


class CoverForm(Form):
    """Who is away, who does the work, and for which days."""

    away = SelectField("Who is away?", missing="Choose who is away", type_ahead=False)
    stand_in = SelectField("Who does the work?", missing="Choose who does the work", type_ahead=False)
    from_on = DateField("From which day?", called="the first day", hint="This day is included.")
    until_on = DateField(
        "Until which day?", called="the last day", hint="This day is included.", when=When.ANY
    )


@page("case:assign")
def assign(request: HttpRequest, by: Actor) -> HttpResponse | Shown:
    """The cases chosen from the register, by name, and to whom they are given."""
    cases = _chosen(request, by)
    if not cases:
        tell(request, "Choose the cases on the register first.")
        return redirect("register")
    form = AssignForm(request.POST or None, today=by.today)
    form.offer("officer", _offered(by))
    if request.method == "POST" and form.is_valid():
        try:
            return _assigned(request, cases, form.cleaned_data, by)
        except Refused as refused:
            form.refuse(refused.findings)
    children = with_alerts({case.child_id: case.child for case in cases}, by=by)
    context = {"form": form, "cases": cases, "children": children}
    return Shown("children/assign.html", context, [case.child_id for case in cases])


def _assigned(request: HttpRequest, cases: list[Case], answers: dict[str, Any], by: Actor) -> HttpResponse:
    officer = get_visible(covering.officers_within(by), pk=answers["officer"])
    given = actions.reassign_cases(
        [case.pk for case in cases], officer=officer, because=answers["because"], by=by
    )
    tell(request, f"{officer.name} has {count_words(len(given), 'case', 'cases')} more.")
    return redirect("register")


@page("case:assign")
def cover(request: HttpRequest, by: Actor) -> HttpResponse | Shown:
    """Who does whose work now and next, and one more."""
    if request.POST.get("end"):
        return _ended(request, by)
    form = CoverForm(request.POST or None, today=by.today)
    for name in ("away", "stand_in"):
        form.offer(name, _offered(by))
    if request.method == "POST" and form.is_valid():
        try:
            return _covered(request, form.cleaned_data, by)
        except Refused as refused:
            form.refuse(refused.findings)
    within = set(covering.officers_within(by).values_list("pk", flat=True))
    covers = [each for each in covering.covers_to_come(on=by.today) if each.away_id in within]
    return Shown("children/cover.html", {"form": form, "covers": covers, "today": by.today})


def _covered(request: HttpRequest, answers: dict[str, Any], by: Actor) -> HttpResponse:
    people: dict[str, User] = {
        name: get_visible(covering.officers_within(by), pk=answers[name]) for name in ("away", "stand_in")
    }
    actions.set_cover(**people, from_on=answers["from_on"], until_on=answers["until_on"], by=by)
    tell(request, f"{people['stand_in'].name} does the work of {people['away'].name} for these days.")
    return redirect("register_cover")


def _ended(request: HttpRequest, by: Actor) -> HttpResponse:
    row = get_visible(covering.covers_to_come(on=by.today), pk=id_or_404(request.POST["end"]))
    actions.end_cover(row, by=by)
    tell(request, "The cover has ended.")
    return redirect("register_cover")


def _offered(by: Actor) -> list[tuple[str, str]]:
    found = covering.officers_within(by)
    return [("", "Choose one"), *((str(each.pk), each.name) for each in found)]


def _chosen(request: HttpRequest, by: Actor) -> list[Case]:
    ids = [id_or_404(each) for each in request.GET.getlist("case")[:CASES_AT_MOST]]
    rows = queries.visible_to(by, "case:assign").filter(pk__in=ids, closed_on=None)
    return list(rows.order_by("child__surname", "child__forenames", "id"))
