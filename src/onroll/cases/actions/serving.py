"""A letter to the family that is no letter before a visit: an appointment, and what papers of an order share with it.

Each goes through the gate, is kept as it is printed, and counts from the day on which it was posted.
"""

from django.db import transaction

from onroll.access import policy
from onroll.audit import actions as audit
from onroll.audit.actor import Actor
from onroll.cases import letters
from onroll.cases.actions.duties import refresh_duties
from onroll.cases.actions.taking_up import take_up_open
from onroll.cases.letters import Meeting
from onroll.cases.models import Case
from onroll.people.models import Address
from onroll.release.actions import Outgoing, release_message
from onroll.release.models import Message
from rulebook.findings import Finding, Refused

URGENT = Finding(
    "urgent-no-letter",
    "The visit is urgent: nothing is written to the family before it.",
    source="Procedure 3.1.4",
)


@transaction.atomic
def write_appointment(case: Case, *, meeting: Meeting, address: Address, by: Actor) -> Message:
    """Write to the family at an address of the child, asking them to a meeting; it goes by post.

    Raises Refused under a hold, for a day that is not still to come, and without a time or a place.
    """
    policy.require(by, "letter:create", case)
    take_up_open(case.pk)
    if case.signs.get("visit_urgent"):
        raise Refused(URGENT)
    found = []
    if meeting.on <= by.today:
        found.append(Finding("meeting-past", "Choose a day that is still to come.", where="meeting_on"))
    if not meeting.time.strip() or not meeting.place.strip():
        found.append(
            Finding("meeting-where", "Enter the time and the place of the meeting.", where="meeting_place")
        )
    if found:
        raise Refused(*found)
    refuse_elsewhere(case, address)
    outgoing = letters.appointment(case, meeting=meeting, address=address, on=by.today)
    return release_to_family(case, outgoing=outgoing, by=by)


def refuse_elsewhere(case: Case, address: Address) -> None:
    """Return where the child lives at this address now; raise Refused for any other."""
    if address.child_id != case.child_id or address.until_on is not None:
        words = "Choose an address at which the child lives now."
        raise Refused(Finding("letter-address", words, where="address"))


def release_to_family(case: Case, *, outgoing: Outgoing, by: Actor) -> Message:
    """Let a letter to the family leave through the gate, and work the duties out anew; returns the message."""
    message = release_message(outgoing, child=case.child, subject_id=case.pk, by=by)
    audit.record(
        "case.family-written-to", subject=message, child_id=case.child_id, by=by, document=outgoing.kind
    )
    refresh_duties(case, by=by)
    return message
