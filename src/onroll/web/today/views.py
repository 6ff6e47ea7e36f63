"""The day's work in five questions, own work first, then the team's, then all; every count is the length of its list."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse

from onroll.access import policy
from onroll.audit.actor import Actor
from onroll.cases import queries
from onroll.cases.models import Case, Stage
from onroll.duties import queries as duties
from onroll.duties.models import Duty
from onroll.people.models import Child
from onroll.release.queries import troubled_messages
from onroll.web.children.views import duty_item
from onroll.web.pages import Shown, page
from rulebook.procedure.roles import ROLES

MOST = 40
DANGER = ("refer-concern", "tell-police", "strategy-decision-under-hold")
QUIET_DAYS = 28


@dataclass
class Part:
    """One of the five questions, with its answer."""

    heading: str
    items: list[dict[str, Any]]
    empty: str
    kind: str = "duties"
    caption: str = ""
    columns: list[Any] = field(default_factory=list)
    more: str = ""
    more_href: str = ""


@page("duty:list", methods=("GET",))
def today(request: HttpRequest, by: Actor) -> Shown:
    """What needs somebody now, what is late or due, what arrived, who is waited for, what has gone quiet."""
    whose = _whose(request, by)
    rows = _of(duties.outstanding(by), whose, by)
    children: dict[Any, Child] = {}
    parts = [_danger(rows, by, children), _due(rows, by, children)]
    if policy.may(by, "cme2:list"):
        parts.append(_arrived(by))
    parts += [_waiting(by), _quiet(by)]
    if policy.may(by, "letter:list"):
        parts += _troubled(by)
    seen = list(children) + [item["child_id"] for part in parts for item in part.items if item.get("child_id")]
    context = {"parts": parts, "whose": _choices(by, whose), "later": _later(rows, by)}
    return Shown("today/today.html", context, seen)


def _whose(request: HttpRequest, by: Actor) -> str:
    asked = request.GET.get("whose", "")
    return asked if asked in {"mine", "team", "all"} else "mine"


def _choices(by: Actor, whose: str) -> list[dict[str, Any]]:
    words = {"mine": "Mine", "team": "My team’s", "all": "All that I may see"}
    return [{"text": words[each], "href": f"?whose={each}", "current": each == whose} for each in words]


def _of(rows: QuerySet[Duty], whose: str, by: Actor) -> QuerySet[Duty]:
    """Cut duties to one's own (owed by one's role, and on one's desk where a desk is named), or to the team's."""
    if whose == "all":
        return rows
    owed = Q(owed_by__in=by.roles)
    if whose == "team":
        return rows.filter(owed | Q(area_id__in=by.area_ids) | Q(team_id__in=by.team_ids))
    at_a_desk = Q(owed_by="AIO")  # visits belong to the officer who has the case
    return rows.filter((owed & ~at_a_desk) | (at_a_desk & Q(officer_id=by.user_id)))


def _danger(rows: QuerySet[Duty], by: Actor, children: dict[Any, Child]) -> Part:
    urgent = Case.objects.visible_to(by, "case:list").filter(urgent=True, closed_on=None).values("pk")
    found = rows.filter(Q(code__in=DANGER) | Q(code="first-visit", subject_id__in=urgent))
    return Part(
        heading="Is any child in danger that we know about?",
        items=_items(found[:MOST], by, children),
        empty="None.",
    )


def _due(rows: QuerySet[Duty], by: Actor, children: dict[Any, Child]) -> Part:
    found = rows.exclude(code__in=DANGER).filter(due_on__lte=by.today)
    count = found.count()
    part = Part(
        heading="What is late, and what is due today?",
        items=_items(found[:MOST], by, children),
        empty="Nothing is late and nothing is due today.",
    )
    if count > MOST:
        part.more = f"{count} in all. See the register, by next date"
        part.more_href = reverse("register") + "?sort=due&due=late"
    return part


def _items(rows: Any, by: Actor, children: dict[Any, Child]) -> list[dict[str, Any]]:
    found = list(rows)
    wanted = {row.child_id for row in found if row.child_id}
    known = Child.objects.visible_to(by, "card:list").in_bulk(list(wanted))
    children.update(known)
    return [_item(row, by, known.get(row.child_id)) for row in found]


def _item(row: Duty, by: Actor, child: Child | None) -> dict[str, Any]:
    if row.subject_kind == "referral":
        item = duty_item(row, by=by, case_id=None, about=None)
        return item | {"about": "A notice that waits to be looked at", "about_href": reverse("referral", args=[row.subject_id])}
    return duty_item(row, by=by, case_id=row.subject_id, about=child)


def _arrived(by: Actor) -> Part:
    rows = list(queries.referrals_waiting(by)[:MOST])
    return Part(
        heading="What arrived?",
        kind="list",
        caption="Notices that nobody has looked at",
        columns=["Child", "Received", "Form", "State"],
        items=[
            {
                "first": row.child_name or "Name not given",
                "href": reverse("referral", args=[row.pk]),
                "note": row.reference,
                "cells": [f"{row.received_on:%-d %B %Y}", row.kind.upper()],
                "tag": ("At risk of harm", "bad") if row.urgent else ("To be looked at", "info"),
            }
            for row in rows
        ],
        empty="Nothing has arrived that nobody has looked at.",
    )


def _waiting(by: Actor) -> Part:
    ours = {ROLES.get(role, "") for role in by.roles}
    rows = queries.register(by).exclude(waiting_on="").exclude(waiting_on__in=ours).exclude(waiting_since=None)
    found = list(rows.order_by("waiting_since", "id")[:12])
    return Part(
        heading="Who holds what we are waiting for?",
        kind="list",
        caption="Longest first",
        columns=["Child", "Waiting on", "Since", "Stage"],
        items=[_case_row(case, [case.waiting_on, _days(case.waiting_since, by.today)]) for case in found],
        empty="We are waiting for nobody.",
    )


def _quiet(by: Actor) -> Part:
    before = by.today - timedelta(days=QUIET_DAYS)
    rows = queries.register(by).filter(
        Q(stage__in=[Stage.TRACING, Stage.AWAITING_RECHECK]) | Q(next_due_on=None), opened_on__lt=before
    )
    found = list(rows[:12])
    return Part(
        heading="What has gone quiet?",
        kind="list",
        caption="Children whose whereabouts are not known, or for whom nothing is due",
        columns=["Child", "On the register", "Next date", "Stage"],
        items=[
            _case_row(case, [_days(case.opened_on, by.today),
                             f"{case.next_due_on:%-d %B %Y}" if case.next_due_on else "None"])
            for case in found
        ],
        empty=f"No child was without a word for {QUIET_DAYS} days.",
    )  # fmt: skip


def _troubled(by: Actor) -> list[Part]:
    rows = list(troubled_messages(by).select_related("child")[:MOST])
    if not rows:
        return []
    items = [
        {
            "first": row.child.name if row.child else row.kind,
            "href": reverse("child_messages", args=[row.child_id]) if row.child_id else None,
            "child_id": row.child_id,
            "cells": [row.kind, row.stopped_because or "–"],
            "tag": (row.get_state_display(), "bad"),
        }
        for row in rows
    ]
    return [Part("Which messages did not go?", items, "", "list", "Look before you send again", ["Child", "Message", "Why", "State"])]


def _case_row(case: Case, cells: list[str]) -> dict[str, Any]:
    return {
        "first": case.child.name,
        "href": reverse("child", args=[case.child_id]),
        "child_id": case.child_id,
        "note": case.reference,
        "cells": cells,
        "tag": (Stage(case.stage).label, "neutral"),
    }


def _days(since: date | None, today_is: date) -> str:
    days = (today_is - since).days if since else 0
    return {0: "since today", 1: "1 day"}.get(days, f"{days} days")


def _later(rows: QuerySet[Duty], by: Actor) -> list[dict[str, Any]]:
    tomorrow = by.today + timedelta(days=1)
    week = by.today + timedelta(days=7)
    return [
        {"count": rows.filter(due_on=tomorrow).count(), "one": "thing is due tomorrow", "many": "things are due tomorrow", "href": None},
        {"count": rows.filter(due_on__gt=tomorrow, due_on__lte=week).count(), "one": "thing is due later this week",
         "many": "things are due within the week", "href": reverse("register") + "?sort=due&due=week"},
    ]  # fmt: skip
