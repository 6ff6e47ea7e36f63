"""The day's work in a few questions, own work first, then the team's, then all; a count is its list's length."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.core.paginator import Paginator
from django.db.models import BooleanField, Count, ExpressionWrapper, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.urls import reverse

from onroll.access import policy
from onroll.access.matrix import ROLES, role
from onroll.audit.actor import Actor
from onroll.cases import queries
from onroll.cases.models import Case, Referral, Sighting, Stage
from onroll.cases.ways_in import way_in
from onroll.duties import queries as duties
from onroll.duties.models import Duty
from onroll.people.models import Child
from onroll.release.models import Hold, Message, MessageState
from onroll.release.queries import holds_to_lift, messages_to_look_at
from onroll.web.children.alerts import alert_of, noting_alerts, with_alerts
from onroll.web.children.told import lists_told_only
from onroll.web.pages import Shown, page
from onroll.web.schools.removals import DECIDES
from onroll.web.today.lines import Part, due_row, item_of
from onroll.web.today.managing import (
    children_listed,
    files_that_left,
    holds_to_sign,
    removals_told,
    unallocated,
)
from onroll.web.today.visits import (
    AT_A_DESK,
    FIRST_VISIT,
    at_my_desk,
    lost,
    on_my_desk,
    still_owed,
    visits_in_order,
)
from onroll.web.wording import day

MOST = 40
MOST_DUE = 120
PER_PAGE = 100
FEW = 12
DANGER = ("refer-concern", "tell-police", "strategy-decision-under-hold")
QUIET_DAYS = 28
INSIDE = {each.short for each in ROLES if each.in_authority}  # whom a mail from here reaches
LATER = {"tomorrow": "What is due tomorrow?", "week": "What else is due within the week?"}


@page("duty:list", methods=("GET",))
def today(request: HttpRequest, by: Actor) -> Shown:
    """What needs somebody now, what is late or due, what arrived, who is waited for, what has gone quiet."""
    whose = _whose(request, by)
    rows = _of(duties.outstanding(by), whose, by)
    if request.GET.get("due") in LATER:
        return _due_later(request, rows, whose, by)
    desk = on_my_desk(by)
    # Whoever has nothing but a desk was already asked what is due: it is on it.
    all_mine = still_owed(desk) if whose == "mine" and set(by.roles) == {AT_A_DESK} else None
    if all_mine is None:
        danger, due, later = _in_danger_due_and_later(rows, by)
    else:
        danger, due, later = list(_in_danger(by)), _late_or_due_of(all_mine, by), _counted_of(all_mine, by)
    visits = desk
    waiting, quiet = ([], []) if lists_told_only(by) else _waited_for_and_quiet(by)
    to_lift = holds_to_lift(by)
    about = {row.child_id for row in (*danger, *due, *visits) if row.child_id}
    about |= {case.child_id for case in (*waiting, *quiet)}
    policy.prepare(by, about, *duties.READ_WITH_A_DUTY)
    danger, due, visits = (duties.as_seen(part, by=by) for part in (danger, due, visits))
    children = _children_of([*danger, *due, *visits, *to_lift], by)
    arrived = _notices(by, [*danger, *due], arrived=True) if policy.may(by, "cme2:list") else []
    told = {row.pk: row.child_name for row in arrived}
    parts = [visits_in_order(visits, by, children)] if AT_A_DESK in by.roles else []
    parts += lost(by) if AT_A_DESK in by.roles else []
    parts.append(_danger(danger, by, children, told))
    parts[-1].items += [*holds_to_sign(to_lift, children), *files_that_left(by)]
    if policy.may(by, "cme3_4:assign"):
        parts.append(unallocated(by))
    parts += _due(due, by, children, told)
    if policy.may(by, "cme2:list"):
        parts.append(_arrived([row for row in arrived if row.triaged_at is None][:MOST], by))
    if policy.may(by, DECIDES):
        parts.append(removals_told(by))
    if policy.may(by, "import:list") and not lists_told_only(by):
        parts.append(_found(_sighted(by), by))
    if not lists_told_only(by):
        parts += [_waiting(waiting, by), _quiet(quiet, by)]
    if policy.may(by, "letter:list"):
        parts += _troubled(by)
    seen = [*children, *(hold.child_id for hold in to_lift)] + [
        item["child_id"] for part in parts for item in part.items if item.get("child_id")
    ]
    context = {"parts": parts, "whose": _choices(whose), "later": _later(later, whose), "page": None}
    subjects = [item["subject"] for part in parts for item in part.items if item.get("subject")]
    return Shown("today/today.html", context, seen, subjects=subjects)


def _whose(request: HttpRequest, by: Actor) -> str:
    asked = request.GET.get("whose", "")
    return asked if asked in {"mine", "team", "all"} else "mine"


def _choices(whose: str, *, due: str = "") -> list[dict[str, Any]]:
    words = {"mine": "Mine", "team": "My team’s", "all": "All that I may see"}
    kept = f"&due={due}" if due else ""
    return [{"text": words[each], "href": f"?whose={each}{kept}", "current": each == whose} for each in words]


def _of(rows: QuerySet[Duty], whose: str, by: Actor) -> QuerySet[Duty]:
    """Cut duties to one's own (owed by one's role, and on one's desk where a desk is named), or to the team's."""
    if whose == "all":
        return rows
    if whose == "team":
        owed = Q(owed_by__in=by.roles)
        return rows.filter(owed | Q(area_id__in=by.area_ids) | Q(team_id__in=by.team_ids))
    own = Q(owed_by__in=[role for role in by.roles if role != AT_A_DESK])
    if AT_A_DESK in by.roles:
        own |= at_my_desk(by)
    return rows.filter(own)


def _in_danger_due_and_later(
    rows: QuerySet[Duty], by: Actor
) -> tuple[list[Duty], list[Duty], dict[str, int]]:
    """Return what tells of danger, whoever owes it; what of ``rows`` is late or due, and how many are due later.

    All is asked in one statement: the counts stand on every row read, the first of what is due later among them.
    """
    later = rows.filter(due_on__range=(_days_of("tomorrow", by)[0], _days_of("week", by)[1]))
    danger, due = _in_danger(by).values("pk"), _late_or_due(rows, by).values("pk")
    every = Duty.objects.visible_to(by, "duty:list").order_by()
    first, *others = (
        every.filter(pk__in=part).values("pk") for part in (danger, due, later.values("pk")[:1])
    )
    counts = {f"later_{each}": _how_many(later, _days_of(each, by)) for each in LATER}
    asked = duties.outstanding(by).filter(pk__in=first.union(*others))
    read = list(asked.annotate(is_danger=_among(danger), is_due=_among(due), **counts))
    counted = {each: getattr(read[0], f"later_{each}") if read else 0 for each in LATER}
    return [row for row in read if row.is_danger], [row for row in read if row.is_due], counted


def _how_many(rows: QuerySet[Duty], days: tuple[date, date]) -> Coalesce:
    """Return how many of ``rows`` are due on these days, both included, as a part of another statement."""
    together = rows.order_by().filter(due_on__range=days).annotate(together=Value(1)).values("together")
    return Coalesce(Subquery(together.annotate(number=Count("pk")).values("number")), 0)


def _in_danger(by: Actor) -> QuerySet[Duty]:
    urgent = Case.objects.visible_to(by, "case:list").filter(urgent=True, closed_on=None).values("pk")
    # All codes are named, then the one is narrowed: each is found by its index, and not among all that is owed.
    told = duties.outstanding(by).filter(code__in=(*DANGER, FIRST_VISIT))
    return told.filter(~Q(code=FIRST_VISIT) | Q(subject_id__in=urgent))[:MOST]


def _late_or_due(rows: QuerySet[Duty], by: Actor) -> QuerySet[Duty]:
    return rows.exclude(code__in=DANGER).filter(due_on__lte=by.today)[:MOST_DUE]


def _late_or_due_of(rows: list[Duty], by: Actor) -> list[Duty]:
    """Return what ``_late_or_due`` returns, of duties that were read already."""
    late = [row for row in rows if row.code not in DANGER and row.due_on and row.due_on <= by.today]
    return late[:MOST_DUE]


def _danger(found: list[Duty], by: Actor, known: dict[Any, Child], told: dict[Any, str]) -> Part:
    return Part(
        heading="Is any child in danger that we know about?",
        items=[item_of(row, by, known.get(row.child_id), told) for row in found],
        empty="None.",
    )


def _due(
    found: list[Duty], by: Actor, known: dict[Any, Child], told: dict[Any, str] | None = None
) -> list[Part]:
    """Return what is late or due today, grouped by what has to be done, the group with the oldest first."""
    groups: dict[str, list[Duty]] = {}
    for row in found:
        groups.setdefault(row.title, []).append(row)
    parts = [_group(title, group, known, by, told or {}) for title, group in groups.items()]
    heading = "What is late, and what is due today?"
    if not parts:
        return [Part(heading=heading, items=[], empty="Nothing is late and nothing is due today.")]
    parts[0].heading = heading
    if len(found) == MOST_DUE:
        parts[-1].more = "There is more. See the register, by next date"
        parts[-1].more_href = reverse("register") + "?sort=due&due=late"
    return parts


def _group(title: str, group: list[Duty], known: dict[Any, Child], by: Actor, told: dict[Any, str]) -> Part:
    return Part(
        heading="",
        kind="list",
        caption=f"{title} ({len(group)})",
        columns=["Child", "Due", "What to do, and why", "Rule", "State"],
        items=[due_row(row, known.get(row.child_id), by, told) for row in group],
        empty="",
    )


def _children_of(rows: Iterable[Duty | Hold], by: Actor) -> dict[Any, Child]:
    """Return the children of these whom ``by`` may list: all of them are shown, each with its alert noted."""
    listed = children_listed(by).annotate(**noting_alerts(by))
    return with_alerts(listed.in_bulk([row.child_id for row in rows if row.child_id]), by=by)


def _notices(by: Actor, owed: list[Duty], *, arrived: bool) -> list[Referral]:
    """Return the notices that something is owed about and, where asked, those that nobody has looked at: at once."""
    named = Q(pk__in=[row.subject_id for row in owed if row.subject_kind == "referral"])
    rows = Referral.objects.visible_to(by, "cme2:list").filter(
        named | Q(triaged_at=None) if arrived else named
    )
    return list(rows.select_related("organisation").order_by("-urgent", "received_on", "keyed_at"))


def _arrived(rows: list[Referral], by: Actor) -> Part:
    return Part(
        heading="What arrived?",
        kind="list",
        caption="Notices that nobody has looked at",
        columns=["Child", "Received", "Form", "State"],
        items=[
            {
                "first": row.child_name or "Name not given",
                "subject": row,
                "href": reverse("referral", args=[row.pk]),
                "note": row.reference,
                "cells": [f"{row.received_on:%-d %B %Y}", way_in(row.kind)],
                "tag": ("At risk of harm", "bad")
                if row.urgent and policy.may(by, "safeguarding:read", row)
                else ("To be looked at", "info"),
            }
            for row in rows
        ],
        empty="Nothing has arrived that nobody has looked at.",
    )


def _sighted(by: Actor) -> list[Sighting]:
    """Return where children who are sought were seen, and nobody has searched the rolls for them since."""
    return list(queries.sightings(by)[:MOST])


def _found(rows: list[Sighting], by: Actor) -> Part:
    return Part(
        heading="",
        kind="list",
        caption="Children who are sought, seen in what arrived",
        columns=["Child", "Seen in", "What speaks for it", "How sure"],
        items=[
            {
                "first": row.child.name,
                "child_id": row.child_id,
                "href": reverse("child", args=[row.child_id]),
                "note": row.case.reference,
                "cells": [_seen_in(row), row.words],
                "tag": ("Recognised", "good") if row.sure else ("May be the child", "warn"),
            }
            for row in rows
        ],
        empty="Nobody who is sought was seen in what arrived.",
    )


def _seen_in(row: Sighting) -> str:
    line = f", line {row.line:,}" if row.line else ""
    return f"A {row.kind}{line}{f', {row.told_on:%-d %B %Y}' if row.told_on else ''}"


def _waited_for_and_quiet(by: Actor) -> tuple[list[Case], list[Case]]:
    """Return the cases that wait for others, the longest first, and those gone quiet; asked in one statement."""
    rows = queries.register(by).annotate(
        waits=_among(_waiting_longest(by)[:FEW]), is_quiet=_among(_gone_quiet(by)[:FEW])
    )
    found = list(rows.filter(Q(waits=True) | Q(is_quiet=True)))
    waiting: list[Case] = [row for row in found if row.waits]
    quiet: list[Case] = [row for row in found if row.is_quiet]
    return sorted(waiting, key=lambda row: (row.waiting_since, row.pk)), quiet


def _among(rows: QuerySet[Any]) -> ExpressionWrapper:
    return ExpressionWrapper(Q(pk__in=rows.values("pk")), output_field=BooleanField())


def _waiting_longest(by: Actor) -> QuerySet[Case]:
    ours = {role(code).short for code in by.roles}
    rows = queries.register(by).filter(waiting_since__isnull=False).exclude(waiting_on__in=["", *ours])
    return rows.order_by("waiting_since", "id")


def _waiting(rows: list[Case], by: Actor) -> Part:
    found = queries.all_as_seen(rows, by=by)
    return Part(
        heading="Who holds what we are waiting for?",
        kind="list",
        caption="Longest first",
        columns=["Child", "Waiting on", "Since", "What to do", "Stage"],
        items=[
            _case_row(case, [case.waiting_on, _days(case.waiting_since, by.today), _remind(case, by)], by)
            for case in found
        ],
        empty="We are waiting for nobody.",
    )


def _remind(case: Case, by: Actor) -> str | dict[str, Any]:
    """Return the link to a reminder of whoever holds a case, for who may send one."""
    if case.waiting_on not in INSIDE or not policy.may(by, "case:update", case):
        return "–"
    return {"text": "Remind them", "href": reverse("case_chase", args=[case.pk]), "about": case.child.name}


def _gone_quiet(by: Actor) -> QuerySet[Case]:
    before = by.today - timedelta(days=QUIET_DAYS)
    return queries.with_places_seen(queries.register(by), by=by).filter(
        Q(seen_stage__in=[Stage.TRACING, Stage.AWAITING_RECHECK]) | Q(seen_due=None), opened_on__lt=before
    )


def _quiet(rows: list[Case], by: Actor) -> Part:
    found = queries.all_as_seen(rows, by=by)
    return Part(
        heading="What has gone quiet?",
        kind="list",
        caption="Children whose whereabouts are not known, or for whom nothing is due",
        columns=["Child", "On the register", "Next date", "Stage"],
        items=[
            _case_row(
                case,
                [
                    _days(case.opened_on, by.today),
                    f"{case.next_due_on:%-d %B %Y}" if case.next_due_on else "None",
                ],
                by,
            )
            for case in found
        ],
        empty=f"No child was without a word for {QUIET_DAYS} days.",
    )


def _troubled(by: Actor) -> list[Part]:
    rows = list(messages_to_look_at(by).select_related("child")[:MOST])
    if not rows:
        return []
    items = [
        {
            "first": row.child.name if row.child else row.kind,
            "href": _where(row),
            "child_id": row.child_id,
            "subject": row,
            "cells": [row.kind, _why(row)],
            "tag": ("To be printed and posted", "info")
            if row.state == MessageState.QUEUED
            else (row.get_state_display(), "bad"),
        }
        for row in rows
    ]
    return [
        Part(
            "Which letters wait to be posted, and which messages did not go?",
            items,
            "",
            "list",
            "Look before you send again",
            ["Child", "Message", "Why", "State"],
        )
    ]


def _why(row: Message) -> str:
    """Return why a message waits for an officer, and what to do."""
    if row.state == MessageState.FAILED:
        return f"It could not be delivered ({row.stopped_because}): telephone or write."
    return row.stopped_because or f"Written on {day(row.queued_at)}"


def _where(row: Message) -> str | None:
    if row.state == MessageState.QUEUED:
        return reverse("letter_sheet", args=[row.pk])
    if row.child_id:
        return reverse("child_messages", args=[row.child_id])
    return reverse("referral", args=[row.subject_id]) if row.subject_id else None


def _case_row(case: Case, cells: list[Any], by: Actor) -> dict[str, Any]:
    return {
        "first": case.child.name,
        "href": reverse("child", args=[case.child_id]),
        "child_id": case.child_id,
        "note": case.reference,
        "alert": alert_of(case, by=by),
        "cells": cells,
        "tag": (Stage(case.stage).label, "neutral"),
    }


def _days(since: date | None, today_is: date) -> str:
    days = (today_is - since).days if since else 0
    return {0: "since today", 1: "1 day"}.get(days, f"{days} days")


def _due_later(request: HttpRequest, rows: QuerySet[Duty], whose: str, by: Actor) -> Shown:
    """Return the list behind a count of what is due later, a page at a time: as many lines as were counted."""
    due = request.GET["due"]
    page = Paginator(rows.filter(due_on__range=_days_of(due, by)), PER_PAGE).get_page(request.GET.get("page"))
    found = duties.as_seen(page.object_list, by=by)
    children = _children_of(found, by)
    notices = _notices(by, found, arrived=False) if policy.may(by, "cme2:list") else []
    parts = _due(found, by, children, {row.pk: row.child_name for row in notices})
    parts[0].heading = LATER[due]
    parts[0].empty = "Nothing."
    context = {"parts": parts, "whose": _choices(whose, due=due), "later": [], "page": page}
    return Shown(
        "today/today.html", context | {"page_href": f"?whose={whose}&due={due}&page={{page}}"}, list(children)
    )


def _days_of(due: str, by: Actor) -> tuple[date, date]:
    """Return the first and the last day, both included, of what is due later."""
    tomorrow, week = by.today + timedelta(days=1), by.today + timedelta(days=7)
    return (tomorrow, tomorrow) if due == "tomorrow" else (tomorrow + timedelta(days=1), week)


def _counted_of(rows: list[Duty], by: Actor) -> dict[str, int]:
    """Return how many things are due tomorrow, and how many in the rest of the week, of what was read already."""
    days = {each: _days_of(each, by) for each in LATER}
    return {
        each: sum(1 for row in rows if row.due_on and first <= row.due_on <= last)
        for each, (first, last) in days.items()
    }


def _later(counts: dict[str, int], whose: str) -> list[dict[str, Any]]:
    words = {
        "tomorrow": ("thing is due tomorrow", "things are due tomorrow", "Nothing is due tomorrow"),
        "week": (
            "more thing is due within the week",
            "more things are due within the week",
            "Nothing more is due within the week",
        ),
    }
    return [
        {
            "count": counts[each],
            "one": one,
            "many": many,
            "none": none,
            "href": f"{reverse('today')}?whose={whose}&due={each}" if counts[each] else None,
        }
        for each, (one, many, none) in words.items()
    ]
