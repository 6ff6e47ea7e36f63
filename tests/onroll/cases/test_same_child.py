"""A link between two records covers both with what stands over either, and counts the child once."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from onroll.access.policy import PermissionRefused
from onroll.cases import actions, queries
from onroll.cases.models import Case, Stage
from onroll.duties.models import Duty
from onroll.people.actions import NewDecision
from onroll.people.models import Answer, Child, PairDecision, PairState
from onroll.people.told import NewAddress
from onroll.release.models import Hold, HoldKind, Message, MessageState
from onroll.release.queries import family_of, holds_over, is_held
from rulebook.findings import Refused
from tests import people
from tests.factories import cases as make
from tests.factories.state import everything_written, nothing_written
from tests.factories.world import World

FAR = NewAddress(lines="88 Pelican Street", town="Farhaven", postcode="WX9 7QQ")
SAME_SEEN_FAR_AWAY = replace(people.ROWAN, forenames="Rowann", addresses=(FAR,), parents=())
SINCE_A_LINK = {"people.PairDecision", "events"}


def far_record(world: World) -> Child:
    """Return a record of the same child under another address and without a parent: nothing joins it to the first."""
    return make.known_child(world, SAME_SEEN_FAR_AWAY)


def linked(world: World, one: Child, other: Child, *, role: str = "CMEA", days: int = 0) -> PairDecision:
    """Decide that two records are one child, the first followed."""
    new = NewDecision(answer=Answer.SAME, follows=one, reason="The passport was seen")
    return actions.decide_same_child(one, other=other, new=new, by=world.by(role, days=days))


def held(world: World, child: Child) -> Hold:
    """Return a hold placed over the family of a child who has an open case."""
    case = actions.open_case(child, area=world.north, by=world.by("CMEA"))
    return actions.place_case_hold(
        case, kind=HoldKind.NO_APPROACH_FAMILY, reason="Forced marriage is feared", by=world.by("CMEA")
    )


@pytest.mark.parametrize("follows_the_held_one", [True, False])
def test_a_hold_on_either_record_stands_over_both(world: World, follows_the_held_one: bool) -> None:
    one, other = make.known_child(world), far_record(world)
    hold = held(world, other)
    assert holds_over(one.pk) == []

    linked(world, other if follows_the_held_one else one, one if follows_the_held_one else other)

    assert holds_over(one.pk) == [hold]
    assert is_held(one.pk)
    assert family_of(one.pk) == family_of(other.pk) == {one.pk, other.pk}


def test_a_hold_placed_later_stands_over_the_other_record_and_over_its_brothers(world: World) -> None:
    one, other = make.known_child(world), far_record(world)
    brother = make.known_child(world, people.ASH)
    linked(world, one, other)

    hold = held(world, other)

    assert [holds_over(child.pk) for child in (one, other, brother)] == [[hold]] * 3


def test_a_hold_on_a_brothers_other_record_stands_over_the_child(world: World) -> None:
    rowan, brother = make.known_child(world), make.known_child(world, people.ASH)
    seen = make.known_child(world, replace(SAME_SEEN_FAR_AWAY, forenames="Ash"))
    linked(world, brother, seen)

    hold = held(world, seen)

    assert holds_over(rowan.pk) == [hold]
    assert rowan.pk in family_of(seen.pk)


def test_a_letter_that_waits_is_stopped_when_a_hold_comes_over_its_child(world: World) -> None:
    case, request = make.visited_case(world)
    actions.write_visit_letter(request, visit_on=world.today + timedelta(days=14), by=world.by("ARM"))
    waiting = Message.objects.unscoped("a test").filter(child_id=case.child_id, to_family=True)
    assert set(waiting.values_list("state", flat=True)) == {MessageState.QUEUED}
    other = far_record(world)
    held(world, other)

    linked(world, case.child, other)

    assert set(waiting.values_list("state", flat=True)) == {MessageState.CANCELLED}
    case.refresh_from_db()
    assert case.stage == Stage.HELD


def test_only_who_may_sign_for_a_hold_undoes_the_link_by_which_it_stands(world: World) -> None:
    one, other = make.known_child(world), far_record(world)
    held(world, other)
    decision = linked(world, one, other)

    with nothing_written(), pytest.raises(Refused, match="Ask the Attendance and Exclusions Manager"):
        actions.undo_same_child(decision, reason="Two certificates", by=world.by("CMEA"))
    assert is_held(one.pk)

    actions.undo_same_child(decision, reason="Two certificates", by=world.by("AEM"))

    assert holds_over(one.pk) == []
    assert is_held(other.pk)


def test_linked_and_undone_cases_duties_and_holds_are_byte_for_byte_as_before(world: World) -> None:
    one, other = make.known_child(world), far_record(world)
    held(world, other)
    actions.open_case(one, area=world.north, by=world.by("CMEA"))
    before = everything_written()

    decision = linked(world, one, other)
    actions.undo_same_child(decision, reason="Two certificates", by=world.by("AEM"))

    after = everything_written()
    changed = {label for label in before if before[label] != after[label]}
    assert changed - SINCE_A_LINK == set()


@pytest.mark.parametrize("role", ["ARM", "AIO", "EHE", "SCH", "AGY", "DPO", "SYS"])
def test_who_may_not_change_a_card_leaves_no_trace(world: World, role: str) -> None:
    one, other = make.known_child(world), far_record(world)
    decision = linked(world, one, other)

    with nothing_written():
        for act in (
            lambda: linked(world, one, other, role=role),
            lambda: actions.undo_same_child(decision, reason="No", by=world.by(role)),
            lambda: actions.review_same_child(decision, agree=True, words="", by=world.by(role)),
        ):
            with pytest.raises(PermissionRefused):
                act()


def test_a_reviewed_change_covers_both_from_the_moment_of_the_review(world: World) -> None:
    one, other = make.known_child(world), far_record(world)
    hold = held(world, other)
    new = NewDecision(answer=Answer.DIFFERENT, reason="Two dates of birth")
    actions.decide_same_child(one, other=other, new=new, by=world.by("CMEA"))
    change = linked(world, one, other, days=1)
    assert holds_over(one.pk) == []

    actions.review_same_child(change, agree=True, words="Seen too", by=world.by("AEM", days=1))

    change.refresh_from_db()
    assert change.state == PairState.STANDS
    assert holds_over(one.pk) == [hold]


def open_duties(case: Case) -> set[Any]:
    """Return the codes and days of what is owed in a case."""
    rows = Duty.objects.unscoped("a test").filter(subject_id=case.pk, met_on=None)
    return set(rows.values_list("code", "due_on"))


def test_no_clock_stops_because_two_records_are_linked(world: World) -> None:
    one, other = make.known_child(world), far_record(world)
    first = actions.open_case(one, area=world.north, by=world.by("CMEA"))
    second = actions.open_case(other, area=world.north, by=world.by("CMEA"))
    before = open_duties(first), open_duties(second)
    assert before[1]

    linked(world, one, other)

    assert (open_duties(first), open_duties(second)) == before


def test_a_child_with_two_cases_is_on_the_register_once(world: World) -> None:
    one, other = make.known_child(world), far_record(world)
    first = actions.open_case(one, area=world.north, by=world.by("CMEA"))
    second = actions.open_case(other, area=world.south, by=world.by("CMEA"))
    by = world.by("CMEA")
    assert set(queries.each_child_once(queries.register(by))) == {first, second}

    decision = linked(world, one, other)

    assert list(queries.each_child_once(queries.register(by))) == [first]
    assert queries.each_child_once(queries.register(by)).count() == 1
    actions.undo_same_child(decision, reason="Two certificates", by=by)
    assert set(queries.each_child_once(queries.register(by))) == {first, second}


def test_a_child_held_three_times_is_on_the_register_once_by_the_case_opened_first(world: World) -> None:
    followed, one, other = make.known_child(world), far_record(world), far_record(world)
    linked(world, followed, one)
    linked(world, followed, other)
    by = world.by("CMEA")
    second = make.open_case(world, people.ZOE)
    cases = [
        Case.objects.create(
            reference=f"K-{child.pk.hex[-8:]}",
            child=child,
            opened_on=on,
            opened_by="A test",
            area=world.north,
        )
        for child, on in ((one, world.today), (other, world.today - timedelta(days=4)))
    ]
    for case in cases:
        actions.refresh_case(case.pk, by=by)

    assert set(queries.each_child_once(queries.register(by))) == {cases[1], second}


def test_who_sees_only_the_other_record_sees_its_case(world: World) -> None:
    one, other = make.known_child(world), far_record(world)
    actions.open_case(one, area=world.south, by=world.by("CMEA"))
    here = actions.open_case(other, area=world.north, by=world.by("CMEA"))

    linked(world, one, other)

    assert list(queries.each_child_once(queries.register(world.by("ARM")))) == [here]


def test_a_new_notice_of_a_child_held_twice_joins_the_case_that_is_open(world: World) -> None:
    one, other = make.known_child(world), far_record(world)
    case = actions.open_case(other, area=world.north, by=world.by("CMEA"))
    linked(world, one, other)
    referral = make.receive(world)

    joined = actions.open_case(one, referral=referral, area=world.north, by=world.by("CMEA"))

    assert joined == case
    referral.refresh_from_db()
    assert (referral.case_id, referral.child_id) == (case.pk, one.pk)


def test_what_the_night_finds_is_asked_about_once(world: World) -> None:
    one, other = make.known_child(world), make.known_child(world, replace(people.ROWAN, parents=()))

    assert actions.look_for_pairs([one.pk, other.pk], by=world.night()) == 1
    assert actions.look_for_pairs([one.pk, other.pk], by=world.night()) == 0
