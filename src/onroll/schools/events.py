"""The kinds of event that schools records."""

from onroll.audit.kinds import EventKind, declare

declare(
    EventKind("establishment.added", "Establishment {urn} added from {source}", "school"),
    EventKind("establishment.changed", "Establishment {urn} changed: {fields}", "school"),
    EventKind("roll.received", "Roll of {as_of_on} received", "school"),
    EventKind("calendar.published", "Terms published: {count} terms from {first} to {last}", "school"),
)
