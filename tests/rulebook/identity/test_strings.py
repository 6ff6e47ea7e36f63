"""How alike two words are, at the edges: nothing against something, and the same both ways."""

import pytest

from rulebook.identity.strings import jaro_winkler


@pytest.mark.parametrize(("a", "b"), [("", "rowan"), ("rowan", "")])
def test_nothing_is_not_like_anything(a: str, b: str) -> None:
    assert jaro_winkler(a, b) == 0.0


def test_a_word_is_wholly_like_itself() -> None:
    assert jaro_winkler("rowan", "rowan") == 1.0
    assert jaro_winkler("", "") == 1.0


def test_martha_and_marhta_are_alike_as_published() -> None:
    # Winkler's own worked example: Jaro 0.9444, three letters of common beginning.
    assert jaro_winkler("martha", "marhta") == pytest.approx(0.9611, abs=0.0001)
    assert jaro_winkler("marhta", "martha") == jaro_winkler("martha", "marhta")
