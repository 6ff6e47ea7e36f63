"""What waits for whoever decides: visits to be given to an officer, holds to be lifted, removals from a roll."""

from typing import Any
from uuid import UUID

from django.db.models import OuterRef, Subquery
from django.urls import reverse

from onroll.audit.actor import Actor
from onroll.cases import queries
from onroll.cases.models import VisitRequest
from onroll.intake.queries import removals_waiting
from onroll.people.models import Child
from onroll.release.models import Hold
from onroll.transfers.actions.exchanging import files_left_too_late
from onroll.web.children.alerts import with_alerts
from onroll.web.schools.removals import line_of
from onroll.web.today.lines import Part
from onroll.web.wording import day

MOST = 40


def children_listed(by: Actor) -> Any:
    """Return the children whom ``by`` may list, each with the last case of theirs that ``by`` may see."""
    last = (
        queries.visible_to(by).filter(child_id=OuterRef("pk")).order_by("-opened_on", "-pk").values("pk")[:1]
    )
    return Child.objects.visible_to(by, "card:list").annotate(last_case=Subquery(last))


def holds_to_sign(asked: list[Hold], children: dict[UUID, Child]) -> list[dict[str, Any]]:
    """Return a line for each hold that somebody else asks to be lifted; why is read where it is signed.

    ``children`` are those of the page, as ``children_listed`` gives them.
    """
    return [
        {
            "task": "Decide whether the hold is lifted",
            "standing": "open",
            "waiting_on": None,
            "kind_of_days": f"{hold.lift_asked_by} asked on {day(hold.lift_asked_at)}",
            "paragraph": "Procedure 2.7.10",
            "about": child.name,
            "about_href": reverse("child", args=[child.pk]),
            "alert": hold.get_kind_display(),
            "href": reverse("case_lift", args=[case]) if (case := vars(child)["last_case"]) else None,
        }
        for hold in asked
        if hold.lift_asked_at and (child := children.get(hold.child_id))
    ]


def files_that_left(by: Actor) -> list[dict[str, Any]]:
    """Return a line for each transfer file that somebody took before a hold could stop it, while the hold stands."""
    return [
        {
            "task": "Speak to the school: its file came before the hold",
            "standing": "open",
            "waiting_on": None,
            "kind_of_days": f"File {row.name}, found taken on {day(row.settled_on or by.today)}",
            "paragraph": "Access model 7",
            "about": child.name,
            "about_href": reverse("child", args=[child.pk]),
            "alert": "",
            "child_id": child.pk,
            "href": reverse("lost_pupil", args=[row.lost_pupil_id]),
        }
        for row, child in files_left_too_late(by)
    ]


def removals_told(by: Actor) -> Part:
    """Return the removals from a roll that wait for the authority, those that waited longest first."""
    rows = list(removals_waiting(by)[:MOST])
    return Part(
        heading="Which removals have schools told us of?",
        kind="list",
        caption="Removals from a roll that wait for a decision",
        columns=["Child", "School", "Sent", "Ground", "State"],
        items=[line_of(row) for row in rows],
        empty="No removal waits for a decision.",
        more="See all removals",
        more_href=reverse("removals"),
    )


def unallocated(by: Actor) -> Part:
    """Return the visits that nobody has yet, for whoever gives them to an officer."""
    rows = list(queries.visits_unallocated(by)[:MOST])
    children = with_alerts({row.child_id: row.child for row in rows}, by=by)
    return Part(
        heading="Which visits has nobody yet?",
        kind="list",
        caption="CME 4s to be given to an officer",
        columns=["Child", "Sent", "What to do", "Area", "State"],
        items=[visit_line(row, children) for row in rows],
        empty="Every CME 4 has its officer.",
    )


def visit_line(row: VisitRequest, children: dict[UUID, Child]) -> dict[str, Any]:
    """Return a CME 4 that nobody has as a line; ``children`` are those of the list, their alerts noted."""
    return {
        "first": row.child.name,
        "href": reverse("child", args=[row.child_id]),
        "child_id": row.child_id,
        "alert": vars(children[row.child_id]).get("alert"),
        "subject": row,
        "cells": [
            day(row.sent_on),
            {
                "text": "Give the visit to an officer",
                "href": reverse("case_officer", args=[row.case_id]),
                "about": row.child.name,
            },
            row.area.name,
        ],
        "tag": ("Urgent", "bad") if row.urgent or row.made_urgent_on else ("To be given", "info"),
    }
