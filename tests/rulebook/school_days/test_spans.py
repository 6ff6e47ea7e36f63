"""Lengths of time do not mix."""

from typing import Any

import pytest

from rulebook.school_days.spans import KINDS, Days, Months, SchoolDays, Weeks, WorkingDays, span_of


@pytest.mark.parametrize("kind", KINDS)
def test_two_of_a_kind_can_be_added_and_compared(kind: Any) -> None:
    assert kind(2) + kind(3) == kind(5)
    assert kind(2) < kind(3)
    assert kind(3) <= kind(3)


@pytest.mark.parametrize("one", KINDS)
@pytest.mark.parametrize("other", KINDS)
def test_two_different_kinds_cannot(one: Any, other: Any) -> None:
    if one is other:
        return

    assert one(5) != other(5)
    with pytest.raises(TypeError):
        one(5) + other(5)
    with pytest.raises(TypeError):
        assert one(5) < other(5)
    with pytest.raises(TypeError):
        assert one(5) <= other(5)


@pytest.mark.parametrize("count", [2.5, "2", True, None])
def test_only_whole_numbers_are_counted(count: Any) -> None:
    with pytest.raises(TypeError, match="counts whole"):
        SchoolDays(count)


def test_no_span_is_negative() -> None:
    with pytest.raises(ValueError, match="cannot be negative"):
        WorkingDays(-1)


@pytest.mark.parametrize(
    ("count", "unit", "span", "words"),
    [
        (1, "day", Days(1), "1 day"),
        (5, "school days", SchoolDays(5), "5 school days"),
        (10, "working days", WorkingDays(10), "10 working days"),
        (12, "weeks", Weeks(12), "12 weeks"),
        (1, "month", Months(1), "1 month"),
    ],
)
def test_a_unit_names_its_kind(count: int, unit: str, span: Any, words: str) -> None:
    assert span_of(count, unit=unit) == span
    assert str(span) == words


def test_an_unknown_unit_is_refused_with_those_accepted() -> None:
    with pytest.raises(ValueError, match="unknown unit 'fortnights': expected one of days, school days"):
        span_of(2, unit="fortnights")
