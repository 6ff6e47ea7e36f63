"""The page of the addresses: every page of the service, and the permission that opens it."""

from collections.abc import Iterator

from django.urls import URLResolver, get_resolver

from scripts.pages.markdown import table


def page() -> str:
    """Return the page as Markdown."""
    head = "# Every address\n\n`public` asks for no account; `signed-in` shows only what is one's own.\n\n"
    return head + table(("Address", "Name", "Opened by"), sorted(_lines(get_resolver(), "/")))


def _lines(resolver: URLResolver, before: str) -> Iterator[tuple[str, str, str]]:
    for entry in resolver.url_patterns:
        route = before + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from _lines(entry, route)
        else:
            yield f"`{route}`", entry.name or "", getattr(entry.callback, "permission", "") or "the library"
