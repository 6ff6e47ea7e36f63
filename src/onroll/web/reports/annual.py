"""The annual report as a page: figures with the rows behind them, bars of the same figures, and the PDF that leaves."""

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest
from django.urls import reverse

from onroll.access import policy
from onroll.access.matrix import EVERYTHING
from onroll.audit.actor import Actor
from onroll.documents import pdf
from onroll.documents.papers import council_lines
from onroll.duties import queries as duties
from onroll.people.models import Child
from onroll.reports import annual as figures
from onroll.reports import published
from onroll.reports.annual import BY_CODE, FLOW, STANDINGS, Annual
from onroll.reports.census import READ
from onroll.web.children.alerts import noting_alerts, with_alerts
from onroll.web.pages import Handed, Shown, page
from onroll.web.today.lines import due_row
from onroll.web.wording import count_words, day
from rulebook import procedure
from rulebook.school_days.ages import AcademicYear, academic_year

PER_PAGE = 50
EARLIEST = 2015


@page(READ, methods=("GET",))
def report(request: HttpRequest, by: Actor) -> Shown:
    """The year's figures, each number with the rows that it counts."""
    year = _year(request, by)
    found = figures.annual(by, year=year)
    shown = published.exact(found)
    context = _about(year, by) | {
        "report": found,
        "lead": published.words(found, shown),
        "flow": [
            {"words": label, "count": len(found.counted(kind)), "href": _href(year, "flow", kind)}
            for kind, label in FLOW.items()
        ],
        "tables": [
            {
                "table": table,
                "total": len(found.counted(table.of.counts)),
                "total_href": _href(year, "flow", table.of.counts),
                "rows": [{"bar": bar, "href": _href(year, table.of.code, bar.code)} for bar in table.bars],
            }
            for table in published.tables(found, shown)
        ],
        "standings": list(STANDINGS.values()),
        "clocks": [_clock(line, year) for line in published.clocks(found, shown)],
        "pdf_href": f"{reverse('annual_pdf')}?year={year.starts_in}",
        "may_take": policy.may(by, "export:create"),
        "years": _years(year, by),
    }
    return Shown("reports/annual.html", context)


@page(READ, methods=("GET",))
def rows(request: HttpRequest, by: Actor) -> Shown:
    """The stays on the register behind one number: exactly as many as it counts."""
    year = _year(request, by)
    table, value = request.GET.get("table", "flow"), request.GET.get("value", figures.NEW)
    found = figures.annual(by, year=year)
    title, spells = _chosen(found, table, value)
    listed = Paginator(spells, PER_PAGE).get_page(request.GET.get("page"))
    cards = Child.objects.visible_to(by, "card:list").annotate(**noting_alerts(by))
    known = with_alerts(cards.in_bulk([spell.child_id for spell in listed]), by=by)
    lines = []
    for spell in listed:
        child = known.get(spell.child_id)
        lines.append(
            {
                "first": child.name if child else "A child whose card you may not read",
                "href": reverse("child", args=[spell.child_id]) if child else "",
                "alert": vars(child).get("alert") if child else "",
                "cells": [
                    day(spell.started_on),
                    day(spell.ended_on) if spell.ended_on else "Still on it",
                    spell.area or "No area",
                ],
            }
        )
    context = _about(year, by) | {
        "title": title,
        "what": f"{count_words(len(spells), 'stay')} on the register",
        "columns": ["Child", "Came onto the register", "Left it", "Area"],
        "rows": lines,
        "listed": listed,
        "query": _query(request),
        "one": "stay",
        "many": "stays",
    }
    return Shown("reports/annual_rows.html", context, list(known))


