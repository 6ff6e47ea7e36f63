"""The kinds of event that cases records."""

from onroll.audit.kinds import EventKind, declare

declare()
