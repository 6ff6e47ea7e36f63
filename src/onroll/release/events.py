"""The kinds of event that the gate records."""

from onroll.audit.kinds import EventKind, declare

declare(
    EventKind("hold.placed", "Hold placed: {kind}", "safeguarding"),
    EventKind("hold.lift-asked", "Asked for the hold to be lifted", "safeguarding"),
    EventKind("hold.lifted", "Hold lifted, with a second signature", "safeguarding"),
    EventKind("hold.strategy-decided", "The manager decided how the child is to be reached", "safeguarding"),
    EventKind("message.queued", "{kind} written to {recipient_kind}", "message"),
    EventKind("message.sent", "{kind} sent", "message"),
    EventKind("message.put-off", "{kind}: the mail server asked us to try again later", "message"),
    EventKind("message.failed", "{kind} could not be sent: {reason}", "message"),
    EventKind(
        "message.uncertain", "{kind}: not known whether it was sent; look before sending again", "message"
    ),
    EventKind("message.cancelled", "{kind} stopped before it was sent: {reason}", "message"),
    EventKind("message.settled", "{kind} did not go, and need not: {reason}", "message"),
    EventKind("document.kept", "{document} kept as it was printed", "message"),
    EventKind("disclosure.made", "Information given to {recipient_kind}: {product}", "message"),
)
