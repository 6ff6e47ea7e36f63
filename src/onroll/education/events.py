"""The kinds of event that education records."""

from onroll.audit.kinds import EventKind, declare

declare()
