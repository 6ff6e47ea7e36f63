"""Who has seen this child, what I did this month, and the record as the data protection officer reads it."""

import csv
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from io import StringIO
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.http.request import QueryDict

from onroll.access import policy, scoping
from onroll.audit import actions as audit
from onroll.audit import queries
from onroll.audit.actor import LONDON, Actor
from onroll.audit.models import AccessRecord, ChildSeen
from onroll.people.models import Child
from onroll.web.audit import telling
from onroll.web.audit.forms import LooksFilter
from onroll.web.audit.screens import pages_of_lists, screen_in_words
from onroll.web.pages import SIGNED_IN, Shown, get_visible, page

PER_PAGE = 100
SEARCHED_DAYS = 31
EARLIEST = date(2000, 1, 1)  # nobody did anything here before; the first year there is has no month before it


@page("audit:read", methods=("GET",))
def who_has_looked(request: HttpRequest, by: Actor, child_id: UUID) -> Shown:
    """Show who has seen one child: to those whose reach of the record covers that child."""
    child = get_visible(Child.objects.visible_to(by, "card:read"), pk=child_id)
    if not scoping.reaches(by, child.pk, policy.scopes(by, "audit:read")):
        raise policy.PermissionRefused("audit:read")
    lists_too = request.GET.get("lists") == "too"
    shown = {
        "child": child,
        "lists_too": lists_too,
        **seen_by(child.pk, page_number=request.GET.get("page"), lists_too=lists_too),
    }
    return Shown("audit/who_has_looked.html", shown, children=[child.pk])


def seen_by(child_id: UUID, *, page_number: str | None = None, lists_too: bool = False) -> dict[str, Any]:
    """Return what the part ``audit/who_has_seen.html`` shows of one child: a page of looks, newest first.

    Without ``lists_too`` they are the looks at the child alone: no list that showed others as well.
    """
    every = queries.who_has_seen(child_id)
    own = every.exclude(record__page__in=pages_of_lists())
    looks = Paginator(every if lists_too else own, PER_PAGE).get_page(page_number)
    return {
        "looks": looks,
        "lines": [look_line(seen) for seen in looks],
        "own_count": own.count(),
        "all_count": every.count(),
    }


def look_line(seen: ChildSeen) -> dict[str, Any]:
    """Return one look at a child as a line of the list."""
    record = seen.record
    return {
        "at": seen.seen_at,
        "name": record.by_name,
        "role": telling.roles_in_words(record.by_role),
        "organisation": record.by_organisation,
        "what": screen_in_words(record.page),
        "sent": record.page.startswith("POST "),
        "others": len(record.child_ids) - 1,
        "outcome": record.outcome,
    }


@page(SIGNED_IN, methods=("GET",))
def own_activity(request: HttpRequest, by: Actor) -> Shown:
    """Show a person what the record says of them in one month: what they did and what they opened."""
    assert by.user_id is not None  # the page is for people who are signed in
    first = month_asked(request.GET.get("month", ""), today=by.today)
    since, until = midnight(first), midnight(month_after(first))
    did = queries.done_by(by.user_id).filter(recorded_at__gte=since, recorded_at__lt=until)
    looked = queries.looked_by(by.user_id).filter(recorded_at__gte=since, recorded_at__lt=until)
    listed = Paginator(looked, PER_PAGE).get_page(request.GET.get("page"))
    shown = {
        "month": first,
        "before": month_before(first),
        "after": month_after(first) if month_after(first) <= by.today else None,
        "did": telling.entries(did[:PER_PAGE]),
        "did_count": did.count(),
        "looked": [
            {
                "at": each.recorded_at,
                "sentence": telling.look_sentence(each),
                "by": telling.roles_in_words(each.by_role),
            }
            for each in listed
        ],
        "page": listed,
    }
    return Shown("audit/own_activity.html", shown)


@page("audit:list", methods=("GET",))
def record(request: HttpRequest, by: Actor) -> Shown:
    """Show who looked, as opaque references, to be searched by day, person, outcome and child."""
    form = LooksFilter(_asked(request.GET, by), today=by.today)
    rows = _searched(form, by) if form.is_valid() else AccessRecord.objects.none()
    listed = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    kept = {name: value for name, value in form.data.items() if value and name != "page"}
    shown = {
        "form": form,
        "looks": [
            (each, telling.look_sentence(each), telling.roles_in_words(each.by_role)) for each in listed
        ],
        "page": listed,
        "address": f"?{urlencode({**kept, 'page': ''})}{{page}}",
        "may_export": policy.may(by, "audit:send"),
        "kept": urlencode(kept),
    }
    return Shown("audit/record.html", shown)


