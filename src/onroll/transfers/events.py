"""The kinds of event that transfers records."""

from onroll.audit.kinds import EventKind, declare

declare()
