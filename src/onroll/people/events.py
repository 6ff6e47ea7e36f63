"""The kinds of event that people records."""

from onroll.audit.kinds import EventKind, declare

declare()
