"""A notice that is not for the register: somebody took it on, and its sender is answered and nothing else told."""

from typing import Any

import pytest

from onroll.cases import actions
from onroll.cases.actions import Telling, What
from onroll.cases.models import Referral, ToldHow, Triage
from onroll.duties.models import Duty
from onroll.release.models import Disclosure, Message
from rulebook.procedure.routes import ROUTES
from tests.factories import cases as make
from tests.factories.refusals import refused
from tests.factories.world import World

SECRET = "Lives at 4 Ropewalk with her aunt"  # what an officer may type into any box
ANSWERED = [Triage(code) for code, route in ROUTES.items() if route.answered]
BY_TELEPHONE: dict[str, Any] = {
    "referrer_email": "",
    "referrer_address": "",
    "referrer_phone": "01632 960321",
}


def owed(referral: Referral) -> Duty:
    """Return the answer that is owed to the sender."""
    found: Duty = Duty.objects.unscoped("a test").get(subject_id=referral.pk, code="tell-referrer")
    return found


def passed_on(referral: Referral, world: World, *, to: Triage = Triage.ATTENDANCE) -> None:
    """Pass a notice on, with an officer's words in each box that takes any."""
    actions.route_referral(referral, to=to, reason=SECRET, passed_to=SECRET, by=world.by("CMEA"))
    referral.refresh_from_db()


@pytest.mark.requirement("SCOPE-2")
@pytest.mark.parametrize("kind", ["agency", "public", "under a hold"])
@pytest.mark.parametrize("route", ANSWERED)
def test_nothing_that_an_officer_types_reaches_the_sender(world: World, route: Triage, kind: str) -> None:
    known = {"organisation": world.organisation("AGY")} if kind != "public" else {}
    referral = make.receive(world, **known)
    if kind == "under a hold":
        case = make.open_case(world)
        actions.place_case_hold(case, kind="no-approach-family", reason="Fear", by=world.by("CMEA"))

    passed_on(referral, world, to=route)

    written = Message.objects.unscoped("a test").filter(subject_id=referral.pk)
    answer = written.get(kind="Answer to referrer")
    for message in written:
        assert "Ropewalk" not in message.subject + message.body
    told_nothing = "Our enquiries are complete." in answer.body
    assert told_nothing is (kind != "agency")
    assert answer.disclosure.fields == ["referral_reference", "outcome_sentence"]


@pytest.mark.requirement("FEEDBACK-1")
def test_a_sender_who_cannot_be_written_to_is_owed_a_word_until_somebody_rang(world: World) -> None:
    referral = make.receive(world, **BY_TELEPHONE)
    acknowledged = Telling(
        what=What.ACKNOWLEDGEMENT, told_on=world.today, how=ToldHow.TELEPHONE, told_by="CMEA Person"
    )
    actions.record_told(referral, telling=acknowledged, by=world.by("CMEA"))

    passed_on(referral, world)

    assert owed(referral).met_on is None
    assert "The referral was passed elsewhere on" in owed(referral).because
    rang = Telling(what=What.ANSWER, told_on=world.today, how=ToldHow.TELEPHONE, told_by="CMEA Person")
    actions.record_told(referral, telling=rang, by=world.by("CMEA"))
    assert owed(referral).met_on == world.today
    said = Disclosure.objects.unscoped("a test").filter(product="outcome").get()
    assert said.fields == ["referral_reference", "outcome_sentence"]


def test_what_is_no_notice_and_what_wants_no_answer_owes_none(world: World) -> None:
    for referral, route in (
        (make.receive(world, **BY_TELEPHONE), Triage.SPAM),
        (make.receive(world, wants_answer=False), Triage.ATTENDANCE),
    ):
        passed_on(referral, world, to=route)
        assert (
            not Duty.objects.unscoped("a test").filter(subject_id=referral.pk, code="tell-referrer").exists()
        )


@pytest.mark.parametrize("route", [Triage.ATTENDANCE, Triage.HOME_EDUCATION, Triage.OTHER_AUTHORITY])
def test_a_notice_that_nobody_took_on_is_not_passed_on(world: World, route: Triage) -> None:
    referral = make.receive(world)

    with refused("Enter who took it on", where="passed_to"):
        actions.route_referral(referral, to=route, reason="Known", passed_to=" ", by=world.by("CMEA"))

    referral.refresh_from_db()
    assert referral.triaged_at is None
    assert not Message.objects.unscoped("a test").filter(kind="Answer to referrer").exists()
