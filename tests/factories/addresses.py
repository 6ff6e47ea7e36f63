"""Every line of the address table, and who is granted what: enumerated, so that no new page is forgotten by a test."""

import csv
import re
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib import resources
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver


@dataclass(frozen=True)
class Route:
    """One line of the address table."""

    route: str
    name: str
    permission: str
    methods: tuple[str, ...]
    kinds: dict[str, str] = field(hash=False)

    def path(self, values: dict[str, Any]) -> str:
        """Return the address with values for its arguments."""
        filled = re.sub(r"<(?:\w+:)?(\w+)>", lambda found: str(values[found[1]]), self.route)
        return "/" + filled


def routes() -> list[Route]:
    """Return every line of the address table that names its permission (that all do is tested elsewhere)."""
    return sorted(_routes(get_resolver(), ""), key=lambda route: route.route)


def _routes(resolver: URLResolver, before: str) -> Iterator[Route]:
    for entry in resolver.url_patterns:
        route = before + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from _routes(entry, route)
        elif isinstance(entry, URLPattern) and getattr(entry.callback, "permission", None):
            kinds = {found[1]: found[0] for found in re.findall(r"<(?:(\w+):)?(\w+)>", route)}
            view: Any = entry.callback
            yield Route(route, entry.name or route, view.permission, tuple(view.methods), kinds)


def grants() -> dict[tuple[str, str], set[str]]:
    """Return the scopes of each (role, permission), read from the table itself and not through the service."""
    words = {"L": "list", "R": "read", "C": "create", "U": "update", "A": "assign", "X": "send", "V": "sign"}
    found: dict[tuple[str, str], set[str]] = {}
    text = resources.files("onroll.access").joinpath("matrix.csv").read_text(encoding="utf-8")
    for row in csv.DictReader(text.splitlines()):
        key = (row["role"], f"{row['object']}:{words[row['action']]}")
        found.setdefault(key, set()).add(row["scope"])
    return found


def random_values(route: Route) -> dict[str, Any]:
    """Return values that name nothing."""
    nothing = {"uuid": uuid.uuid4(), "int": 987_654_321, "slug": "nothing-of-that-name"}
    return {name: nothing.get(kind, "nothing") for name, kind in route.kinds.items()}
