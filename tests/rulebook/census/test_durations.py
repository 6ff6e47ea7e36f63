"""Each number of days lies in exactly one band, and the bands follow one another."""

from itertools import pairwise

import pytest

from rulebook.census import BANDS, UNKNOWN, band_of


@pytest.mark.parametrize(
    ("days", "label"),
    [
        (0, "Less than 2 weeks"),
        (13, "Less than 2 weeks"),
        (14, "2 to 4 weeks"),
        (27, "2 to 4 weeks"),
        (28, "4 to 8 weeks"),
        (56, "8 to 12 weeks"),
        (83, "8 to 12 weeks"),
        (84, "12 to 26 weeks"),
        (182, "26 to 52 weeks"),
        (363, "26 to 52 weeks"),
        (364, "Over 52 weeks"),
        (4000, "Over 52 weeks"),
    ],
)
def test_a_band_takes_in_its_first_week_and_not_its_last(days: int, label: str) -> None:
    assert band_of(days).label == label


def test_the_bands_leave_no_day_out() -> None:
    assert BANDS[0].from_days == 0
    assert BANDS[-1].until_days is None
    assert [one.until_days for one, _ in pairwise(BANDS)] == [other.from_days for _, other in pairwise(BANDS)]


def test_an_unknown_start_has_a_band_of_its_own_and_nobody_is_missing_for_less_than_no_days() -> None:
    assert band_of(None) is UNKNOWN
    with pytest.raises(ValueError, match="nobody is missing for -1 days"):
        band_of(-1)
