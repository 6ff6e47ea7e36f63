"""Names, postcodes and numbers in one form."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rulebook.identity import normalise, variants
from rulebook.identity.normalise import fold, forenames_of, name_of, phone_of, postcode_parts, sound

ALIKE = [
    ("O’Brien", "O'BRIEN", "apostrophes of two kinds"),
    ("Al-Hassan", "al hassan", "a particle, written to the name or before it"),
    ("Łukasz", "Lukasz", "a letter that does not decompose"),
    ("Zoë", "Zoe", "an accent"),
    ("Mr Ahmed", "Ahmed", "a title"),
    ("Smith-Jones", "Smith Jones", "a hyphen"),
    ("ŞAHİN", "Sahin", "Turkish capitals"),
    ("Ｋｈａｎ", "Khan", "full-width letters of an East Asian keyboard"),
]


@pytest.mark.parametrize(("one", "other", "special"), ALIKE)
def test_ways_of_writing_one_name_come_to_one_form(one: str, other: str, special: str) -> None:
    assert name_of(one) == name_of(other), special


@given(st.text(max_size=30))
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(max_size=30), st.text(max_size=10))
def test_any_text_is_taken_without_complaint(text: str, more: str) -> None:
    name, forenames = name_of(text), forenames_of(text, more)

    assert bool(name) == bool(fold(text))
    assert bool(name.sound) == bool(name)
    assert bool(forenames) == bool(forenames.first)


SOUND_ALIKE = [
    ("Mohammed", "Muhamad"),
    ("Hussain", "Husayn"),
    ("Shaun", "Sean"),
    ("Philip", "Filip"),
    ("Jakub", "Yakub"),
    ("Xasan", "Hassan"),
    ("Kowalski", "Covalsky"),
    ("Wright", "Rite"),
    ("Catherine", "Katharine"),
    ("MacDonald", "McDonald"),
    ("Khan", "Kahn"),
    ("Geoffrey", "Geofrey"),
    ("Szymon", "Shimon"),
    ("Aleksander", "Alexander"),
]


@pytest.mark.parametrize(("one", "other"), SOUND_ALIKE)
def test_names_that_transliteration_writes_differently_sound_alike(one: str, other: str) -> None:
    assert name_of(one).sound == name_of(other).sound


@pytest.mark.parametrize(
    ("one", "other"), [("Smith", "Jones"), ("Ali", "Aziz"), ("Maja", "Marta"), ("Noah", "Joan")]
)
def test_names_that_differ_do_not_sound_alike(one: str, other: str) -> None:
    assert name_of(one).sound != name_of(other).sound


def test_a_name_in_another_script_is_its_own_sound() -> None:
    assert sound("владимир") == "владимир"
    assert sound("") == ""


def test_a_name_of_particles_alone_is_still_a_name() -> None:
    assert name_of("Al").core == "al"
    assert name_of("Ali Al").tokens == ("ali", "al")
    assert name_of("Master").joined == "master"


def test_the_first_forename_takes_its_particle_with_it() -> None:
    assert forenames_of("Abu Bakr Ali").first.joined == "abubakr"
    assert forenames_of("Abu").first.joined == "abu"
    assert forenames_of("Miss").first.joined == "miss"
    assert forenames_of("", "Rose").first.joined == "rose"


POSTCODES = [
    ("NR1 3JU", "NR1 3JU", "as written"),
    ("nr13ju", "NR1 3JU", "small, unspaced"),
    ("W1A 0AX", "W1A 0AX", "letter in district"),
    ("SW1A-1AA", "SW1A 1AA", "a hyphen"),
    ("IP24 1AA", "IP24 1AA", "two digits"),
]


@pytest.mark.parametrize(("text", "unit", "special"), POSTCODES)
def test_a_postcode_is_taken_apart(text: str, unit: str, special: str) -> None:
    parts = postcode_parts(text)

    assert parts is not None
    assert parts.unit == unit, special
    assert parts.sector == unit[:-2]
    assert parts.district == unit[:-4]


@pytest.mark.parametrize("text", ["", "unknown", "ZZ99 3VZ", "1NR 3JU", "NR1 3J"])
def test_what_is_no_postcode_or_no_place_says_nothing(text: str) -> None:
    assert postcode_parts(text) is None


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("9434765870", True),
        ("943 476 5870", True),
        ("9434765871", False),
        ("0000000000", False),
        ("943476587", False),
    ],
)
def test_an_nhs_number_has_its_check_digit(text: str, number: bool) -> None:
    assert bool(normalise.nhs_number_of(text)) is number


def test_an_nhs_number_whose_check_is_ten_is_none() -> None:
    assert normalise.nhs_number_of("1000000010") == ""


@pytest.mark.parametrize(
    "text", ["07700 900123", "+44 7700 900 123", "0044 7700900123", "(07700)900123", "7700900123"]
)
def test_ways_of_writing_one_telephone_number_come_to_one_form(text: str) -> None:
    assert phone_of(text) == "7700900123"


def test_a_row_of_the_table_of_names_has_at_least_two_folded_names() -> None:
    assert "mohammed" in variants.variants_of("maxamed")
    for name in variants._groups_by_name("spelling", "short"):
        assert variants.variants_of(name), name
    for name in variants._groups_by_name("spelling", "short", "name"):
        assert fold(name) == name


def test_nicknames_are_no_spellings_of_surnames() -> None:
    assert variants.are_variants("bob", "robert")
    assert not variants.are_spellings("bob", "robert")
    assert variants.are_spellings("nowakova", "nowakov")


@given(
    st.lists(st.text(alphabet=st.characters(min_codepoint=97, max_codepoint=122), min_size=1, max_size=14))
)
def test_many_names_sound_as_each_does_alone(names: list[str]) -> None:
    assert normalise.sounds(names) == [sound(name) for name in names]


def test_a_name_that_something_is_known_of_is_among_the_known() -> None:
    known = variants.known_names()

    assert {"mohammed", "kate"} <= set(known)
    assert "quillfeather" not in known
