"""The register: every open case that one may list, cut by filters that stand in the address."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import F, QuerySet
from django.http import HttpRequest
from django.urls import reverse

from onroll.access import policy
from onroll.access.models import Area
from onroll.audit.actor import Actor
from onroll.cases import queries, register_queries
from onroll.cases.covering import desks_of
from onroll.cases.models import Case, Stage
from onroll.cases.register_list import in_last_year
from onroll.web.children.alerts import alert_of
from onroll.web.children.told import list_told, lists_told_only
from onroll.web.forms import ChoiceField, Form, Look, SelectField
from onroll.web.pages import Shown, page
from rulebook.school_days.ages import births_in_last_year

PER_PAGE = 50
TONES = {
    Stage.VISIT_URGENT: "bad",
    Stage.HELD: "bad",
    Stage.TRACING: "warn",
    Stage.AWAITING_RECHECK: "warn",
    Stage.ATTENDING: "good",
    Stage.CLOSED: "neutral",
}
SORTS = {"opened": "opened_on", "due": "seen_due", "name": "child__surname"}
IN_ORDER = {"due": "By next date", "name": "By name"}
BY_ITSELF = "opened"
LAST_YEAR = "Last year"


class FilterForm(Form):
    """What to show of the register."""

    says_optional = False

    area = SelectField("Area", required=False, type_ahead=False)
    stage = SelectField(
        "Stage",
        required=False,
        type_ahead=False,
        choices=[each for each in Stage.choices if each[0] != Stage.CLOSED],
    )
    due = ChoiceField(
        "Next date",
        required=False,
        look=Look(small=True),
        choices=[("", "Any"), ("late", "Late"), ("week", "Due within seven days"), ("none", "Nothing due")],
    )
    leaving = ChoiceField(
        "Compulsory education",
        required=False,
        look=Look(small=True),
        choices=[("", "Any year"), ("last", "In the last year")],
    )
    mine = ChoiceField(
        "Whose", required=False, look=Look(small=True), choices=[("", "Everybody’s"), ("mine", "Only mine")]
    )

    def __init__(self, *args: Any, **rest: Any) -> None:
        super().__init__(*args, **rest)
        areas = [(str(area.pk), area.name) for area in Area.objects.all()]
        self.offer("area", [("", "All areas"), *areas])
        self.offer("stage", [("", "All stages"), *list(self.offered("stage").items())[1:]])

    def leave_out(self, stage: Stage) -> None:
        """Offer every stage but one."""
        self.offer("stage", [each for each in self.offered("stage").items() if each[0] != stage])


@page("case:list", methods=("GET",))
def register(request: HttpRequest, by: Actor) -> Shown:
    """Every child known to be on no roll, or whose whereabouts cannot be established (REGISTER-1)."""
    if lists_told_only(by):
        return list_told(by)
    asked = asked_in(request, by)
    # The ids are found first, in an index alone: a late page then joins its own rows, not all that come before it.
    found = Paginator(asked.rows.values_list("pk", flat=True), PER_PAGE).get_page(request.GET.get("page"))
    by_id = queries.register(by).in_bulk(list(found.object_list))
    cases = [by_id[pk] for pk in found.object_list if pk in by_id]
    context = {
        "form": asked.form,
        "found": found,
        "rows": [_row(case, by) for case in queries.all_as_seen(cases, by=by)],
        "chips": asked.chips(request),
        "sort": asked.sort,
        "query": _query(request),
        "filters": urlencode(asked.filters),
        "views": views_shown(by, now=asked.filters),
        "may_export": policy.may(by, "export:send"),
        "may_assign": policy.may(by, "case:assign"),
    }
    return Shown("children/register.html", context, [case.child_id for case in cases])


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What somebody looks for in the register: the form, the cases in their order, and the filters as they are kept."""

    form: FilterForm
    sort: str
    rows: QuerySet[Any]

    @property
    def filters(self) -> dict[str, str]:
        """The filters in force and the order, as a view keeps them: never a name or anything about one child."""
        chosen = {name: str(value) for name, value in self.form.cleaned_data.items() if value}
        return chosen | ({"sort": self.sort} if self.sort != BY_ITSELF else {})

    @property
    def words(self) -> list[str]:
        """The filters in force in words."""
        return words_of(self.form, self.filters)

    def chips(self, request: HttpRequest) -> list[dict[str, str]]:
        """Return the filters in force, each with the address of the list without it."""
        chips = []
        for name, value in self.form.cleaned_data.items():
            if value:
                left = request.GET.copy()
                left.pop(name, None)
                left.pop("page", None)
                words = self.form.offered(name).get(value, value)
                chips.append({"text": str(words), "remove": f"?{left.urlencode()}"})
        return chips


