"""Under a hold nobody is sent to the door, what protects the child goes on, and what happened is told as it was."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from onroll.cases import actions
from onroll.cases.approach import made_under_hold
from onroll.cases.models import Case, Visit, VisitRequest
from onroll.duties.models import Duty
from onroll.release.models import Hold, HoldKind
from rulebook.procedure.duty import Standing
from rulebook.procedure.facts import VisitOutcome
from tests import people
from tests.factories import cases as make
from tests.factories.refusals import refused
from tests.factories.state import events
from tests.factories.world import World

STOPPED = ("Do not approach the family: a hold stands.", "Attendance and Exclusions Manager")


def place(case: Case, world: World, kind: HoldKind = HoldKind.NO_APPROACH_FAMILY, **what: object) -> Hold:
    told = {"reason": "A forced marriage is feared", "by": world.by("CMEA"), **what}
    return actions.place_case_hold(case, kind=kind, **told)  # type: ignore[arg-type]


# ------------------------------------------------------------------------------------------- nobody is sent there
def ask_the_area(case: Case, request: VisitRequest, world: World) -> None:
    make.ask_for_visit(case, world)


def make_it_urgent(case: Case, request: VisitRequest, world: World) -> None:
    actions.make_urgent(request, reason="A threat was heard", by=world.by("ARM"))


def give_it_away(case: Case, request: VisitRequest, world: World) -> None:
    actions.allocate_officer(request, officer=world.user("AIO"), by=world.by("ARM"))


SENDING = (ask_the_area, make_it_urgent, give_it_away)


@pytest.mark.requirement("HOLD-1")
@pytest.mark.parametrize("kind", [HoldKind.NO_APPROACH_FAMILY, HoldKind.SAFE_ROUTE_ONLY])
@pytest.mark.parametrize("send", SENDING, ids=lambda each: each.__name__)
def test_nobody_is_sent_to_the_door_while_a_hold_stands(
    world: World, send: Callable[[Case, VisitRequest, World], None], kind: HoldKind
) -> None:
    case = make.open_case(world)
    request = make.ask_for_visit(case, world)
    place(case, world, kind, contact="Through the worker at the Anchor")
    before = events()

    with refused(*STOPPED, code="held"):
        send(case, request, world)

    request.refresh_from_db()
    assert (request.officer, request.made_urgent_on, events()) == (None, None, before)


@pytest.mark.parametrize("send", SENDING, ids=lambda each: each.__name__)
def test_a_hold_over_a_brother_keeps_everybody_from_the_same_door(
    world: World, send: Callable[[Case, VisitRequest, World], None]
) -> None:
    case, brother = make.open_case(world), make.open_case(world, people.ASH)
    request = make.ask_for_visit(case, world)
    place(brother, world)

    with refused(*STOPPED, code="held"):
        send(case, request, world)


@pytest.mark.parametrize("kind", [HoldKind.NO_DISCLOSURE_TO, HoldKind.UNSAFE_PHONE, HoldKind.UNSAFE_EMAIL])
def test_a_hold_on_one_number_or_one_organisation_sends_an_officer_all_the_same(
    world: World, kind: HoldKind
) -> None:
    case = make.open_case(world)
    place(case, world, kind, organisation=world.organisation("OLA"), contact="01632 960111")

    make.give_to_officer(make.ask_for_visit(case, world), world)

    assert case.visitrequests.get().officer == world.user("AIO")


def test_the_area_is_asked_once_the_hold_is_lifted_and_its_clock_had_run_on(world: World) -> None:
    case = make.open_case(world)
    make.check(case, world)
    hold = place(case, world)
    due = make.duties_of(case)["refer-to-area"]
    assert (due.standing(world.today), due.due_on) == (Standing.SUSPENDED, world.today + timedelta(days=1))
    actions.ask_to_lift_hold(hold, reason="Social care has seen her", by=world.by("CMEA", days=3))
    hold.refresh_from_db()
    actions.lift_case_hold(hold, by=world.by("AEM", days=3))

    make.ask_for_visit(case, world, by=world.by("CMEA", days=3))

    asked = make.duties_of(case)["refer-to-area"]
    assert (asked.due_on, asked.met_on) == (world.today + timedelta(days=1), world.today + timedelta(days=3))


def test_what_protects_the_child_goes_on_under_a_hold(world: World) -> None:
    case = make.open_case(world)
    hold = place(case, world)

    row = actions.screen_case(
        case,
        answers=make.screening_answers(*make.screening_answers()),
        source="the test",
        by=world.by("CMEA"),
    )
    actions.record_concern_referred(
        row, to="Social care", on=world.today, reference="SC-1", by=world.by("CMEA")
    )
    actions.record_police_told(row, on=world.today, reference="WC/1", by=world.by("CMEA"))
    make.check(case, world)
    actions.decide_hold_strategy(hold, words="The police lead", by=world.by("AEM"))

    duties = make.duties_of(case)
    for code in ("refer-concern", "tell-police", "check-rolls", "strategy-decision-under-hold"):
        assert duties[code].met_on == world.today, code


# ------------------------------------------------------------------------------------------- what happened is told
@pytest.fixture
def held(world: World) -> VisitRequest:
    """Return a CME 4 of a family over which a hold was placed at 12:00 today, three hours ago."""
    case, request = make.visited_case(world)
    world.at = world.at.replace(hour=12, minute=0)
    place(case, world)
    world.at += timedelta(hours=3)
    return request


def tell(request: VisitRequest, world: World, time_of_day: str, *, on: date | None = None) -> Visit:
    return make.visit(
        request, world, outcome=VisitOutcome.NO_ANSWER, time_of_day=time_of_day, visited_on=on or world.today
    )


@pytest.mark.parametrize("time_of_day", ["morning", "11:59", "9.05"])
def test_a_visit_before_the_hold_of_the_same_day_is_recorded_and_is_no_breach(
    world: World, held: VisitRequest, time_of_day: str
) -> None:
    visit = tell(held, world, time_of_day)

    assert not made_under_hold(visit)
    assert "case.visited-under-hold" not in events()
    assert make.duties_of(held.case)["first-visit"].met_on == world.today


@pytest.mark.parametrize("time_of_day", ["afternoon", "12:01"])
def test_a_visit_after_the_hold_is_recorded_and_comes_to_the_manager(
    world: World, held: VisitRequest, time_of_day: str
) -> None:
    actions.decide_hold_strategy(
        Hold.objects.unscoped("a test").get(), words="The police lead", by=world.by("AEM")
    )
    world.at += timedelta(days=1)

    visit = tell(held, world, time_of_day, on=world.today - timedelta(days=1))

    assert made_under_hold(visit)
    assert "case.visited-under-hold" in events()
    decision = make.duties_of(held.case)["strategy-decision-under-hold"]
    # Known on Tuesday 24 November, so due on Wednesday.
    assert (decision.owed_by, decision.due_on, decision.met_on) == ("AEM", date(2026, 11, 25), None)
    assert decision.because == "The family was visited on 23 November 2026, while a hold stood."


def test_where_only_the_hour_can_tell_it_is_asked_for(world: World, held: VisitRequest) -> None:
    with refused("Enter the time of the visit by the clock, such as 10:30.", where="time_of_day"):
        tell(held, world, "")


@pytest.mark.parametrize("words", ["25:00", "half past ten", "10:3", "1030"])
def test_a_time_is_hours_and_minutes(world: World, held: VisitRequest, words: str) -> None:
    with refused("Enter the time in hours and minutes, such as 10:30.", where="clock_time"):
        tell(held, world, words)


def test_a_visit_made_while_a_hold_stood_that_is_lifted_since_is_still_told_as_it_was(
    world: World, held: VisitRequest
) -> None:
    hold = Hold.objects.unscoped("a test").get()
    actions.ask_to_lift_hold(hold, reason="Social care has seen her", by=world.by("CMEA"))
    hold.refresh_from_db()
    actions.lift_case_hold(hold, by=world.by("AEM"))  # at 15:00
    world.at += timedelta(hours=2)

    under, after = tell(held, world, "14:00"), tell(held, world, "16:00")

    assert (made_under_hold(under), made_under_hold(after)) == (True, False)


def test_a_visit_recorded_before_the_hold_is_no_breach_though_nobody_told_the_hour(world: World) -> None:
    case, request = make.visited_case(world)
    visit = make.visit(request, world, outcome=VisitOutcome.NO_ANSWER)
    world.at += timedelta(hours=1)
    place(case, world)

    visit = Visit.objects.unscoped("a test").get(pk=visit.pk)
    assert not made_under_hold(visit)
    assert triggers(case) == [f"hold:{Hold.objects.unscoped('a test').get().pk}"]


def triggers(case: Case) -> list[str]:
    """Return for what the manager owes a decision."""
    rows = Duty.objects.unscoped("a test").filter(subject_id=case.pk, code="strategy-decision-under-hold")
    return list(rows.values_list("trigger", flat=True))
