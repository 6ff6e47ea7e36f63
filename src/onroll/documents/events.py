"""The kinds of event that the wording of documents records."""

from onroll.audit.kinds import EventKind, declare

declare(
    EventKind("wording.drafted", "New wording of {document} drafted, version {version}", "administration"),
    EventKind("wording.signed", "New wording of {document} signed, version {version}", "administration"),
    EventKind(
        "wording.rejected", "New wording of {document} not signed, version {version}", "administration"
    ),
    EventKind("wording.undone", "Wording of {document} set back to the one supplied", "administration"),
)
