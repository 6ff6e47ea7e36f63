"""Enquiries between authorities: rung back, searched, the school asked first, answered through the gate, tracked."""

from datetime import timedelta
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from onroll.cases import actions
from onroll.cases.enquiry_models import AuthorityContact, Enquiry, EnquirySent, Found
from onroll.cases.models import Case, Referral, Triage
from onroll.duties.models import Duty
from onroll.education.models import Enrolment
from onroll.intake.forms import ENQUIRY
from onroll.release import actions as release
from onroll.release.models import HoldKind, Message, MessageState
from tests.factories import cases as make
from tests.factories.refusals import refused
from tests.factories.world import World
from tests.onroll.web.conftest import SignIn, words
from tests.onroll.web.intake.test_colleagues import day_of
from tests.onroll.web.intake.test_telling import SAID

ASKED = {
    **SAID,
    "question": {"concern": "The family left Camden in July and spoke of Merebridge"},
    "you": {"la_code": "202", "referrer_agency": "Camden CME", "referrer_name": "Ola Brandt",
            "referrer_phone": "020 7946 0000", "referrer_email": "ola@camden.example", "their_reference": "CAM 7"},
}  # fmt: skip
PUBLISHED = "020 7946 0999"


def ask_us(world: World, *, days_ago: int = 0, **given: Any) -> Enquiry:
    """Return an enquiry of Camden about Rowan, or of an agency, changed as given."""
    told = make.answers(**{**ASKED["question"], **ASKED["you"], **given})
    received_on = make.days_before(world.today, days_ago)
    row = make.receive(
        world,
        kind="other-authority",
        received_on=received_on,
        answers=told,
        referrer_name="Ola Brandt",
        referrer_agency=told["referrer_agency"],
        referrer_phone="020 7946 0000",
        referrer_email=told["referrer_email"] or "",
    )
    return Enquiry.objects.unscoped("a test").get(referral=row)


def rung_back(enquiry: Enquiry, world: World) -> Enquiry:
    actions.verify_asker(
        enquiry, number=PUBLISHED, spoken_with="Ola Brandt", on=world.today, by=world.by("CMEA")
    )
    return enquiry


def searched(enquiry: Enquiry, world: World, found: Found, **given: Any) -> Enquiry:
    checked = actions.Checked(found=found, checked_on=world.today, data_as_of=world.today, **given)
    actions.record_enquiry_check(enquiry, checked=checked, by=world.by("CMEA"))
    return enquiry


def found_at_school(world: World, **given: Any) -> Enquiry:
    """Return an enquiry about a child who attends Elmbrook, by the school's own word."""
    enquiry = searched(
        rung_back(ask_us(world, **given), world), world, Found.ON_ROLL, child=make.known_child(world),
        establishment=world.school,
    )  # fmt: skip
    actions.record_enquiry_school(
        enquiry, attends=True, with_whom="Mrs Ferrier", on=world.today, by=world.by("CMEA")
    )
    return enquiry


def replies() -> list[Message]:
    rows = Message.objects.unscoped("a test").filter(kind="Reply to another authority")
    return list(rows.select_related("disclosure"))


def duty_of(subject_id: Any, code: str) -> Duty:
    return Duty.objects.unscoped("a test").get(subject_id=subject_id, code=code)


