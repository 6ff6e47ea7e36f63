"""Facts of a case, as written in the published examples."""

from dataclasses import fields
from typing import Any, get_args, get_type_hints

from rulebook.procedure.facts import CaseFacts


def facts_of(written: dict[str, Any]) -> CaseFacts:
    """Return the facts written in an example; lists of tables become tuples of facts."""
    hints = get_type_hints(CaseFacts)
    parts: dict[str, Any] = {}
    for name, value in written.items():
        kinds = get_args(hints[name])
        is_several = isinstance(value, list)
        parts[name] = tuple(_fact(kinds[0], row) for row in value) if is_several else value
    return CaseFacts(subject="case-1", **parts)


def _fact(kind: Any, row: dict[str, Any]) -> Any:
    hints = get_type_hints(kind)
    known = {field.name for field in fields(kind)}
    assert set(row) <= known, f"{kind.__name__} has no {sorted(set(row) - known)}"
    return kind(
        **{name: hints[name](value) if isinstance(value, str) else value for name, value in row.items()}
    )
