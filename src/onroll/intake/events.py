"""The kinds of event that intake records."""

from onroll.audit.kinds import EventKind, declare

declare(EventKind("intake.received", "Form {form} received", "referral"))