# -------------------------------------------------------------------------------------------------------- asked of us
@pytest.mark.requirement("OTHERLA-1")
@pytest.mark.requirement("CHECK-1")
@pytest.mark.requirement("CHECK-2")
def test_an_enquiry_is_keyed_in_checked_and_answered_and_the_school_is_asked_first(
    world: World, sign_in: SignIn
) -> None:
    child = make.known_child(world)
    Enrolment.objects.create(
        child=child, establishment=world.school, status="C", last_listed_on=world.today, source="the test",
        recorded_at=world.at, recorded_by="the test",
    )  # fmt: skip
    browser = sign_in("CMEA")
    how = {"kind": "other-authority", "channel": "email", "agency": "", **day_of("received_on", world.today)}
    browser.post("/arrived/new/", how)
    for page in ENQUIRY.pages:
        browser.post(f"/arrived/new/{page.slug}/", ASKED[page.slug])
    browser.post("/arrived/new/check/")
    enquiry = Enquiry.objects.unscoped("a test").get()
    path = f"/enquiries/received/{enquiry.pk}/"

    page = words(browser.get(path))
    assert "Ring them back" in words(browser.get("/enquiries/"))
    assert "Tell nothing yet" in page
    assert "On roll at Elmbrook Primary School" in page  # the evidence, at once
    assert duty_of(enquiry.referral_id, "answer-enquiry").met_on is None

    # Nothing leaves before the call-back, the search and the school's word.
    assert "Ring whoever asks back first" in words(browser.post(f"{path}answer/"))
    browser.post(
        f"{path}call-back/", {"number": PUBLISHED, "spoken_with": "Ola Brandt", **day_of("on", world.today)}
    )
    assert "Search first" in words(browser.post(f"{path}answer/"))
    found = {"found": "on-roll", "whom": str(child.pk), "establishment": str(world.school.pk),
             **day_of("checked_on", world.today), **day_of("data_as_of", world.today)}  # fmt: skip
    browser.post(f"{path}search/", found)
    assert "Ask the school first whether the child attends." in words(browser.post(f"{path}answer/"))
    assert replies() == []
    browser.post(
        f"{path}school/", {"attends": "yes", "with_whom": "Mrs Ferrier", **day_of("on", world.today)}
    )

    answer = browser.post(f"{path}answer/")

    assert answer.headers["Location"] == path
    [reply] = replies()
    assert "The child whom you describe is known to us." in reply.body
    assert "Elmbrook" not in reply.body  # where a child is, is said by telephone and never written
    assert "in lists as of" in reply.body
    assert "Tanners" not in reply.body
    enquiry.refresh_from_db()
    assert enquiry.answered_on is None  # it has not left yet
    actions.deliver_post(by=world.night())
    enquiry.refresh_from_db()
    assert (enquiry.answered_on, enquiry.answered_how) == (world.today, "email")
    assert duty_of(enquiry.referral_id, "answer-enquiry").met_on == world.today
    assert Referral.objects.unscoped("a test").get().triage == Triage.ANSWERED
    assert "Nobody waits for our answer." in words(browser.get("/enquiries/"))


@pytest.mark.requirement("OTHERLA-1")
def test_not_known_here_is_answered_with_the_day_on_which_that_was_checked(world: World) -> None:
    enquiry = searched(rung_back(ask_us(world), world), world, Found.NOT_KNOWN)

    actions.answer_enquiry(enquiry, by=world.by("CMEA"))

    [reply] = replies()
    assert "The child whom you describe is not known to us. This was checked on" in reply.body
    assert "in lists as of" in reply.body
    assert {"reply_sentence", "checked_on"} <= set(reply.disclosure.fields)
    assert "school_name" not in reply.disclosure.fields
    assert (
        enquiry.referral.triaged_at is None
    )  # whether the child goes on the register is still to be decided


@pytest.mark.requirement("OTHERLA-1")
def test_the_number_in_the_enquiry_proves_nothing(world: World) -> None:
    enquiry = ask_us(world)

    with refused(
        "This is the number that came with the enquiry. Ring one that they publish themselves, such as their "
        "switchboard, and keep it among the authorities.",
        where="number",
    ):
        actions.verify_asker(
            enquiry, number="02079460000", spoken_with="Ola", on=world.today, by=world.by("CMEA")
        )

    actions.keep_authority_contact(
        "202",
        team="CME",
        email="",
        phone="020 7946 0000",
        published_where="their website",
        by=world.by("CMEA"),
    )
    actions.verify_asker(
        enquiry, number="02079460000", spoken_with="Ola", on=world.today, by=world.by("CMEA")
    )
    assert enquiry.verified_on == world.today


