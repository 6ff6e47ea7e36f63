"""What a notice says of a risk is a concern to be referred at once, whoever sees it and whatever becomes of it."""

from importlib import import_module
from typing import Any

import pytest
from django.apps import apps

from onroll.cases import actions
from onroll.cases.models import Case, Referral, RiskTold, Triage
from onroll.duties import queries as duties
from onroll.intake import actions as intake
from tests.factories import cases as make
from tests.factories.refusals import refused
from tests.factories.world import World

WHY = "Bruises seen by the health visitor on Friday"


@pytest.fixture
def notice(world: World) -> Referral:
    """Return a notice whose sender believes that the child is at risk."""
    return told_of_risk(world)


def told_of_risk(world: World) -> Referral:
    said = make.answers(at_risk="yes", at_risk_why=WHY)
    return make.receive(world, answers=said, urgent=True, urgent_reason=WHY[:20])


def registered(notice: Referral, world: World) -> Case:
    return intake.register_new_child(notice, reason="On no roll", by=world.by("CMEA"))


def concern_of(case: Case) -> RiskTold:
    return case.risktolds.get()


@pytest.mark.requirement("SCREEN-2")
def test_a_notice_that_tells_of_a_risk_owes_the_referral_before_anybody_has_looked(
    world: World, notice: Referral
) -> None:
    (owed,) = duties.outstanding(world.by("CMEA")).filter(subject_id=notice.pk, code="refer-concern")

    assert owed.due_on == world.today
    assert owed.because == f"The notice {notice.reference} says that the child is at risk."
    assert not duties.outstanding(world.by("ARL")).filter(code="refer-concern").exists()


@pytest.mark.requirement("SCREEN-2")
def test_on_the_register_the_concern_is_the_cases_and_the_questions_stay_owed(
    world: World, notice: Referral
) -> None:
    case = registered(notice, world)

    owed = make.duties_of(case)
    assert (owed["refer-concern"].due_on, owed["refer-concern"].met_on) == (world.today, None)
    assert owed["refer-concern"].because == f"The notice {notice.reference} says that the child is at risk."
    assert owed["screen-case"].met_on is None
    assert concern_of(case).words == WHY
    case.refresh_from_db()
    assert case.urgent
    assert case.signs["concern_open"]
    assert not duties.outstanding(world.by("CMEA")).filter(subject_id=notice.pk).exists()


@pytest.mark.requirement("SCREEN-2")
def test_a_referral_meets_it_and_a_managers_reason_ends_it(world: World) -> None:
    referred, left = (registered(told_of_risk(world), world) for _ in range(2))
    by = world.by("CMEA")

    actions.record_concern_referred(
        concern_of(referred), to="The front door", on=by.today, reference="", by=by
    )
    actions.decide_not_to_refer(concern_of(left), reason="The school referred it", by=world.by("AEM"))

    assert make.duties_of(referred)["refer-concern"].met_on == world.today
    assert make.duties_of(left)["refer-concern"].excused_on == world.today
    referred.refresh_from_db()
    assert not referred.signs["concern_open"]


@pytest.mark.requirement("SCREEN-2")
def test_a_second_notice_of_a_known_child_brings_its_concern_to_the_open_case(
    world: World, notice: Referral
) -> None:
    case = make.open_case(world)
    before = intake.Before(child=case.child, because="the same name")

    intake.add_to_known_child(notice, before=before, reason="Told in October", by=world.by("CMEA"))

    assert concern_of(case).referral == notice
    assert make.duties_of(case)["refer-concern"].met_on is None


@pytest.mark.requirement("SCREEN-2")
@pytest.mark.parametrize("route", [Triage.ATTENDANCE, Triage.HOME_EDUCATION, Triage.DUPLICATE])
def test_a_notice_of_a_risk_goes_nowhere_before_a_case_carries_the_concern(
    world: World, notice: Referral, route: Triage
) -> None:
    with refused(code="route-at-risk"):
        actions.route_referral(
            notice, to=route, reason="On roll", passed_to="Ms Hale, their team", by=world.by("CMEA")
        )


def test_whoever_may_not_read_concerns_sees_the_case_as_if_nothing_had_been_said(
    world: World, notice: Referral
) -> None:
    quiet, told = make.open_case(world, referral=make.receive(world)), registered(notice, world)
    for case in (quiet, told):
        case.refresh_from_db()

    plain: dict[str, Any] = told.signs["plain"]
    assert plain["next_due_on"] == str(quiet.next_due_on)
    assert told.next_due_on == world.today
    assert not duties.visible_to(world.by("ABT")).filter(code="refer-concern").exists()


def test_what_was_said_before_concerns_were_kept_is_kept_now(world: World, notice: Referral) -> None:
    case = registered(notice, world)
    case.risktolds.all().delete()

    import_module("onroll.cases.migrations.0010_risks_told_before").keep_what_was_said(apps, None)

    assert (concern_of(case).words, concern_of(case).told_on) == (WHY, notice.received_on)
    assert case.risktolds.get().recorded_by == "system: carried over"
