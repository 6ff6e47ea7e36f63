"""Removals from a roll as they were sent: the list that the authority works through, each one, and its paper."""

from typing import Any

from django.http import Http404, HttpRequest
from django.urls import reverse

from onroll.access import policy
from onroll.audit.actor import Actor
from onroll.cases.queries import cases_of_child
from onroll.intake import facts, silence
from onroll.intake.models import Removal, RemovalState
from onroll.intake.queries import removals_readable, removals_sent
from onroll.intake.removal_papers import paper_of
from onroll.web.pages import Handed, Shown, get_visible, page
from onroll.web.schools.showing import facts_of, groups_of, is_own, owed, tag_of, verdict_shown
from onroll.web.wording import day
from rulebook.grounds import find_ground

MOST = 100
DECIDES, MANAGES = "cme2:assign", "case:sign"
EMPTY = {
    "waiting": "No removal waits for the authority.",
    "queried": "No school has a question to answer.",
    "unlawful": "No removal rests on no ground and waits for the manager.",
    "decided": "No removal has been decided yet.",
}


@page("cme1:list", methods=("GET",))
def removals(request: HttpRequest, by: Actor) -> Shown:
    """The removals that schools have told: those that wait, those asked about, the unlawful, the decided."""
    rows = list(removals_sent(by)[:MOST])
    waiting = [row for row in rows if row.state == RemovalState.WAITING]
    parts = {
        "unlawful": [row for row in rows if row.unlawful_on and not row.manager_decided_on],
        "waiting": sorted(waiting, key=lambda row: (row.sent_on, str(row.pk))),
        "queried": [row for row in rows if row.state == RemovalState.QUERIED],
        "decided": [row for row in rows if row.state in (RemovalState.ACCEPTED, RemovalState.REFUSED)],
    }
    context = {
        "parts": {name: [line_of(row) for row in found] for name, found in parts.items()},
        "empty": EMPTY,
        "sees_schools": policy.may(by, silence.LIST),
    }
    return Shown(
        "schools/removals.html", context, [row.child_id for row in rows if row.child_id], subjects=rows
    )


@page("cme1:read", methods=("GET",))
def removal(request: HttpRequest, by: Actor, removal_id: Any) -> Shown:
    """One removal: where it stands, what the rules say, what was told and asked, what is owed."""
    row = get_visible(removals_readable(by), pk=removal_id)
    own, decides = is_own(row, by), policy.may(by, DECIDES, row)
    context = {
        "removal": row,
        "tag": tag_of(row),
        "own": own,
        "back": reverse("school_home") if own else reverse("removals"),
        "facts": facts_of(row),
        "live": verdict_shown(row),
        "groups": groups_of(row, by=by),
        "owed": owed(row, on=by.today, roles=("SCH",) if own else ()),
        "questions": list(row.questions.all()),
        "enquiry": row.authority,
        "decides": decides and row.state == RemovalState.WAITING and not own,
        "enquires": decides and not own and _asks_for_enquiry(row),
        "checks": decides and not own and row.claim_checked_on is None and _goes_outside(row),
        "manages": policy.may(by, MANAGES) and bool(row.unlawful_on) and row.manager_decided_on is None,
        "answers": own and row.state == RemovalState.QUERIED,
        "follows": own and policy.may(by, "cme1:create", row) and bool(row.sent_on),
        "case_href": _case_href(row, by),
        "stages": _stages(row),
    }
    return Shown("schools/removal.html", context, [row.child_id] if row.child_id else [], subjects=[row])


@page("cme1:read", methods=("GET",))
def removal_pdf(request: HttpRequest, by: Actor, removal_id: Any) -> Handed:
    """CME 1 as it was sent, to be printed."""
    row = get_visible(removals_readable(by), pk=removal_id)
    if row.sent_on is None:
        raise Http404("a paper is made of what was sent")
    own = is_own(row, by)
    paper = paper_of(
        row,
        upn=own or policy.may(by, "identifiers:read", row),
        location=own or policy.may(by, "location:read", row),
        special=own or policy.may(by, "special_cat:read", row),
    )
    printed = paper.printed(at=row.begun_at)
    children = [row.child_id] if row.child_id else []
    return Handed(
        content=printed.content,
        content_type="application/pdf",
        name=f"cme1-{row.reference}.pdf",
        children=children,
    )


def line_of(row: Removal) -> dict[str, Any]:
    """Return a removal as a line of a list."""
    return {
        "first": row.name,
        "href": reverse("removal", args=[row.pk]),
        "note": row.reference,
        "child_id": row.child_id,
        "subject": row,
        "cells": [
            row.establishment.name,
            day(row.sent_on) if row.sent_on else "–",
            row.ground or "None stated",
        ],
        "tag": tag_of(row),
    }


def _goes_outside(row: Removal) -> bool:
    going = facts.destination(row)
    return going is not None and going.towards in facts.OUTSIDE


def _asks_for_enquiry(row: Removal) -> bool:
    """Whether the ground asks for an enquiry of school and authority, and the removal is not decided yet."""
    found = find_ground(row.ground) if row.ground else None
    return (
        row.state in (RemovalState.WAITING, RemovalState.QUERIED)
        and found is not None
        and found[1].joint_enquiry
    )


def _case_href(row: Removal, by: Actor) -> str:
    """Return where the child's record is, for whoever may open the case that came of it."""
    if row.case_id is None or row.child_id is None:
        return ""
    may = cases_of_child(by, child_id=row.child_id).filter(pk=row.case_id).exists()
    return reverse("child", args=[row.child_id]) if may else ""


def _stages(row: Removal) -> list[dict[str, str]]:
    sent = {"text": "Sent by the school", "state": "done" if row.sent_on else "current"}
    looked = {
        RemovalState.DRAFT: "to_come",
        RemovalState.WAITING: "current",
        RemovalState.QUERIED: "current",
        RemovalState.ACCEPTED: "done",
        RemovalState.REFUSED: "done",
    }[RemovalState(row.state)]
    note = "a question for the school" if row.state == RemovalState.QUERIED else ""
    done = row.state in (RemovalState.ACCEPTED, RemovalState.REFUSED)
    decided = {
        "text": str(RemovalState(row.state).label) if done else "Decided",
        "state": "done" if done else "to_come",
    }
    return [sent, {"text": "Looked at by the authority", "state": looked, "note": note}, decided]
