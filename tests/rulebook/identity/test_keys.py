"""The keys under which a record is found again."""

import dataclasses
from datetime import date

import pytest
from hypothesis import given

from rulebook.identity.compare import IdentityRecord, PersonName
from rulebook.identity.keys import (
    date_slips,
    deletions,
    key,
    keys_of,
    names_to_expand,
    query_keys,
)
from rulebook.identity.strings import is_one_edit, jaro_winkler
from tests.rulebook.identity.strategies import records

CHILD = IdentityRecord(
    "Ethan",
    "Rowbottom",
    birth_date=date(2015, 3, 9),
    postcode="NR1 3JU",
    upn="H801200001001",
    phones=("07700 900123",),
)


def shared(query: IdentityRecord, record: IdentityRecord = CHILD) -> int:
    return len({number for number, _ in query_keys(query)} & set(keys_of(record)))


def test_a_record_has_some_fifteen_keys() -> None:
    assert 13 <= len(keys_of(CHILD)) <= 17


def test_a_key_is_a_signed_64_bit_number_that_never_changes() -> None:
    assert key("date+surname", "2015-03-09", "RBTM") == 1821649817098666108
    assert all(-(2**63) <= number < 2**63 for number in keys_of(CHILD))


CORRUPTED = [
    ({"postcode": "", "upn": "", "phones": ()}, "name and birth date"),
    (
        {"birth_date": date(2015, 9, 3), "postcode": "", "upn": "", "phones": ()},
        "day and month changed about",
    ),
    ({"birth_date": date(2014, 3, 9), "postcode": "", "upn": "", "phones": ()}, "a year off"),
    ({"birth_date": None, "postcode": "", "upn": "", "phones": ()}, "names alone"),
    (
        {"forenames": "Rowbottom", "surname": "Ethan", "postcode": "", "upn": "", "phones": ()},
        "names changed about",
    ),
    ({"forenames": "", "birth_date": None, "postcode": "", "upn": "", "phones": ()}, "a surname alone"),
    (
        {"forenames": "Q", "surname": "Quill", "birth_date": None, "upn": "", "phones": ()},
        "the postcode alone",
    ),
    (
        {"forenames": "", "surname": "", "birth_date": None, "upn": "", "postcode": ""},
        "a telephone number alone",
    ),
    (
        {
            "forenames": "",
            "surname": "",
            "birth_date": None,
            "upn": "H801200001091",
            "postcode": "",
            "phones": (),
        },
        "a UPN mis-keyed",
    ),
]


@pytest.mark.parametrize(("changes", "special"), CORRUPTED)
def test_a_query_with_errors_shares_a_key_with_the_record(changes: dict[str, object], special: str) -> None:
    assert shared(dataclasses.replace(CHILD, **changes)) >= 1, special  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "written", ["Rowbototm", "Rwobottom", "Robwottom", "Rowbottmo", "Rowbotom", "Rowbettom"]
)
def test_a_surname_alone_is_found_with_a_slip_that_keeps_its_sounds(written: str) -> None:
    assert shared(IdentityRecord(surname=written)) >= 1


def test_a_long_surname_with_two_letters_changed_about_at_its_end_is_found() -> None:
    child = IdentityRecord(surname="Kowalczykowski")

    assert shared(IdentityRecord(surname="Kowalczykwoski"), child) >= 1


def test_a_short_form_finds_the_full_name_and_the_other_way_round() -> None:
    robert = IdentityRecord("Robert", "", birth_date=date(2015, 3, 9))
    bob = IdentityRecord("Bob", "", birth_date=date(2015, 3, 9))
    strong = {number for number, weight in query_keys(bob) if weight > 12}

    assert strong & set(keys_of(robert))
    assert {number for number, weight in query_keys(robert) if weight > 12} & set(keys_of(bob))


