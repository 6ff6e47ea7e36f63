"""The clocks that the procedure and the law name, with their numbers, and an authority's own numbers over them."""

from datetime import date
from pathlib import Path

import pytest

from rulebook.parameters import load
from rulebook.procedure import DUTIES, assess, describe, rule_of
from rulebook.procedure.facts import CaseFacts, VisitRequest
from rulebook.procedure.rule import SUBJECTS
from rulebook.school_days.spans import Days, Months, SchoolDays, Span, Weeks, WorkingDays
from tests.rulebook.calendars import FENSHIRE

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("parameter", "span", "paragraph"),
    [
        ("ask-admissions", SchoolDays(5), "5.1"),
        ("refer-no-show", SchoolDays(10), "5.1"),
        ("refer-absence", SchoolDays(10), "6.1(ii)"),
        ("continuous-absence", SchoolDays(20), "reg 9(1)(i)"),
        ("return-from-leave", SchoolDays(10), "reg 9(1)(h)"),
        ("removal-notice", SchoolDays(10), "5.6(iii)"),
        ("deletion-return", Days(0), "reg 13(4)"),
        ("new-pupil-return", Days(5), "reg 13(1)"),
        ("send-records", SchoolDays(15), "5.6(i)"),
        ("send-transfer-file", SchoolDays(15), "6.1(i)"),
        ("first-visit-urgent", WorkingDays(3), "3.1.4"),
        ("first-visit-standard", WorkingDays(10), "3.1.4"),
        ("six-weekly-visit", Weeks(6), "3.1.4"),
        ("recheck-without-address", Weeks(12), "3.1.2"),
        ("send-monthly-register", Months(1), "3.1.2"),
        ("annual-report", Months(12), "3.1.1"),
        ("attendance-order-notice", Days(15), "s.437"),
    ],
)
def test_each_clock_has_the_number_of_its_paragraph_and_drives_a_duty(
    parameter: str, span: Span, paragraph: str
) -> None:
    value = load().value(parameter, on=TODAY)

    assert value.span == span
    assert paragraph in value.source
    assert any(parameter in rule.parameters for rule in DUTIES)


@pytest.mark.parametrize(
    ("code", "every"),
    [
        ("six-weekly-visit", "6 weeks"),
        ("recheck-without-address", "12 weeks"),
        ("send-monthly-register", "1 month"),
        ("track-excluded-pupil", "1 month"),
        ("send-termly-list", "10 school days"),  # from the first day of each term
        ("report-unofficial-exclusions", "20 school days"),
        ("termly-return", "29 days"),  # from each census day
        ("find-children-without-intake-place", "10 school days"),
        ("annual-report", "12 months"),
        ("inspect-registers", "12 months"),
        ("look-again-at-home-education", "12 months"),
        ("chase-enquiry", "10 working days"),
    ],
)
def test_what_recurs_says_so(code: str, every: str) -> None:
    described = next(each for each in describe(on=TODAY) if each.code == code)

    assert described.recurring
    assert described.within[0].endswith(f": {every}")


def test_nothing_else_recurs() -> None:
    assert len([rule for rule in DUTIES if rule.recurring]) == 12


def test_each_duty_is_about_a_case_a_pupil_or_the_authority() -> None:
    described = describe(on=TODAY)

    assert {each.about for each in described} == set(SUBJECTS.values())
    assert {each.until for each in described if each.about != "case"} == {"done"}


def test_before_a_law_was_in_force_it_has_no_number() -> None:
    before = {each.code: each for each in describe(on=date(2016, 8, 31))}

    assert before["new-pupil-return"].within == ()
    assert before["deletion-notice"].in_force_until == date(2024, 8, 18)
    assert rule_of("deletion-return").in_force_from == date(2016, 9, 1)


@pytest.mark.requirement("VISIT-1")
def test_an_authoritys_own_number_moves_the_cases_from_its_day_and_no_earlier_one(tmp_path: Path) -> None:
    """Seven working days from 1 September 2026: 1 September leads to the 10th, 31 August keeps its ten, to the 14th."""
    own = tmp_path / "local.toml"
    own.write_text(
        "[first-visit-standard]\n"
        "values = [{ from = 2026-09-01, value = 7, unit = 'working days', source = 'Cabinet', mark = 'I' }]\n",
        encoding="utf-8",
    )
    facts = CaseFacts(
        subject="case-1",
        opened_on=date(2026, 8, 24),
        visit_requests=(
            VisitRequest(id="before", sent_on=date(2026, 8, 31)),
            VisitRequest(id="after", sent_on=date(2026, 9, 1)),
        ),
    )

    visits = {
        each.trigger: (each.due_on, each.source)
        for each in assess(facts, calendar=FENSHIRE, parameters=load(own))
        if each.code == "first-visit"
    }

    assert visits == {
        "visit-request:before": (date(2026, 9, 14), "Procedure 3.1.4"),
        "visit-request:after": (date(2026, 9, 10), "Cabinet"),
    }
