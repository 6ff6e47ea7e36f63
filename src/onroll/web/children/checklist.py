"""A child's record: the checklist of reasonable enquiries, what was made of each line and what is still open."""

from typing import Any

from django.http import HttpRequest

from onroll.access import policy
from onroll.audit.actor import Actor
from onroll.cases import queries
from onroll.cases.checklist import GUARDED_LINES, asks_jointly, is_joint
from onroll.cases.enquiry_letters import authority_name
from onroll.cases.models import Case
from onroll.web.cases.views import offered_steps
from onroll.web.children.told import own_notices, told_only
from onroll.web.children.views import record_page, visible_child
from onroll.web.pages import Shown, page
from onroll.web.wording import day
from rulebook.procedure.enquiries import ENQUIRIES
from rulebook.procedure.enquiries import Enquiry as Line

STEPS_HERE = {"enquiry", "ask-authority", "search-of-rolls"}
ACTORS = {"school": "School", "authority": "Authority", "either": "School or authority"}


@page("case:read", methods=("GET",))
def enquiries(request: HttpRequest, by: Actor, child_id: Any) -> Shown:
    """Every line of the checklist: made or not applicable, by whom, when, with what result; and what is open."""
    child = visible_child(by, child_id)
    policy.require(by, "case:read", child)
    if told_only(by, child, "case:read"):
        return own_notices(by, child)
    rows = list(queries.with_enquiries(queries.cases_of_child(by, child_id=child.pk), by=by))
    context: dict[str, Any] = {"case": rows[0] if rows else None}
    if rows:
        case = rows[0]
        guarded = policy.may(by, "safeguarding:read", child)
        lines = [
            _line(number, each, case, by)
            for number, each in enumerate(ENQUIRIES, start=1)
            if guarded or each.code not in GUARDED_LINES
        ]
        context |= {
            "lines": lines,
            "open": sum(not (line["rows"] or line["elsewhere"]) for line in lines),
            "withheld": len(ENQUIRIES) - len(lines),
            "ground": asks_jointly(case, by=by),
            "steps": [
                step for step in offered_steps(queries.as_seen(case, by=by), by=by) if step.slug in STEPS_HERE
            ],
        }
    return record_page("children/enquiries.html", child, by, "child_enquiries", context)


def _line(number: int, line: Line, case: Case, by: Actor) -> dict[str, Any]:
    """Return one line with what was recorded of it, newest first, and what elsewhere on the record answers it."""
    rows = [row for row in case.enquirymades.all() if row.line == line.code]
    return {
        "number": number,
        "words": line.words,
        "actor": ACTORS[line.actor],
        "rows": sorted(rows, key=lambda row: (row.made_on, row.recorded_at), reverse=True),
        "joint": is_joint(line.code),
        "elsewhere": _elsewhere(line.code, case),
    }


def _elsewhere(code: str, case: Case) -> list[str]:
    """Return what other parts of the record say of a line: searches of the rolls, visits, enquiries sent."""
    if code == "local-records":
        return [f"Rolls searched on {day(row.made_on)}" for row in case.rollchecks.all()]
    if code == "home-visited":
        return [f"Visited on {day(row.visited_on)} by {row.officers}" for row in case.visits.all()]
    if code == "other-authorities":
        return [
            f"{authority_name(row.la_code)} asked"
            + (f" on {day(row.sent_on)}" if row.sent_on else ", not gone yet")
            + (f", answered on {day(row.answered_on)}" if row.answered_on else "")
            for row in case.enquirysents.all()
        ]
    return []
