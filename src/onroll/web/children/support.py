"""A child's record: early help, the lead professional, and what was raised with the area lead."""

from typing import Any

from django.http import HttpRequest

from onroll.access import policy
from onroll.audit.actor import Actor
from onroll.cases import queries
from onroll.web.cases.views import offered_steps
from onroll.web.children.told import own_notices, told_only
from onroll.web.children.views import record_page, visible_child
from onroll.web.pages import Shown, page

STEPS_HERE = {"early-help", "area-lead", "area-lead-told", "follow-up"}


@page("case:read", methods=("GET",))
def support(request: HttpRequest, by: Actor, child_id: Any) -> Shown:
    """Whether early help was assessed, who leads it, and what the area lead was told and did (PLACE-2, LEAD-1)."""
    child = visible_child(by, child_id)
    policy.require(by, "case:read", child)
    if told_only(by, child, "case:read"):
        return own_notices(by, child)
    rows = list(queries.with_support(queries.cases_of_child(by, child_id=child.pk)))
    context: dict[str, Any] = {"case": rows[0] if rows else None}
    if rows:
        case = rows[0]
        steps = offered_steps(queries.as_seen(case, by=by), by=by)
        told = sorted(case.earlyhelps.all(), key=lambda row: row.recorded_at, reverse=True)
        issues = sorted(case.areaissues.all(), key=lambda row: row.recorded_at, reverse=True)
        context |= {
            "early_help": told,
            "issues": issues if policy.may(by, "notes:read", case) else None,
            "steps": [step for step in steps if step.slug in STEPS_HERE],
        }
    return record_page("children/support.html", child, by, "child_support", context)
