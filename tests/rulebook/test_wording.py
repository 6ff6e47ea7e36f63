"""Dates and counts as officers read them."""

from datetime import date

import pytest

from rulebook.wording import counted, listed, long_date, weekday_date

DAY = date(2026, 9, 9)


def test_a_date_is_written_as_officers_write_it() -> None:
    assert long_date(DAY) == "9 September 2026"
    assert weekday_date(DAY) == "Wednesday 9 September 2026"
    assert weekday_date(DAY, year=False) == "Wednesday 9 September"


@pytest.mark.parametrize(("count", "words"), [(0, "0 weeks"), (1, "1 week"), (2, "2 weeks")])
def test_a_count_takes_the_plural_unless_it_is_one(count: int, words: str) -> None:
    assert counted(count, "week") == words


@pytest.mark.parametrize(
    ("words", "sentence"), [((), ""), (("a",), "a"), (("a", "b"), "a or b"), (("a", "b", "c"), "a, b or c")]
)
def test_a_list_is_joined_as_in_a_sentence(words: tuple[str, ...], sentence: str) -> None:
    assert listed(words, joined_by="or") == sentence
