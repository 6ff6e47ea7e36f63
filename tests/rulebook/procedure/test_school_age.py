"""A child who was too young comes back by itself."""

from dataclasses import replace
from datetime import date

import pytest

from rulebook.parameters import load
from rulebook.procedure import assess
from rulebook.procedure.duty import Duty, Standing
from rulebook.procedure.facts import (
    CaseFacts,
    CheckResult,
    Closing,
    OutcomeDecided,
    Reopening,
    RollCheck,
)
from tests.rulebook.calendars import FENSHIRE

TOLD = date(2026, 9, 9)
OF_AGE = date(2026, 12, 31)  # five on 3 September 2026, so of age on the next of the three days
TOO_YOUNG = CaseFacts(
    subject="case-1",
    opened_on=TOLD,
    born_on=date(2021, 9, 3),
    outcomes=(OutcomeDecided(id="1", decided_on=TOLD, code="under-age"),),
    closings=(Closing(id="1", closed_on=TOLD),),
)


def again(facts: CaseFacts) -> Duty:
    (duty,) = [
        duty
        for duty in assess(facts, calendar=FENSHIRE, parameters=load())
        if duty.code == "check-at-school-age"
    ]
    return duty


@pytest.mark.requirement("SCOPE-1")
def test_the_closing_of_the_case_does_not_end_it_and_it_is_due_on_the_day() -> None:
    duty = again(TOO_YOUNG)

    assert (duty.due_on, duty.met_on, duty.excused_on) == (OF_AGE, None, None)
    assert duty.standing(date(2026, 12, 1)) is Standing.OPEN
    assert duty.standing(date(2027, 1, 1)) is Standing.OVERDUE
    assert "too young" in duty.because
    assert "31 December 2026" in duty.because


def test_opening_the_case_again_on_the_day_meets_it() -> None:
    duty = again(replace(TOO_YOUNG, reopenings=(Reopening(id="1", reopened_on=OF_AGE),)))

    assert duty.met_on == OF_AGE


def test_being_found_on_a_roll_meets_it_and_being_found_on_none_does_not() -> None:
    check = RollCheck(id="1", made_on=OF_AGE, result=CheckResult.ON_ROLL)

    assert again(replace(TOO_YOUNG, roll_checks=(check,))).met_on == OF_AGE
    nowhere = replace(check, result=CheckResult.NOT_ON_ROLL)
    assert again(replace(TOO_YOUNG, roll_checks=(nowhere,))).met_on is None


def test_a_roll_before_the_day_is_not_enough() -> None:
    check = RollCheck(id="1", made_on=date(2026, 12, 30), result=CheckResult.ON_ROLL)

    assert again(replace(TOO_YOUNG, roll_checks=(check,))).met_on is None


def test_a_case_opened_again_for_another_reason_has_its_own_duties() -> None:
    duty = again(replace(TOO_YOUNG, reopenings=(Reopening(id="1", reopened_on=date(2026, 10, 1)),)))

    assert (duty.met_on, duty.excused_on) == (None, date(2026, 10, 1))
    assert duty.excuse == "The case was opened again on 1 October 2026."


@pytest.mark.parametrize("code", ["on-roll", "over-age", "same-child"])
def test_other_outcomes_do_not_bring_a_child_back(code: str) -> None:
    outcome = OutcomeDecided(id="1", decided_on=TOLD, code=code)

    duties = assess(replace(TOO_YOUNG, outcomes=(outcome,)), calendar=FENSHIRE, parameters=load())

    assert "check-at-school-age" not in {duty.code for duty in duties}
