"""The kinds of event that release records."""

from onroll.audit.kinds import EventKind, declare

declare()
