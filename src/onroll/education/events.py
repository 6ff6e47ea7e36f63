"""The kinds of event that education records."""

from onroll.audit.kinds import EventKind, declare

declare(
    EventKind("education.enrolled", "On the roll of establishment {urn}, from {source}", "education"),
    EventKind(
        "education.enrolment-changed", "Roll entry at establishment {urn} changed: {fields}", "education"
    ),
    EventKind(
        "education.deleted",
        "Deleted from the roll of establishment {urn} on {deleted_on}, ground {ground}",
        "education",
    ),
    EventKind("education.relisted", "Again on the list of establishment {urn} of {listed_on}", "education"),
    EventKind(
        "education.no-longer-listed",
        "Not on the list of establishment {urn} of {listed_on}; last listed on {last_listed_on}",
        "education",
    ),
    EventKind("education.place-offered", "Place offered at {school} on {offered_on}", "education"),
    EventKind(
        "education.place-start-set", "Place at {school}: the child is to start on {start_on}", "education"
    ),
    EventKind("education.place-taken-up", "Place at {school} taken up on {taken_up_on}", "education"),
    EventKind("education.place-declined", "Place at {school} declined on {declined_on}", "education"),
    EventKind("education.attendance-confirmed", "Attendance confirmed on {confirmed_on}", "education"),
    EventKind(
        "education.provision-recorded",
        "Education otherwise recorded ({provision}) from {starts_on}",
        "education",
    ),
    EventKind("education.provision-judged", "Education otherwise judged: suitable {suitable}", "education"),
    EventKind(
        "education.provision-followed", "Education otherwise is followed in the child’s case", "education"
    ),
    EventKind(
        "education.home-educators-reach",
        "The home education officers reach the child until {until_on}",
        "education",
        otherwise="The home education officers reach the child",
    ),
    EventKind("education.provision-ended", "Education otherwise ended on {ends_on}", "education"),
    EventKind("education.exclusion-recorded", "Exclusion recorded ({category}) from {from_on}", "education"),
)
