"""Telling what the record says: events as sentences, looks as lines, with dates and roles in words."""

import re
from collections.abc import Iterable
from datetime import date
from typing import Any

from onroll.access import matrix
from onroll.audit.kinds import kind_of
from onroll.audit.models import AccessRecord, Event
from onroll.web.audit.screens import screen_in_words
from onroll.web.wording import count_words, day

ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
OUTCOMES = {"shown": "shown", "refused": "refused", "exported": "exported"}
CODES = {role.code for role in matrix.ROLES}


def sentence(event: Event) -> str:
    """Return what happened as a sentence, its dates and roles in words."""
    return kind_of(event.kind).words({name: _in_words(name, value) for name, value in event.detail.items()})


def entries(events: Iterable[Event]) -> list[dict[str, Any]]:
    """Return events as entries of the timeline."""
    return [{"at": event.recorded_at, "sentence": sentence(event), "by": by_line(event)} for event in events]


def by_line(row: Event | AccessRecord) -> str:
    """Return who did it, in what role, and for whom they work."""
    return ", ".join(part for part in (row.by_name, roles_in_words(row.by_role), row.by_organisation) if part)


def roles_in_words(codes: str) -> str:
    """Return the titles of roles recorded by their codes."""
    return " and ".join(
        matrix.role(code).title if code in CODES else code for code in codes.split("+") if code
    )


def look_sentence(look: AccessRecord) -> str:
    """Return one look as a sentence: what was opened, sent or refused, and how many children were on it."""
    verb = (
        "Was refused" if look.outcome == "refused" else "Sent" if look.page.startswith("POST ") else "Opened"
    )
    children = len(look.child_ids)
    shown = f", with {count_words(children, 'child', 'children')}" if children else ""
    return f"{verb} “{screen_in_words(look.page)}”{shown}"


def _in_words(name: str, value: Any) -> Any:
    if name == "role" and value in CODES:
        return matrix.role(value).title
    if isinstance(value, str) and ISO_DAY.fullmatch(value):
        return day(date.fromisoformat(value))
    return value
