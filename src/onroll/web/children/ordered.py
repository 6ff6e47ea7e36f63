"""A child's record: attendance proceedings, how far they have got, their papers, and what comes next."""

from typing import Any

from django.http import HttpRequest

from onroll.access import policy
from onroll.audit.actor import Actor
from onroll.cases import queries
from onroll.cases.order_models import AttendanceOrder
from onroll.cases.orders import lapsed_on, running_order, stages_of, standing_in_the_way, waits_until
from onroll.duties.numbers import current_parameters
from onroll.release.models import Message
from onroll.web.cases.views import offered_steps
from onroll.web.children.told import own_notices, told_only
from onroll.web.children.views import record_page, visible_child
from onroll.web.pages import Shown, page

GROUP = "order"
PAPERS = (
    ("notice", "Notice to satisfy us"),
    ("school_notice", "Notice of the school"),
    ("order", "School attendance order"),
)


@page("case:read", methods=("GET",))
def order(request: HttpRequest, by: Actor, child_id: Any) -> Shown:
    """The attendance proceedings: each stage with its day, the papers, and why the next stage has to wait (SAO-1)."""
    child = visible_child(by, child_id)
    policy.require(by, "case:read", child)
    if told_only(by, child, "case:read"):
        return own_notices(by, child)
    cases = list(queries.with_orders(queries.cases_of_child(by, child_id=child.pk)))
    newest = cases[0] if cases else None
    context: dict[str, Any] = {"case": newest, "proceedings": [], "steps": []}
    if newest is not None:
        steps = offered_steps(queries.as_seen(newest, by=by), by=by)
        context["steps"] = [step for step in steps if step.group == GROUP]
        running = running_order(newest)
        context["proceedings"] = [
            _shown(row, by, now=row == running)
            for case in cases
            for row in sorted(case.attendanceorders.all(), key=lambda row: row.recorded_at, reverse=True)
        ]
    return record_page("children/order.html", child, by, "child_order", context)


def _shown(row: AttendanceOrder, by: Actor, *, now: bool) -> dict[str, Any]:
    """Return proceedings as the page shows them; the papers for whoever may read letters."""
    parameters = current_parameters()
    lapsed = lapsed_on(row, on=by.today) if now else None
    return {
        "row": row,
        "stages": stages_of(row),
        "lapsed": lapsed,
        "until": waits_until(row, parameters=parameters) if now and not lapsed else None,
        "findings": standing_in_the_way(row, on=by.today, parameters=parameters) if now else (),
        "papers": _papers(row) if policy.may(by, "letter:read", row) else [],
    }


def _papers(row: AttendanceOrder) -> list[tuple[str, Message]]:
    return [(words, message) for name, words in PAPERS if (message := getattr(row, name)) is not None]
