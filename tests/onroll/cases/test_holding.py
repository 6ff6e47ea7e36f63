"""A hold over a child covers the family, suspends contact and never a clock, and is lifted by two."""

from datetime import date, timedelta

import pytest

from onroll.cases import actions
from onroll.cases.models import Case, Stage
from onroll.people.told import NewAddress, NewChild
from onroll.release.models import Hold, HoldKind
from rulebook.procedure.duty import Standing
from tests import people
from tests.factories import cases as make
from tests.factories.refusals import refused
from tests.factories.world import World


def place(case: Case, world: World, kind: HoldKind = HoldKind.NO_APPROACH_FAMILY, **what: object) -> Hold:
    told = {"reason": "A forced marriage is feared", "by": world.by("CMEA"), **what}
    return actions.place_case_hold(case, kind=kind, **told)  # type: ignore[arg-type]


def test_a_hold_stops_the_visit_and_not_its_clock_and_the_manager_decides_within_a_day(world: World) -> None:
    case, _ = make.visited_case(world)

    place(case, world)

    case.refresh_from_db()
    duties = make.duties_of(case)
    assert case.stage == Stage.HELD
    assert duties["first-visit"].standing(world.today) is Standing.SUSPENDED
    assert duties["first-visit"].due_on == date(2026, 12, 7)
    assert case.waiting_on == "CME manager"
    decision = duties["strategy-decision-under-hold"]
    assert (decision.owed_by, decision.due_on) == ("AEM", world.today + timedelta(days=1))


def test_what_a_hold_suspends_waits_on_the_manager_and_not_on_the_area(world: World) -> None:
    case = make.open_case(world)
    make.check(case, world)
    hold = place(case, world)

    actions.decide_hold_strategy(hold, words="Social care goes first", by=world.by("AEM"))
    make.screened(case, world)

    case.refresh_from_db()
    assert make.duties_of(case)["refer-to-area"].standing(world.today) is Standing.SUSPENDED
    assert case.waiting_on == "CME manager"
    assert case.signs["plain"]["waiting_on"] != "CME manager"


def test_a_hold_that_stops_no_visit_leaves_the_visit_as_it_is(world: World) -> None:
    case, _ = make.visited_case(world)

    place(case, world, HoldKind.NO_DISCLOSURE_TO, organisation=world.organisation("AGY"))

    case.refresh_from_db()
    assert case.stage == Stage.VISIT_STANDARD
    assert case.signs["held"]
    assert "strategy-decision-under-hold" not in make.duties_of(case)


def test_the_managers_decision_meets_the_duty_and_a_search_that_finds_no_roll_asks_for_another(
    world: World,
) -> None:
    case = make.open_case(world)
    hold = place(case, world)

    actions.decide_hold_strategy(hold, words="Social care goes first", by=world.by("AEM"))

    assert make.duties_of(case)["strategy-decision-under-hold"].met_on == world.today
    make.check(case, world, by=world.by("CMEA", days=1))
    assert make.duties_of(case)["strategy-decision-under-hold"].met_on is None


def test_the_managers_decision_has_words(world: World) -> None:
    hold = place(make.open_case(world), world)

    with refused("Write down what was decided.", where="words"):
        actions.decide_hold_strategy(hold, words=" ", by=world.by("AEM"))


@pytest.mark.parametrize("how", ["a parent", "a home"])
def test_brothers_and_sisters_are_held_with_the_child(world: World, how: str) -> None:
    case = make.open_case(world)
    other = make.open_case(world, people.ASH if how == "a home" else people.ZOE)
    if how == "a parent":
        make.make_sibling(other.child, of=case.child)

    place(case, world)

    other.refresh_from_db()
    assert other.stage == Stage.HELD
    assert "strategy-decision-under-hold" in make.duties_of(other)


def test_a_neighbour_in_the_same_street_is_not_held(world: World) -> None:
    case = make.open_case(world)
    next_door = make.open_case(
        world,
        NewChild(
            forenames="Zia",
            surname="Nexdor",
            addresses=(NewAddress(lines="16 Tanners Reach", postcode="WX1 2AB"),),
        ),
    )

    place(case, world)

    next_door.refresh_from_db()
    assert next_door.stage == Stage.CHECKING


def test_two_people_lift_a_hold_and_the_visit_runs_on(world: World) -> None:
    case, _ = make.visited_case(world)
    hold = place(case, world)
    actions.ask_to_lift_hold(hold, reason="The police have spoken with her", by=world.by("CMEA", days=3))
    hold.refresh_from_db()

    actions.lift_case_hold(hold, by=world.by("AEM", days=3))

    case.refresh_from_db()
    assert case.stage == Stage.VISIT_STANDARD
    assert not case.signs["held"]
    later = world.today + timedelta(days=3)
    assert make.duties_of(case)["first-visit"].standing(later) is Standing.OPEN
    assert make.duties_of(case)["strategy-decision-under-hold"].excused_on == later


def test_nobody_signs_what_nobody_asked_for(world: World) -> None:
    hold = place(make.open_case(world), world)

    with refused("Nobody has asked for this hold to be lifted. Record the reason first."):
        actions.lift_case_hold(hold, by=world.by("AEM"))


def test_whoever_asked_does_not_sign(world: World) -> None:
    hold = place(make.open_case(world), world)
    world.another("AEM")
    actions.ask_to_lift_hold(hold, reason="She is safe", by=world.by("AEM"))

    with refused("You asked for this hold to be lifted. Somebody else has to sign."):
        actions.lift_case_hold(hold, by=world.by("AEM"))


def test_a_hold_is_lifted_once(world: World) -> None:
    hold = place(make.open_case(world), world)
    actions.ask_to_lift_hold(hold, reason="She is safe", by=world.by("CMEA"))
    actions.lift_case_hold(hold, by=world.by("AEM"))

    with refused("This hold was lifted already."):
        actions.lift_case_hold(hold, by=world.by("AEM"))
    with refused("This hold was lifted already."):
        actions.ask_to_lift_hold(hold, reason="Once more", by=world.by("CMEA"))


def test_a_hold_is_asked_to_be_lifted_once_and_the_first_reason_stays(world: World) -> None:
    hold = place(make.open_case(world), world)
    actions.ask_to_lift_hold(hold, reason="The police have spoken with her", by=world.by("CMEA"))

    with refused("Somebody has asked already for this hold to be lifted, and the reason given then stays."):
        actions.ask_to_lift_hold(hold, reason="She is safe", by=world.by("CMEA", days=1))

    hold.refresh_from_db()
    assert hold.lift_reason == "The police have spoken with her"


def test_the_only_one_who_can_sign_does_not_ask_or_nobody_could_lift_it(world: World) -> None:
    hold = place(make.open_case(world), world)

    with refused("You alone can sign, and whoever asks does not sign."):
        actions.ask_to_lift_hold(hold, reason="She is safe", by=world.by("AEM"))


def test_asking_to_lift_a_hold_needs_a_reason(world: World) -> None:
    hold = place(make.open_case(world), world)

    with refused("Say why the family may be approached again.", where="reason"):
        actions.ask_to_lift_hold(hold, reason=" ", by=world.by("CMEA"))


def test_after_one_of_two_holds_is_lifted_the_other_still_stands(world: World) -> None:
    case = make.open_case(world)
    first, _ = place(case, world), place(case, world, reason="A second worry")
    actions.ask_to_lift_hold(first, reason="She is safe", by=world.by("CMEA"))

    actions.lift_case_hold(first, by=world.by("AEM"))

    case.refresh_from_db()
    assert case.stage == Stage.HELD
