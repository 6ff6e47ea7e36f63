"""Whose turn it is: cases change hands, one does another's work for some days, whoever holds a case is reminded."""

from datetime import timedelta

import pytest

from onroll.access.policy import PermissionRefused, may
from onroll.cases import actions, covering, queries
from onroll.cases.cover_models import Chase
from onroll.cases.models import Case
from onroll.duties import queries as duties
from onroll.release.models import HoldKind, Message
from tests import people
from tests.factories import cases as make
from tests.factories.refusals import refused
from tests.factories.world import World


def given(world: World, *cases: Case, officer: object, role: str = "ARM") -> tuple[Case, ...]:
    return actions.reassign_cases(
        [case.pk for case in cases], officer=officer, because="On leave", by=world.by(role)
    )


def test_many_cases_are_given_at_once_with_the_visits_still_to_be_made(world: World) -> None:
    _, request = make.visited_case(world)
    other = make.open_case(world, people.IDRIS)
    second = world.another("AIO", area=world.north)

    assert len(given(world, request.case, other, officer=second)) == 2

    request.refresh_from_db()
    assert (request.officer, request.officer_before) == (second, world.user("AIO"))
    assert {case.officer for case in Case.objects.unscoped("a test").all()} == {second}
    assert not may(world.by("AIO"), "case:read", request.case)
    assert may(world.as_user(second), "case:update", request.case)
    assert [row.pk for row in queries.visits_lost(world.by("AIO"))] == [request.pk]
    assert {row.officer_id for row in duties.of_subject(world.by("CMEA"), subject_id=request.case_id)} == {
        second.pk
    }


def test_all_are_given_or_none(world: World) -> None:
    case, south = make.open_case(world), make.open_case(world, people.IDRIS)
    actions.set_area(south, area=world.south, by=world.by("CMEA"))
    officer = world.user("AIO")

    with refused(south.reference, "no attendance officer there", code="officer-elsewhere"):
        given(world, case, south, officer=officer, role="CMEA")
    with refused("not yours to give", code="assign-gone"):
        given(world, case, south, officer=officer)  # the area manager of the north
    with refused(code="assign-many"):
        given(world, officer=officer)
    with refused(where="because"):
        actions.reassign_cases([case.pk], officer=officer, because=" ", by=world.by("ARM"))
    with pytest.raises(PermissionRefused):
        given(world, case, officer=officer, role="AIO")
    case.refresh_from_db()
    assert case.officer is None


@pytest.mark.requirement("HOLD-1")
def test_a_visit_that_a_hold_forbids_is_handed_to_nobody(world: World) -> None:
    _, request = make.visited_case(world)
    actions.place_case_hold(
        request.case, kind=HoldKind.NO_APPROACH_FAMILY, reason="Forced marriage is feared", by=world.by("AEM")
    )

    officer = world.another("AIO", area=world.north)
    with refused("speak to the CME manager", code="held-visit"):
        given(world, request.case, officer=officer)


def test_whoever_covers_reaches_the_cases_for_those_days_alone(world: World) -> None:
    _, request = make.visited_case(world)
    away, second = world.user("AIO"), world.another("AIO", area=world.north)
    first, last = world.today, world.today + timedelta(days=4)
    assert not may(world.as_user(second), "case:update", request.case)

    cover = actions.set_cover(away=away, stand_in=second, from_on=first, until_on=last, by=world.by("ARM"))

    by = world.as_user(second)
    assert may(by, "case:update", request.case)
    assert set(covering.desks_of(by)) == {away.pk, second.pk}
    assert may(world.by("AIO"), "case:update", request.case), "the case stays with whoever is away"
    world.at += timedelta(days=5)
    assert not may(world.as_user(second), "case:update", request.case), "the last day has passed"
    world.at -= timedelta(days=5)

    actions.end_cover(cover, by=world.by("ARM"))

    assert not may(world.as_user(second), "case:update", request.case)
    assert set(covering.desks_of(world.as_user(second))) == {second.pk}


def test_a_cover_that_begins_later_counts_from_its_day_by_the_night(world: World) -> None:
    _, request = make.visited_case(world)
    second = world.another("AIO", area=world.north)
    first = world.today + timedelta(days=3)
    actions.set_cover(
        away=world.user("AIO"), stand_in=second, from_on=first, until_on=first, by=world.by("ARM")
    )
    assert not may(world.as_user(second), "case:update", request.case)

    world.at += timedelta(days=3)
    actions.refresh_case(request.case_id, by=world.night())

    assert may(world.as_user(second), "case:update", request.case)


def test_a_cover_that_could_not_be_is_refused(world: World) -> None:
    away, second = world.user("AIO"), world.another("AIO", area=world.north)
    elsewhere = world.another("AIO", area=world.south, name="Southern Officer")
    day, by = world.today, world.by("ARM")

    with refused(code="cover-officers"):
        actions.set_cover(away=away, stand_in=elsewhere, from_on=day, until_on=day, by=by)
    with refused(code="cover-another"):
        actions.set_cover(away=away, stand_in=away, from_on=day, until_on=day, by=by)
    with refused(where="until_on"):
        actions.set_cover(away=away, stand_in=second, from_on=day, until_on=day - timedelta(days=1), by=by)
    cover = actions.set_cover(away=away, stand_in=second, from_on=day, until_on=day, by=by)
    with refused("covers until 23 November 2026 already", code="cover-twice"):
        actions.set_cover(away=away, stand_in=second, from_on=day, until_on=day, by=by)
    with pytest.raises(PermissionRefused):
        actions.end_cover(cover, by=world.by("AIO"))


def test_whoever_holds_a_case_is_reminded_once_a_day(world: World) -> None:
    case = make.open_case(world)
    make.check(case, world)
    make.ask_for_visit(case, world)
    case.refresh_from_db()
    assert case.waiting_on == "Area manager"

    message = actions.chase_holder(case, by=world.by("CMEA"))

    assert message.to_address == world.user("ARM").email
    assert case.reference in message.body
    assert case.child.surname not in message.subject + message.body
    assert message.disclosure.fields == ["case_reference", "waiting_on", "next_date"]
    with refused("Once a day is enough", code="chase-twice"):
        actions.chase_holder(case, by=world.by("AEM"))
    assert actions.chase_holder(case, by=world.by("CMEA", days=1)) != message
    assert Chase.objects.unscoped("a test").count() == 2


def test_while_an_officer_is_away_whoever_covers_is_reminded(world: World) -> None:
    _, request = make.visited_case(world)
    second = world.another("AIO", area=world.north)
    actions.set_cover(
        away=world.user("AIO"),
        stand_in=second,
        from_on=world.today,
        until_on=world.today,
        by=world.by("ARM"),
    )
    case = Case.objects.unscoped("a test").get(pk=request.case_id)
    assert case.waiting_on == "Attendance officer"

    assert actions.chase_holder(case, by=world.by("CMEA")).to_name == second.name


def test_nobody_is_reminded_of_what_is_their_own(world: World) -> None:
    case = make.open_case(world)
    assert case.waiting_on == "CME assistant"

    with refused("Telephone", code="chase-nobody"):
        actions.chase_holder(case, by=world.by("CMEA"))
    assert not Message.objects.unscoped("a test").filter(kind="Reminder").exists()
