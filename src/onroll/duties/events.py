"""The kinds of event that duties records."""

from onroll.audit.kinds import EventKind, declare

declare()
