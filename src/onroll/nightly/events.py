"""The kinds of event that the clock records."""

from onroll.audit.kinds import EventKind, declare

declare(
    EventKind("duty.reminder-raised", "Reminder: {title} {stage}", "duty"),
)
