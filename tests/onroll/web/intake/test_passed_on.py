"""A notice to the CME team about a child educated at home makes a notice of home education, once (1.2.2)."""

from datetime import date

import pytest

from onroll.access import policy
from onroll.cases.models import Triage
from onroll.duties.models import Duty
from onroll.intake import home
from onroll.intake.actions import home_education as actions
from onroll.intake.home_models import HomeNotice, NoticeFrom
from rulebook.findings import Refused
from tests import people as cast
from tests.factories import cases as make
from tests.factories.state import nothing_written
from tests.factories.world import World
from tests.onroll.web.conftest import SignIn, words

TO_REED = {"reason": "Registered at home since May", "passed_to": "Mr Reed, home education"}


@pytest.mark.requirement("SCOPE-3")
def test_a_notice_passed_to_home_education_waits_there_to_be_entered(world: World) -> None:
    referral = make.receive(world)

    row = actions.pass_on(referral, by=world.by("CMEA"), **TO_REED)

    assert row is not None
    referral.refresh_from_db()
    assert referral.triage == Triage.HOME_EDUCATION
    assert home.notices(world.by("EHE")).get() == row
    assert (row.referral, row.name, row.birth_date) == (referral, "Rowan Testlost", date(2018, 3, 9))
    assert (row.notice_from, row.written, row.received_on, row.waits) == (
        NoticeFrom.OTHER,
        False,
        world.today,
        True,
    )
    # No parent's letter came to a school: no school owes a copy of it.
    assert not Duty.objects.unscoped("a test").filter(subject_id=row.pk).exists()

    child = make.known_child(world, cast.ROWAN)
    actions.identify_child(row, child=child, by=world.by("CMEA"))
    provision = actions.enter_notice(row, starts_on=world.today, by=world.by("EHE"))
    judge = Duty.objects.unscoped("a test").get(subject_id=provision.pk)
    assert (judge.code, judge.owed_by) == ("judge-home-education", "EHE")


@pytest.mark.requirement("SCOPE-3")
def test_a_child_of_whom_a_notice_waits_already_has_no_second_one(world: World) -> None:
    first = actions.pass_on(make.receive(world), by=world.by("CMEA"), **TO_REED)
    assert first is not None
    child = make.known_child(world, cast.ROWAN)
    actions.identify_child(first, child=child, by=world.by("CMEA"))
    again = make.receive(world)
    again.child = child
    again.save(update_fields=["child"])

    assert actions.pass_on(again, by=world.by("CMEA"), **TO_REED) is None
    assert HomeNotice.objects.unscoped("a test").get() == first
    again.refresh_from_db()
    assert again.triage == Triage.HOME_EDUCATION


def test_what_may_not_be_passed_on_makes_no_notice(world: World) -> None:
    warned = make.receive(world, answers=make.answers(unsafe_contact="yes"))
    referral = make.receive(world)

    with nothing_written(), pytest.raises(Refused):
        actions.pass_on(warned, by=world.by("CMEA"), **TO_REED)
    with nothing_written(), pytest.raises(policy.PermissionRefused):
        actions.pass_on(referral, by=world.by("EHE"), **TO_REED)


@pytest.mark.requirement("SCOPE-3")
def test_the_decision_on_screen_puts_it_on_the_list_of_the_home_education_officer(
    world: World, sign_in: SignIn
) -> None:
    referral = make.receive(world)

    page = sign_in("CMEA").post(
        f"/arrived/{referral.pk}/decide/", {"route": "home-education", **TO_REED}, follow=True
    )

    assert "who finds it under Home education" in words(page)
    row = HomeNotice.objects.unscoped("a test").get()
    assert "Rowan Testlost" in words(sign_in("EHE").get("/home-education/"))
    shown = words(sign_in("CMEA").get(f"/home-education/notices/{row.pk}/"))
    assert f"The notice as it came, {referral.reference}" in shown
