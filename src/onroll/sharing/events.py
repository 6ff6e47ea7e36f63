"""The kinds of event that sharing records."""

from onroll.audit.kinds import EventKind, declare

declare(
    EventKind(
        "list-partner.agreed", "Agreed that a partner has the termly list, as {recipient_kind}", "sharing"
    ),
    EventKind("list-partner.ended", "A partner has the termly list no longer", "sharing"),
    EventKind(
        "child.shared-at-once", "Shared at once with {recipient_kind}, to keep the child safe", "sharing"
    ),
    EventKind("pack.chased", "The answer to a list was asked for again of {recipient_kind}", "sharing"),
    EventKind("pack.answered", "A list was answered by {recipient_kind}: {told} told", "sharing"),
    EventKind("answer.given", "{recipient_kind} said what it knows of the child", "sharing"),
    EventKind("answer.taken", "What {recipient_kind} said was taken into the record", "sharing"),
    EventKind("answer.left", "What {recipient_kind} said was looked at, and changes nothing", "sharing"),
    EventKind("contact.kept", "A contact kept in the directory: {what}", "sharing"),
    EventKind("contact.ended", "A contact is in the directory no longer: {what}", "sharing"),
    EventKind("pack.prepared", "{product} prepared for {period}", "sharing"),
    EventKind("pack.released", "{product} of {period} released: {children} on it", "sharing"),
    EventKind(
        "pack.lapsed", "{product} of {period} was never released, and another took its place", "sharing"
    ),
    EventKind(
        "subject-request.received", "All that is held of a child was asked for by: {asker_kind}", "access"
    ),
    EventKind("subject-request.identity-proved", "It was shown who asks, and that they may", "access"),
    EventKind(
        "subject-request.extended", "Whoever asked was told on {told_on} that it takes longer", "access"
    ),
    EventKind(
        "subject-request.decided", "Decided how much of one thing is given: {what}, {exemption}", "access"
    ),
    EventKind("subject-request.read", "What waited was read, and {count} things of it are given", "access"),
    EventKind("subject-request.signed", "The manager signed for what is given", "access"),
    EventKind(
        "subject-request.answered",
        "All that is held was handed over: {given} given, {kept_out} kept out",
        "access",
    ),
    EventKind("subject-request.ended", "The request for all that is held ended: {how}", "access"),
)
