"""A duty that was raised and then changed leaves a word: which one, from what to what, and after whose act."""

from datetime import timedelta
from typing import Any

from onroll.audit.models import Event
from onroll.cases import actions
from onroll.cases.models import Case
from rulebook.procedure.facts import CheckResult, DecisionKind
from tests.factories import cases as make
from tests.factories.state import nothing_written
from tests.factories.world import World


def changed(case: Case) -> list[dict[str, Any]]:
    """Return what is on record of changed duties of a case, in order."""
    rows = Event.objects.filter(kind="duty.changed", child_id=case.child_id).order_by("recorded_at", "pk")
    return [row.detail for row in rows]


def decided(case: Case, world: World, kind: DecisionKind, **given: Any) -> None:
    """Let the manager decide on the first search of the rolls."""
    actions.decide_duty(
        case, duty="check-rolls", trigger="case:opened", kind=kind, reason="Ill at home", by=world.by("AEM"),
        until_on=given.get("until_on"),
    )  # fmt: skip


def test_a_day_that_a_manager_moved_is_told_with_the_one_before(world: World) -> None:
    case = make.open_case(world)
    before = make.duties_of(case)["check-rolls"].due_on
    later = world.today + timedelta(days=30)

    decided(case, world, DecisionKind.EXTEND, until_on=later)

    [told] = changed(case)
    assert before is not None
    assert (told["duty"], told["trigger"]) == ("check-rolls", "case:opened")
    assert (told["due_on_before"], told["due_on"]) == (before.isoformat(), later.isoformat())
    assert Event.objects.get(kind="duty.changed").by_name == world.by("AEM").name


def test_a_duty_excused_is_told_so_and_nothing_that_anybody_wrote(world: World) -> None:
    case = make.open_case(world)

    decided(case, world, DecisionKind.EXCUSE)

    [told] = changed(case)
    assert (told["excused_on_before"], told["excused_on"]) == (None, world.today.isoformat())
    assert told["after"] == "case.duty-decided"
    assert "Ill at home" not in str(told)


def test_what_is_met_is_told_as_before_and_once(world: World) -> None:
    case = make.open_case(world)

    make.check(case, world, result=CheckResult.NOT_ON_ROLL)

    assert [told["duty"] for told in changed(case) if told["duty"] == "check-rolls"] == []
    met = Event.objects.filter(kind="duty.met", child_id=case.child_id)
    assert "check-rolls" in {row.detail["duty"] for row in met}


def test_a_day_on_which_something_was_met_and_that_is_emptied_is_told(world: World) -> None:
    case = make.open_case(world)
    check = make.check(case, world, result=CheckResult.NOT_ON_ROLL)
    case.rollchecks.filter(pk=check.pk).update(result=CheckResult.UNCLEAR)

    actions.refresh_case(case.pk, by=world.night(days=1))

    [told] = [each for each in changed(case) if each["duty"] == "check-rolls"]
    assert (told["met_on_before"], told["met_on"]) == (world.today.isoformat(), None)
    assert told["after"] == ""


def test_asking_again_when_nothing_has_changed_tells_nothing(world: World) -> None:
    case, _ = make.visited_case(world)
    told = len(changed(case))

    with nothing_written():
        actions.refresh_case(case.pk, by=world.by("AEM"))

    assert len(changed(case)) == told
