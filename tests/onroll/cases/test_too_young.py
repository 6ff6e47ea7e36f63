"""A child told of as too young comes back by itself, on the day on which compulsory school age begins."""

from datetime import date, timedelta

import pytest

from onroll.cases import actions
from onroll.cases.models import Referral, Triage
from onroll.duties.models import Duty
from onroll.duties.queries import due_within
from onroll.nightly import run
from onroll.nightly.models import Reminder
from onroll.people import actions as people
from onroll.people.told import NewChild
from rulebook.procedure.outcomes import ConfirmedBy
from rulebook.school_days.ages import birthday, compulsory_school_age
from tests.factories import cases as make
from tests.factories.refusals import refused
from tests.factories.world import World


@pytest.fixture
def born_on(world: World) -> date:
    """Return the birthday of a child who turns five in twenty days."""
    soon = world.today + timedelta(days=20)
    return date(soon.year - 5, soon.month, soon.day)


def owed() -> Duty:
    return Duty.objects.unscoped("a test").get(code="check-at-school-age")


@pytest.mark.requirement("SCOPE-1")
def test_a_case_closed_as_too_young_comes_back_on_the_day_and_somebody_is_reminded(
    world: World, born_on: date, settings, tmp_path
) -> None:
    settings.ANCHOR_DIR = tmp_path
    case = make.open_case(world, NewChild(forenames="Albie", surname="Larksong", birth_date=born_on))
    make.screened(case, world)
    actions.close_case(
        case,
        outcome="under-age",
        confirmed_how=ConfirmedBy.DATE_OF_BIRTH,
        confirmed_on=world.today,
        by=world.by("CMEA"),
    )
    starts_on = compulsory_school_age(born_on).starts_on
    assert owed().due_on == starts_on

    world.at += starts_on - world.today
    run.run_day(world.today, now=world.at)

    assert owed() in due_within(world.by("CMEA"), first=starts_on, last=starts_on)
    assert Reminder.objects.filter(code="check-at-school-age", stage="today").exists()

    actions.reopen_case(case, words="Of age, and on no roll", by=world.by("CMEA"))

    assert owed().met_on == starts_on


def test_the_day_moves_with_a_date_of_birth_that_is_corrected_after_closing(
    world: World, born_on: date, settings, tmp_path
) -> None:
    settings.ANCHOR_DIR = tmp_path
    case = make.open_case(world, NewChild(forenames="Albie", surname="Larksong", birth_date=born_on))
    make.screened(case, world)
    actions.close_case(
        case,
        outcome="under-age",
        confirmed_how=ConfirmedBy.DATE_OF_BIRTH,
        confirmed_on=world.today,
        by=world.by("CMEA"),
    )
    a_year_younger = birthday(born_on, 1)
    people.correct_child(
        case.child, changes={"birth_date": a_year_younger}, source=make.SOURCE, by=world.by("CMEA")
    )

    run.run_day(world.today, now=world.at)

    assert owed().due_on == compulsory_school_age(a_year_younger).starts_on


@pytest.mark.parametrize("told", ["birth_date", "about_age"])
def test_a_notice_of_a_child_who_is_too_young_is_not_passed_on_and_lost(
    world: World, born_on: date, told: str
) -> None:
    given = (
        {"birth_date": born_on.isoformat()}
        if told == "birth_date"
        else {"birth_date": None, "about_age": "4"}
    )
    referral = make.receive(world, answers=make.answers(**given))

    with refused("close the case as not yet of compulsory school age"):
        route(referral, world)

    assert Referral.objects.unscoped("a test").get(pk=referral.pk).triaged_at is None


def test_a_notice_of_somebody_over_age_is_passed_on(world: World) -> None:
    referral = make.receive(world, answers=make.answers(birth_date=birthday(world.today, -18).isoformat()))

    route(referral, world)

    assert referral.triage == Triage.NOT_OF_AGE


def route(referral: Referral, world: World) -> None:
    actions.route_referral(
        referral,
        to=Triage.NOT_OF_AGE,
        reason="The date of birth says so",
        by=world.by("CMEA"),
    )
