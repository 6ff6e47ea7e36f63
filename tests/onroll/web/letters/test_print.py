"""A letter as it is printed: the council's, with nothing on it that is meant for the office."""

from typing import Any

import pytest
from django.test import Client

from onroll.audit.models import AccessRecord
from onroll.cases import actions
from onroll.cases.models import VisitLetter
from onroll.duties.models import Duty
from onroll.release import actions as release
from onroll.release.models import HoldKind, KeptDocument, Message, MessageState
from onroll.release.queries import content_of
from rulebook.procedure.outcomes import Reply
from tests import people
from tests.factories import cases as make
from tests.factories.world import World
from tests.onroll.documents.reading import text_of
from tests.onroll.web.conftest import SignIn, words


def write_letter(world: World) -> VisitLetter:
    """Return a letter before a visit, written and not posted yet."""
    _, request = make.visited_case(world)
    visit_on = make.days_before(world.today, -14)
    return actions.write_visit_letter(request, visit_on=visit_on, by=world.by("AIO"))


def test_a_letter_to_a_family_is_the_council_s_and_says_nothing_of_who_printed_it(
    world: World, sign_in: SignIn, settings: Any
) -> None:
    settings.ONROLL_COUNCIL_NAME = "Wendlemere Council"
    settings.ONROLL_COUNCIL_ADDRESS = "County Hall, Wendlemere WX1 1AA"
    settings.ONROLL_COUNCIL_PHONE = "01632 960100"
    letter = write_letter(world)

    answer = sign_in("AIO").get(f"/letters/{letter.message_id}/")

    said = words(answer)
    for part in (
        "Wendlemere Council County Hall Wendlemere WX1 1AA Telephone 01632 960100",
        "We would like to visit you",
        "please ring us on 01632 960100",
    ):
        assert part in said
    assert "Printed by" not in answer.content.decode()


def test_the_sheet_of_a_cme_4_still_says_who_printed_it(world: World, sign_in: SignIn) -> None:
    _, request = make.visited_case(world)

    assert "Printed by AIO Person" in sign_in("AIO").get(f"/visits/{request.pk}/sheet/").content.decode()


def test_the_sheet_of_a_cme_4_that_was_taken_back_sends_nobody(world: World, sign_in: SignIn) -> None:
    _, request = make.visited_case(world)
    actions.take_back_visit(request, reason="The family has moved away", by=world.by("CMEA"))

    said = words(sign_in("CMEA").get(f"/visits/{request.pk}/sheet/"))

    assert "Do not visit. This CME 4 was taken back on" in said
    assert "Please arrange a visit" not in said


def test_the_pdf_of_a_letter_is_the_one_that_was_kept_and_who_saw_it_is_recorded(
    world: World, sign_in: SignIn
) -> None:
    letter = write_letter(world)

    answer = sign_in("AIO").get(f"/letters/{letter.message_id}/pdf/")

    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].startswith('inline; filename="before-visit-k-')
    assert answer.content == content_of(letter.message.disclosure.document)
    look = AccessRecord.objects.filter(page="GET letter_pdf").get()
    assert look.child_ids == [str(letter.child_id)]
    assert sign_in("ARL").get(f"/letters/{letter.message_id}/pdf/").status_code == 200  # it is ARL's own area


@pytest.mark.requirement("HOLD-1")
def test_a_letter_under_a_hold_is_not_handed_out_to_be_posted(world: World, sign_in: SignIn) -> None:
    letter = write_letter(world)
    release.place_hold(letter.child, kind=HoldKind.NO_APPROACH_FAMILY, reason="Told so", by=world.by("CMEA"))

    answer = sign_in("CMEA").get(f"/letters/{letter.message_id}/pdf/", follow=True)

    assert answer["Content-Type"].startswith("text/html")
    assert "Do not post this letter" in words(answer)


def test_the_letter_to_a_sender_is_not_there_for_whoever_may_not_know_the_sender(
    world: World, sign_in: SignIn
) -> None:
    told = make.answers(referrer_email="", referrer_address="2 Mill Lane, Merebridge")
    make.receive(world, answers=told, referrer_email="", referrer_address="2 Mill Lane, Merebridge")
    message = Message.objects.unscoped("a test").get(kind="Acknowledgement")

    assert sign_in("CMEA").get(f"/letters/{message.pk}/pdf/").status_code == 200
    assert sign_in("AIO").get(f"/letters/{message.pk}/pdf/").status_code == 404


@pytest.mark.requirement("VISIT-3")
def test_the_sheet_for_a_visit_is_printed_kept_and_there_for_whoever_printed_it(
    world: World, sign_in: SignIn
) -> None:
    _, request = make.visited_case(world)
    officer = sign_in("AIO")

    answer = officer.post(f"/visits/{request.pk}/print/visit-sheet/", follow=True)

    assert answer["Content-Type"] == "application/pdf"
    document = KeptDocument.objects.unscoped("a test").get(kind="visit-sheet")
    assert answer.content == content_of(document)
    assert sign_in("CMEA").get(f"/papers/{document.pk}/").status_code == 404


