"""Counting school days and working days."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rulebook.findings import Refused
from rulebook.school_days.bank_holidays import bank_holidays_of_england
from rulebook.school_days.calendar import (
    Calendar,
    Closure,
    ClosureKind,
    Term,
    add_months,
    examine,
    for_school,
)
from rulebook.school_days.not_published import CalendarNotPublished
from rulebook.school_days.spans import Days, Months, SchoolDays, Span, Weeks, WorkingDays
from tests.rulebook.calendars import CLOSURES, FENSHIRE, TERMS

EMPTY = Calendar(bank_holidays_of_england())
FIRST, LAST = date(2026, 9, 3), date(2027, 7, 22)
working = st.dates(date(2006, 1, 1), date(2049, 12, 31))
counts = st.integers(1, 60)


@pytest.mark.parametrize(
    ("day", "meets"),
    [
        (date(2026, 9, 3), True),  # the first day of term
        (date(2026, 9, 4), False),  # staff training
        (date(2026, 9, 5), False),  # a Saturday
        (date(2026, 10, 26), False),  # the first day of half-term
        (date(2026, 11, 2), True),  # back from half-term
        (date(2026, 12, 18), True),  # the last day of term
        (date(2026, 12, 21), False),  # the Christmas holiday
        (date(2027, 5, 3), False),  # a bank holiday in term
        (date(2027, 7, 22), True),  # the last day of the year
    ],
)
def test_a_school_meets_in_term_on_weekdays_that_are_not_closed(day: date, meets: bool) -> None:
    assert FENSHIRE.is_school_day(day) is meets


@given(st.dates(FIRST, LAST - timedelta(days=1)), st.integers(1, 20))
def test_so_many_school_days_on_is_a_school_day_with_exactly_so_many_counted(start: date, count: int) -> None:
    try:
        end = FENSHIRE.add_school_days(start, count)
    except CalendarNotPublished:
        return

    assert FENSHIRE.is_school_day(end)
    assert FENSHIRE.school_days_between(start, end) == count
    assert FENSHIRE.school_days_between(end, start) == -count
    if FENSHIRE.is_school_day(start):
        assert FENSHIRE.school_days_before(end, count) == start


@given(working, counts)
def test_so_many_working_days_on_is_a_working_day_with_exactly_so_many_counted(
    start: date, count: int
) -> None:
    end = FENSHIRE.add_working_days(start, count)

    assert FENSHIRE.is_working_day(end)
    assert FENSHIRE.working_days_between(start, end) == count
    if FENSHIRE.is_working_day(start):
        assert FENSHIRE.working_days_before(end, count) == start


@given(working, counts, counts)
def test_counting_in_two_steps_is_counting_once(start: date, one: int, other: int) -> None:
    middle = FENSHIRE.add_working_days(start, one)

    assert FENSHIRE.add_working_days(middle, other) == FENSHIRE.add_working_days(start, one + other)


@given(working)
def test_counting_nothing_moves_nothing(start: date) -> None:
    assert FENSHIRE.add_working_days(start, 0) == start
    assert FENSHIRE.working_days_before(start, 0) == start
    assert FENSHIRE.add_school_days(start, 0) == start
    assert FENSHIRE.school_days_before(start, 0) == start


@pytest.mark.parametrize(
    "day", [date(2026, 12, 25), date(2026, 12, 28), date(2022, 9, 19), date(2023, 5, 8), date(2026, 8, 31)]
)
def test_a_bank_holiday_of_england_is_no_working_day(day: date) -> None:
    assert not FENSHIRE.is_working_day(day)


def test_st_andrews_day_is_a_working_day_in_england() -> None:
    assert FENSHIRE.is_working_day(date(2026, 11, 30))


@pytest.mark.parametrize(
    ("ask", "words"),
    [
        (lambda: FENSHIRE.is_school_day(date(2027, 7, 23)), "published to 22 July 2027"),
        (lambda: FENSHIRE.is_school_day(date(2026, 9, 2)), "published from 3 September 2026"),
        (lambda: FENSHIRE.add_school_days(date(2027, 7, 20), 3), "published to 22 July 2027"),
        (lambda: FENSHIRE.add_school_days(date(2026, 8, 1), 1), "published from 3 September 2026"),
        (lambda: FENSHIRE.school_days_before(date(2026, 9, 7), 2), "published from 3 September 2026"),
        (
            lambda: FENSHIRE.school_days_between(date(2027, 7, 1), date(2027, 9, 1)),
            "published to 22 July 2027",
        ),
        (lambda: EMPTY.is_school_day(date(2026, 11, 23)), "no school terms are published"),
        (
            lambda: FENSHIRE.is_working_day(date(2051, 1, 1)),
            "bank holidays are published to 31 December 2050",
        ),
        (lambda: FENSHIRE.add_working_days(date(2050, 12, 30), 5), "bank holidays are published"),
        (lambda: FENSHIRE.working_days_before(date(2005, 1, 5), 5), "published from 1 January 2005"),
        (lambda: FENSHIRE.is_working_day(date(2004, 12, 31)), "published from 1 January 2005"),
        (lambda: FENSHIRE.count(date(9999, 12, 20), Days(12)), "published to 31 December 9999"),
        (lambda: FENSHIRE.count(date(9999, 12, 20), Weeks(2)), "published to 31 December 9999"),
        (lambda: FENSHIRE.count(date(9999, 12, 20), Months(1)), "published to 31 December 9999"),
    ],
)
def test_past_the_published_calendar_there_is_no_guess(ask: Callable[[], object], words: str) -> None:
    with pytest.raises(CalendarNotPublished, match=words):
        ask()


def test_a_term_that_nobody_published_is_not_counted_across() -> None:
    autumn, _, summer = TERMS
    gap = Calendar(bank_holidays_of_england(), terms=(summer, autumn))

    assert gap.add_school_days(date(2026, 12, 16), 2) == date(2026, 12, 18)
    assert gap.add_school_days(date(2027, 4, 12), 1) == date(2027, 4, 13)
    for ask in (
        lambda: gap.add_school_days(date(2026, 12, 16), 3),
        lambda: gap.is_school_day(date(2027, 1, 12)),
        lambda: gap.school_days_before(date(2027, 4, 13), 2),
    ):
        with pytest.raises(CalendarNotPublished, match="published to 18 December 2026"):
            ask()


# The same year as an authority with six terms publishes it: its half-terms are gaps, and no closure tells of them.
SIX_TERMS = (
    Term("Term 1", date(2026, 9, 3), date(2026, 10, 23)),
    Term("Term 2", date(2026, 11, 2), date(2026, 12, 18)),
    Term("Term 3", date(2027, 1, 5), date(2027, 2, 12)),
    Term("Term 4", date(2027, 2, 22), date(2027, 3, 24)),
    Term("Term 5", date(2027, 4, 12), date(2027, 5, 28)),
    Term("Term 6", date(2027, 6, 7), date(2027, 7, 22)),
)
NEXT_YEAR = Term("Term 1", date(2027, 9, 2), date(2027, 10, 22))
TRAINING = CLOSURES[0]


@given(st.dates(FIRST, LAST), counts)
def test_six_terms_count_as_three_with_their_half_terms_do(start: date, count: int) -> None:
    six = Calendar(bank_holidays_of_england(), terms=SIX_TERMS, closures=(TRAINING,))

    def answered(calendar: Calendar) -> date | str:
        try:
            return calendar.add_school_days(start, count)
        except CalendarNotPublished as unknown:
            return unknown.words

    assert answered(six) == answered(FENSHIRE)


@pytest.mark.parametrize("missing", [1, 2, 3, 4])
def test_one_of_six_terms_that_is_not_published_is_not_taken_for_a_holiday(missing: int) -> None:
    """Without term 4 the gap from 12 February to 12 April is 59 days, shorter than a summer and longer than Easter."""
    known = (*SIX_TERMS[:missing], *SIX_TERMS[missing + 1 :], NEXT_YEAR)
    before, after = SIX_TERMS[missing - 1], SIX_TERMS[missing + 1]
    calendar = Calendar(bank_holidays_of_england(), terms=known)

    assert calendar.add_school_days(before.ends_on - timedelta(days=1), 1) == before.ends_on
    for ask in (
        lambda: calendar.add_school_days(before.ends_on, 1),
        lambda: calendar.school_days_before(after.starts_on, 1),
        lambda: calendar.is_school_day(SIX_TERMS[missing].starts_on),
        lambda: calendar.school_days_between(before.starts_on, after.starts_on),
    ):
        with pytest.raises(CalendarNotPublished, match="Date not yet known"):
            ask()


@pytest.mark.parametrize(
    ("last_day", "first_day", "holiday"),
    [
        (date(2026, 7, 22), date(2026, 9, 3), True),  # a summer of six weeks
        (date(2026, 7, 8), date(2026, 9, 8), True),  # of nine, at an independent school
        (date(2026, 7, 31), date(2026, 8, 24), True),  # of three, in a year of five terms
        (date(2026, 7, 10), date(2026, 8, 21), True),  # an early summer, over on the 21st
        (date(2026, 5, 22), date(2026, 9, 3), False),  # the last term of the year is missing
        (date(2026, 7, 22), date(2026, 11, 2), False),  # the first one is
        (date(2026, 12, 11), date(2027, 1, 11), True),  # a boarding school's Christmas
        (date(2026, 12, 11), date(2027, 1, 15), True),  # five weeks to the day
        (date(2026, 12, 11), date(2027, 1, 16), False),
        (
            date(2025, 4, 11),
            date(2025, 6, 2),
            False,
        ),  # the shortest term of all, after a late Easter, is missing
        (date(2026, 6, 20), date(2026, 8, 20), False),  # nine weeks that end before August does
    ],
)
def test_a_gap_is_a_holiday_only_when_one_can_be_so_long(
    last_day: date, first_day: date, holiday: bool
) -> None:
    terms = (Term("one", last_day - timedelta(days=20), last_day), Term("two", first_day, date(2027, 7, 22)))
    calendar = Calendar(bank_holidays_of_england(), terms=terms)

    if holiday:
        assert calendar.add_school_days(last_day, 1) >= first_day
    else:
        with pytest.raises(CalendarNotPublished):
            calendar.add_school_days(last_day, 1)


def test_the_calendar_tells_how_far_it_is_published() -> None:
    assert FENSHIRE.published_to == LAST
    assert EMPTY.published_to is None


@pytest.mark.parametrize(
    ("start", "span", "end", "words"),
    [
        (
            date(2026, 12, 21),
            WorkingDays(10),
            date(2027, 1, 7),
            "10 working days after 21 December 2026: day 1 is Tuesday 22 December 2026; weekends and the bank "
            "holidays of Friday 25 December, Monday 28 December and Friday 1 January are left out.",
        ),
        (
            date(2026, 4, 29),
            WorkingDays(3),
            date(2026, 5, 5),
            "3 working days after 29 April 2026: day 1 is Thursday 30 April 2026; weekends and the bank holiday of "
            "Monday 4 May are left out.",
        ),
        (
            date(2026, 11, 23),
            WorkingDays(1),
            date(2026, 11, 24),
            "1 working day after 23 November 2026: day 1 is Tuesday 24 November 2026; weekends and bank holidays "
            "are left out.",
        ),
        (
            date(2026, 10, 22),
            SchoolDays(2),
            date(2026, 11, 2),
            "2 school days after 22 October 2026: day 1 is Friday 23 October 2026; days on which the school does not "
            "meet are left out (the Fenshire calendar).",
        ),
        (
            date(2026, 12, 24),
            Days(5),
            date(2026, 12, 29),
            "5 days after 24 December 2026: day 1 is Friday 25 December 2026; every day counts.",
        ),
        (
            date(2026, 10, 5),
            Weeks(12),
            date(2026, 12, 28),
            "12 weeks after Monday 5 October 2026, to Monday 28 December 2026.",
        ),
        (
            date(2027, 1, 31),
            Months(1),
            date(2027, 2, 28),
            "1 month after Sunday 31 January 2027, to Sunday 28 February 2027.",
        ),
        (date(2026, 11, 28), Days(0), date(2026, 11, 28), "On the same day, Saturday 28 November 2026."),
    ],
)
def test_a_count_tells_how_the_days_were_counted(start: date, span: Span, end: date, words: str) -> None:
    count = FENSHIRE.count(start, span)

    assert (count.ends_on, count.words) == (end, words)
    assert FENSHIRE.count(start, span) is count


def test_an_unknown_kind_of_span_is_a_mistake_of_the_caller() -> None:
    @dataclass(frozen=True, slots=True)
    class Fortnights(Span):
        pass

    with pytest.raises(TypeError, match=r"cannot count .*Fortnights"):
        FENSHIRE.count(date(2026, 11, 23), Fortnights(1))


@pytest.mark.parametrize(
    ("start", "count", "end"),
    [
        (date(2026, 11, 23), 1, date(2026, 12, 23)),
        (date(2026, 12, 31), 2, date(2027, 2, 28)),
        (date(2027, 12, 31), 2, date(2028, 2, 29)),
        (date(2026, 1, 15), 12, date(2027, 1, 15)),
    ],
)
def test_a_month_on_is_the_same_day_or_the_last_of_the_month(start: date, count: int, end: date) -> None:
    assert add_months(start, count) == end


def test_a_schools_own_terms_stand_alone_in_the_years_it_published() -> None:
    own = Term("Autumn 2026", date(2026, 9, 7), date(2026, 12, 22))
    spring = Term("Spring 2027", date(2027, 1, 6), date(2027, 3, 25))
    next_year = Term("Autumn 2027", date(2027, 9, 6), date(2027, 12, 17))
    authority = Calendar(bank_holidays_of_england(), terms=(*TERMS, next_year), closures=CLOSURES)

    school = for_school(authority, terms=(own, spring), name="Priory Lane Academy")

    assert school.is_school_day(date(2026, 9, 7))
    assert school.is_school_day(date(2026, 10, 27))  # the authority's half-term is not this school's
    assert school.is_school_day(date(2026, 12, 21))
    assert school.is_school_day(date(2027, 9, 6))  # the next year is still the authority's
    with pytest.raises(CalendarNotPublished):  # the school's own summer term is not published
        school.is_school_day(date(2027, 5, 5))


def test_a_schools_own_closures_are_added_to_the_authoritys_terms() -> None:
    polling = Closure(date(2027, 5, 6), date(2027, 5, 6), ClosureKind.CLOSED, "Polling")

    school = for_school(FENSHIRE, terms=(), closures=(polling,), name="Priory Lane Primary")

    assert not school.is_school_day(date(2027, 5, 6))
    assert not school.is_school_day(date(2026, 10, 27))
    assert FENSHIRE.is_school_day(date(2027, 5, 6))


def test_terms_that_cannot_be_right_are_refused_with_each_reason() -> None:
    backwards = Term("Autumn 2026", date(2026, 12, 18), date(2026, 9, 3))
    early = Term("Spring 2027", date(2026, 12, 1), date(2027, 3, 24))
    closed = Closure(date(2026, 10, 30), date(2026, 10, 26), ClosureKind.HALF_TERM)
    autumn = TERMS[0]

    found = examine((backwards,), closures=(closed,))
    assert [finding.code for finding in found] == ["term-ends-before-it-starts", "term-ends-before-it-starts"]
    assert found[0].words.startswith("Autumn 2026 ends on 3 September 2026, before it starts")
    assert found[1].where == "A half-term closure"
    with pytest.raises(Refused, match="Spring 2027 starts on 1 December 2026, before Autumn 2026 ends"):
        Calendar(bank_holidays_of_england(), terms=(autumn, early))


def test_a_calendar_made_from_another_counts_for_itself() -> None:
    before = FENSHIRE.count(date(2026, 11, 2), SchoolDays(5)).ends_on
    polling = Closure(date(2026, 11, 5), date(2026, 11, 5), reason="Polling day")

    after = (
        replace(FENSHIRE, closures=(*FENSHIRE.closures, polling))
        .count(date(2026, 11, 2), SchoolDays(5))
        .ends_on
    )

    assert (before, after) == (date(2026, 11, 9), date(2026, 11, 10))
