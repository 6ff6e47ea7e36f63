"""The manager's page: what is late, who is out how long, unseen how long, on whom it waits, what waits for a signature.

Its counts are of what the person may see, and each opens the very rows that it counts. It is for whoever oversees the
visits: those who list the requests for them.
"""

from collections import Counter
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest
from django.urls import reverse

from onroll.access import policy
from onroll.access.queries import roles_waiting
from onroll.audit.actor import Actor
from onroll.cases import queries
from onroll.cases.models import Stage
from onroll.documents.kinds import DOCUMENTS
from onroll.documents.queries import waiting_codes
from onroll.duties import queries as duties
from onroll.people import same
from onroll.people.models import Child
from onroll.release.queries import holds_to_lift
from onroll.reports import manager as figures
from onroll.web.children.alerts import alert_of, noting_alerts, with_alerts
from onroll.web.navigation import may_open
from onroll.web.pages import Shown, page
from onroll.web.today.lines import due_row
from onroll.web.today.managing import children_listed, holds_to_sign, visit_line
from onroll.web.wording import count_words, day
from rulebook import procedure
from rulebook.census import BANDS

PER_PAGE = 50
OVERSEES = "cme3_4:list"


@page(OVERSEES, methods=("GET",))
def manager(request: HttpRequest, by: Actor) -> Shown:
    """The manager's questions, each answered with a table of counts."""
    areas, found = figures.areas(), figures.lines(by)
    late = figures.late_by_rule(by)
    shown = _shown_areas(areas, late)
    waiting, held = _signatures(by)
    context = {
        "total": len(found),
        "late": late.total(),
        "late_areas": [name for _, name in shown],
        "late_rows": _late_rows(late, shown),
        "late_sums": [_late_cell("", code, _of_area(late, code)) for code, _ in shown],
        "out": _counted(figures.by_out(found, today=by.today), "out"),
        "unseen": _counted(figures.by_unseen(found, today=by.today), "unseen"),
        "waiting": _counted(figures.by_waiting(found), "waiting"),
        "signatures": waiting,
        "visits": queries.visits_unallocated(by).count() if policy.may(by, "cme3_4:assign") else None,
    }
    return Shown("reports/manager.html", context, held)


@page(OVERSEES, methods=("GET",))
def late(request: HttpRequest, by: Actor) -> Shown:
    """What is late, of one rule or of one area, or all: as many rows as were counted."""
    rule, area = request.GET.get("rule", ""), request.GET.get("area", "")
    listed = Paginator(figures.late(by, rule=rule, area=area), PER_PAGE).get_page(request.GET.get("page"))
    rows = duties.as_seen(listed.object_list, by=by)
    cards = Child.objects.visible_to(by, "card:list").annotate(**noting_alerts(by))
    known = with_alerts(cards.in_bulk([row.child_id for row in rows if row.child_id]), by=by)
    title = _titles().get(rule, rule) if rule else "Late"
    context = {
        "title": title + _in_area(area),
        "what": f"{count_words(listed.paginator.count, 'duty', 'duties')} late",
        "columns": ["Child", "Due", "What to do, and why", "Rule", "State"],
        "rows": [due_row(row, known.get(row.child_id) if row.child_id else None, by) for row in rows],
        "listed": listed,
        "query": _query(request),
        "one": "duty",
        "many": "duties",
    }
    return Shown(
        "reports/rows.html", context, list(known), subjects=[row for row in rows if not row.child_id]
    )


@page(OVERSEES, methods=("GET",))
def on_register(request: HttpRequest, by: Actor) -> Shown:
    """The children on the register of one band, or who wait on one body: as many as were counted."""
    asked = {name: request.GET.get(name, "") for name in ("out", "unseen", "waiting", "area")}
    lines = figures.chosen(figures.lines(by), today=by.today, **asked)
    listed = Paginator(lines, PER_PAGE).get_page(request.GET.get("page"))
    seen_on = {line.case_id: line.seen_on for line in listed}
    whole = queries.visible_to(by, "case:read").in_bulk([line.case_id for line in listed])
    cases = queries.all_as_seen((whole[line.case_id] for line in listed), by=by)
    rows = [
        {
            "first": case.child.name,
            "href": reverse("child", args=[case.child_id]),
            "note": case.reference,
            "alert": alert_of(case, by=by),
            "cells": [
                case.area.name if case.area else "No area",
                day(case.opened_on),
                day(seen) if (seen := seen_on[case.pk]) else "Not seen",
                case.waiting_on or "Nobody",
            ],
            "tag": (Stage(case.stage).label, "neutral"),
        }
        for case in cases
    ]
    context = {
        "title": _title_of(asked) + _in_area(asked["area"]),
        "what": f"{count_words(len(lines), 'child', 'children')} on the register",
        "columns": ["Child", "Area", "On the register since", "Last spoken to", "Waiting on", "Stage"],
        "rows": rows,
        "listed": listed,
        "query": _query(request),
        "one": "child",
        "many": "children",
    }
    return Shown("reports/rows.html", context, [case.child_id for case in cases])


