"""Recognising columns by their headings."""

import io

import pytest

from linkage import vocabulary
from linkage.columns import find_columns, plain
from linkage.records import ListedChild
from linkage.tables import open_tables
from rulebook.findings import Refused

HEADINGS = [
    (
        "Legal Surname|Legal Forename|DOB|Adno|UPN|Year taught in|Reg",
        "surname forenames birth_date id upn year_group registration_group",
        "SIMS",
    ),
    (
        "Legal first name|Legal last name|Date of birth|Legal sex|Form|Year group",
        "forenames surname birth_date sex registration_group year_group",
        "Arbor",
    ),
    (
        "Legal Surname|Legal Forename|Preferred Forename|Date of Birth|Tutor Group|Gender",
        "surname forenames preferred_forename birth_date registration_group sex",
        "Bromcom",
    ),
    (
        "Forename|Surname|Known as|DOB|UPN|Class|Admission Date",
        "forenames surname preferred_forename birth_date upn registration_group started_on",
        "ScholarPack",
    ),
    (
        "NHS Number|Family Name|Given Name|Birth Date|Gender|Registered GP Practice",
        "nhs_number surname forenames birth_date sex source",
        "health",
    ),
    (
        "Child's Surname|Child's Forename(s)|Child's Date of Birth|Mother's Forename|Mother's Surname|"
        "Post Code",
        "surname forenames birth_date parent_1_forename parent_1_surname postcode",
        "births",
    ),
    (
        "PUPIL_NAME|date-of-birth (dd/mm/yyyy)|LAESTAB|URN",
        "full_name birth_date laestab urn",
        "signs and remarks",
    ),
    (
        "Student Name|Student DOB|LA (code)|EstablishmentNumber|EstablishmentName",
        "full_name birth_date la_code establishment_number school_name",
        "the register's own names",
    ),
    (
        "Surname|Forename|DOB|Home telephone|Mobile",
        "surname forenames birth_date phone_2 phone_1",
        "two telephones",
    ),
]


def found(headings: str, **chosen: str) -> dict[str, str]:
    """Return the field of each heading, the headings given with bars between."""
    file = io.BytesIO(headings.replace("|", ",").encode() + b"\nx\n")
    _, columns = find_columns(
        open_tables(file), vocabulary.children(), needed=vocabulary.NEEDED_OF_A_CHILD, chosen=chosen
    )
    return {heading: field for field, heading in columns.columns.items()}


@pytest.mark.parametrize(("headings", "fields", "system"), HEADINGS)
def test_the_headings_of_real_systems_are_recognised(headings: str, fields: str, system: str) -> None:
    by_heading = found(headings)

    assert [by_heading.get(heading) for heading in headings.split("|")] == fields.split(), system


def test_a_legal_name_goes_before_the_one_known_by() -> None:
    by_heading = found("Surname|Legal Surname|Forename|Legal Forename|DOB")

    assert by_heading["Legal Surname"] == "surname"
    assert by_heading["Legal Forename"] == "forenames"
    assert "Surname" not in by_heading


def test_a_person_who_knows_better_is_believed() -> None:
    by_heading = found("Surname|Called|DOB|Status", forenames="Called", enrolment_status="")

    assert by_heading == {"Surname": "surname", "Called": "forenames", "DOB": "birth_date"}


@pytest.mark.parametrize(
    ("headings", "chosen", "code"),
    [
        ("Apples|Pears", {}, "list-no-columns"),
        ("Surname|Forename|Shoe size", {}, "list-columns-missing"),
        ("DOB|UPN", {}, "list-columns-missing"),
        ("Surname|DOB", {"forenames": "Called"}, "list-heading-unknown"),
        ("Surname|DOB", {"shoes": "Surname"}, "list-field-unknown"),
        ("Surname|DOB", {"birth_date": ""}, "list-columns-missing"),
    ],
)
def test_a_list_without_what_is_needed_is_refused_with_what_it_has(
    headings: str, chosen: dict[str, str], code: str
) -> None:
    with pytest.raises(Refused) as refusal:
        found(headings, **chosen)

    assert [finding.code for finding in refusal.value.findings] == [code]
    if code == "list-columns-missing":
        assert "It has these headings" in str(refusal.value)


def test_a_heading_that_stands_twice_is_told() -> None:
    file = io.BytesIO(b"Surname,DOB,Surname,,\nx\n")

    _, columns = find_columns(open_tables(file), vocabulary.children(), needed=())

    assert [finding.code for finding in columns.findings] == ["list-column-twice"]
    assert columns.headings == ("Surname", "DOB", "Surname (2)", "Column 4", "Column 5")
    assert columns.unrecognised == ("Surname (2)", "Column 4", "Column 5")
    assert columns.place("birth_date") == 1
    assert columns.place("upn") is None


def test_every_field_is_a_part_of_a_child_or_goes_into_one() -> None:
    put_together = {
        "full_name", "address", "address_1", "address_2", "address_3", "address_4", "address_5", "house", "flat",
        "street", "locality", "town", "county", "la_code", "establishment_number", "parent_1", "parent_1_forename",
        "parent_1_surname", "parent_2", "phone_1", "phone_2",
    }  # fmt: skip

    assert set(vocabulary.children()) - put_together <= set(ListedChild.__dataclass_fields__)


def test_no_heading_belongs_to_two_fields_but_for_telephones() -> None:
    owners: dict[str, str] = {}
    for field, entry in vocabulary.children().items():
        for heading in entry.headings:
            owner = owners.setdefault(plain(heading), field)
            assert owner == field or {owner, field} == {"phone_1", "phone_2"}, heading