def test_an_agency_is_told_that_the_child_is_known_and_never_the_school(world: World) -> None:
    assert actions.sentence_besides(found_at_school(world)) == "The child attends Elmbrook Primary School."
    enquiry = found_at_school(world, la_code="none", referrer_agency="Wendlemere Housing")
    assert actions.sentence_besides(enquiry) == ""

    actions.answer_enquiry(enquiry, by=world.by("CMEA"))

    [reply] = replies()
    assert "Elmbrook" not in reply.body
    assert "is known to us." in reply.body


@pytest.mark.requirement("HOLD-1")
def test_under_a_hold_whoever_asks_is_told_to_ring_and_nothing_else(world: World) -> None:
    enquiry = found_at_school(world)
    release.place_hold(
        enquiry.referral.child, kind=HoldKind.NO_APPROACH_FAMILY, reason="Fear", by=world.by("CMEA")
    )

    actions.answer_enquiry(enquiry, by=world.by("CMEA"))

    [reply] = replies()
    assert "Please ask us about this child by telephone." in reply.body
    assert "known to us" not in reply.body
    assert "checked" not in reply.body
    assert "Elmbrook" not in reply.body


@pytest.mark.requirement("HOLD-1")
def test_a_reply_that_waits_is_stopped_by_a_hold_placed_since(world: World) -> None:
    enquiry = found_at_school(world)
    actions.answer_enquiry(enquiry, by=world.by("CMEA"))

    release.place_hold(
        enquiry.referral.child, kind=HoldKind.NO_APPROACH_FAMILY, reason="Fear", by=world.by("CMEA")
    )
    actions.deliver_post(by=world.night())

    assert [each.state for each in replies()] == [MessageState.CANCELLED]
    enquiry.refresh_from_db()
    assert enquiry.answered_on is None  # and stays owed


def test_told_by_telephone_it_is_answered_and_on_record(world: World, sign_in: SignIn) -> None:
    enquiry = searched(rung_back(ask_us(world, referrer_email=None), world), world, Found.NOT_KNOWN)
    browser = sign_in("CMEA")
    assert "Ring them, then record that they were told." in words(
        browser.post(f"/enquiries/received/{enquiry.pk}/answer/")
    )

    browser.post(f"/enquiries/received/{enquiry.pk}/told/", {"how": "telephone", **day_of("on", world.today)})

    enquiry.refresh_from_db()
    assert (enquiry.answered_on, enquiry.answered_how) == (world.today, "telephone")


@pytest.mark.requirement("CME4-1")
def test_a_child_found_nowhere_goes_on_the_register_from_the_enquiry(world: World, sign_in: SignIn) -> None:
    enquiry = searched(rung_back(ask_us(world), world), world, Found.NOT_KNOWN)
    browser = sign_in("CMEA")
    assert "put the child on the register" in words(browser.get(f"/enquiries/received/{enquiry.pk}/"))

    browser.post(
        f"/arrived/{enquiry.referral_id}/decide/", {"route": "cme", "reason": "On no roll", "hold": "no"}
    )

    case = Case.objects.unscoped("a test").get()
    assert make.duties_of(case)["answer-enquiry"].met_on is None  # owed in the case now
    actions.answer_enquiry(Enquiry.objects.unscoped("a test").get(), by=world.by("CMEA"))
    actions.deliver_post(by=world.night())
    assert make.duties_of(case)["answer-enquiry"].met_on == world.today


@pytest.mark.parametrize("role", ["AIO", "ARM", "SCH", "AGY", "EHE"])
def test_nobody_else_opens_the_enquiries(world: World, sign_in: SignIn, role: str) -> None:
    assert sign_in(role).get("/enquiries/").status_code == 403


# ------------------------------------------------------------------------------------------------------- asked by us
def ask_camden(browser: Client, case: Case, *, to: str = "cme@camden.example") -> HttpResponse:
    told = {"la_code": "202", "to_name": "CME team", "to_address": to, "question": "Is she on a roll with you?",
            "once": make.once(), "seen": ""}  # fmt: skip
    return browser.post(f"/cases/{case.pk}/ask-authority/", told)


