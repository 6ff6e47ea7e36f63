"""The register: every open case that one may list."""

from datetime import timedelta
from typing import Any

from django.core.paginator import Paginator
from django.db.models import F, QuerySet
from django.http import HttpRequest
from django.urls import reverse

from onroll.access import policy
from onroll.access.models import Area
from onroll.audit.actor import Actor
from onroll.cases import queries
from onroll.cases.models import Case, Stage
from onroll.web.children.alerts import alert_of
from onroll.web.children.told import list_told, lists_told_only
from onroll.web.forms import ChoiceField, Form, Look, SelectField
from onroll.web.pages import Shown, page

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
    form = FilterForm({"due": "", "mine": "", **request.GET.dict()}, today=by.today)
    if policy.scopes(by, "hold:read") <= {"f"}:
        form.leave_out(Stage.HELD)
    form.is_valid()
    sort = request.GET.get("sort", "opened")
    once = queries.each_child_once(queries.register(by, whole=True))
    rows = _filtered(queries.with_places_seen(once, by=by), form.cleaned_data, by)
    rows = rows.order_by(F(SORTS.get(sort, "opened_on")).asc(nulls_last=True), "id")
    # The ids are found first, in an index alone: a late page then joins its own rows, not all that come before it.
    found = Paginator(rows.values_list("pk", flat=True), PER_PAGE).get_page(request.GET.get("page"))
    by_id = queries.register(by).in_bulk(list(found.object_list))
    cases = [by_id[pk] for pk in found.object_list if pk in by_id]
    context = {
        "form": form,
        "found": found,
        "rows": [_row(case, by) for case in queries.all_as_seen(cases, by=by)],
        "chips": _chips(request, form),
        "sort": sort,
        "query": _query(request),
    }
    return Shown("children/register.html", context, [case.child_id for case in cases])


def _filtered(rows: QuerySet[Any], wanted: dict[str, Any], by: Actor) -> QuerySet[Any]:
    if wanted.get("area"):
        rows = rows.filter(area_id=wanted["area"])
    if wanted.get("stage"):
        rows = rows.filter(seen_stage=wanted["stage"])
    if wanted.get("mine") == "mine":
        rows = rows.filter(officer_id=by.user_id)
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
        "note": case.reference,
        "alert": alert_of(case, by=by),
        "case": case,
        "late": late,
        "tag": (stage.label, TONES.get(stage, "info")),
    }


def _chips(request: HttpRequest, form: FilterForm) -> list[dict[str, str]]:
    chips = []
    for name, value in form.cleaned_data.items():
        if value:
            left = request.GET.copy()
            left.pop(name, None)
            left.pop("page", None)
            words = form.offered(name).get(value, value)
            chips.append({"text": str(words), "remove": f"?{left.urlencode()}"})
    return chips


def _query(request: HttpRequest) -> str:
    left = request.GET.copy()
    left.pop("page", None)
    return left.urlencode()
