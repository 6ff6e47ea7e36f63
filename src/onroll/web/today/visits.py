"""An officer's own visits: all that are owed, in order, with where each is made and how the letter before it stands."""

from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import F, OuterRef, Q, Subquery

from onroll.audit.actor import Actor
from onroll.cases import queries
from onroll.cases.covering import desks_of
from onroll.cases.models import VisitRequest
from onroll.cases.promised import Promise, promises_of
from onroll.duties import queries as duties
from onroll.duties.models import Duty
from onroll.people.models import Address, Child
from onroll.web.cases.visiting import FIRST_VISIT, VISITS
from onroll.web.today.lines import Part, due_row, what_to_do
from onroll.web.wording import day, weekday_day

AT_A_DESK = "AIO"  # visits belong to the officer who has the case
LETTER = "letter-before-visit"
HOME = ("lines", "town", "postcode")  # of an address


def at_my_desk(by: Actor) -> Q:
    """Return what an officer owes: what lies on a desk of theirs, and what any officer of the area owes of no child."""
    own = Q(officer_id__in=desks_of(by))
    if by.area_ids:
        own |= Q(officer=None, child_id=None, area_id__in=sorted(by.area_ids))
    return Q(owed_by=AT_A_DESK) & own


def on_my_desk(by: Actor) -> list[Duty]:
    """Return all that this officer owes, the soonest first, and the letters before the visits.

    What an officer owes whose work is done by this one today is among it, and what is owed of a sweep in the area.

    Each has the parts of the address where the child lives, as ``HOME`` names them, as far as the officer reads it.
    """
    if AT_A_DESK not in by.roles:
        return []
    owed = duties.outstanding(by).filter(at_my_desk(by))
    letters = Q(code=LETTER, subject_id__in=owed.order_by().filter(code__in=VISITS).values("subject_id"))
    homes = Address.objects.visible_to(by, "location:read").filter(
        child_id=OuterRef("child_id"), until_on=None, no_fixed_address=False
    )
    newest = homes.order_by(F("as_of_on").desc(nulls_last=True), "-recorded_at")
    rows = duties.visible_to(by).filter(letters | Q(pk__in=owed.order_by().values("pk")))
    rows = rows.annotate(**{f"home_{part}": Subquery(newest.values(part)[:1]) for part in HOME})
    return list(rows.select_related("officer", "area", "team").order_by("due_on", "id"))


def visits_in_order(found: list[Duty], by: Actor, known: dict[Any, Child]) -> Part:
    """Return the officer's own visits, each with where it is to be made and whether the family was written to.

    A day that the family was told of is the day of the visit: by it the visits are ordered, by the due day all others.
    """
    letters = {(row.subject_id, row.trigger): row for row in found if row.code == LETTER}
    visits = [row for row in found if row.code in VISITS]
    promises = promises_of(by, {_request_of(row) for row in visits if row.code == FIRST_VISIT})
    told = {row.pk: promises.get(UUID(_request_of(row))) for row in visits if row.code == FIRST_VISIT}
    return Part(
        heading="My visits, in order",
        kind="list",
        caption=f"Visits to be made ({len(visits)})",
        columns=["Child", "When", "What to do", "Letter", "State"],
        items=[
            due_row(row, known.get(row.child_id), by)
            | _state(told.get(row.pk), by)
            | {
                "cells": [
                    _when(row, told.get(row.pk)),
                    what_to_do(row, known.get(row.child_id), by, note=_home(row)),
                    _letter_words(letters.get((row.subject_id, row.trigger)), told.get(row.pk), by),
                ]
            }
            for row in sorted(visits, key=lambda row: _day_of(row, told.get(row.pk)))
        ],
        empty="No visit is with you.",
    )


def _request_of(row: Duty) -> str:
    """Return the id of the CME 4 that a first visit is owed under: what triggered it."""
    return row.trigger.partition(":")[2]


def _day_of(row: Duty, promise: Promise | None) -> date:
    told = promise.visit_on if promise and promise.posted_on else None
    return told or row.due_on or date.max


def _when(row: Duty, promise: Promise | None) -> str | dict[str, Any]:
    """Return the day of a visit: the one that the family was told of, with the day by which it is due."""
    due = weekday_day(row.due_on) if row.due_on else "Not yet known"
    if promise is None:
        return due
    told = "The family was told" if promise.posted_on else "Named in the letter"
    return {"text": weekday_day(promise.visit_on), "note": f"{told}. Due by {due}"}


def _state(promise: Promise | None, by: Actor) -> dict[str, Any]:
    """Return the state of a visit whose promised day has come or gone by; nothing for all others."""
    if promise is None or promise.posted_on is None or promise.visit_on > by.today:
        return {}
    if promise.visit_on == by.today:
        return {"tag": ("Promised for today", "warn")}
    return {"tag": ("The promised day has passed", "bad")}


def _home(row: Duty) -> str:
    return ", ".join(filter(None, (getattr(row, f"home_{part}") for part in HOME))) or "No address is known"


def _letter_words(letter: Duty | None, promise: Promise | None, by: Actor) -> str:
    """Return how the letter before a visit stands; a visit that needs none says so."""
    if letter is None or letter.excused_on:
        return "None is needed"
    if letter.met_on:
        return f"Posted on {day(letter.met_on)}"
    still = "Written, and to be posted" if promise else "To be written"
    return f"{still}, {letter.standing_words(by.today)}"


def still_owed(found: list[Duty]) -> list[Duty]:
    """Return what is on the desk without the letters that were written or are needed no more."""
    return [row for row in found if row.met_on is None and row.excused_on is None]


def _became_of(row: VisitRequest) -> str:
    if row.taken_back_on:
        return f"Taken back on {day(row.taken_back_on)}"
    if row.passed_on:
        return f"Passed to {row.area.name} on {day(row.passed_on)}"
    return f"Given to another officer on {day(row.allocated_on)}" if row.allocated_on else "Given to another"


def lost(by: Actor) -> list[Part]:
    """Return the visits that were taken from an officer: of a child whom they reach no longer, by the reference."""
    rows = queries.visits_lost(by)
    items = [
        {
            "first": f"Case {row.case.reference}",
            "href": None,
            "cells": [_became_of(row)],
            "tag": ("Yours no longer", "neutral"),
        }
        for row in rows
    ]
    heading = "Which visits are yours no longer?"
    return (
        [Part(heading, items, "", "list", "Do not make these visits", ["Case", "What became of it", "State"])]
        if rows
        else []
    )