@page(OVERSEES, methods=("GET",))
def visits(request: HttpRequest, by: Actor) -> Shown:
    """The requests for visits that nobody has yet, as far as this person may give them to an officer."""
    rows = queries.visits_unallocated(by)
    listed = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    children = with_alerts({row.child_id: row.child for row in listed}, by=by)
    context = {
        "title": "Visits that nobody has yet",
        "what": f"{count_words(listed.paginator.count, 'request')} to be given to an officer",
        "columns": ["Child", "Sent", "What to do", "Area", "State"],
        "rows": [visit_line(row, children) for row in listed],
        "listed": listed,
        "query": _query(request),
        "one": "request",
        "many": "requests",
    }
    return Shown("reports/rows.html", context, list(children), subjects=list(listed))


# ---------------------------------------------------------------------------------------------------------------- late
def _titles() -> dict[str, str]:
    return {rule.code: rule.title for rule in procedure.DUTIES}


def _shown_areas(areas: list[tuple[str, str]], late: Counter[tuple[str, str]]) -> list[tuple[str, str]]:
    """Every area, and the place for none only where something lies in it."""
    there = {area for _, area in late}
    return [(code, name) for code, name in areas if code != figures.NO_AREA or code in there]


def _of_area(late: Counter[tuple[str, str]], area: str) -> int:
    return sum(many for (_, each), many in late.items() if each == area)


def _late_rows(late: Counter[tuple[str, str]], areas: list[tuple[str, str]]) -> list[dict[str, Any]]:
    totals: Counter[str] = Counter()
    for (rule, _), many in late.items():
        totals[rule] += many
    titles = _titles()
    return [
        {
            "words": titles.get(rule, rule),
            "cells": [_late_cell(rule, area, late[rule, area]) for area, _ in areas],
            "total": _late_cell(rule, "", many),
        }
        for rule, many in sorted(totals.items(), key=lambda each: (-each[1], each[0]))
    ]


def _late_cell(rule: str, area: str, many: int) -> dict[str, Any]:
    asked = {name: value for name, value in (("rule", rule), ("area", area)) if value}
    return {"count": many, "href": f"{reverse('manager_late')}?{urlencode(asked)}"}


# ------------------------------------------------------------------------------------------------------------ register
def _counted(counts: list[figures.Count], kind: str) -> list[dict[str, Any]]:
    return [
        {
            "words": each.words,
            "count": each.many,
            "href": f"{reverse('manager_register')}?{urlencode({kind: each.code})}",
            "since": each.longest_since,
        }
        for each in counts
    ]


def _title_of(asked: dict[str, str]) -> str:
    bands = {band.code: band.label for band in (*BANDS, *figures.SEEN_BANDS)}
    if asked["waiting"]:
        return f"Waiting on: {figures.SHORT_OF.get(asked['waiting'], 'nobody')}"
    if asked["out"]:
        return f"On the register: {bands.get(asked['out'], '')}"
    return bands.get(asked["unseen"], "On the register")


def _in_area(code: str) -> str:
    return f", {dict(figures.areas()).get(code, code)}" if code else ""


def _query(request: HttpRequest) -> str:
    left = request.GET.copy()
    left.pop("page", None)
    return left.urlencode()


# ---------------------------------------------------------------------------------------------------------- signatures
def _signatures(by: Actor) -> tuple[list[dict[str, Any]], list[Any]]:
    """Return what waits for this person's signature, a line each, and the children named in it."""
    asked = holds_to_lift(by)
    known = children_listed(by).in_bulk([hold.child_id for hold in asked])
    rows = [
        _signature(line["about"], line["about_href"], line["task"], line["kind_of_days"], line["href"])
        for line in holds_to_sign(asked, known)
    ]
    children = [hold.child_id for hold in asked]
    if may_open(by, "matches") and policy.may(by, "card:update"):
        for pair in same.waiting_for_review(by).exclude(decided_by_id=by.user_id):
            words = f"{pair.decided_by} asked on {day(pair.decided_at)}"
            where = reverse("review_match", args=[pair.pk])
            both = f"{pair.first.name} and {pair.second.name}"
            rows.append(_signature(both, where, "Review a changed answer: the same child?", words, where))
            children += [pair.first_id, pair.second_id]
    if policy.may(by, "user:sign"):
        for role in roles_waiting():
            words = f"{role.granted_by} asked on {day(role.granted_at)}" if role.granted_at else ""
            where = reverse("administration_waiting")
            rows.append(_signature(role.user.name, where, "Countersign a role", words, where))
    if policy.may(by, "config:sign"):
        named = {kind.code: kind.name for kind in DOCUMENTS}
        for code in sorted(waiting_codes()):
            where = reverse("administration_document", args=[code])
            rows.append(_signature(named.get(code, code), where, "Sign words of a document", "", where))
    return rows, children


def _signature(about: str, href: str, task: str, asked: str, where: str | None) -> dict[str, Any]:
    return {"first": about, "href": href, "cells": [{"text": task, "href": where, "about": about}, asked]}
