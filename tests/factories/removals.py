"""Removals from a roll, told by a school with the very actions that its pages use."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from onroll.education import actions as education
from onroll.education.actions import NewEnrolment
from onroll.education.models import Enrolment
from onroll.intake import verdicts
from onroll.intake.actions import removing
from onroll.intake.models import Removal
from onroll.people.told import NewChild
from tests import people as cast
from tests.factories import cases as make
from tests.factories.world import World

AFTER: Mapping[str, Mapping[str, Any]] = {
    "destination": {"towards": "school", "next_school": "Marrow Primary School", "standard_leaver": "no"},
    "family": {
        "parent_names": "Liska Testlost",
        "address": "14 Tanners Reach",
        "parent_phone": "01632 960123",
    },
    "numbers": {"upn": ""},
    "background": {"ethnicity": "", "first_language": ""},
    "file": {"transfer_file": "no", "no_transfer_file": "Not made yet"},
    "further": {"further": ""},
    "contact": {"school_contact": "Ms Lund", "position": "Office", "school_phone": "01632 960 001"},
}
ELSEWHERE: Mapping[str, Mapping[str, Any]] = {
    "other-school": {
        "registered_elsewhere": "yes",
        "other_school": "Marrow Primary School",
        "other_registered_on": "2026-11-02",
    },
    "order": {"order": "no"},
    "mobile": {"main_school": "no"},
    "dual": {"dual_registration_agreed": "no"},
}


def enrolled(world: World, new: NewChild = cast.ROWAN) -> Enrolment:
    """Return a child on the roll of the world's school since September 2023."""
    child = make.known_child(world, new)
    told = NewEnrolment(child=child, establishment=world.school, starting_on=date(2023, 9, 5))
    return education.record_enrolment(told, source=make.SOURCE, by=world.by("CMEA"))


def begun(
    world: World, enrolment: Enrolment, *, days_ago: int = 0, ground: str = "9(1)(a)", removed: bool = True
) -> Removal:
    """Return a removal begun by the school: child, day and ground told, nothing else."""
    by = world.by("SCH")
    row = removing.begin_removal(world.school, by=by)
    removing.choose_pupil(row, enrolment=enrolment, by=by)
    removing.tell_day(row, removed=removed, deletes_on=world.today - timedelta(days=days_ago), by=by)
    removing.choose_ground(
        row, ground=ground, other_reason="" if ground else "The family was asked to leave", by=by
    )
    return row


def told(
    world: World, row: Removal, evidence: Mapping[str, Mapping[str, Any]], **after: Mapping[str, Any]
) -> Removal:
    """Return the removal with its evidence and everything after it told; ``after`` changes pages of the latter."""
    for page, answers in {**evidence, **AFTER, **after}.items():
        if page in verdicts.steps_of(row):
            removing.tell_page(row, page=page, answers=answers, by=world.by("SCH"))
    return row


def sent(
    world: World,
    enrolment: Enrolment,
    evidence: Mapping[str, Mapping[str, Any]] = ELSEWHERE,
    *,
    days_ago: int = 0,
    ground: str = "9(1)(a)",
    **after: Mapping[str, Any],
) -> Removal:
    """Return a removal that the school has carried out and sent."""
    row = told(world, begun(world, enrolment, days_ago=days_ago, ground=ground), evidence, **after)
    removing.send_removal(row, by=world.by("SCH"))
    return row
