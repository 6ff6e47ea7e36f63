"""Numbers and codes, read and checked."""

import csv
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rulebook.identifiers import (
    Parsed,
    authorities,
    check_letter,
    read_la_code,
    read_laestab,
    read_nhs_number,
    read_postcode,
    read_upn,
    read_urn,
)
from rulebook.identifiers.upn import ALPHABET

PUBLISHED = Path(__file__).parents[2] / "published" / "identifiers.csv"
ROWS = list(csv.DictReader(PUBLISHED.read_text(encoding="utf-8").splitlines()))
READERS: dict[str, Callable[[str], Parsed[Any]]] = {
    "upn": read_upn,
    "nhs": read_nhs_number,
    "postcode": read_postcode,
    "urn": read_urn,
    "laestab": read_laestab,
    "la": read_la_code,
}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['kind']} {row['text']}: {row['special']}")
def test_an_identifier_is_read_or_refused_with_its_reason(row: dict[str, str]) -> None:
    parsed = READERS[row["kind"]](row["text"])
    value = parsed.value.code if row["kind"] == "la" and parsed.value else parsed.value

    assert parsed.ok is bool(row["value"])
    assert str(value or "") == row["value"]
    assert [finding.code for finding in parsed.findings] == [row["code"]] * bool(row["code"])
    assert all(finding.refuses != parsed.ok for finding in parsed.findings)


twelve = st.text("0123456789", min_size=12, max_size=12)


@given(twelve, st.integers(0, 11), st.integers(1, 9))
def test_one_wrong_digit_in_a_upn_is_always_noticed(rest: str, place: int, by: int) -> None:
    right = check_letter(rest) + rest
    wrong = str((int(rest[place]) + by) % 10)

    assert read_upn(right).ok
    assert not read_upn(right[: place + 1] + wrong + right[place + 2 :]).ok


@given(twelve, st.integers(0, 10))
def test_two_digits_of_a_upn_that_changed_places_are_noticed(rest: str, place: int) -> None:
    swapped = rest[:place] + rest[place + 1] + rest[place] + rest[place + 2 :]

    assert read_upn(check_letter(rest) + swapped).ok == (swapped == rest)


@given(st.text(max_size=20))
def test_any_text_at_all_is_answered(text: str) -> None:
    for reader in READERS.values():
        parsed = reader(text)
        assert parsed.ok or parsed.findings


def test_the_alphabet_has_no_letter_that_looks_like_a_digit() -> None:
    assert len(ALPHABET) == 23
    assert not set("IOS") & set(ALPHABET)


def test_a_upn_tells_who_issued_it_and_when() -> None:
    own, temporary = read_upn("Y926400026001").value, read_upn("A92639502600A").value

    assert own is not None
    assert temporary is not None
    assert (own.la_code, own.establishment_number, own.allocated_in) == ("926", "4000", "26")
    assert (own.is_temporary, own.is_issued_by_authority) == (False, False)
    assert (temporary.is_temporary, temporary.is_issued_by_authority) == (True, True)


def test_a_upn_and_an_nhs_number_are_never_repeated_in_words_that_may_be_logged() -> None:
    assert repr(read_upn("Y926400026001").value) == "Upn(…)"
    for text, parsed in (
        ("A801200005001", read_upn("A801200005001")),
        ("9434765871", read_nhs_number("9434765871")),
    ):
        assert all(text not in finding.words for finding in parsed.findings)


def test_a_postcode_tells_its_district_and_whether_it_is_a_place() -> None:
    place, nowhere = read_postcode("dn551pt").value, read_postcode("zz993vz").value

    assert place is not None
    assert nowhere is not None
    assert (place.outward, place.stands_in, place.is_no_fixed_address) == ("DN55", False, False)
    assert (nowhere.stands_in, nowhere.is_no_fixed_address) == (True, True)


def test_there_are_153_authorities_and_each_ended_one_says_when() -> None:
    live = [authority for authority in authorities().values() if authority.ended_on is None]

    assert len(live) == 153
    assert authorities()["909"].ended_on == date(2023, 3, 31)
    assert authorities()["926"].name == "Norfolk"
    assert authorities()["933"].ended_on is None


def test_a_finding_says_where() -> None:
    assert read_urn("x", where="line 3, URN").findings[0].where == "line 3, URN"
