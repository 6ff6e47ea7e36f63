"""The pages of docs/generated, written from the code they describe: ``python -m scripts.generated [--check]``."""

import os
import sys
from collections.abc import Callable
from importlib import import_module

from scripts import examples, proofs
from scripts.system import ROOT, say

FOLDER = ROOT / "docs" / "generated"
NOTICE = "<!-- Written by `make docs` from the code. Change the code, then write it anew. -->\n\n"

# Each page with the function that writes it; the function takes nothing and returns Markdown, or SVG for a drawing.
PAGES = (
    ("rooms.md", "scripts.pages.rooms:page"),
    ("duties.md", "scripts.pages.duties:page"),
    ("grounds.md", "scripts.pages.grounds:page"),
    ("trace.md", "scripts.pages.trace:page"),
    ("flowchart.md", "scripts.pages.flowchart:page"),
    ("flowchart.svg", "scripts.pages.flowchart:drawing"),
    ("access.md", "scripts.pages.access:page"),
    ("addresses.md", "scripts.pages.addresses:page"),
    ("events.md", "scripts.pages.events:page"),
    ("data.md", "scripts.pages.data:page"),
)


def written_anew() -> dict[str, str]:
    """Return every page as it should stand now, by file name."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "onroll.project.settings")
    import django

    import onroll  # noqa: F401  the database library is replaced before Django loads

    django.setup()
    return {name: NOTICE + _writer(function)().rstrip() + "\n" for name, function in PAGES}


def stale_pages() -> list[str]:
    """Return the names of pages that are missing, differ from the code, or are written by nothing."""
    pages = written_anew()
    present = {path.name: path.read_text(encoding="utf-8") for path in FOLDER.glob("*")}
    return sorted(name for name in pages.keys() | present.keys() if pages.get(name) != present.get(name))


def _writer(name: str) -> Callable[[], str]:
    module, function = name.split(":")
    writer: Callable[[], str] = getattr(import_module(module), function)
    return writer


def main(arguments: list[str]) -> int:
    """Write the pages, or with ``--check`` say which are stale and return 1."""
    if "--check" in arguments:
        stale = stale_pages()
        for name in stale:
            say(f"docs/generated/{name} does not say what the code says")
        if not examples.is_fresh():
            say(f"{examples.EXAMPLES.name} does not say what the published examples say: make docs")
            return 1
        return 1 if stale else 0
    proofs.write()
    examples.write()
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, text in written_anew().items():
        (FOLDER / name).write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
