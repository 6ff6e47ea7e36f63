"""An appointment, and the papers of an attendance order: on whom, where, with what basis; under a hold none."""

import re
from dataclasses import replace

import pytest

from onroll.cases import actions
from onroll.cases.letters import Asked, Enquiry, Named, enquiry_to_authority, reply_to_authority
from onroll.cases.letters.authorities import Known
from onroll.cases.models import Case
from onroll.people.told import NewChild
from onroll.release import actions as release
from onroll.release.models import HoldKind, Message
from onroll.release.queries import content_of, document_of
from tests import people
from tests.factories import cases as make
from tests.factories.refusals import refused
from tests.factories.world import World
from tests.onroll.cases.served import meeting, served
from tests.onroll.documents.reading import text_of

UPN = re.compile(r"\b[A-Z]\d{11}[A-Z0-9]\b")
SCHOOL = Named(school="Elmbrook Primary School, Mill Lane", others=("Ropewalk Academy", "Mere School"))


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


@pytest.mark.requirement("SAO-1")
def test_the_papers_of_an_order_state_their_section_the_time_and_the_school(world: World, case: Case) -> None:
    on = served(case, world)
    by = world.by("CMEA")

    notice = actions.write_notice_to_satisfy(case, served=on, because="No school has her on its roll.", by=by)
    school = actions.write_notice_of_school(case, served=on, named=SCHOOL, by=by)
    order = actions.write_attendance_order(case, served=on, named=SCHOOL, by=by)

    expected = (
        (notice, "section 437(1)", "within 15 days beginning with the day on which this notice is served"),
        (school, "section 438", "We would also regard as suitable: Ropewalk Academy; Mere School"),
        (order, "section 437(3)", "This order was made on 23 November 2026"),
    )
    for message, section, words in expected:
        told = squeezed(said(message))
        assert squeezed(section) in told
        assert squeezed(words) in told
        assert squeezed("If anything in this letter is wrong") in told
        assert message.to_name == on.parent.name
        assert not UPN.search(said(message) + message.body + message.subject)
        assert case.child.surname not in message.subject
    assert "ElmbrookPrimarySchool" not in squeezed(said(notice))


@pytest.mark.requirement("HOLD-1", "SAO-1")
def test_under_a_hold_none_of_them_is_written(world: World, case: Case) -> None:
    on, by = served(case, world), world.by("CMEA")
    release.place_hold(case.child, kind=HoldKind.NO_APPROACH_FAMILY, reason="Told so", by=by)

    with refused(code="held-no-approach-family"):
        actions.write_appointment(case, meeting=meeting(world), address=on.address, by=by)
    with refused(code="held-no-approach-family"):
        actions.write_notice_to_satisfy(case, served=on, because="No school", by=by)
    with refused(code="held-no-approach-family"):
        actions.write_attendance_order(case, served=on, named=SCHOOL, by=by)


def test_what_could_not_be_served_is_refused(world: World, case: Case) -> None:
    on, by = served(case, world), world.by("CMEA")
    other = make.open_case(world, NewChild(forenames="Ash", surname="Elsewhere", addresses=(people.HOME,)))

    with refused(code="letter-address"):
        actions.write_attendance_order(
            case, served=replace(on, address=make.address_of(other)), named=SCHOOL, by=by
        )
    with refused(code="order-school"):
        actions.write_attendance_order(case, served=on, named=Named(school=" "), by=by)
    with refused(code="order-because"):
        actions.write_notice_to_satisfy(case, served=on, because="", by=by)
    with refused(code="meeting-past"):
        actions.write_appointment(case, meeting=meeting(world, days=0), address=on.address, by=by)


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
