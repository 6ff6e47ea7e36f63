"""Two transfer files compared: who is in one only, and what is told of differently."""

from dataclasses import replace
from datetime import date

from hypothesis import given

from rulebook.ctf.compare import Difference, compare_files
from rulebook.ctf.layout import Address, Contact, CtfPupil, School, SchoolAttended, TransferFile
from tests.rulebook.ctf.samples import FILE, HEADER, PUPIL, file_with, files


@given(files)
def test_a_file_is_the_same_as_itself_and_in_any_order_of_its_pupils(file: TransferFile) -> None:
    assert compare_files(file, file).same
    if len({pupil.upn for pupil in file.pupils}) == len(file.pupils):
        assert compare_files(file, replace(file, pupils=file.pupils[::-1])).same


def test_what_differs_is_named_by_its_element() -> None:
    one = file_with(address=Address(paon="12", postcode="WX1 1AA"), medical_flag=True)
    other = file_with(address=Address(paon="14", postcode="WX1 1AA"), former_surname="Priorname")
    other = replace(other, header=replace(HEADER, destination=School("926", "2001")))

    found = compare_files(one, other)

    assert not found.same
    assert found.header == (
        Difference("DestSchool/LEA", "XXX", "926"),
        Difference("DestSchool/Estab", "XXXX", "2001"),
    )
    assert found.both[0].differences == (
        Difference("BasicDetails/FormerSurname", "", "Priorname"),
        Difference("BasicDetails/MedicalFlag", "true", ""),
        Difference("Address/BS7666Address/PAON", "12", "14"),
    )


def test_in_a_list_only_what_is_new_or_gone_or_changed_is_told() -> None:
    first = SchoolAttended(la="926", estab="2001", entered_on=date(2020, 9, 1))
    second = SchoolAttended(la="926", estab="4000", entered_on=date(2025, 9, 3))
    left = replace(second, left_on=date(2025, 11, 14))

    added = compare_files(file_with(school_history=(second,)), file_with(school_history=(first, second)))
    changed = compare_files(
        file_with(school_history=(first, second)), file_with(school_history=(first, left))
    )
    gone = compare_files(file_with(school_history=(first, second)), file_with(school_history=(second,)))

    words = "LEA 926; Estab 2001; EntryDate 2020-09-01"
    assert added.both[0].differences == (Difference("SchoolHistory/School[1]", "", words),)
    assert changed.both[0].differences == (
        Difference("SchoolHistory/School[2]/LeavingDate", "", "2025-11-14"),
    )
    assert gone.both[0].differences == (Difference("SchoolHistory/School[1]", words, ""),)


def test_a_contact_is_said_with_all_that_is_in_it() -> None:
    contact = Contact(
        surname="Testlost", responsibility=False, address=Address(lines=("1 Example Street", "Thetford"))
    )

    (found,) = compare_files(FILE, file_with(contacts=(contact,))).both[0].differences

    assert (
        found.other
        == "Surname Testlost; Responsibility false; Address AddressLine 1 Example Street, Thetford"
    )


def test_pupils_are_paired_by_upn_then_by_name_and_date_of_birth() -> None:
    other_number = replace(PUPIL, upn="H801200001001", surname="TESTLOST")
    renamed = replace(PUPIL, surname="Newname")
    stranger = CtfPupil(surname="Other", forename="Rowan", birth_date=PUPIL.birth_date)

    by_upn = compare_files(FILE, TransferFile(HEADER, (other_number, renamed)))
    by_name = compare_files(FILE, TransferFile(HEADER, (stranger, other_number)))

    assert [(pair.other.surname, pair.by_upn) for pair in by_upn.both] == [("Newname", True)]
    assert [pupil.upn for pupil in by_upn.only_other] == ["H801200001001"]
    assert [(pair.other.upn, pair.by_upn) for pair in by_name.both] == [("H801200001001", False)]
    assert [each.where for each in by_name.both[0].differences] == ["UPN", "Surname"]
    assert by_name.only_other == (stranger,)


def test_a_name_without_a_date_of_birth_pairs_nobody() -> None:
    nameless = TransferFile(HEADER, (replace(PUPIL, upn="", birth_date=None),))

    found = compare_files(nameless, nameless)

    assert len(found.only_one) == len(found.only_other) == 1
