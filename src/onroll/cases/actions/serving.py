"""A letter to the family that is no letter before a visit: an appointment, and the papers of an attendance order.

Each goes through the gate, is kept as it is printed, and counts from the day on which it was posted.
"""

from collections.abc import Callable

from django.db import transaction

from onroll.access import policy
from onroll.audit import actions as audit
from onroll.audit.actor import Actor
from onroll.cases import letters
from onroll.cases.actions.duties import current_parameters, refresh_duties
from onroll.cases.actions.taking_up import take_up_open
from onroll.cases.letters import Meeting, Named, Served
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
    _refuse_elsewhere(case, address)
    outgoing = letters.appointment(case, meeting=meeting, address=address, on=by.today)
    return _release(case, outgoing, by=by)


@transaction.atomic
def write_notice_to_satisfy(case: Case, *, served: Served, because: str, by: Actor) -> Message:
    """Write the notice under section 437(1): the parent is to satisfy the authority (SAO-1)."""
    policy.require(by, "letter:create", case)
    if not because.strip():
        raise Refused(
            Finding(
                "order-because", "Say why it appears that the child is not in education.", where="because"
            )
        )
    return _serve(
        case,
        served,
        lambda: letters.notice_to_satisfy(
            case, served=served, because=because, parameters=current_parameters()
        ),
        by=by,
    )


@transaction.atomic
def write_notice_of_school(case: Case, *, served: Served, named: Named, by: Actor) -> Message:
    """Write the notice under section 438: the school that the order would name (SAO-1)."""
    policy.require(by, "letter:create", case)
    _refuse_unnamed(named)
    return _serve(
        case,
        served,
        lambda: letters.notice_of_school(case, served=served, named=named, parameters=current_parameters()),
        by=by,
    )


@transaction.atomic
def write_attendance_order(case: Case, *, served: Served, named: Named, by: Actor) -> Message:
    """Write the order under section 437(3) (SAO-1). Whether its stage has come is for whoever tracks the stages."""
    policy.require(by, "letter:create", case)
    _refuse_unnamed(named)
    return _serve(case, served, lambda: letters.attendance_order(case, served=served, named=named), by=by)


def _serve(case: Case, served: Served, write: Callable[[], Outgoing], *, by: Actor) -> Message:
    take_up_open(case.pk)
    _refuse_elsewhere(case, served.address)
    if not case.child.relationships.filter(parent=served.parent, until_on=None).exists():
        words = "This person is no parent of the child on our record. Record that first."
        raise Refused(Finding("served-parent", words, where="parent", source="Education Act 1996 s.576"))
    if case.child.birth_date is None or case.child.birth_date_estimated:
        words = "An order needs the child’s date of birth. Record it first."
        raise Refused(Finding("served-born", words, source="Education Act 1996 s.437"))
    return _release(case, write(), by=by)


def _refuse_elsewhere(case: Case, address: Address) -> None:
    if address.child_id != case.child_id or address.until_on is not None:
        words = "Choose an address at which the child lives now."
        raise Refused(Finding("letter-address", words, where="address"))


def _refuse_unnamed(named: Named) -> None:
    if not named.school.strip():
        raise Refused(Finding("order-school", "Enter the school to be named.", where="school"))


def _release(case: Case, outgoing: Outgoing, *, by: Actor) -> Message:
    message = release_message(outgoing, child=case.child, subject_id=case.pk, by=by)
    audit.record(
        "case.family-written-to", subject=message, child_id=case.child_id, by=by, document=outgoing.kind
    )
    refresh_duties(case, by=by)
    return message