@page("duty:list", methods=("GET",))
def due(request: HttpRequest, by: Actor) -> Shown:
    """The duties behind one number of the clocks met and missed."""
    year = _year(request, by)
    rule, standing = request.GET.get("rule", ""), request.GET.get("standing", "")
    last = min(year.ends_on, by.today)
    found = figures.clocks(by, first=year.starts_on, last=last, rule=rule, standing=standing)
    listed = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    seen = duties.as_seen(listed.object_list, by=by)
    cards = Child.objects.visible_to(by, "card:list").annotate(**noting_alerts(by))
    known = with_alerts(cards.in_bulk([row.child_id for row in seen if row.child_id]), by=by)
    titles = {each.code: each.title for each in procedure.DUTIES}
    said = [words for words in (titles.get(rule, rule), STANDINGS.get(standing, "")) if words]
    context = _about(year, by) | {
        "title": ": ".join(said) or "Everything that was due",
        "what": f"{count_words(listed.paginator.count, 'duty', 'duties')} due in the year",
        "columns": ["Child", "Due", "What to do, and why", "Rule", "State now"],
        "rows": [due_row(row, known.get(row.child_id) if row.child_id else None, by) for row in seen],
        "listed": listed,
        "query": _query(request),
        "one": "duty",
        "many": "duties",
    }
    return Shown(
        "reports/annual_rows.html", context, list(known), subjects=[row for row in seen if not row.child_id]
    )


@page("export:create", methods=("GET",))
def as_pdf(request: HttpRequest, by: Actor) -> Handed:
    """The report as it may leave: tagged for screen readers, small numbers hidden, the rest rounded."""
    policy.require(by, READ)
    year = _year(request, by)
    data = published.for_print(
        figures.annual(by, year=year),
        council=settings.ONROLL_COUNCIL_NAME,
        contact=council_lines(),
        whole=EVERYTHING in policy.scopes(by, READ),
    )
    content = pdf.printed("report", data, at=by.at).content
    return Handed(content=content, content_type="application/pdf", name=f"annual-report-{year.starts_in}.pdf")


# ------------------------------------------------------------------------------------------------------------ workings
def _year(request: HttpRequest, by: Actor) -> AcademicYear:
    """The academic year in the address; the last that has ended for none, the nearest for one that cannot be."""
    now = academic_year(by.today).starts_in
    asked = request.GET.get("year", "")
    if not (asked.isascii() and asked.isdigit() and len(asked) == len(str(EARLIEST))):
        return AcademicYear(now - 1)
    return AcademicYear(max(EARLIEST, min(int(asked), now)))


def _years(year: AcademicYear, by: Actor) -> list[dict[str, Any]]:
    now = academic_year(by.today).starts_in
    return [
        {
            "text": str(AcademicYear(each)) + (", so far" if each == now else ""),
            "href": f"{reverse('annual')}?year={each}",
            "current": each == year.starts_in,
        }
        for each in range(now - 3, now + 1)
    ]


def _about(year: AcademicYear, by: Actor) -> dict[str, Any]:
    scopes = policy.scopes(by, READ)
    return {
        "year": year,
        "whole": EVERYTHING in scopes,
        "counts_only": scopes <= {"i"},
        "report_href": f"{reverse('annual')}?year={year.starts_in}",
    }


def _href(year: AcademicYear, table: str, value: str) -> str:
    return f"{reverse('annual_rows')}?{urlencode({'year': year.starts_in, 'table': table, 'value': value})}"


def _clock(line: dict[str, Any], year: AcademicYear) -> dict[str, Any]:
    def cell(standing: str, count: int | None) -> dict[str, Any]:
        asked = {"year": year.starts_in, "rule": line["code"]} | ({"standing": standing} if standing else {})
        return {"count": count, "href": f"{reverse('annual_due')}?{urlencode(asked)}"}

    return {
        "words": line["words"],
        "cells": [cell(standing, shown.number) for standing, shown in line["cells"]],
        "total": cell("", line["total"].number),
    }


def _chosen(found: Annual, table: str, value: str) -> tuple[str, list[figures.Spell]]:
    """Return what is listed, in words, and the stays. Raises Http404 for a table or value that is not there."""
    if table == "flow" and value in FLOW:
        return FLOW[value], found.counted(value)
    if table not in BY_CODE:
        raise Http404("no such table")
    of = BY_CODE[table]
    labels = {line.code: line.label for line in found.lines(of)}
    if value not in labels:
        raise Http404("no such value")
    return f"{of.title}: {labels[value]}", found.rows(table, value)


def _query(request: HttpRequest) -> str:
    left = request.GET.copy()
    left.pop("page", None)
    return left.urlencode()
