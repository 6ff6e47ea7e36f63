"""Reasonable enquiries: made or not applicable, by whom, with what result; jointly where the ground asks for it."""

from datetime import date, timedelta
from typing import Any

import pytest

from onroll.cases import actions
from onroll.cases.actions import LineMade
from onroll.cases.models import Case
from onroll.education.models import Enrolment
from rulebook.findings import Refused
from rulebook.procedure.enquiries import ENQUIRIES
from tests.factories import cases as make
from tests.factories.state import nothing_written
from tests.factories.world import World


def left_a_roll(case: Case, world: World, ground: str) -> None:
    """Let the child have left the roll of the school on a ground."""
    Enrolment.objects.create(
        child_id=case.child_id,
        establishment=world.school,
        source="the school",
        recorded_at=world.at,
        recorded_by="the test",
        deleted_on=world.today - timedelta(days=5),
        ground=ground,
    )


def made(case: Case, world: World, **given: Any) -> Any:
    """Record a line, changed as given."""
    told: dict[str, Any] = {
        "line": "friends-neighbours",
        "made_on": world.today,
        "officer": "Ms Pike",
        "result": "They left on Saturday",
    }
    return actions.record_enquiry(case, told=LineMade(**{**told, **given}), by=world.by("CMEA"))


@pytest.mark.requirement("SCREEN-4")
def test_neighbours_asked_are_kept_with_source_and_result(world: World) -> None:
    case = make.open_case(world)

    made(case, world, contact="Number 5")
    made(case, world, line="revenue", applies=False, result="No agreement stands")

    rows = {row.line: (row.applies, row.contact, row.result) for row in case.enquirymades.all()}
    assert rows == {
        "friends-neighbours": (True, "Number 5", "They left on Saturday"),
        "revenue": (False, "", "No agreement stands"),
    }


@pytest.mark.requirement("GROUND-2")
def test_a_ground_that_asks_for_it_has_two_people_named(world: World) -> None:
    case = make.open_case(world)
    left_a_roll(case, world, "9(1)(h)")  # not back from leave: school and authority enquire together

    with nothing_written(), pytest.raises(Refused) as refused:
        made(case, world)
    assert refused.value.findings[0].where == "school_officer"

    made(case, world, school_officer="Mrs Ferrier")
    made(case, world, line="housing")  # the authority's own
    made(case, world, line="police", applies=False, result="No risk known")
    assert case.enquirymades.count() == 3


def test_another_ground_asks_for_one_person(world: World) -> None:
    case = make.open_case(world)
    left_a_roll(case, world, "9(1)(f)")

    made(case, world)

    assert case.enquirymades.get().school_officer == ""


@pytest.mark.parametrize(
    ("given", "where"),
    [
        ({"line": "tea-leaves"}, "line"),
        ({"result": " "}, "result"),
        ({"officer": ""}, "officer"),
        ({"made_on": date(2026, 11, 24)}, "made_on"),
    ],
)
def test_what_cannot_be_so_is_refused(world: World, given: dict[str, Any], where: str) -> None:
    case = make.open_case(world)

    with nothing_written(), pytest.raises(Refused) as refused:
        made(case, world, **given)

    assert [finding.where for finding in refused.value.findings] == [where]


def test_the_checklist_has_seventeen_lines_each_once() -> None:
    assert len({each.code for each in ENQUIRIES}) == 17
