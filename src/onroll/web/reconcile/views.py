"""The comparisons, and one of them: how far it has got, the table that adds up, and the rows behind each number."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from onroll.audit.actor import Actor
from onroll.reconciliation import keeping, queries, working
from onroll.reconciliation.models import (
    OPEN_REASONS,
    Comparison,
    ComparisonState,
    Listed,
    Reason,
)
from onroll.reconciliation.searched import not_ruled_out, ruled_out
from onroll.web.pages import Shown, get_visible, page, tell
from onroll.web.wording import count_words, day, joined

PER_PAGE = 50
SLOW = timedelta(minutes=5)
TONES = {
    ComparisonState.WAITING: "info",
    ComparisonState.RUNNING: "info",
    ComparisonState.DONE: "good",
    ComparisonState.REFUSED: "bad",
}
MEANT = {
    Reason.ON_ROLL: "A school of ours has the child on its newest roll.",
    Reason.INDEPENDENT: "An independent school here has told us.",
    Reason.HOME: "Known to the home education officer.",
    Reason.ALTERNATIVE: "Known to be educated there.",
    Reason.OUT_OF_COUNTY: "Lives outside our areas, or is at a school elsewhere.",
    Reason.AGE: "Not of compulsory school age on the day.",
    Reason.KNOWN_CASE: "Has an open case already.",
    Reason.LISTED_TWICE: "An earlier row of these lists is the same child, and counts.",
    Reason.EXPLAINED: "An officer said why, or the record does.",
    Reason.UNREADABLE: "No name, or nothing that tells the child from others.",
    Reason.LOOK: "Too like a child held here to be counted as missing: somebody has to look.",
    Reason.UNEXPLAINED: "On no roll and nowhere else that we know.",
}


@page("import:read", methods=("GET",))
def comparisons(request: HttpRequest, by: Actor) -> Shown:
    """The comparisons that were made, newest first."""
    queries.require_whole(by)
    listed = Paginator(queries.comparisons_visible_to(by), PER_PAGE).get_page(request.GET.get("page"))
    rows = [_comparison_row(row) for row in listed]
    context = {"rows": rows, "listed": listed, "may_decide": queries.may_decide(by)}
    return Shown("reconcile/comparisons.html", context)


@page("import:read", methods=("GET",))
def comparison(request: HttpRequest, by: Actor, comparison_id: UUID) -> Shown:
    """One comparison: how far it has got, or the table in which every row of the lists has its reason."""
    queries.require_whole(by)
    row = get_visible(queries.comparisons_visible_to(by), pk=comparison_id)
    context: dict[str, Any] = {
        "row": row,
        "lists": list(row.lists.all()),
        "may_decide": queries.may_decide(by),
    }
    if row.state != ComparisonState.DONE:
        working_words = working.progress_of(row)
        context |= {
            "words": working_words,
            "slow": by.at - row.asked_at > SLOW,
            "state": row.get_state_display(),
        }
        return Shown("reconcile/working.html", context)
    counts = queries.counts_of(row, by=by)
    context |= {
        "explained": _lines(row, counts, but=OPEN_REASONS),
        "open": _lines(row, counts, only=OPEN_REASONS),
        "total": sum(counts.values()),
        "left": counts[Reason.UNEXPLAINED],
        "look": counts[Reason.LOOK],
        "ruled_out": ruled_out(row.searched),
        "not_ruled_out": not_ruled_out(row.searched),
        "reckoned": row.reckoned.get("expected_false_alarms"),
        "discard_on": keeping.discard_on(row),
        "discard_rest_on": keeping.discard_on(row, matched=False),
        "discarded": by.today >= keeping.discard_on(row),
    }
    return Shown("reconcile/comparison.html", context)


@page("import:read", methods=("GET",))
def rows(request: HttpRequest, by: Actor, comparison_id: UUID, reason: str) -> Shown:
    """The rows of one reason: exactly as many as the table says."""
    queries.require_whole(by)
    row = get_visible(queries.comparisons_visible_to(by), pk=comparison_id, state=ComparisonState.DONE)
    if reason not in Reason.values:
        raise Http404("no such reason")
    listed = Paginator(queries.rows_of(row, reason=reason, by=by), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "row": row,
        "reason": Reason(reason),
        "meant": MEANT[Reason(reason)],
        "listed": listed,
        "rows": [listed_row(one, likeliest=reason == Reason.UNEXPLAINED) for one in listed],
        "may_choose": reason in OPEN_REASONS and queries.may_decide(by),
    }
    return Shown("reconcile/rows.html", context, children_of(listed), subjects=list(listed))


@page("import:assign", methods=("POST",))
def resume(request: HttpRequest, by: Actor, comparison_id: UUID) -> HttpResponse:
    """Take up a comparison again that seems to have stopped."""
    row = get_visible(queries.comparisons_visible_to(by), pk=comparison_id)
    working.resume(row, by=by)
    tell(request, "It was taken up again.")
    return redirect("comparison", row.pk)


def children_of(listed: Iterable[Listed]) -> list[UUID]:
    """Return every child held here whose data is on a page with these rows."""
    return [each for one in listed for each in (one.child_id, one.maybe_id) if each]


def _lines(
    row: Comparison,
    counts: Mapping[Reason, int],
    *,
    only: Iterable[Reason] = (),
    but: Iterable[Reason] = (),
) -> list[dict[str, Any]]:
    chosen = [reason for reason in Reason if (reason in set(only) if only else reason not in set(but))]
    return [
        {
            "words": reason.label,
            "meant": MEANT[reason],
            "count": counts[reason],
            "href": reverse("comparison_rows", args=[row.pk, reason.value]) if counts[reason] else "",
        }
        for reason in chosen
    ]


def _comparison_row(row: Comparison) -> dict[str, Any]:
    lists = list(row.lists.all())
    count = sum(one.rows for one in lists)
    return {
        "first": joined([one.name for one in lists]),
        "href": reverse("comparison", args=[row.pk]),
        "cells": [
            day(row.as_of_on),
            f"{day(row.asked_at)}, {row.asked_by}",
            count_words(count, "row") if row.state == ComparisonState.DONE else "",
        ],
        "tag": (row.get_state_display(), TONES[ComparisonState(row.state)]),
    }


def listed_row(one: Listed, *, likeliest: bool) -> dict[str, Any]:
    """Return a row as it stands in a table of rows, with what likeliest explains it or without."""
    born = one.told.get("birth_date", "")
    return {
        "first": one.name,
        "href": "" if one.discarded_on else reverse("listed", args=[one.pk]),
        "value": one.pk,
        "note": f"{one.list.name}, line {one.line:,}",
        "cells": [day_of(born), one.because, one.likeliest] if likeliest else [day_of(born), one.because],
    }


def day_of(kept: str) -> str:
    """Return a day as it is kept beside a row in words; ``Not known`` for none."""
    return day(date.fromisoformat(kept)) if kept else "Not known"
