"""The sections of the service: one line for each, in the order they stand, shown to those who may use them."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse


@dataclass(frozen=True)
class Section:
    """A link in the service navigation: its words, the screen's name, and who sees it (no roles: everyone)."""

    words: str
    screen: str
    roles: tuple[str, ...] = ()


OFFICERS = ("CMEA", "AEM", "ARL", "ARM", "AIO", "ADM", "EHE", "ABT")

SECTIONS = (
    Section("Today", "today", OFFICERS),
    Section("Children", "children", OFFICERS),
    Section("Arrived", "arrived", ("CMEA", "AEM", "ADM")),
    Section("Same child?", "matches", ("CMEA", "AEM", "ADM")),
    Section("Schools", "schools", OFFICERS),
    Section("Files", "files", ("CMEA", "AEM", "ADM")),
    Section("Reports", "reports", ("CMEA", "AEM", "ARL", "ARM", "DPO")),
    Section("Rules", "rules", (*OFFICERS, "DPO")),
    Section("Administration", "administration", ("SYS", "DPO")),
)


def navigation_for(request: HttpRequest) -> list[dict[str, Any]]:
    """Return the sections this person may use, the one they are in marked; none before signing in."""
    actor = getattr(request, "actor", None)
    if actor is None:
        return []
    shown = []
    for section in SECTIONS:
        if section.roles and not set(section.roles) & set(actor.roles):
            continue
        path = _path(section.screen)
        if path:
            here = request.path == path
            shown.append(
                {"text": section.words, "href": path, "current": here, "active": _within(request, path)}
            )
    return shown


def _path(screen: str) -> str:
    """Return a screen's path, or nothing where an installation leaves the screen out."""
    try:
        return reverse(screen)
    except NoReverseMatch:
        return ""


def _within(request: HttpRequest, path: str) -> bool:
    return path != "/" and request.path.startswith(f"{path.rstrip('/')}/")
