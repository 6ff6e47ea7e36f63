"""The kinds of event that duties record."""

from onroll.audit.kinds import EventKind, declare

declare(
    EventKind(
        "duty.arose", "{title}: due {due_on} ({source})", "duty", otherwise="{title}: no date yet ({source})"
    ),
    EventKind("duty.met", "{title}: done on {met_on}", "duty"),
    EventKind("duty.changed", "{title}: {changes}", "duty"),
    EventKind("duty.withdrawn", "{title}: no longer called for by the facts", "duty"),
)
