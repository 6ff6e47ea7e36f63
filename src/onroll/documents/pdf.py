"""A paper becomes a PDF: tagged for screen readers (PDF/UA-1), in British English, the same bytes each time.

The layout reads the paper as data. Nothing that anybody typed is ever part of a program.
"""

import hashlib
import json
import threading
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any, cast

FOLDER = Path(str(resources.files("onroll.documents")))
LAYOUTS, FONTS = FOLDER / "layouts", FOLDER / "fonts"
STANDARD = "ua-1"
NOT_PRINTABLE = "\u25a1"  # an empty box stands for a letter that no font of ours can write

_one_at_a_time = threading.Lock()


@dataclass(frozen=True, kw_only=True)
class Printed:
    """The bytes of a document and their hash."""

    content: bytes
    sha256: str


def printed(layout: str, data: Mapping[str, Any], *, at: datetime) -> Printed:
    """Return the PDF of ``data`` in this layout, made at the moment ``at``: the same bytes for the same of each."""
    given = json.dumps(_writable(data), ensure_ascii=False, sort_keys=True)
    with _one_at_a_time:
        content = cast(
            "bytes",
            _compiler().compile(
                input=str(LAYOUTS / f"{layout}.typ"),
                format="pdf",
                sys_inputs={"given": given},
                pdf_standards=[STANDARD],
                timestamp=int(at.timestamp()),
            ),
        )
    return Printed(content=content, sha256=hashlib.sha256(content).hexdigest())


def _writable(value: Any) -> Any:
    """Return the data with an empty box for every letter that our fonts cannot write.

    A document that left a letter out silently would misspell a name; one that could not be made would miss its day.
    """
    if isinstance(value, str):
        whole = unicodedata.normalize("NFC", value)
        return "".join(letter if ord(letter) in _letters() else NOT_PRINTABLE for letter in whole)
    if isinstance(value, Mapping):
        return {name: _writable(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [_writable(each) for each in value]
    return value


@cache
def _letters() -> frozenset[int]:
    """Return the code points that the fonts can write, from the list kept beside them."""
    spans = (FONTS / "letters.txt").read_text(encoding="ascii").split()
    found: set[int] = {ord("\n")}
    for span in spans:
        first, _, last = span.partition("-")
        found.update(range(int(first, 16), int(last or first, 16) + 1))
    return frozenset(found)


@cache
def _compiler() -> Any:
    """Return the compiler, made once: it reads the layouts and our own fonts, and nothing else of this machine."""
    import typst

    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)])
    return typst.Compiler(root=str(LAYOUTS), font_paths=fonts, ignore_system_fonts=True)