def asked_in(request: HttpRequest, by: Actor) -> Asked:
    """Return what an address asks of the register, as far as ``by`` may list it."""
    form = filter_form(request.GET.dict(), by)
    form.is_valid()
    sort = request.GET.get("sort", BY_ITSELF)
    sort = sort if sort in SORTS else BY_ITSELF
    once = queries.each_child_once(queries.register(by, whole=True))
    rows = _filtered(queries.with_places_seen(once, by=by), form.cleaned_data, by)
    rows = rows.order_by(F(SORTS[sort]).asc(nulls_last=True), "id")
    return Asked(form=form, sort=sort, rows=rows)


def filter_form(chosen: dict[str, str], by: Actor) -> FilterForm:
    """Return the filters as somebody chose them, with the stages that they may know of."""
    form = FilterForm({"due": "", "mine": "", "leaving": "", **chosen}, today=by.today)
    if policy.scopes(by, "hold:read") <= {"f"}:
        form.leave_out(Stage.HELD)
    return form


def words_of(form: FilterForm, filters: dict[str, str]) -> list[str]:
    """Return kept filters and their order in words; what is offered no more is left out."""
    words = [
        form.offered(name)[value]
        for name, value in filters.items()
        if name in form.fields and value in form.offered(name)
    ]
    sort = filters.get("sort", "")
    return [*words, *([IN_ORDER[sort]] if sort in IN_ORDER else [])]


def views_shown(by: Actor, *, now: dict[str, str]) -> list[dict[str, Any]]:
    """Return the views of the register that somebody kept, and the whole of it first; none where none was kept."""
    kept = list(register_queries.views_of(by))
    if not kept:
        return []
    whole = {"text": "All open cases", "href": reverse("register"), "current": not now}
    return [
        whole,
        *(
            {
                "text": view.name,
                "href": f"{reverse('register')}?{urlencode(view.filters)}",
                "current": view.filters == now,
            }
            for view in kept
        ),
    ]


def _filtered(rows: QuerySet[Any], wanted: dict[str, Any], by: Actor) -> QuerySet[Any]:
    if wanted.get("area"):
        rows = rows.filter(area_id=wanted["area"])
    if wanted.get("stage"):
        rows = rows.filter(seen_stage=wanted["stage"])
    if wanted.get("mine") == "mine":
        rows = rows.filter(officer_id__in=desks_of(by))
    if wanted.get("leaving") == "last":
        births = births_in_last_year(by.today)
        rows = rows.filter(child__birth_date__range=births) if births else rows.none()
    week = by.today + timedelta(days=7)
    return {
        "late": rows.filter(seen_due__lt=by.today),
        "week": rows.filter(seen_due__range=(by.today, week)),
        "none": rows.filter(seen_due=None),
    }.get(wanted.get("due") or "", rows)


def _row(case: Case, by: Actor) -> dict[str, Any]:
    stage = Stage(case.stage)
    late = case.next_due_on is not None and case.next_due_on < by.today
    return {
        "first": case.child.name,
        "href": reverse("child", args=[case.child_id]),
        "value": case.pk,
        "note": f"{case.reference} · {LAST_YEAR}" if in_last_year(case, on=by.today) else case.reference,
        "alert": alert_of(case, by=by),
        "case": case,
        "late": late,
        "tag": (stage.label, TONES.get(stage, "info")),
    }


def _query(request: HttpRequest) -> str:
    left = request.GET.copy()
    left.pop("page", None)
    return left.urlencode()
