"""The termly return: its worksheet, the children behind each cell, what changed, and what was sent."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from onroll.access import policy
from onroll.access.matrix import EVERYTHING
from onroll.audit.actor import Actor
from onroll.people.models import Child
from onroll.reports import actions, queries
from onroll.reports import census as figures
from onroll.reports.census import OnTheDay
from onroll.web.children.alerts import noting_alerts, with_alerts
from onroll.web.forms import ConfirmField, DateField, FilterForm, Form, LongTextField, When
from onroll.web.pages import Handed, Shown, get_visible, page, tell
from onroll.web.wording import day as day_words
from rulebook import census
from rulebook.census import CensusDay, Collection
from rulebook.census.days import MARK, SOURCE
from rulebook.findings import Refused
from rulebook.school_days.ages import AcademicYear, academic_year

PER_PAGE = 50
EARLIEST = date(2015, 9, 1)
LEFT_OUT, ANY_TIME = "left-out", "any-time"


class DayForm(FilterForm):
    """Another day than those of the pattern."""

    day = DateField("Another census day", required=False, when=When.TODAY_OR_BEFORE)


class SentForm(Form):
    """The figures were entered where the Department asks for them."""

    sent = ConfirmField(
        "These figures were entered in the Department’s form", missing="Say that they were entered"
    )
    note = LongTextField("Notes on what the Department’s form asked about", required=False)


@page(figures.READ, methods=("GET",))
def reports(request: HttpRequest, by: Actor) -> Shown:
    """What can be reported: the returns, and what was sent."""
    sent = [
        {
            "first": f"{census.COLLECTIONS[row.collection].name}, {day_words(row.census_on)}",
            "href": reverse("return_sent", args=[row.pk]),
            "cells": [f"{row.total:,}", f"{day_words(row.sent_at)}, {row.sent_by}"],
        }
        for row in queries.returns_sent(by)
        if row.collection in census.COLLECTIONS
    ]
    context = {
        "collections": list(census.COLLECTIONS.values()),
        "day": census.last_census_day(by.today),
        "sent": sent,
        "may_list_sent": EVERYTHING in policy.scopes(by, "export:list"),
        "oversees": policy.may(by, "cme3_4:list"),
        "counts_only": _counts_only(by),
    }
    return Shown("reports/reports.html", context)


@page(figures.READ, methods=("GET",))
def worksheet(request: HttpRequest, by: Actor, collection: str) -> Shown:
    """The figures of one collection for a day: each cell with the children behind it, and what to look at first."""
    chosen, day = _collection(collection), _day(request, by)
    form = DayForm(request.GET if "day-day" in request.GET else None, today=by.today)
    if form.is_bound and form.is_valid() and form.cleaned_data["day"]:
        day = _census_day(max(form.cleaned_data["day"], EARLIEST))
    sheet = figures.worksheet(by, collection=chosen.code, day=day)
    left_out = [child for child in sheet.children if not child.placed.collection]
    context = _about(chosen, day, by) | {
        "tables": [_table(chosen, sheet, topic, day) for topic in chosen.topics if topic.code != "total"],
        "total": sheet.total,
        "total_href": _rows_href(chosen, day, "total", "all"),
        "left_out": len(left_out),
        "left_out_href": _rows_href(chosen, day, LEFT_OUT),
        "any_time": len(sheet.any_time),
        "any_time_href": _rows_href(chosen, day, ANY_TIME),
        "findings": sheet.findings,
        "form": form,
        "days": _days(chosen, day, by),
        "may_send": policy.may(by, "export:sign") and _whole(by),
        "may_take": policy.may(by, "export:create"),
    }
    return Shown("reports/worksheet.html", context)


@page(figures.READ, methods=("GET",))
def children(request: HttpRequest, by: Actor, collection: str) -> Shown:
    """The children behind one cell, or those left out, each with the rule that put them there."""
    chosen, day = _collection(collection), _day(request, by)
    topic, value = request.GET.get("topic", "total"), request.GET.get("value", "all")
    if topic == ANY_TIME:
        return _at_any_time(request, by, chosen, day)
    found = figures.children_on(by, on=day.on)
    if topic == LEFT_OUT:
        title, rows = (
            "Looked at, and counted in neither",
            [each for each in found if not each.placed.collection],
        )
    else:
        try:
            asked = chosen.topic(topic)
            label = asked.value(value).label
        except ValueError as unknown:
            raise Http404 from unknown
        title = chosen.name if topic == "total" else f"{asked.label}: {label}"
        rows = [each for each in found if each.is_in(chosen.code, topic, value)]
    listed = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    known = _names(by, [each.child_id for each in listed])
    context = _about(chosen, day, by) | {
        "title": title,
        "columns": ["Child", "Missing since", "The rule that decided it"],
        "rows": [_row(each.child_id, known, [_since(each), each.placed.because]) for each in listed],
        "listed": listed,
        "query": _query(request),
    }
    return Shown("reports/children.html", context, list(known))


@page(figures.READ, methods=("GET",))
def changes(request: HttpRequest, by: Actor, collection: str) -> Shown:
    """Who came in and who went out since the figures before: before, plus came, minus went, is now."""
    chosen, day = _collection(collection), _day(request, by)
    change = queries.change_since(by, figures.children_on(by, on=day.on), collection=chosen.code, on=day.on)
    known = _names(by, [*(each.child_id for each in change.came), *change.went])
    context = _about(chosen, day, by) | {
        "change": change,
        "came": [_row(each.child_id, known, [each.placed.because]) for each in change.came],
        "went": [
            _row(child, known, [each.placed.because if each else _gone(chosen)])
            for child, each in change.went.items()
        ],
    }
    return Shown("reports/changes.html", context, list(known))


@page(figures.READ, methods=("GET",))
def definitions(request: HttpRequest, by: Actor) -> Shown:
    """The same children counted by other definitions, with those who count besides and those who do not."""
    chosen, day = census.MISSING, _day(request, by)
    found = queries.recounts(figures.children_on(by, on=day.on))
    moved = [each for recount in found for each in (*recount.besides, *recount.without)]
    known = _names(by, [each.child_id for each in moved])
    context = _about(chosen, day, by) | {
        "returned": found[0],
        "recounts": [
            {
                "recount": recount,
                "besides": [_row(each.child_id, known, [each.placed.because]) for each in recount.besides],
                "without": [_row(each.child_id, known, [each.placed.because]) for each in recount.without],
            }
            for recount in found[1:]
        ],
    }
    return Shown("reports/definitions.html", context, list(known))


@page("export:create", methods=("GET",))
def as_csv(request: HttpRequest, by: Actor, collection: str) -> Handed:
    """The figures as a table, one row for each cell; no child is in it."""
    chosen, day = _collection(collection), _day(request, by)
    text = figures.as_csv(figures.worksheet(by, collection=chosen.code, day=day))
    return _file(text, f"{chosen.code}-{day.on.isoformat()}.csv")


@page("export:sign")
def mark_sent(request: HttpRequest, by: Actor, collection: str) -> HttpResponse | Shown:
    """Keep the figures as they were sent."""
    chosen, day = _collection(collection), _day(request, by)
    form = SentForm(request.POST or None, today=by.today)
    if request.method == "POST" and form.is_valid():
        try:
            row = actions.mark_return_sent(chosen.code, day=day, note=form.cleaned_data["note"] or "", by=by)
            tell(request, "The figures are kept as they were sent.")
            return redirect("return_sent", row.pk)
        except Refused as refused:
            form.refuse(refused.findings)
    sheet = figures.worksheet(by, collection=chosen.code, day=day)
    context = _about(chosen, day, by) | {"form": form, "total": sheet.total, "findings": sheet.findings}
    return Shown("reports/mark_sent.html", context, status=422 if form.is_bound else 200)


@page("export:list", methods=("GET",))
def sent(request: HttpRequest, by: Actor, return_sent_id: UUID) -> Shown:
    """Figures as they were sent, the hash of their file, and whom they counted."""
    row = get_visible(queries.returns_sent(by), pk=return_sent_id)
    listed = Paginator(queries.children_sent(row, by=by), PER_PAGE).get_page(request.GET.get("page"))
    known = with_alerts({each.child_id: each.child for each in listed}, by=by)
    context = {
        "sent": row,
        "collection": census.COLLECTIONS.get(row.collection),
        "rows": [_row(each.child_id, known, [each.because]) for each in listed],
        "listed": listed,
    }
    return Shown("reports/sent.html", context, list(known))


@page("export:list", methods=("GET",))
def sent_file(request: HttpRequest, by: Actor, return_sent_id: UUID) -> Handed:
    """The very file that was kept, to the letter."""
    row = get_visible(queries.returns_sent(by), pk=return_sent_id)
    return _file(row.content, f"{row.collection}-{row.census_on.isoformat()}-as-sent.csv")


# ------------------------------------------------------------------------------------------------------------- workings
def _collection(code: str) -> Collection:
    if code not in census.COLLECTIONS:
        raise Http404
    return census.COLLECTIONS[code]


def _day(request: HttpRequest, by: Actor) -> CensusDay:
    """The day in the address; the last census day by the pattern for none or anything else."""
    try:
        asked = date.fromisoformat(request.GET.get("on", ""))
    except ValueError:
        return census.last_census_day(by.today)
    return _census_day(max(EARLIEST, min(asked, by.today)))


def _census_day(on: date) -> CensusDay:
    return CensusDay(census.term_of(on), on)


def _days(chosen: Collection, day: CensusDay, by: Actor) -> list[dict[str, Any]]:
    year = academic_year(by.today)
    both = (*census.census_days(AcademicYear(year.starts_in - 1)), *census.census_days(year))
    past = [each for each in both if each.on <= by.today]
    return [
        {
            "text": f"{each.term} {each.year}",
            "href": _href("return_worksheet", chosen, each),
            "current": each.on == day.on,
        }
        for each in past[-4:]
    ]


def _whole(by: Actor) -> bool:
    return EVERYTHING in policy.scopes(by, figures.READ)


def _counts_only(by: Actor) -> bool:
    return policy.scopes(by, figures.READ) <= {"i"}


def _about(chosen: Collection, day: CensusDay, by: Actor) -> dict[str, Any]:
    """What every page of a worksheet says of itself."""
    return {
        "collection": chosen,
        "day": day,
        "whole": _whole(by),
        "counts_only": _counts_only(by),
        "pattern": (MARK, SOURCE),
        "worksheet_href": _href("return_worksheet", chosen, day),
        "changes_href": _href("return_changes", chosen, day),
        "definitions_href": f"{reverse('return_definitions')}?on={day.on.isoformat()}",
        "csv_href": _href("return_csv", chosen, day),
        "send_href": _href("return_mark_sent", chosen, day),
    }


def _href(screen: str, chosen: Collection, day: CensusDay) -> str:
    return f"{reverse(screen, args=[chosen.code])}?on={day.on.isoformat()}"


def _rows_href(chosen: Collection, day: CensusDay, topic: str, value: str = "") -> str:
    asked = {"on": day.on.isoformat(), "topic": topic} | ({"value": value} if value else {})
    return f"{reverse('return_children', args=[chosen.code])}?{urlencode(asked)}"


def _table(
    chosen: Collection, sheet: figures.Worksheet, topic: census.Topic, day: CensusDay
) -> dict[str, Any]:
    return {
        "code": topic.code,
        "label": topic.label,
        "rows": [
            {
                "label": value.label,
                "mark": value.mark,
                "count": sheet.counts[topic.code][value.code],
                "href": _rows_href(chosen, day, topic.code, value.code),
            }
            for value in topic.values
        ],
    }


def _at_any_time(request: HttpRequest, by: Actor, chosen: Collection, day: CensusDay) -> Shown:
    found = figures.any_time(by, year=day.previous_year)[chosen.code]
    rows = sorted(found.items(), key=lambda each: (each[1], each[0]))
    listed = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    known = _names(by, [child for child, _ in listed])
    context = _about(chosen, day, by) | {
        "title": f"Counted at any time in {day.previous_year}",
        "columns": ["Child", "First counted on"],
        "rows": [_row(child, known, [day_words(on)]) for child, on in listed],
        "listed": listed,
        "query": _query(request),
    }
    return Shown("reports/children.html", context, list(known))


def _names(by: Actor, ids: Sequence[UUID]) -> dict[UUID, Child]:
    cards = Child.objects.visible_to(by, "card:list").annotate(**noting_alerts(by))
    return with_alerts(cards.in_bulk(list(ids)), by=by)


def _row(child_id: UUID, known: dict[UUID, Child], cells: list[Any]) -> dict[str, Any]:
    child = known.get(child_id)
    return {
        "first": child.name if child else "A child whose card you may not read",
        "href": reverse("child", args=[child_id]) if child else "",
        "note": child.reference if child else "",
        "alert": vars(child).get("alert") if child else "",
        "cells": cells,
    }


def _since(each: OnTheDay) -> dict[str, Any]:
    since = each.placed.since
    return {"text": day_words(since.on) if since.on else "Not known", "note": since.because}


def _gone(chosen: Collection) -> str:
    return f"No case was open, and nothing else told of a child {chosen.counts}, on the day."


def _query(request: HttpRequest) -> str:
    left = request.GET.copy()
    left.pop("page", None)
    return left.urlencode()


def _file(text: str, name: str) -> Handed:
    return Handed(content=text.encode(), content_type="text/csv; charset=utf-8", name=name)
