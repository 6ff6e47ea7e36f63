"""What an organisation sees of a child whom it told us of and reaches no other way: its own notices, nothing else."""

from typing import Any

from django.urls import reverse

from onroll.access import policy, scoping
from onroll.audit.actor import Actor
from onroll.cases.models import Referral
from onroll.cases.queries import answer_told, notices_of
from onroll.intake.forms.asking import as_date
from onroll.people.models import Child
from onroll.web.pages import Shown
from onroll.web.wording import day

MOST = 200
SUPPLIED = frozenset({"s", "d"})  # what the organisation told us, and what was disclosed to it


def told_only(by: Actor, child: Child, permission: str = "card:read") -> bool:
    """Return whether this person reaches a child, with a permission, only through what the organisation told us."""
    return not scoping.reaches(by, child.pk, policy.scopes(by, permission) - SUPPLIED)


def lists_told_only(by: Actor, permission: str = "case:list") -> bool:
    """Return whether this person lists, with a permission, nothing but what the organisation told us."""
    return policy.scopes(by, permission) <= SUPPLIED


def own_notices(by: Actor, child: Child) -> Shown:
    """Return the page of a child as its notices tell it: what was said, when, and how we answered."""
    rows = list(notices_of(by).filter(child_id=child.pk))
    context = {"name": name_told(rows), "notices": [_notice(row) for row in rows]}
    return Shown("children/told.html", context, [child.pk], subjects=rows)


def header_told(by: Actor, child: Child) -> dict[str, Any]:
    """Return the arguments of ``child_header`` as the notices of this person's organisation give them."""
    rows = list(notices_of(by).filter(child_id=child.pk))
    born = next((row.answers["birth_date"] for row in rows if row.answers.get("birth_date")), None)
    return {"name": name_told(rows), "born_on": as_date(born)}


def list_told(by: Actor) -> Shown:
    """Return the register as an organisation sees it that told us of children: its notices that led to a case."""
    rows = list(notices_of(by).exclude(case=None)[:MOST])
    listed = [
        {
            "first": row.child_name or "Name not given",
            "href": reverse("referral", args=[row.pk]),
            "note": row.reference,
            "cells": [day(row.received_on)],
            "tag": (state_of(row), "neutral"),
        }
        for row in rows
    ]
    children = [row.child_id for row in rows if row.child_id]
    return Shown("children/register_told.html", {"rows": listed}, children, subjects=rows)


def name_told(rows: list[Referral]) -> str:
    """Return the child's name as the newest of these notices gave it."""
    return next((row.child_name for row in rows if row.child_name), "") or "A child you told us about"


def state_of(row: Referral) -> str:
    """Return where a notice stands, as far as its sender may know: never what we found.

    Of a case that is open, or open again, the sender reads that we go on; under a hold, that the notice was answered.
    """
    goes_on = row.case is not None and row.case.is_open and not row.case.signs.get("held")
    if row.outcome_told_on is not None and not goes_on:
        return "Answered"
    return "Received" if row.triaged_at is None else "We are following it up"


def _notice(row: Referral) -> dict[str, Any]:
    answered = row.outcome_told_on
    so_far = answer_told(row)
    reply = so_far or f"Told {row.get_outcome_told_how_display()}".strip() if answered else ""
    return {
        "reference": row.reference,
        "href": reverse("referral", args=[row.pk]),
        "rows": [
            ("Received", day(row.received_on)),
            ("State", state_of(row)),
            ("Our answer", f"{reply} ({day(answered)})" if answered else so_far or "Not yet"),
        ],
    }