@page("audit:list", methods=("GET",))
def look(request: HttpRequest, by: Actor, look_id: UUID) -> Shown:
    """Show one look with the references of all children that were on the page."""
    row = get_visible(AccessRecord.objects.all(), pk=look_id)
    shown = {
        "look": row,
        "sentence": telling.look_sentence(row),
        "roles": telling.roles_in_words(row.by_role),
    }
    return Shown("audit/look.html", shown)


@page("audit:send", methods=("POST",), once=False)
def export(request: HttpRequest, by: Actor) -> HttpResponseBase | Shown:
    """Send the looks that were searched for as a table; that it was sent is recorded first."""
    form = LooksFilter(_asked(request.POST, by), today=by.today)
    if not form.is_valid():
        return Shown("audit/record.html", _nothing(form), status=422)
    rows = _searched(form, by)
    with transaction.atomic():
        audit.record_access("POST audit_export", by=by, permission="audit:send", outcome="exported")
    response = StreamingHttpResponse(_table(rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="who-looked-{by.today.isoformat()}.csv"'
    return response


def month_asked(typed: str, *, today: date) -> date:
    """Return the first day of the month in the address, such as ``2026-11``; this month for anything else.

    >>> month_asked("0001-01", today=date(2026, 11, 30)), month_asked("9999-12", today=date(2026, 11, 30))
    (datetime.date(2000, 1, 1), datetime.date(2026, 11, 1))
    """
    try:
        return max(EARLIEST, min(date.fromisoformat(f"{typed}-01"), today.replace(day=1)))
    except ValueError:
        return today.replace(day=1)


def month_before(first: date) -> date:
    """Return the first day of the month before."""
    return (first - timedelta(days=1)).replace(day=1)


def month_after(first: date) -> date:
    """Return the first day of the month after."""
    return (first + timedelta(days=32)).replace(day=1)


def midnight(on: date) -> datetime:
    """Return the moment in London at which a day begins."""
    return datetime.combine(on, time(), tzinfo=LONDON)


def _asked(given: QueryDict, by: Actor) -> dict[str, str]:
    """Return what was asked, with the last days for a search that names none: the record is too long to read whole."""
    asked = {name: value for name, value in given.items() if isinstance(value, str)}
    if not any(asked.get(f"since-{part}") for part in ("day", "month", "year")):
        since = by.today - timedelta(days=SEARCHED_DAYS - 1)
        asked |= {"since-day": str(since.day), "since-month": str(since.month), "since-year": str(since.year)}
    if not any(asked.get(f"until-{part}") for part in ("day", "month", "year")):
        asked |= {
            "until-day": str(by.today.day),
            "until-month": str(by.today.month),
            "until-year": str(by.today.year),
        }
    return asked


def _searched(form: LooksFilter, by: Actor) -> QuerySet[AccessRecord]:
    told = form.cleaned_data
    rows = queries.looks(since=midnight(told["since"]), until=midnight(told["until"] + timedelta(days=1)))
    if told["who"]:
        rows = rows.filter(by_name__icontains=told["who"])
    if told["outcome"]:
        rows = rows.filter(outcome=told["outcome"])
    if told["child"]:
        rows = rows.filter(pk__in=ChildSeen.objects.filter(child_id=told["child"]).values("record"))
    return rows


def _table(rows: QuerySet[AccessRecord]) -> Iterator[str]:
    heads = (
        "at",
        "who",
        "roles",
        "organisation",
        "screen",
        "permission",
        "outcome",
        "channel",
        "request",
        "children",
        "also shown",
    )
    yield _line(heads)
    for row in rows.iterator(chunk_size=2_000):
        at = row.recorded_at.astimezone(LONDON).isoformat(timespec="seconds")
        yield _line(
            (at, row.by_name, row.by_role, row.by_organisation, row.page, row.permission, row.outcome, row.channel,
             row.request_id, " ".join(row.child_ids), " ".join(row.subjects or ()))
        )  # fmt: skip


def _line(cells: Iterable[str]) -> str:
    """Return one line of the table; a cell that a spreadsheet would take for a formula is marked as text."""
    line = StringIO()
    csv.writer(line).writerow(
        f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell for cell in cells
    )
    return line.getvalue()


def _nothing(form: LooksFilter) -> dict[str, Any]:
    empty = Paginator(AccessRecord.objects.none(), PER_PAGE).get_page(1)
    return {
        "form": form,
        "looks": [],
        "page": empty,
        "address": "?page={page}",
        "may_export": True,
        "kept": "",
    }
