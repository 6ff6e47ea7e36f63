"""What comes round, worked out by hand: each time done on its last day, and it finds what the last one found."""

from datetime import date

import pytest

from rulebook.parameters import load
from rulebook.procedure import DUTIES, assess
from rulebook.procedure.ahead import WITH_THE_TERM, falls_due
from rulebook.procedure.authority_facts import Area, AuthorityFacts, TermBegun
from rulebook.procedure.case_steps import EnquirySent
from rulebook.procedure.duty import Duty
from rulebook.procedure.facts import CaseFacts, CheckResult, RollCheck, Visit, VisitOutcome
from rulebook.procedure.rule import Facts
from tests.rulebook.calendars import FENSHIRE

TODAY = date(2026, 11, 30)
NEXT_OCTOBER = date(2027, 10, 15)


def owed(facts: Facts, code: str) -> Duty:
    (duty,) = (each for each in assess(facts, calendar=FENSHIRE, parameters=load()) if each.code == code)
    return duty


def ahead(duty: Duty, until: date = NEXT_OCTOBER, born_on: date | None = None) -> list[date]:
    return list(
        falls_due(duty, as_of=TODAY, until=until, calendar=FENSHIRE, parameters=load(), born_on=born_on)
    )


def case(**facts: object) -> CaseFacts:
    return CaseFacts(subject="case-1", opened_on=date(2026, 9, 7), **facts)  # type: ignore[arg-type]


SEEN = Visit(id="1", visited_on=date(2026, 11, 2), outcome=VisitOutcome.SEEN_LIVING_THERE)
NOWHERE = RollCheck(id="1", made_on=date(2026, 9, 8), result=CheckResult.NOT_ON_ROLL)


@pytest.mark.requirement("VISIT-4")
def test_a_visit_comes_round_every_six_weeks() -> None:
    """Seen on 2 November 2026: due on 14 December, then every 42 days."""
    visit = owed(case(visits=(SEEN,)), "six-weekly-visit")

    assert visit.due_on == date(2026, 12, 14)
    assert ahead(visit, until=date(2027, 5, 31)) == [
        date(2027, 1, 25),
        date(2027, 3, 8),
        date(2027, 4, 19),
        date(2027, 5, 31),
    ]
    assert ahead(visit, until=date(2027, 5, 30)) == [date(2027, 1, 25), date(2027, 3, 8), date(2027, 4, 19)]


@pytest.mark.requirement("VISIT-4")
def test_visits_stop_with_compulsory_school_age() -> None:
    """Born on 3 March 2011: the age ends on 25 June 2027, before the visit of 12 July."""
    visit = owed(case(visits=(SEEN,)), "six-weekly-visit")

    assert ahead(visit, born_on=date(2011, 3, 3))[-1] == date(2027, 5, 31)
    assert ahead(visit, born_on=date(2015, 3, 3))[-1] == date(2027, 10, 4)


@pytest.mark.requirement("RECHECK-1")
def test_a_search_that_is_late_is_made_on_the_day_of_the_run_and_comes_round_from_it() -> None:
    """Searched on 8 September: due on 1 December, which is tomorrow; a search of 1 June was due on 24 August."""
    in_time = owed(case(roll_checks=(NOWHERE,)), "recheck-without-address")
    checked = RollCheck(id="1", made_on=date(2026, 6, 1), result=CheckResult.NOT_ON_ROLL)
    late = owed(case(roll_checks=(checked,)), "recheck-without-address")

    assert in_time.due_on == date(2026, 12, 1)
    assert ahead(in_time, until=date(2027, 6, 1)) == [date(2027, 2, 23), date(2027, 5, 18)]
    assert late.due_on == date(2026, 8, 24)
    assert ahead(late, until=date(2027, 6, 1)) == [date(2027, 2, 22), date(2027, 5, 17)]


@pytest.mark.requirement("MONTHLY-1")
def test_a_register_comes_round_each_month() -> None:
    facts = AuthorityFacts(subject="authority", areas=(Area(id="north", since=TODAY),))

    register = owed(facts, "send-monthly-register")

    assert register.due_on == date(2026, 12, 30)
    assert ahead(register, until=date(2027, 3, 31)) == [
        date(2027, 1, 30),
        date(2027, 2, 28),
        date(2027, 3, 28),
    ]


@pytest.mark.requirement("ANNUAL-1")
def test_a_report_comes_round_each_year() -> None:
    report = owed(AuthorityFacts(subject="authority", reports_from=TODAY), "annual-report")

    assert report.due_on == date(2027, 11, 30)
    assert ahead(report, until=date(2029, 12, 31)) == [date(2028, 11, 30), date(2029, 11, 30)]


@pytest.mark.requirement("TERMLY-1")
def test_a_list_of_each_term_comes_with_the_terms_and_not_by_itself() -> None:
    term = TermBegun(id="1", starts_on=date(2027, 1, 5))

    duty = owed(AuthorityFacts(subject="authority", terms=(term,)), "send-termly-list")

    assert duty.due_on == date(2027, 1, 19)
    assert ahead(duty) == []


def test_what_does_not_recur_comes_round_never() -> None:
    assert ahead(owed(case(), "check-rolls")) == []


def test_past_the_published_terms_or_holidays_nothing_is_guessed() -> None:
    enquiry = EnquirySent(id="1", sent_on=date(2050, 11, 28))

    chase = owed(case(enquiries_sent=(enquiry,)), "chase-enquiry")

    assert chase.due_on == date(2050, 12, 12)
    # 13 to 16, 19 to 23 and 28 December: the 26th and 27th are bank holidays. The next is of a year not known.
    assert ahead(chase, until=date(2051, 6, 1)) == [date(2050, 12, 28)]


def test_every_duty_that_recurs_is_of_one_of_the_two_kinds() -> None:
    recurring = {rule.code: rule for rule in DUTIES if rule.recurring}

    assert set(recurring) > WITH_THE_TERM
    assert all(len(rule.parameters) == 1 for rule in recurring.values())
