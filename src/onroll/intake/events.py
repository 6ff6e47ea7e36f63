"""The kinds of event that intake records."""

from onroll.audit.kinds import EventKind, declare

declare(
    EventKind("intake.received", "Form {form} received", "referral"),
    EventKind("start.missed", "Expected at {urn} on {expected_on}, and did not come", "education"),
    EventKind("start.step", "Of the pupil who did not come: {what} on {on}", "education"),
    EventKind("absence.told", "Away from {urn} since {first_on}", "education"),
    EventKind("absence.step", "Of the absence: {what} on {on}", "education"),
    EventKind("home.noticed", "Notice of home education {reference} received on {received_on}", "education"),
    EventKind("home.identified", "It is decided of which child notice {reference} tells", "education"),
    EventKind(
        "home.copied", "Notice of home education {reference} copied to the officer on {on}", "education"
    ),
    EventKind(
        "home.entered",
        "Entered on the register of home education from {starts_on}: notice {reference}",
        "education",
    ),
    EventKind("home.notice-closed", "Notice of home education {reference} needs no entry", "education"),
    EventKind("home.reviewed", "Home education looked at on {made_on}: {result}", "education"),
    EventKind("home.ended", "Home education ended on {ends_on}: {then}", "education"),
    EventKind("school.asked-for-roll", "School {urn} asked for its roll", "education"),
    EventKind("removal.begun", "Removal {reference} begun at {urn}", "education"),
    EventKind("removal.told", "Removal {reference}: the school told of {page}", "education"),
    EventKind("removal.discarded", "Removal {reference} discarded before it was sent", "education"),
    EventKind("removal.sent", "CME 1 {reference} sent by {urn}: ground {ground}, {outcome}", "education"),
    EventKind("removal.found-unlawful", "Removal {reference} found to rest on no ground", "education"),
    EventKind("removal.no-longer-unlawful", "Removal {reference} rests on a ground after all", "education"),
    EventKind("removal.queried", "Removal {reference}: the school was asked a question", "education"),
    EventKind("removal.answered", "Removal {reference}: the school answered", "education"),
    EventKind(
        "removal.enquired", "Removal {reference}: the authority’s part of the enquiry recorded", "education"
    ),
    EventKind("removal.accepted", "Removal {reference} accepted", "education"),
    EventKind("removal.refused", "Removal {reference} refused", "education"),
    EventKind("removal.followed", "Removal {reference}: {what} on {on}", "education"),
    EventKind("removal.taken-up", "Removal {reference}: the manager decided what is done", "education"),
)
