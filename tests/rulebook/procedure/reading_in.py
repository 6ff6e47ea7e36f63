"""Facts, as written in the published examples."""

from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any, get_args, get_type_hints

from rulebook.procedure import AuthorityFacts, CaseFacts, Facts, PupilFacts

KINDS: dict[str, type[Facts]] = {"case": CaseFacts, "pupil": PupilFacts, "authority": AuthorityFacts}


def facts_of(written: dict[str, Any]) -> Any:
    """Return the facts written in an example; ``about`` says whose they are, and without it they are a case's."""
    kind = KINDS[written.get("about", "case")]
    hints = get_type_hints(kind)
    parts = {name: _value(hints[name], value) for name, value in written.items() if name != "about"}
    return kind(subject="case-1", **parts)


def on_day(written: Any, day: date) -> Any:
    """Return what is written with DAY replaced by a day, wherever it stands."""
    if isinstance(written, dict):
        return {name: on_day(value, day) for name, value in written.items()}
    if isinstance(written, list):
        return [on_day(value, day) for value in written]
    return day if written == "DAY" else written


def _value(hint: Any, value: Any) -> Any:
    if isinstance(value, list):
        (kind, *_) = get_args(hint)
        return tuple(_fact(kind, each) if is_dataclass(kind) else each for each in value)
    return value


def _fact(kind: Any, row: dict[str, Any]) -> Any:
    hints = get_type_hints(kind)
    known = {field.name for field in fields(kind)}
    assert set(row) <= known, f"{kind.__name__} has no {sorted(set(row) - known)}"
    return kind(
        **{
            name: hints[name](value) if isinstance(value, str) else _value(hints[name], value)
            for name, value in row.items()
        }
    )
