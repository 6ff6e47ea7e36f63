"""Lines of the day's work: a duty as a row, with the child, what to do, and the rule that asks for it."""

from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse

from onroll.access import policy
from onroll.audit.actor import Actor
from onroll.duties.models import Duty
from onroll.people.models import Child
from onroll.web.children.views import duty_item
from onroll.web.navigation import may_open
from onroll.web.wording import of_rule

# What a school told: the screen, who may read it, and what it is called while the child is not known here.
OF_A_SCHOOL = {
    "removal": ("removal", "cme1:read", "A removal from a roll"),
    "start": ("expected_start", "cme2:read", "A pupil who did not come"),
    "home-notice": ("home_notice", "home_education:read", "A notice of home education"),
    "home-education": ("home_education", "home_education:read", "A child educated at home"),
    "absence": ("absence", "cme2:read", "A pupil who stays away"),
}
UNNAMED = "A notice that waits to be looked at"
OF_FILES = {
    "lostpupil": ("lost_pupil", "A lost pupil"),
    "searchrequest": ("search_request", "A school’s request for a file"),
}


@dataclass
class Part:
    """One of the questions, with its answer."""

    heading: str
    items: list[dict[str, Any]]
    empty: str
    kind: str = "duties"
    caption: str = ""
    columns: list[Any] = field(default_factory=list)
    more: str = ""
    more_href: str = ""


def due_row(row: Duty, child: Child | None, by: Actor, told: dict[Any, str] | None = None) -> dict[str, Any]:
    """Return a duty as a line: the child opens the record, what is to be done opens its form."""
    item = item_of(row, by, child, told)
    late = row.due_on is not None and row.due_on < by.today
    return {
        "first": item.get("about", "A child"),
        "href": item.get("about_href"),
        "alert": item.get("alert"),
        "child_id": child.pk if child else None,
        "cells": [due_words(row), what_to_do(row, child, by, note=row.because), rule_link(row, by)],
        "tag": (row.standing_words(by.today), "bad" if late else "info"),
    }


def due_words(row: Duty) -> str:
    """Return the day on which a duty is due, in words."""
    return f"{row.due_on:%-d %B %Y}" if row.due_on else "Not yet known"


def what_to_do(row: Duty, child: Child | None, by: Actor, *, note: str) -> dict[str, Any]:
    """Return a duty's title, linked to its form for whoever may fill it in."""
    item = item_of(row, by, child)
    return {"text": row.title, "href": item["href"], "about": child.name if child else "", "note": note}


def rule_link(row: Duty, by: Actor) -> dict[str, Any]:
    """Return what a duty rests on, linked to the page that explains it for whoever may open the rules."""
    href = reverse("rule", args=[row.code]) if may_open(by, "rules") else None
    return {"text": of_rule(row.source), "href": href, "about": row.title}


def item_of(row: Duty, by: Actor, child: Child | None, told: dict[Any, str] | None = None) -> dict[str, Any]:
    """Return a duty as lists show it, of a child or of a notice whose child is not known yet."""
    if row.subject_kind == "referral":
        item = duty_item(row, by=by, case_id=None, about=None)
        return item | {
            "about": (told or {}).get(row.subject_id) or UNNAMED,
            "about_href": reverse("referral", args=[row.subject_id]),
        }
    if row.subject_kind == "sweep":
        href = reverse("sweep", args=[row.subject_id]) if may_open(by, "sweeps") else None
        item = duty_item(row, by=by, case_id=None, about=None)
        return item | {"about": "A truancy sweep", "about_href": href, "href": href}
    if row.subject_kind in OF_A_SCHOOL:
        screen, permission, words = OF_A_SCHOOL[row.subject_kind]
        href = reverse(screen, args=[row.subject_id]) if policy.may(by, permission) else None
        item = duty_item(row, by=by, case_id=None, about=child)
        return item | {"about": child.name if child else words, "about_href": href, "href": href}
    if row.subject_kind in {"pack", "area"}:
        return duty_item(row, by=by, case_id=None, about=None) | _list_of(row, by)
    if row.subject_kind == "subjectrequest":
        href = reverse("subject_request", args=[row.subject_id]) if may_open(by, "subject_requests") else None
        item = duty_item(row, by=by, case_id=None, about=None)
        return item | {"about": "A request for all that is held", "about_href": href, "href": href}
    if row.subject_kind in OF_FILES:
        screen, words = OF_FILES[row.subject_kind]
        href = reverse(screen, args=[row.subject_id]) if may_open(by, "transfers") else None
        item = duty_item(row, by=by, case_id=None, about=child)
        return item | {"about": child.name if child else words, "about_href": href, "href": href}
    return duty_item(row, by=by, case_id=row.subject_id, about=child)


def _list_of(row: Duty, by: Actor) -> dict[str, Any]:
    """Return what a duty of a shared list is about, and where the list is found."""
    if not may_open(by, "packs"):
        return {"about": "A shared list", "about_href": None, "href": None}
    if row.subject_kind == "area":
        about = f"The register of {row.area.name}" if row.area else "The register of an area"
        return {"about": about, "about_href": reverse("packs"), "href": reverse("packs")}
    href = reverse("pack", args=[row.subject_id])
    return {"about": "The termly list", "about_href": href, "href": href}