@pytest.mark.requirement("OTHERLA-1")
def test_what_we_ask_another_authority_is_tracked_until_it_is_answered(world: World, sign_in: SignIn) -> None:
    case = make.open_case(world)
    browser = sign_in("CMEA")

    ask_camden(browser, case)

    row = EnquirySent.objects.unscoped("a test").get()
    assert row.sent_on is None  # it has not left yet
    assert "chase-enquiry" not in make.duties_of(case)
    message = row.message
    assert message is not None
    assert "Rowan Testlost" in message.body
    assert "Tanners Reach" not in message.body
    assert "Liska" not in message.body
    assert "Rowan" not in message.subject
    actions.deliver_post(by=world.night())
    row.refresh_from_db()
    assert row.sent_on == world.today
    chase = make.duties_of(case)["chase-enquiry"]
    assert (chase.triggered_on, chase.met_on) == (world.today, None)
    assert "Camden" in words(browser.get("/enquiries/"))

    browser.post(f"/enquiries/sent/{row.pk}/again/")
    assert "being asked again already" in words(browser.post(f"/enquiries/sent/{row.pk}/again/", follow=True))
    browser.post(f"/enquiries/sent/{row.pk}/further/", {"to": "Their head of service"})
    assert "Their head of service" in words(browser.get(f"/enquiries/sent/{row.pk}/"))
    said = {
        "answer": "known",
        "words": "At Primrose Hill School",
        "with_whom": "Ola",
        **day_of("on", world.today),
    }
    browser.post(f"/enquiries/sent/{row.pk}/answered/", said)

    row.refresh_from_db()
    assert (row.answered_on, row.answer) == (world.today, "known")
    duty = make.duties_of(case)["chase-enquiry"]
    assert duty.excused_on == world.today
    assert "We wait for no authority’s answer." in words(browser.get("/enquiries/"))


@pytest.mark.requirement("OTHERLA-1")
def test_each_time_that_it_is_asked_again_the_days_run_anew(world: World) -> None:
    case = make.open_case(world)
    new = actions.NewEnquiry(la_code="202", to_name="CME team", question="Is she with you?")
    row = actions.ask_authority(case, new=new, by=world.by("CMEA"))  # by telephone

    actions.chase_authority(row, by=world.by("CMEA", days=14))

    rows = (
        Duty.objects.unscoped("a test")
        .filter(subject_id=case.pk, code="chase-enquiry")
        .order_by("triggered_on")
    )
    assert [(each.triggered_on, each.met_on) for each in rows] == [
        (world.today, world.today + timedelta(days=14)),
        (world.today + timedelta(days=14), None),
    ]


def test_an_authority_that_waits_is_not_asked_twice(world: World, sign_in: SignIn) -> None:
    case = make.open_case(world)
    browser = sign_in("CMEA")
    ask_camden(browser, case)

    page = words(ask_camden(browser, case))

    assert "This authority was asked already and has not answered." in page
    assert EnquirySent.objects.unscoped("a test").count() == 1


# ---------------------------------------------------------------------------------------------- where they are reached
def test_where_an_authority_is_reached_is_kept_with_where_it_publishes_that(
    world: World, sign_in: SignIn
) -> None:
    browser = sign_in("CMEA")
    assert "Camden" in words(browser.get("/enquiries/authorities/"))

    told = {"team": "CME team", "phone": PUBLISHED, "email": "cme@camden.example"}
    assert "Enter where they publish this" in words(browser.post("/enquiries/authorities/202/", told))
    browser.post("/enquiries/authorities/202/", {**told, "published_where": "camden.example/cme"})

    row = AuthorityContact.objects.get()
    assert (row.la_code, row.phone, row.recorded_by) == ("202", PUBLISHED, "CMEA Person")
    assert browser.get("/enquiries/authorities/none/").status_code == 404
    assert sign_in("AEM").post("/enquiries/authorities/202/", told).status_code == 403
