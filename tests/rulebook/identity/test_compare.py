"""How two records agree: a level for each field."""

from datetime import date

import pytest
from hypothesis import given

from rulebook.identity import strings
from rulebook.identity.compare import IdentityRecord, PersonName, compare
from rulebook.identity.levels import LEVELS, MISSING
from tests.rulebook.identity.strategies import records

FORENAMES = [
    ("Ethan", "ETHAN", "same", "case"),
    ("Mary Jane", "Maryjane", "spacing", "written as one"),
    ("Abdul Rahman", "Abdulrahman Ali", "spacing", "the first two as one"),
    ("Mohammed", "Maxamed", "variant", "Somali spelling"),
    ("Kasia", "Katarzyna", "variant", "Polish short form"),
    ("Gheorghe", "George", "variant", "Romanian"),
    ("Anne-Marie", "Marie", "token", "half of a double name"),
    ("Anne-Marie", "Anne-Louise", "token_clash", "one in common, one not"),
    ("Mohammed Ali", "Ali", "token", "the name used, without the one before it"),
    ("Mohammed Ali", "Mohammed Hamza", "token_clash", "brothers who share the first name"),
    ("Muhammad Ali", "Mohammed Hamza", "token_clash", "brothers whose first name is spelled two ways"),
    ("Mohammed Ali", "Mohammed", "same", "the second name not given"),
    ("James Oliver", "James Henry", "same", "the first name decides"),
    ("Emma Rose", "Rose", "middle", "known by the middle name"),
    ("Tarnjit", "Tarnjjt", "one_edit", "a slip"),
    ("Bartosheq", "Bartosheqa", "one_edit", "a letter more"),
    ("Nirupamaa", "Nirupam", "very_like", "an ending"),
    ("Qasqay", "Kaskai", "sounds", "sound"),
    ("J", "James", "initial_given", "an initial"),
    ("J", "Ethan", "different", "another initial"),
    ("Jayden", "Kayden", "near_name", "two names, alike"),
    ("Hassan", "Hussein", "near_name", "two names that sound alike, as twins often have"),
    ("Eve", "Ivy", "different", "one key, and little else in common"),
    ("Zanderlo", "Zandwick", "same_start", "four letters"),
    ("Tolvaro", "Tovarolm", "like", "somewhat"),
    ("Brenquil", "Bostrum", "initial", "one letter"),
    ("Ethan", "Zara", "different", "nothing"),
    ("", "Zara", MISSING, "not given"),
]


@pytest.mark.parametrize(("one", "other", "level", "special"), FORENAMES)
def test_forenames_agree_on_the_level(one: str, other: str, level: str, special: str) -> None:
    found = compare(IdentityRecord(forenames=one), IdentityRecord(forenames=other))

    assert found.level("forename") == level, special


SURNAMES = [
    ("Khan", "KHAN", "same", "case"),
    ("Al-Hassan", "Hassan", "spacing", "a particle"),
    ("Alhassan", "Hassan", "spacing", "a particle written to it"),
    ("O'Brien", "Brien", "spacing", "an Irish particle"),
    ("Kowalska", "Kowalski", "variant", "brother and sister bear different endings"),
    ("Hussain", "Hussein", "variant", "spelling"),
    ("Smith-Jones", "Jones", "half", "half of a double-barrelled name"),
    ("Smith-Jones", "Jones-Khan", "half_clash", "halves, and one in common"),
    ("Rowbottom", "Robottom", "one_edit", "a slip"),
    ("Featherstone", "Featherstonhaugh", "very_like", "an ending"),
    ("Qorbel", "Corbill", "sounds", "sound"),
    ("Pembrooke", "Pembwick", "same_start", "four letters"),
    ("Tolvaro", "Tovarolm", "like", "somewhat"),
    ("Khan", "Rowbottom", "different", "nothing"),
    ("Khan", "", MISSING, "not given"),
]


@pytest.mark.parametrize(("one", "other", "level", "special"), SURNAMES)
def test_surnames_agree_on_the_level(one: str, other: str, level: str, special: str) -> None:
    found = compare(IdentityRecord(surname=one), IdentityRecord(surname=other))

    assert found.level("surname") == level, special


