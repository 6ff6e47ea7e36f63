"""An appointment with the family, and enquiries between authorities: what each says, and under a hold none."""

import re
from dataclasses import replace

import pytest

from onroll.cases import actions
from onroll.cases.letters import Asked, Enquiry, enquiry_to_authority, reply_to_authority
from onroll.cases.letters.authorities import Known
from onroll.cases.models import Case
from onroll.release import actions as release
from onroll.release.models import HoldKind, Message
from onroll.release.queries import content_of, document_of
from tests.factories import cases as make
from tests.factories.refusals import refused
from tests.factories.world import World
from tests.onroll.cases.served import meeting
from tests.onroll.documents.reading import text_of

UPN = re.compile(r"\b[A-Z]\d{11}[A-Z0-9]\b")


@pytest.fixture
def case(world: World) -> Case:
    """Return a case of a child whose UPN, date of birth and mother are known."""
    case = make.open_case(world)
    case.child.upn = "A820000020001"
    case.child.save(update_fields=["upn"])
    return case


def said(message: Message) -> str:
    document = document_of(message)
    assert document is not None
    return text_of(content_of(document))


def squeezed(words: str) -> str:
    return "".join(words.split())


def test_an_appointment_says_when_where_and_with_whom(world: World, case: Case) -> None:
    message = actions.write_appointment(
        case, meeting=meeting(world), address=make.address_of(case), by=world.by("CMEA")
    )

    told = squeezed(said(message))
    for words in (
        "Tuesday 1 December 2026",
        "10:30",
        "Merebridge Library, Mill Lane",
        "section 436A",
        "AIO Person",
    ):
        assert squeezed(words) in told, words
    assert case.child.surname not in message.subject


@pytest.mark.requirement("HOLD-1")
def test_under_a_hold_no_appointment_is_written(world: World, case: Case) -> None:
    by = world.by("CMEA")
    release.place_hold(case.child, kind=HoldKind.NO_APPROACH_FAMILY, reason="Told so", by=by)

    with refused(code="held-no-approach-family"):
        actions.write_appointment(case, meeting=meeting(world), address=make.address_of(case), by=by)


def test_a_meeting_that_is_past_is_refused(world: World, case: Case) -> None:
    with refused(code="meeting-past"):
        actions.write_appointment(
            case, meeting=meeting(world, days=0), address=make.address_of(case), by=world.by("CMEA")
        )


@pytest.mark.requirement("OTHERLA-1")
def test_another_authority_is_asked_and_answered_without_an_address_or_a_upn(
    world: World, case: Case
) -> None:
    to = Asked(name="Fenshire County Council", email="cme@fenshire.example")
    officer = world.user("CMEA")
    enquiry = Enquiry(
        reference="E-7KQ2-MXAB",
        words="Is she on the roll of a school of yours?",
        last_school="Elmbrook Primary School",
    )

    asked = enquiry_to_authority(case.child, enquiry=enquiry, to=to, officer=officer, on=world.today)
    replied = reply_to_authority(
        enquiry=replace(enquiry, their_reference="CME/114"),
        known=Known.ASK_US,
        to=to,
        officer=officer,
        on=world.today,
    )
    sent = [
        release.release_message(each, child=case.child, subject_id=case.pk, by=world.by("CMEA"))
        for each in (asked, replied)
    ]

    home = make.address_of(case)
    for message in sent:
        told = said(message) + message.body
        assert home.lines not in told
        assert home.postcode not in told
        assert not UPN.search(told)
        assert case.child.surname not in message.subject
    assert case.child.name in sent[0].body
    assert case.child.surname not in sent[1].body
    assert Known.ASK_US.value in sent[1].body
