"""A child's record: why the child misses education, whose advice is sought, and what each agency does about it."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.http import HttpRequest

from onroll.access import policy
from onroll.access.matrix import role
from onroll.audit.actor import Actor
from onroll.cases import queries
from onroll.cases.by_word import AGENCY_TASK
from onroll.cases.models import Case, DutyDone
from onroll.duties.models import Duty
from onroll.duties.queries import as_seen, of_subject
from onroll.people.models import Child
from onroll.web.cases.needing import in_words, readable_circumstances
from onroll.web.cases.views import offered_steps
from onroll.web.children.told import own_notices, told_only
from onroll.web.children.views import TONES, record_page, visible_child
from onroll.web.pages import Shown, page
from onroll.web.wording import day
from rulebook.procedure import rule_of
from rulebook.procedure.agency_tasks import GROUPS, AgencyTask, tasks_of
from rulebook.procedure.circumstances import circumstance_of
from rulebook.procedure.reasons import reason_of

ON_THIS_PAGE = "needs"  # the group of steps that are offered here as well as on the overview


@page("case:read", methods=("GET",))
def tasks(request: HttpRequest, by: Actor, child_id: Any) -> Shown:
    """Why the child misses education, whose advice is sought, and what each agency does (2.2 to 2.4, Appendix 1)."""
    child = visible_child(by, child_id)
    policy.require(by, "case:read", child)
    if told_only(by, child, "case:read"):
        return own_notices(by, child)
    rows = list(queries.with_needs(queries.cases_of_child(by, child_id=child.pk)))
    context: dict[str, Any] = {"case": rows[0] if rows else None}
    if rows:
        case = rows[0]
        steps = offered_steps(queries.as_seen(case, by=by), by=by)
        context |= {
            "reasons": _reasons(case),
            "circumstances": _circumstances(case, child, by),
            "agencies": _agencies(case, by),
            "steps": [step for step in steps if step.group == ON_THIS_PAGE],
        }
    return record_page("children/tasks.html", child, by, "child_tasks", context)


def _reasons(case: Case) -> list[dict[str, Any]]:
    """Return the main reasons recorded, the one that stands first."""
    rows = sorted(case.mainreasons.all(), key=lambda row: row.recorded_at, reverse=True)
    return [
        {"row": row, "words": reason_of(row.code).words, "group": GROUPS[reason_of(row.code).group]}
        for row in rows
    ]


def _circumstances(case: Case, child: Child, by: Actor) -> list[dict[str, Any]] | None:
    """Return the circumstances with the advice sought about each; None where this person may not read of them."""
    if not policy.may(by, "special_cat:read", child) or told_only(by, child, "special_cat:read"):
        return None
    return [
        {
            "row": row,
            "words": in_words(row.code),
            "ask": circumstance_of(row.code).ask,
            "advices": [each for each in case.advices.all() if each.circumstance_id == row.pk],
        }
        for row in readable_circumstances(case.child.circumstances.all(), case, by)
    ]


def _agencies(case: Case, by: Actor) -> list[tuple[str, list[dict[str, Any]]]]:
    """Return the tasks of Appendix 1 by agency, each with its standing and whoever said what was done."""
    standing = next((row for row in case.mainreasons.all() if row.replaced_on is None), None)
    if standing is None:
        return []
    owed = as_seen(of_subject(by, subject_id=case.pk), by=by) if policy.may(by, "duty:read", case) else []
    done = {row.trigger: row for row in case.dutydones.all() if row.duty == AGENCY_TASK}
    by_task = {
        row.trigger.partition("+")[2]: row for row in owed if row.code == AGENCY_TASK and not row.excused_on
    }
    found: dict[str, list[dict[str, Any]]] = {}
    for task in tasks_of(reason_of(standing.code).group):
        found.setdefault(role(task.owed_by).short, []).append(_task(task, by_task, owed, done, by))
    return list(found.items())


def _task(
    task: AgencyTask,
    by_task: Mapping[str, Duty],
    owed: Iterable[Duty],
    done: Mapping[str, DutyDone],
    by: Actor,
) -> dict[str, Any]:
    """Return one task as the page shows it: what, where it stands, and the words behind that."""
    if task.carried_by:
        rows = [row for row in owed if row.code == task.carried_by]
        title = rule_of(task.carried_by).title
        row = min(rows, key=lambda row: row.triggered_on) if rows else None
        return {"words": task.words, **_standing(row, by), "note": f"Under its own duty: {title.lower()}"}
    row = by_task.get(task.code)
    said = done.get(row.trigger) if row else None
    if said is None:
        return {"words": task.words, **_standing(row, by), "note": ""}
    shown_as = {} if said.applies else {"standing": "excused", "label": "Does not apply"}
    note = f"{said.words} ({said.told_by}, {day(said.done_on)}; recorded by {said.recorded_by})"
    return {"words": task.words, **_standing(row, by), **shown_as, "note": note}


def _standing(row: Duty | None, by: Actor) -> dict[str, Any]:
    if row is None:
        return {"standing": None, "label": "Not owed", "due_on": None}
    standing = row.standing(by.today)
    return {
        "standing": TONES[standing],
        "label": "",
        "due_on": row.due_on if standing.outstanding else None,
    }
