"""What falls due in the weeks to come, of all that somebody may see: a table, its chart, and each week's list."""

from datetime import date, timedelta
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest

from onroll.access.matrix import role
from onroll.audit.actor import Actor
from onroll.duties import queries
from onroll.people.models import Child
from onroll.reports import forecast
from onroll.web.forms import FilterForm, SelectField
from onroll.web.pages import Shown, page
from onroll.web.today.lines import item_of

A_PAGE = 50
YEARS_AHEAD = 10  # far beyond any duty


class HowFar(FilterForm):
    """How far ahead one looks."""

    weeks = SelectField(
        "How far ahead?",
        choices=[("4", "4 weeks"), ("12", "12 weeks"), ("26", "Half a year"), ("52", "A year")],
        blank="8 weeks",
        type_ahead=False,
        required=False,
    )


@page("duty:list", methods=("GET",))
def clock(request: HttpRequest, by: Actor) -> Shown:
    """What falls due, by week and by whose duty it is, if nothing else happens."""
    form = HowFar(request.GET or None, today=by.today)
    weeks = int((form.cleaned_data.get("weeks") if form.is_valid() else "") or 8)
    found = forecast.kept(by, until=by.today + timedelta(weeks=weeks))
    roles = found.owers()
    rows: list[dict[str, Any]] = [
        {"week": week, "all": counts.total(), "shares": forecast.by_role(counts)}
        for week, counts in found.table()
    ]
    context = {
        "found": found,
        "rows": rows,
        "late": {"all": found.late.total(), "shares": forecast.by_role(found.late)},
        "roles": [(code, role(code).short, role(code).title) for code in roles],
        "most": max([1, *(row["all"] for row in rows)]),
        "form": form,
    }
    return Shown("rules/clock.html", context)


@page("duty:list", methods=("GET",))
def week(request: HttpRequest, by: Actor, monday: str) -> Shown:
    """The duties that fall due in one week, from its Monday to its Sunday; late ones are on Today."""
    try:
        first = date.fromisoformat(monday)
    except ValueError:
        raise Http404 from None
    if first.weekday() != 0 or first.year > by.today.year + YEARS_AHEAD:
        raise Http404
    last = first + timedelta(days=6)
    rows = queries.due_within(by, first=max(first, by.today), last=last)
    shown = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    duties = queries.as_seen(shown, by=by)
    children = Child.objects.visible_to(by, "card:list").in_bulk(
        [row.child_id for row in duties if row.child_id]
    )
    items = [item_of(row, by, children.get(row.child_id)) for row in duties]
    context = {"first": first, "last": last, "items": items, "page": shown}
    return Shown("rules/week.html", context, list(children))
