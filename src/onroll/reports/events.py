"""The kinds of event that reports record."""

from onroll.audit.kinds import EventKind, declare

declare(
    EventKind(
        "return.sent",
        "Figures of the return {collection} for {census_on} marked as sent: {total} counted",
        "file",
    ),
)