def test_a_colleague_of_the_same_name_is_not_handed_what_another_printed(
    world: World, sign_in: SignIn
) -> None:
    _, request = make.visited_case(world)
    printing = sign_in("CMEA")
    printing.post(f"/visits/{request.pk}/print/cme4/")
    document = KeptDocument.objects.unscoped("a test").get(kind="cme4")
    namesake = world.another("CMEA")
    namesake.name = world.user("CMEA").name
    namesake.save()
    other = Client()
    other.force_login(namesake)

    assert other.get(f"/papers/{document.pk}/").status_code == 404
    assert printing.get(f"/papers/{document.pk}/").status_code == 200
    assert document.made_by_id == world.user("CMEA").pk


@pytest.mark.requirement("HOLD-1")
def test_under_a_hold_no_sheet_is_printed(world: World, sign_in: SignIn) -> None:
    case, request = make.visited_case(world)
    release.place_hold(case.child, kind=HoldKind.NO_APPROACH_FAMILY, reason="Told so", by=world.by("CMEA"))

    said = words(sign_in("CMEA").post(f"/visits/{request.pk}/print/cme4/", follow=True))

    assert "Do not approach the family" in said
    assert not KeptDocument.objects.unscoped("a test").exists()


@pytest.mark.requirement("HOLD-1")
@pytest.mark.parametrize("kind", [HoldKind.NO_APPROACH_FAMILY, HoldKind.UNSAFE_ADDRESS])
def test_a_sheet_printed_before_a_hold_is_not_handed_out_again(
    world: World, sign_in: SignIn, kind: HoldKind
) -> None:
    _, request = make.visited_case(world)
    officer = sign_in("AIO")
    officer.post(f"/visits/{request.pk}/print/visit-sheet/")
    document = KeptDocument.objects.unscoped("a test").get(kind="visit-sheet")
    release.place_hold(
        request.child, kind=kind, reason="Told so", address=request.address, by=world.by("CMEA")
    )

    answer = officer.get(f"/papers/{document.pk}/")

    assert answer.status_code == 302
    assert answer["Location"] == f"/visits/{request.pk}/sheet/"


@pytest.mark.requirement("HOLD-1")
def test_an_answer_to_be_posted_is_not_handed_out_once_the_child_is_known_to_be_of_a_held_family(
    world: World, sign_in: SignIn
) -> None:
    """The gate stops it as it is posted; whoever prints it first has put an outcome into an envelope by then."""
    held = make.open_case(world)
    release.place_hold(held.child, kind=HoldKind.NO_APPROACH_FAMILY, reason="Told so", by=world.by("CMEA"))
    post = {"referrer_email": "", "referrer_address": "2 Ropewalk, Merebridge WX1 9ZZ"}
    agency = world.organisation("AGY")
    referral = make.receive(world, answers=make.answers(forenames="Idris"), organisation=agency, **post)
    case = make.open_case(world, people.IDRIS, referral=referral)
    referral.refresh_from_db()
    actions.answer_referrer(referral, reply=Reply.BEING_HELPED, by=world.by("CMEA"))
    message = Message.objects.unscoped("a test").get(disclosure__product="outcome")
    make.make_sibling(case.child, of=held.child)

    browser = sign_in("CMEA")
    answer = browser.get(f"/letters/{message.pk}/pdf/", follow=True)

    assert answer["Content-Type"].startswith("text/html")
    assert "Do not post this letter" in words(answer)

    said = browser.post(f"/letters/{message.pk}/posted/", follow=True).content.decode()

    assert "This must not leave, and it is not recorded as given." in said
    message.refresh_from_db()
    assert (message.state, message.sent_at) == (MessageState.CANCELLED, None)
    owed = Duty.objects.unscoped("a test").get(trigger=f"referral:{referral.pk}", code="acknowledge-referral")
    assert owed.met_on is None


@pytest.mark.requirement("FORM-1", "FORM-2")
def test_anybody_prints_a_blank_form_and_staff_a_notice_as_received(world: World, sign_in: SignIn) -> None:
    referral = make.receive(world)

    for code in ("cme1", "cme2", "cme3"):
        assert Client().get(f"/forms/{code}.pdf")["Content-Type"] == "application/pdf"
    assert Client().get("/forms/cme4.pdf").status_code == 404
    assert 'href="/forms/cme2.pdf"' in Client().get("/tell-us/").content.decode()
    answer = sign_in("CMEA").get(f"/arrived/{referral.pk}/pdf/")
    assert "JuniperWren" in "".join(text_of(answer.content).split())
    assert Client().get(f"/arrived/{referral.pk}/pdf/").status_code == 302
