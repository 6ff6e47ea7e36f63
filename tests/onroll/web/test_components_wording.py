"""How dates, moments and counts are said."""

from datetime import UTC, date, datetime, timedelta

import pytest

from onroll.web import wording

NOW = datetime(2026, 11, 23, 9, 2, tzinfo=wording.LONDON)


def test_days_and_moments_are_written_out() -> None:
    moment = datetime(2026, 9, 9, 9, 42, tzinfo=UTC)

    assert wording.day(date(2026, 9, 9)) == "9 September 2026"
    assert wording.short_day(date(2026, 9, 9)) == "9 Sep 2026"
    assert wording.weekday_day(date(2026, 12, 4)) == "Friday 4 December 2026"
    assert wording.moment(moment) == "9 September 2026 at 10:42am"
    assert wording.machine_time(moment) == "2026-09-09T10:42+01:00"


def test_a_moment_late_in_the_evening_of_summer_is_on_the_next_day_in_london() -> None:
    assert wording.day(datetime(2026, 6, 30, 23, 30, tzinfo=UTC)) == "1 July 2026"


@pytest.mark.parametrize(
    ("hour", "minute", "said"),
    [(0, 0, "midnight"), (12, 0, "midday"), (0, 5, "12:05am"), (12, 5, "12:05pm"), (15, 0, "3:00pm")],
)
def test_the_time_of_day(hour: int, minute: int, said: str) -> None:
    assert wording.clock(datetime(2026, 1, 1, hour, minute, tzinfo=wording.LONDON)) == said


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        wording.day(datetime(2026, 1, 1))


@pytest.mark.parametrize(
    ("before", "said"),
    [
        (timedelta(seconds=30), "just now"),
        (timedelta(minutes=1), "1 minute ago"),
        (timedelta(minutes=59), "59 minutes ago"),
        (timedelta(hours=3), "3 hours ago"),
        (timedelta(hours=12), "yesterday"),
        (timedelta(days=4), "4 days ago"),
    ],
)
def test_how_long_ago(before: timedelta, said: str) -> None:
    assert wording.ago_words(NOW - before, NOW) == said


def test_the_future_is_not_ago() -> None:
    with pytest.raises(ValueError, match="later than"):
        wording.ago_words(NOW + timedelta(minutes=1), NOW)


@pytest.mark.parametrize(
    ("days", "said"),
    [(-2, "2 days late"), (-1, "1 day late"), (0, "due today"), (1, "due tomorrow"), (2, "due in 2 days")],
)
def test_when_something_is_due(days: int, said: str) -> None:
    assert wording.due_words(date(2026, 11, 23) + timedelta(days), date(2026, 11, 23)) == said


def test_counts_have_their_noun() -> None:
    assert wording.count_words(1, "child", "children") == "1 child"
    assert wording.count_words(1204, "child", "children") == "1,204 children"
    assert wording.count_words(0, "row") == "no rows"
    assert wording.small_number(3) == "three"
    assert wording.small_number(12) == "12"


def test_phrases_are_joined() -> None:
    assert wording.joined(["a"]) == "a"
    assert wording.joined(["a", "b", "c"], "or") == "a, b or c"
    assert wording.possessive("Amira") == "Amira’s"
    assert wording.possessive("James") == "James’"
