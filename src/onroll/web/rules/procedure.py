"""The procedure itself: its flowchart, its paragraphs, and the grounds on which a name may leave a roll."""

from datetime import date
from html import escape
from itertools import groupby

from django.http import HttpRequest
from django.urls import reverse
from markupsafe import Markup

from onroll.audit.actor import Actor
from onroll.cases.actions.duties import current_parameters
from onroll.web.forms import DateField, FilterForm
from onroll.web.pages import SIGNED_IN, Shown, page
from rulebook import procedure
from rulebook.grounds.describe import describe_grounds
from rulebook.grounds.table import NoGroundsInForce
from rulebook.procedure.drawing import draw
from rulebook.procedure.flowchart import Box, as_list, flowchart
from rulebook.procedure.roles import ROLES
from rulebook.requirements import requirements


class DeletionDay(FilterForm):
    """The day of a deletion, which decides the law that holds."""

    on = DateField("The name would leave the roll on", required=False)


@page(SIGNED_IN, methods=("GET",))
def flow(request: HttpRequest, by: Actor) -> Shown:
    """The way of a case, drawn from the data that names its duties, and the same as a list."""
    chart = flowchart(on=by.today, parameters=current_parameters())
    drawing = Markup(draw(chart, link=_first_duty))  # noqa: S704  drawn by the rulebook, which escapes every word
    codes = {rule.title: rule.code for rule in procedure.DUTIES}
    return Shown(
        "rules/flow.html", {"drawing": drawing, "steps": as_list(chart), "roles": ROLES, "codes": codes}
    )


@page(SIGNED_IN, methods=("GET",))
def paragraphs(request: HttpRequest, by: Actor) -> Shown:
    """Every requirement of the procedure by its paragraph, and the duties that carry it."""
    carried: dict[str, list[tuple[str, str]]] = {}
    for rule in procedure.DUTIES:
        for requirement in rule.requirements:
            carried.setdefault(requirement, []).append((rule.code, rule.title))
    rows = [
        (paragraph, list(asked))
        for paragraph, asked in groupby(requirements(), key=lambda each: each.paragraph)
    ]
    return Shown("rules/paragraphs.html", {"rows": rows, "carried": carried, "all": len(requirements())})


@page(SIGNED_IN, methods=("GET",))
def grounds(request: HttpRequest, by: Actor) -> Shown:
    """The grounds on which a name may leave a roll on a day, with what each asks to be shown."""
    form = DeletionDay(request.GET or None, today=by.today)
    asked: date | None = form.cleaned_data.get("on") if form.is_valid() else None
    on = asked or by.today
    try:
        described = describe_grounds(on=on)
    except NoGroundsInForce:
        described = ()
    return Shown("rules/grounds.html", {"grounds": described, "on": on, "form": form})


def _first_duty(box: Box) -> str:
    return escape(reverse("rule", args=[box.duties[0]])) if box.duties else ""