BIRTH_DATES = [
    ((2015, 3, 9), (2015, 3, 9), "same", ""),
    ((2015, 1, 1), (2015, 1, 1), "same_default", "a default tells less"),
    ((2015, 3, 9), (2015, 9, 3), "swapped", "day and month"),
    ((2015, 3, 9), (2015, 3, 11), "near_day", "two days"),
    ((2015, 12, 31), (2016, 1, 2), "near_day", "over the new year"),
    ((2015, 3, 9), (2015, 3, 19), "one_edit", "one digit of the day"),
    ((2015, 3, 9), (2014, 3, 9), "digit_year", "one digit of the year"),
    ((2015, 3, 9), (2051, 3, 9), "digit_year", "two digits of the year changed about"),
    ((2015, 5, 27), (2015, 1, 1), "default", "1 January for not known"),
    ((2015, 5, 24), (2015, 12, 24), "same_year_day", "another month"),
    ((2015, 5, 27), (2015, 11, 14), "same_year", ""),
    ((2015, 5, 27), (2011, 11, 14), "different", ""),
]


@pytest.mark.parametrize(("one", "other", "level", "special"), BIRTH_DATES)
def test_birth_dates_agree_on_the_level(
    one: tuple[int, int, int], other: tuple[int, int, int], level: str, special: str
) -> None:
    found = compare(IdentityRecord(birth_date=date(*one)), IdentityRecord(birth_date=date(*other)))

    assert found.level("birth date") == level, special


OTHERS = [
    ("sex", {"sex": "Female"}, {"sex": "F"}, "same"),
    ("sex", {"sex": "M"}, {"sex": "F"}, "different"),
    ("sex", {"sex": "U"}, {"sex": "F"}, MISSING),
    ("postcode", {"postcode": "NR1 3JU"}, {"postcode": "nr13ju"}, "unit"),
    (
        "postcode",
        {"postcode": "NR1 3JU"},
        {"postcode": "IP24 1AA", "former_postcodes": ("NR1 3JU",)},
        "former",
    ),
    ("postcode", {"postcode": "NR1 3JU"}, {"postcode": "NR1 3JV"}, "one_edit"),
    ("postcode", {"postcode": "NR1 3JU"}, {"postcode": "NR1 3AB"}, "sector"),
    ("postcode", {"postcode": "NR1 3JU"}, {"postcode": "NR1 4AB"}, "district"),
    ("postcode", {"postcode": "NR1 3JU"}, {"postcode": "NR1"}, "district"),
    ("postcode", {"postcode": "NR1 3JU"}, {"postcode": "NR31 4AB"}, "area"),
    ("postcode", {"postcode": "NR1 3JU"}, {"postcode": "IP24 1AA"}, "other"),
    ("postcode", {"postcode": "ZZ99 3VZ"}, {"postcode": "ZZ99 3VZ"}, MISSING),
    ("UPN", {"upn": "H801200001001"}, {"upn": "h801200001001"}, "same"),
    ("UPN", {"upn": "H801200001001"}, {"former_upns": ("H801200001001",)}, "former"),
    ("UPN", {"former_upns": ("H801200001001",)}, {"former_upns": ("H801200001001",)}, "former"),
    ("UPN", {"upn": "H801200001001"}, {"upn": "H801200001002"}, "one_edit"),
    ("UPN", {"upn": "H801200001001"}, {"upn": "X00180001701A"}, "different_temporary"),
    ("UPN", {"upn": "H801200001001"}, {"upn": "R201100018042"}, "different"),
    ("UPN", {"upn": "not known"}, {"upn": "R201100018042"}, MISSING),
    ("NHS number", {"nhs_number": "943 476 5870"}, {"nhs_number": "9434765870"}, "same"),
    ("NHS number", {"nhs_number": "9434765870"}, {"nhs_number": "9990000018"}, "different"),
    ("NHS number", {"nhs_number": "9434765870"}, {"nhs_number": "4934765870"}, MISSING),
    ("NHS number", {"nhs_number": "9434765870"}, {"nhs_number": "9437465870"}, MISSING),
    ("parent", {"parent_names": ("Maria Khan",)}, {"parent_names": ("Mrs Maria Khan", "Jo")}, "same"),
    ("parent", {"parent_names": ("Maria Khan",)}, {"parent_names": ("Maria",)}, "forename"),
    ("parent", {"parent_names": ("Marina Khan",)}, {"parent_names": ("Mariana Khan",)}, "like"),
    ("parent", {"parent_names": ("Zoltan Khan",)}, {"parent_names": ("Bea Khan",)}, "surname"),
    ("parent", {"parent_names": ("Zoltan Khan",)}, {"parent_names": ("Bea Jones",)}, "different"),
    ("phone", {"phones": ("01632 960001", "07700 900123")}, {"phones": ("+447700900123",)}, "same"),
    ("phone", {"phones": ("01632 960001",)}, {"phones": ("07700 900123",)}, "different"),
    ("phone", {"phones": ("none",)}, {"phones": ("07700 900123",)}, MISSING),
    ("middle name", {"forenames": "Jo Rose Ann"}, {"forenames": "Jo", "middle_names": "Rose Ann"}, "same"),
    ("middle name", {"forenames": "Jo Rose Ann"}, {"forenames": "Jo Rose"}, "part"),
    ("middle name", {"forenames": "Jo Rose"}, {"forenames": "Jo R"}, "initial"),
    ("middle name", {"forenames": "Jo Rose"}, {"forenames": "Jo Ann"}, "different"),
    ("middle name", {"forenames": "Jo Rose"}, {"forenames": "Jo"}, MISSING),
]


