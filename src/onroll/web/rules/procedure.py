"""The procedure itself: its flowchart, its paragraphs, and the grounds on which a name may leave a roll."""

from datetime import date
from html import escape

from django.http import Http404, HttpRequest
from django.urls import reverse
from markupsafe import Markup

from onroll.audit.actor import Actor
from onroll.duties.numbers import current_parameters
from onroll.web.forms import DateField, FilterForm
from onroll.web.navigation import may_open
from onroll.web.pages import SIGNED_IN, Shown, page
from onroll.web.rules import tracing
from onroll.web.rules.asked import questions as asked_of
from rulebook import procedure
from rulebook.grounds.describe import describe_grounds
from rulebook.grounds.table import NoGroundsInForce
from rulebook.procedure.drawing import draw
from rulebook.procedure.flowchart import Box, as_list, flowchart
from rulebook.procedure.roles import ROLES
from rulebook.procedure.upright import draw_upright

# How large the drawing is: letters of 16 pixels, half as large again, or all of it in the room that there is.
SIZES: dict[str, tuple[float | None, str]] = {
    "": (1, "Size to read"),
    "large": (1.5, "Larger"),
    "whole": (None, "Whole drawing"),
}


class DeletionDay(FilterForm):
    """The day of a deletion, which decides the law that holds."""

    on = DateField("The name would leave the roll on", required=False)


@page(SIGNED_IN, methods=("GET",))
def flow(request: HttpRequest, by: Actor) -> Shown:
    """The way of a case, drawn from the data that names its duties, and the same as a list."""
    chart = flowchart(on=by.today, parameters=current_parameters())
    asked = request.GET.get("size", "")
    size = SIZES.get(asked, SIZES[""])[0]
    drawing = Markup(draw(chart, link=_first_duty, size=size))  # noqa: S704  by the rulebook, which escapes every word
    upright = Markup(draw_upright(chart, link=_first_duty))  # noqa: S704  as the drawing above
    codes = {rule.title: rule.code for rule in procedure.DUTIES}
    sizes = [
        (key, words, key == asked or (not key and asked not in SIZES)) for key, (_, words) in SIZES.items()
    ]
    return Shown(
        "rules/flow.html",
        {
            "drawing": drawing,
            "upright": upright,
            "steps": as_list(chart),
            "roles": ROLES,
            "codes": codes,
            "sizes": sizes,
        },
    )


@page(SIGNED_IN, methods=("GET",))
def paragraphs(request: HttpRequest, by: Actor) -> Shown:
    """Every requirement by its paragraph: its duties, its questions, and its forms, pages and reports."""
    traced = tracing.matrix(on=by.today, parameters=current_parameters())
    questions = asked_of(on=by.today)
    rows = [
        {
            "traced": row,
            "questions": questions.get(row.requirement.id, ()),
            "pages": [(screen.words, _address(screen.address, by)) for screen in row.screens],
        }
        for row in traced
    ]
    return Shown("rules/paragraphs.html", {"rows": rows})


@page(SIGNED_IN, methods=("GET",))
def grounds(request: HttpRequest, by: Actor) -> Shown:
    """The grounds on which a name may leave a roll on a day, with what each asks to be shown."""
    form = DeletionDay(request.GET or None, today=by.today)
    asked: date | None = form.cleaned_data.get("on") if form.is_valid() else None
    on = asked or by.today
    try:
        described = describe_grounds(on=on, parameters=current_parameters())
    except NoGroundsInForce:
        described = ()
    return Shown("rules/grounds.html", {"grounds": described, "on": on, "form": form})


@page(SIGNED_IN, methods=("GET",))
def trace(request: HttpRequest, by: Actor) -> Shown:
    """Every requirement with how it stands, the duties and pages that carry it, and how many tests prove it."""
    rows = tracing.matrix(on=by.today, parameters=current_parameters())
    return Shown("rules/trace.html", {"rows": rows, "proven": sum(1 for row in rows if row.proofs)})


@page(SIGNED_IN, methods=("GET",))
def requirement(request: HttpRequest, by: Actor, name: str) -> Shown:
    """One requirement: its paragraph, what carries it, and each test that proves it, by a name that can be read."""
    rows = {row.requirement.id: row for row in tracing.matrix(on=by.today, parameters=current_parameters())}
    if name not in rows:
        raise Http404
    pages = [(screen.words, _address(screen.address, by)) for screen in rows[name].screens]
    return Shown(
        "rules/requirement.html",
        {"row": rows[name], "pages": pages, "roles": ROLES, "untold": tracing.untold()},
    )


def _address(name: str, by: Actor) -> str:
    """Return where a page is, or nothing for one that is about somebody or that this person may not open."""
    return reverse(name) if may_open(by, name) else ""


def _first_duty(box: Box) -> str:
    return escape(reverse("rule", args=[box.duties[0]])) if box.duties else ""
