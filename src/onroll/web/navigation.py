"""The sections of the service: one line for each, in the order they stand, shown to those who may open them.

Those of every day stand in front. Who may open more than fit into one row finds the others under plain headings.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, resolve, reverse

from onroll.access import matrix, policy
from onroll.audit.actor import Actor
from onroll.web.pages import SIGNED_IN

FINDING, SCHOOLS, SHARING, SERVICE = (
    "Finding children",
    "Schools and their files",
    "Sharing and reports",
    "This service",
)
IN_ONE_ROW = 9  # as many as stand beside one another on a laptop


@dataclass(frozen=True)
class Section:
    """A link in the service navigation: its words and the screen's name. Who sees it is the screen's own permission.

    ``under`` is the heading of one that is not of every day. For a screen that is open to the public, ``asks`` says who
    has work there; those with ``unless`` have a better one.
    """

    words: str
    screen: str
    asks: str = ""
    unless: str = ""
    under: str = ""


SECTIONS = (
    Section("Today", "today"),
    Section("Register", "register"),
    Section(
        "Your school", "school_home", asks="cme1:create", unless="case:read"
    ),  # a PRU of the authority is no such school
    Section("Arrived", "arrived"),
    Section("Removals", "removals", asks="cme1:list", unless="cme1:create", under=SCHOOLS),
    Section("Home education", "home_education_list", under=SCHOOLS),
    Section("Enquiries", "enquiries"),
    Section("Same child?", "matches"),
    Section("Tell us of a child", "tell_start", asks="cme2:create", unless="cme2:assign"),
    Section("Your notices", "own_notices", asks="cme3_4:create", unless="cme2:assign"),
    Section("Your notices", "own_notices", asks="card:update", unless="cme2:assign"),
    Section("Sweeps", "sweeps", under=FINDING),
    Section("Schools", "schools", under=SCHOOLS),
    Section("Files", "files", under=SCHOOLS),
    Section("Lost pupils", "transfers", under=FINDING),
    Section("On no roll", "reconcile", under=FINDING),
    Section("Manager", "manager", asks="case:assign"),
    Section("Shared lists", "packs", under=SHARING),
    Section("Disclosed", "disclosures", under=SHARING),
    Section("Subject access", "subject_requests", under=SHARING),
    Section("Subject access", "new_subject_request", asks="sar:create", unless="sar:list", under=SHARING),
    Section("Directory", "directory", under=SHARING),
    Section("Reports", "reports", under=SHARING),
    Section("Rules", "rules", under=SERVICE),
    Section("People", "administration", under=SERVICE),
    Section("Audit", "audit", under=SERVICE),
    Section("Health", "health_details", under=SERVICE),
)


@dataclass(frozen=True)
class Navigation:
    """The links that stand in front, and the others as ``(heading, links)``."""

    front: Sequence[dict[str, Any]]
    more: Sequence[tuple[str, Sequence[dict[str, Any]]]] = ()


def navigation_for(request: HttpRequest) -> Navigation | None:
    """Return the sections this person may open, the one they are in marked and in front; none before signing in."""
    actor = getattr(request, "actor", None)
    if actor is None:
        return None
    shown = [section for section in SECTIONS if _has_work_there(actor, section)]
    links = {section: _link(request, section) for section in shown}
    if len(links) <= IN_ONE_ROW:
        return Navigation(list(links.values()))
    front = [link for section, link in links.items() if not section.under or link["active"]]
    more = [
        (heading, [link for section, link in links.items() if section.under == heading])
        for heading in (FINDING, SCHOOLS, SHARING, SERVICE)
    ]
    return Navigation(front, [(heading, under) for heading, under in more if under])


def _link(request: HttpRequest, section: Section) -> dict[str, Any]:
    path = _path(section.screen)
    return {
        "text": section.words,
        "href": path,
        "current": request.path == path,
        "active": _within(request, path),
    }


def _has_work_there(actor: Actor, section: Section) -> bool:
    if section.asks:
        better = bool(section.unless) and policy.may(actor, section.unless)
        return policy.may(actor, section.asks) and not better
    return may_open(actor, section.screen)


def may_open(actor: Actor, screen: str) -> bool:
    """Return whether a screen is installed and its own permission is granted to this person."""
    path = _path(screen)
    permission = getattr(resolve(path).func, "permission", "") if path else ""
    if permission == SIGNED_IN:
        return actor.user_id is not None
    return permission in matrix.permissions() and policy.may(actor, permission)


def _path(screen: str) -> str:
    """Return a screen's path, or nothing where an installation leaves the screen out."""
    try:
        return reverse(screen)
    except NoReverseMatch:
        return ""


def _within(request: HttpRequest, path: str) -> bool:
    return request.path.startswith(path) and path != "/"