@pytest.mark.parametrize(("field", "one", "other", "level"), OTHERS)
def test_the_other_fields_agree_on_the_level(
    field: str, one: dict[str, object], other: dict[str, object], level: str
) -> None:
    assert compare(IdentityRecord(**one), IdentityRecord(**other)).level(field) == level  # type: ignore[arg-type]


def test_an_nhs_number_one_digit_apart_is_told() -> None:
    # Two valid numbers are never one digit apart; one digit left out and one put in elsewhere would be two.
    assert strings.is_one_edit("9434765870", "9434765807")
    found = compare(IdentityRecord(nhs_number="4505577104"), IdentityRecord(nhs_number="4505577140"))
    assert found.level("NHS number") in (MISSING, "one_edit")


def test_a_former_name_agrees_below_a_present_one() -> None:
    now = IdentityRecord("Ellis", "Testhome", former_names=(PersonName("", "Priorname"),))

    assert compare(now, IdentityRecord("Ellis", "Priorname")).level("surname") == "other_name"
    assert compare(now, IdentityRecord("Ellis", "Testhome")).level("surname") == "same"
    assert compare(now, IdentityRecord("Ellis", "Pryorname")).level("surname") == "one_edit"


def test_names_changed_about_are_told_once_as_their_order() -> None:
    found = compare(IdentityRecord("Tarik", "Selimovic"), IdentityRecord("Selimovic", "Tarik"))

    assert [found.level(field) for field in ("forename", "surname", "name order")] == [
        "swapped",
        "swapped",
        "swapped",
    ]


def test_names_changed_about_in_part_are_told() -> None:
    found = compare(IdentityRecord("Ahmed Yusuf", "Warsame"), IdentityRecord("Guled", "Ahmed"))

    assert found.level("name order") == "partly_swapped"


def test_names_in_their_own_places_are_not_changed_about() -> None:
    assert compare(IdentityRecord("Ali", "Ali"), IdentityRecord("Ali", "Khan")).level("name order") == MISSING
    assert (
        compare(IdentityRecord("Zara", "Khan"), IdentityRecord("Khan", "Khan")).level("name order") == MISSING
    )


@given(records, records)
def test_comparing_is_symmetrical(a: IdentityRecord, b: IdentityRecord) -> None:
    assert compare(a, b) == compare(b, a)


@given(records)
def test_a_record_agrees_with_itself_at_the_best_level_of_each_field(record: IdentityRecord) -> None:
    best = {field: next(iter(levels)) for field, levels in LEVELS.items()}

    for found in compare(record, record).fields:
        assert found.level in (
            best[found.field],
            MISSING,
            "other_name",
            "former",
            "same_default",
            "district",
        ), found


@given(records, records)
def test_every_level_found_stands_in_the_table(a: IdentityRecord, b: IdentityRecord) -> None:
    for found in compare(a, b).fields:
        assert found.level == MISSING or LEVELS[found.field][found.level] == found.words
