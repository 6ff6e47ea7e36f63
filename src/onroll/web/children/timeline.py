"""What happened to a child, as each person may read it."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from onroll.access import policy
from onroll.access.matrix import role
from onroll.audit.actor import Actor
from onroll.audit.kinds import kind_of
from onroll.audit.models import Event
from onroll.audit.queries import timeline_of
from onroll.cases.queries import notes_of
from onroll.duties.queries import GUARDED
from onroll.people.models import Child
from onroll.release.queries import lift_reasons
from onroll.web.children.saying import schools_named, sentence_of_event
from onroll.web.wording import clock, joined
from rulebook.procedure.circumstances import TELLS_OF_HARM

NOTED = "case.noted"
LIFT_ASKED = "hold.lift-asked"


def readable(events: Iterable[Event], child: Child, by: Actor) -> list[Event]:
    """Return the events whose content this person may read: what tells of a hold or a concern has rights of its own."""
    holds, safeguarding = policy.may(by, "hold:read", child), policy.may(by, "safeguarding:read", child)
    special = policy.may(by, "special_cat:read", child)
    may = {"hold:read": holds, "safeguarding:read": safeguarding, "special_cat:read": special}

    def may_read(event: Event) -> bool:
        if (
            event.kind.startswith("hold.") or event.kind == "message.cancelled"
        ):  # a hold is what stops a message
            return holds
        asked = GUARDED.get(str(event.detail.get("duty", "")))
        if asked is not None:
            return all(may[each] for each in asked)
        group = kind_of(event.kind).group
        if group == "advice":
            return special and safeguarding
        if event.kind.startswith("circumstance."):
            return special and (safeguarding or event.detail.get("code") not in TELLS_OF_HARM)
        return safeguarding or group != "safeguarding"

    return [event for event in events if may_read(event)]


def events_since(child: Child, *, since: datetime, by: Actor) -> list[Event]:
    """Return what others did about a child after a moment, newest first, as far as this person may read it."""
    rows = timeline_of(child.pk).filter(recorded_at__gt=since).exclude(by_id=by.user_id)
    return readable(rows[:20], child, by)


def entries_of(events: Iterable[Event], child: Child, by: Actor) -> list[dict[str, Any]]:
    """Return events as the timeline shows them; a note and a request to lift a hold with its words, for whoever may."""
    shown = list(events)
    noted = [event.subject_id for event in shown if event.kind == NOTED]
    notes = notes_of(by, child_id=child.pk, among=noted) if noted else {}
    asked = [event.subject_id for event in shown if event.kind == LIFT_ASKED]
    reasons = lift_reasons(by, among=asked) if asked else {}
    schools = schools_named(shown)
    return [
        entry_of(event, schools) | _detail(event, notes if event.kind == NOTED else reasons)
        for event in shown
    ]


def _detail(event: Event, words: Mapping[UUID, str]) -> dict[str, str]:
    asked = event.kind in {NOTED, LIFT_ASKED} and event.subject_id in words
    return {"detail": words[event.subject_id]} if asked else {}


def entry_of(event: Event, schools: Mapping[str, str] | None = None) -> dict[str, Any]:
    """Return an event as the timeline shows it: when, what, by whom."""
    roles = [role(code) for code in event.by_role.split("+") if code]
    people = [each.short for each in roles if each.code not in {"PUB", "NIGHT", "LOAD"}]
    by = f"{event.by_name}, {joined(people)}" if people else event.by_name
    return {"at": event.recorded_at, "sentence": sentence_of_event(event, schools), "by": by}


def sentence_of(event: Event) -> str:
    """Return an event as one sentence with its moment and its author."""
    entry = entry_of(event)
    return f"{entry['sentence']} ({entry['by']}, {clock(entry['at'])})"
