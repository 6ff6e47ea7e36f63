"""The kinds of event that transfers records."""

from onroll.audit.kinds import EventKind, declare

declare(
    EventKind("file.received", "File received ({file_kind})", "file"),
    EventKind(
        "file.columns-corrected", "What the columns of a file hold was corrected ({file_kind})", "file"
    ),
    EventKind("file.staged", "File read ({file_kind}): {rows} records; nothing changed yet", "file"),
    EventKind("file.refused", "File refused ({file_kind}): {code}", "file"),
    EventKind("file.begun", "Putting in of a file begun ({file_kind})", "file"),
    EventKind(
        "file.applied",
        "File put in ({file_kind}): {new} new, {changed} changed, {held} to be decided",
        "file",
    ),
    EventKind(
        "file.moved-meanwhile", "Not put in ({file_kind}): what we hold had changed since it was read", "file"
    ),
    EventKind("file.cancelled", "File cancelled ({file_kind}): nothing was changed", "file"),
    EventKind("file.content-erased", "Content of a file erased, its hash kept ({file_kind})", "file"),
    EventKind(
        "file.undone",
        "File undone ({file_kind}): {children} children and {enrolments} times on a roll removed, {restored} rows as "
        "before, {staying} stay",
        "file",
    ),
    EventKind("file.undone-for-child", "What a file told of the child was undone ({file_kind})", "file"),
    EventKind(
        "file.discarded", "The content of a file was discarded, its time being up ({file_kind})", "file"
    ),
    EventKind("file.allowed", "A file below the floor was allowed ({file_kind})", "file"),
    EventKind("record.decided", "A record of a file decided: {decision}", "file"),
    EventKind(
        "roll.sought-child-listed",
        "A child being sought is on the list of establishment {urn} of {listed_on}",
        "case",
    ),
    EventKind("exchange.in", "A file came in by the folder of the exchange: {state}", "file"),
    EventKind(
        "exchange.out", "A lost pupil’s file was given to the exchange, for establishment {urn}", "case"
    ),
    EventKind("exchange.moved", "A file of the exchange is now: {state}", "file"),
    EventKind("hold.file-taken-back", "A transfer file was taken back from the folder under a hold", "case"),
    EventKind(
        "hold.file-left", "A transfer file was taken from the folder before a hold could stop it", "case"
    ),
    EventKind("exchange.returned", "The school rejected a file that was sent on", "case"),
    EventKind("lost-pupil.kept", "Kept among the lost pupils: destination {destination}", "case"),
    EventKind("lost-pupil.explained", "A lost pupil explained: no case is needed", "case"),
    EventKind("lost-pupil.found", "A lost pupil was found at establishment {urn} on {found_on}", "case"),
    EventKind(
        "lost-pupil.cleared", "A found pupil’s file was taken out of the national database ({how})", "case"
    ),
    EventKind("lost-search.asked", "Establishment {urn} asked for a search among the lost pupils", "case"),
    EventKind(
        "lost-search.answered", "A school’s request for a search was answered (found: {found})", "case"
    ),
    EventKind("lost-search.national", "A search by hand on the national site: {result}", "case"),
    EventKind("transfer-file.recorded", "Transfer file from {source} to {destination}", "education"),
    EventKind(
        "transfer-file.lost-pupil",
        "Transfer file from {source} without known destination ({destination})",
        "case",
    ),
)
