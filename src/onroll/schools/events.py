"""The kinds of event that schools records."""

from onroll.audit.kinds import EventKind, declare

declare()
