"""An officer's own visits: all that are owed, in order, with where each is made and how the letter before it stands."""

from typing import Any

from django.db.models import F, OuterRef, Q, Subquery

from onroll.audit.actor import Actor
from onroll.duties import queries as duties
from onroll.duties.models import Duty
from onroll.people.models import Address, Child
from onroll.web.today.lines import Part, due_row, due_words, what_to_do
from onroll.web.wording import day

AT_A_DESK = "AIO"  # visits belong to the officer who has the case
FIRST_VISIT = "first-visit"  # to be made in three days where a case is urgent
VISITS = (FIRST_VISIT, "second-visit-after-no-answer", "six-weekly-visit")
LETTER = "letter-before-visit"
HOME = ("lines", "town", "postcode")  # of an address


def on_my_desk(by: Actor) -> list[Duty]:
    """Return all that this officer owes, the soonest first, and the letters before the visits, in one statement.

    Each has the parts of the address where the child lives, as ``HOME`` names them, as far as the officer reads it.
    """
    if AT_A_DESK not in by.roles:
        return []
    owed = duties.outstanding(by).filter(officer_id=by.user_id, owed_by=AT_A_DESK)
    letters = Q(code=LETTER, subject_id__in=owed.order_by().filter(code__in=VISITS).values("subject_id"))
    homes = Address.objects.visible_to(by, "location:read").filter(
        child_id=OuterRef("child_id"), until_on=None, no_fixed_address=False
    )
    newest = homes.order_by(F("as_of_on").desc(nulls_last=True), "-recorded_at")
    rows = duties.visible_to(by).filter(letters | Q(pk__in=owed.order_by().values("pk")))
    rows = rows.annotate(**{f"home_{part}": Subquery(newest.values(part)[:1]) for part in HOME})
    return list(rows.select_related("officer", "area", "team").order_by("due_on", "id"))


def visits_in_order(found: list[Duty], by: Actor, known: dict[Any, Child]) -> Part:
    """Return the officer's own visits, each with where it is to be made and whether the family was written to."""
    letters = {(row.subject_id, row.trigger): row for row in found if row.code == LETTER}
    visits = [row for row in found if row.code in VISITS]
    return Part(
        heading="My visits, in order",
        kind="list",
        caption=f"Visits to be made ({len(visits)})",
        columns=["Child", "Due", "What to do", "Letter", "State"],
        items=[
            due_row(row, known.get(row.child_id), by)
            | {
                "cells": [
                    due_words(row),
                    what_to_do(row, known.get(row.child_id), by, note=_home(row)),
                    _letter_words(letters.get((row.subject_id, row.trigger)), by),
                ]
            }
            for row in visits
        ],
        empty="No visit is with you.",
    )


def _home(row: Duty) -> str:
    return ", ".join(filter(None, (getattr(row, f"home_{part}") for part in HOME))) or "No address is known"


def _letter_words(letter: Duty | None, by: Actor) -> str:
    """Return how the letter before a visit stands; a visit that needs none says so."""
    if letter is None or letter.excused_on:
        return "None is needed"
    if letter.met_on:
        return f"Posted on {day(letter.met_on)}"
    return f"To be written, {letter.standing_words(by.today)}"


def still_owed(found: list[Duty]) -> list[Duty]:
    """Return what is on the desk without the letters that were written or are needed no more."""
    return [row for row in found if row.met_on is None and row.excused_on is None]
