"""The sections of the service: one line for each, in the order they stand, shown to those who may open them."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, resolve, reverse

from onroll.access import matrix, policy
from onroll.audit.actor import Actor
from onroll.web.pages import SIGNED_IN


@dataclass(frozen=True)
class Section:
    """A link in the service navigation: its words and the screen's name. Who sees it is the screen's own permission.

    For a screen that is open to the public, ``asks`` says who has work there; those with ``unless`` have a better one.
    """

    words: str
    screen: str
    asks: str = ""
    unless: str = ""


SECTIONS = (
    Section("Today", "today"),
    Section("Register", "register"),
    Section(
        "Your school", "school_home", asks="cme1:create", unless="case:read"
    ),  # a PRU of the authority is no such school
    Section("Arrived", "arrived"),
    Section("Removals", "removals", asks="cme1:list", unless="cme1:create"),
    Section("Enquiries", "enquiries"),
    Section("Same child?", "matches"),
    Section("Tell us of a child", "tell_start", asks="cme2:create", unless="cme2:assign"),
    Section("Your notices", "own_notices", asks="cme3_4:create", unless="cme2:assign"),
    Section("Your notices", "own_notices", asks="card:update", unless="cme2:assign"),
    Section("Sweeps", "sweeps"),
    Section("Schools", "schools"),
    Section("Files", "files"),
    Section("Lost pupils", "transfers"),
    Section("On no roll", "reconcile"),
    Section("Manager", "manager", asks="case:assign"),
    Section("Shared lists", "packs"),
    Section("Disclosed", "disclosures"),
    Section("Directory", "directory"),
    Section("Reports", "reports"),
    Section("Rules", "rules"),
    Section("People", "administration"),
    Section("Audit", "audit"),
    Section("Health", "health_details"),
)


def navigation_for(request: HttpRequest) -> list[dict[str, Any]]:
    """Return the sections this person may open, the one they are in marked; none before signing in."""
    actor = getattr(request, "actor", None)
    if actor is None:
        return []
    shown = []
    for section in SECTIONS:
        if _has_work_there(actor, section):
            path = _path(section.screen)
            here = request.path == path
            shown.append(
                {"text": section.words, "href": path, "current": here, "active": _within(request, path)}
            )
    return shown


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
