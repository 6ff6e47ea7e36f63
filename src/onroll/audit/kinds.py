"""The kinds of event: each app declares its own in ``events.py``, with the sentence that tells it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from rulebook.wording import long_date


@dataclass(frozen=True)
class EventKind:
    """A kind of event: ``code`` such as ``case.visit-recorded``; ``sentence`` may use ``{detail}`` keys by name.

    ``otherwise`` is the sentence where a detail that the first one uses was not known.
    """

    code: str
    sentence: str
    group: str = "case"
    otherwise: str = ""

    def words(self, detail: Mapping[str, Any]) -> str:
        """Return the sentence with the details put in; a detail that is not there, or None, reads 'not recorded'."""
        unknown = any(value is None and f"{{{name}}}" in self.sentence for name, value in detail.items())
        sentence = self.otherwise if unknown and self.otherwise else self.sentence
        known = {name: _said(value) for name, value in detail.items() if value is not None}
        return sentence.format_map(_Details(known))


_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_CODE = re.compile(r"[a-z]+(-[a-z]+)+")


def _said(value: Any) -> str:
    """Return a detail as it is said: a date in words, a code without its hyphens."""
    text = str(value)
    if _DAY.fullmatch(text):
        return long_date(date.fromisoformat(text))
    return text.replace("-", " ") if _CODE.fullmatch(text) else text


class _Details(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return "not recorded"


_KINDS: dict[str, EventKind] = {}


def declare(*kinds: EventKind) -> None:
    """Make kinds of event known; each code once.

    Raises ValueError for a code that another kind already has.
    """
    for kind in kinds:
        if _KINDS.get(kind.code, kind) != kind:
            raise ValueError(f"event kind {kind.code!r} is declared twice")
        _KINDS[kind.code] = kind


def kind_of(code: str) -> EventKind:
    """Return the declared kind; raises KeyError naming the code when there is none."""
    if code not in _KINDS:
        raise KeyError(f"event kind {code!r} is not declared in any app's events.py")
    return _KINDS[code]


def all_kinds() -> tuple[EventKind, ...]:
    """Return every declared kind, by code."""
    return tuple(_KINDS[code] for code in sorted(_KINDS))
