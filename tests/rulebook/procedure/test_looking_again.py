"""Home education that was found suitable is looked at again, until it ends or compulsory school age is over."""

from datetime import date
from typing import Any

import pytest

from rulebook.parameters import load
from rulebook.procedure import assess
from rulebook.procedure.duty import Duty
from rulebook.procedure.facts import CaseFacts, Provision, ProvisionKind
from tests.rulebook.calendars import calendar_of

ENTERED, FIRST = date(2026, 9, 7), date(2026, 11, 23)
BORN = date(2011, 1, 14)  # compulsory school age ends on Friday 25 June 2027


def owed(*, born_on: date | None = None, reached_on: date | None = None, **given: Any) -> list[Duty]:
    """Return what is owed of one child's education, changed as given."""
    told = {"kind": ProvisionKind.HOME, "suitable": True, "judged_on": FIRST, **given}
    facts = CaseFacts(
        subject="one",
        opened_on=ENTERED,
        born_on=born_on,
        reached_on=reached_on,
        provisions=(Provision(id="1", starts_on=ENTERED, confirmed_on=ENTERED, **told),),
    )
    found = assess(facts, calendar=calendar_of(FIRST), parameters=load())
    return [each for each in found if each.code == "look-again-at-home-education"]


@pytest.mark.requirement("EHE-2")
def test_each_look_that_decides_begins_a_year_of_its_own() -> None:
    first, second = owed(judged_on=date(2027, 10, 4), judged_days=(FIRST, date(2027, 10, 4)))

    assert (first.due_on, first.met_on) == (date(2027, 11, 23), date(2027, 10, 4))
    assert (second.due_on, second.met_on) == (date(2028, 10, 4), None)


@pytest.mark.requirement("EHE-2")
def test_education_found_not_suitable_is_not_to_be_looked_at_again_by_this_rule() -> None:
    (only,) = owed(suitable=False, judged_on=date(2027, 10, 4), judged_days=(FIRST, date(2027, 10, 4)))

    assert only.met_on == date(2027, 10, 4)
    assert owed(suitable=False) == []


@pytest.mark.parametrize(
    "given",
    [{"kind": ProvisionKind.ALTERNATIVE}, {"suitable": None, "judged_on": None}, {"judged_on": None}],
    ids=["not at home", "not judged", "judged on a day that nobody recorded"],
)
def test_nothing_is_owed_of_what_was_not_found_suitable_at_home(given: dict[str, Any]) -> None:
    assert owed(**given) == []


@pytest.mark.requirement("EHE-2")
def test_it_ends_with_compulsory_school_age_and_with_the_education() -> None:
    (on_the_last_day,) = owed(born_on=BORN, reached_on=date(2027, 6, 25))
    (after,) = owed(born_on=BORN, reached_on=date(2027, 6, 26))
    (ended,) = owed(born_on=BORN, reached_on=date(2027, 6, 26), ends_on=date(2027, 3, 1))

    assert on_the_last_day.excused_on is None
    assert after.excused_on == date(2027, 6, 26)
    assert ended.excused_on == date(2027, 3, 1)