def test_the_second_of_two_forenames_finds_a_child_called_mohammed_before_it() -> None:
    child = IdentityRecord("Mohammed Tarnjit", "", birth_date=date(2015, 3, 9))

    assert shared(IdentityRecord("Tarnjit", "", birth_date=date(2015, 3, 9)), child) > 1
    assert shared(IdentityRecord("Mohammed", "", birth_date=date(2015, 3, 9)), child) > 1


def test_former_names_and_addresses_and_numbers_add_keys() -> None:
    more = dataclasses.replace(
        CHILD,
        former_names=(PersonName("", "Priorname"),),
        former_postcodes=("IP24 1AA",),
        former_upns=("R201100018042",),
        nhs_number="9434765870",
    )

    assert set(keys_of(CHILD)) < set(keys_of(more))
    assert shared(IdentityRecord("Ethan", "Priorname"), more) >= 1


def test_each_half_of_a_double_barrelled_name_finds_the_child() -> None:
    child = IdentityRecord("Ethan", "Smith-Rowbottom")

    assert shared(IdentityRecord(surname="Smith"), child) >= 1
    assert shared(IdentityRecord(surname="Rowbottom"), child) >= 1


def test_names_that_occur_one_letter_apart_widen_the_query() -> None:
    slipped = IdentityRecord("Ethan", "Rowlottom", birth_date=date(2015, 3, 9))
    similar = {"rowlottom": ("rowbottom",)}

    assert names_to_expand(slipped) == ("ethan", "rowlottom")
    narrow = {number for number, _ in query_keys(slipped)}
    wide = {number for number, _ in query_keys(slipped, similar)}
    assert narrow < wide
    assert key("surname", "rowbottom") in wide


def test_a_key_as_given_weighs_more_than_one_with_a_slip() -> None:
    weights = dict(query_keys(IdentityRecord("Ethan", "", birth_date=date(2015, 3, 9))))

    assert (
        weights[key("date+forename", "2015-03-09", "ATN")]
        > weights[key("date+forename", "2015-09-03", "ATN")]
    )


def test_nothing_known_gives_no_keys() -> None:
    assert keys_of(IdentityRecord()) == ()
    assert query_keys(IdentityRecord()) == ()


@given(records)
def test_a_record_is_found_under_every_key_of_its_own(record: IdentityRecord) -> None:
    assert set(keys_of(record)) <= {number for number, _ in query_keys(record)}


@given(records)
def test_the_keys_of_a_query_come_heaviest_first_and_each_once(record: IdentityRecord) -> None:
    found = query_keys(record)

    assert [weight for _, weight in found] == sorted((weight for _, weight in found), reverse=True)
    assert len({number for number, _ in found}) == len(found)


@pytest.mark.parametrize(
    ("one", "other"), [("rowbottom", "rowbotom"), ("ethan", "ehtan"), ("ethan", "ethen")]
)
def test_names_one_edit_apart_share_a_name_with_a_letter_left_out(one: str, other: str) -> None:
    assert is_one_edit(one, other)
    assert deletions(one) & deletions(other)


@pytest.mark.parametrize(
    ("born", "count", "special"),
    [
        (date(2015, 3, 9), 7, "day, month, near days, near years, default"),
        (date(2015, 3, 19), 6, "no twelfth month beyond"),
        (date(2016, 2, 29), 6, "a leap day falls on the 28th in other years"),
        (date(2015, 1, 1), 5, "1 January is its own default"),
        (date(1, 5, 20), 1, "the first year of the calendar"),
        (date(9999, 12, 31), 1, "the last year"),
    ],
)
def test_the_slips_of_a_date_are_dates(born: date, count: int, special: str) -> None:
    slips = date_slips(born)

    assert slips[0] == (born, 1.0)
    assert len(slips) == len(dict(slips)) == count, special


def test_jaro_winkler_is_symmetrical_and_bounded() -> None:
    assert (
        jaro_winkler("dixon", "dicksonx")
        == jaro_winkler("dicksonx", "dixon")
        == pytest.approx(0.8133, abs=1e-4)
    )
    assert jaro_winkler("same", "same") == 1
