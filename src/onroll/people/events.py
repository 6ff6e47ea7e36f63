"""The kinds of event that people records."""

from onroll.audit.kinds import EventKind, declare

declare(
    EventKind("child.recorded", "Recorded here for the first time, from {source}", "child"),
    EventKind("child.corrected", "{fields} corrected, from {source}", "child"),
    EventKind("child.died", "Died on {died_on}, from {source}", "child"),
    EventKind("child.death-taken-back", "Did not die: what was recorded of {died_on} is taken back", "child"),
    EventKind("child.name-recorded", "Another name recorded ({name_kind}), from {source}", "child"),
    EventKind("child.identifier-recorded", "A number recorded ({identifier_kind}), from {source}", "child"),
    EventKind("address.recorded", "An address recorded, from {source}", "child"),
    EventKind("address.ended", "An address ended on {until_on}", "child"),
    EventKind("address.confirmed", "An address confirmed on {confirmed_on}: {how}", "child"),
    EventKind("parent.recorded", "A parent or carer recorded, from {source}", "child"),
    EventKind("circumstance.recorded", "A circumstance recorded: {code}", "child"),
    EventKind("circumstance.ended", "A circumstance known not to apply since {until_on}: {code}", "child"),
    EventKind("pair.decided", "Compared with record {other}: {answer}", "child"),
    EventKind(
        "pair.change-asked", "Another answer proposed on whether {other} is the same child: {answer}", "child"
    ),
    EventKind("pair.reviewed", "The change of answer about record {other} was looked at: {result}", "child"),
    EventKind("pair.undone", "The decision about record {other} was undone: {answer}", "child"),
    EventKind(
        "pair.found", "Another record is like this one: somebody has to look whether it is one child", "child"
    ),
    EventKind("keys.rebuilt", "Search keys rebuilt for {count} children", "system"),
)
