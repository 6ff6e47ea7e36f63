"""Reading transfer files as real systems write them, and refusing what is none."""

import codecs
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rulebook.ctf import read
from rulebook.ctf.identity import identity_record
from rulebook.ctf.layout import Address, Destination, School
from rulebook.ctf.read import Reading, read_transfer_file
from rulebook.findings import Severity
from rulebook.identity.compare import PersonName
from tests.rulebook.ctf.samples import LOST, SAMPLES, document

PUPIL = "<UPN>Y926400026001</UPN><Surname>Testlost</Surname><Forename>Rowan</Forename><DOB>2014-03-09</DOB>"


def codes(reading: Reading) -> list[str]:
    return [finding.code for finding in reading.findings]


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
def test_a_sample_is_read_without_a_finding(sample: Path) -> None:
    reading = read_transfer_file(sample.read_bytes())

    assert reading.findings == ()
    assert reading.file is not None
    assert len(reading.file.pupils) == 1


def test_the_lost_pupil_of_the_sample_is_read_whole() -> None:
    file = read_transfer_file(LOST).file

    assert file is not None
    assert file.header.made_at == datetime(2025, 11, 14, 15, 42, 10)
    assert file.header.destination.destination is Destination.NOT_KNOWN
    (pupil,) = file.pupils
    assert (pupil.line, pupil.upn, pupil.former_surname, pupil.birth_date) == (
        21, "Y926400026001", "Priorname", date(2014, 3, 9),
    )  # fmt: skip
    assert pupil.languages[0].code == "RMN"
    assert pupil.in_care is False
    assert pupil.address is not None
    assert pupil.address.all_lines() == ("12 Example Street", "Thetford")
    assert pupil.contacts[0].address == Address(as_pupil=True)
    assert pupil.attendance[0].unauthorised == 44
    assert pupil.school_history[0].leaving_reason == "UK"


def test_a_pupil_becomes_a_record_that_can_be_compared() -> None:
    file = read_transfer_file(LOST).file
    assert file is not None

    record = identity_record(file.pupils[0])

    assert (record.forenames, record.middle_names, record.surname) == ("Rowan", "Ana", "Testlost")
    assert record.former_names == (PersonName("", "Priorname"),)
    assert record.former_upns == ("J82640002601B",)
    assert record.parent_names == ("Maria Testlost",)
    assert record.phones == ("07700900123",)
    assert record.postcode == "ZZ99 9ZZ"


def test_a_pupil_of_whom_little_is_known_becomes_a_record_too() -> None:
    file = read_transfer_file(document(f"<Pupil>{PUPIL}</Pupil>")).file
    assert file is not None

    record = identity_record(file.pupils[0])

    assert (record.former_names, record.former_upns, record.parent_names, record.postcode) == ((), (), (), "")


ENCODINGS = [
    (lambda text: codecs.BOM_UTF8 + text.encode(), "UTF-8 with a mark"),
    (lambda text: text.encode("utf-16"), "UTF-16 with a mark"),
    (lambda text: text.encode("utf-16-le"), "UTF-16 without a mark"),
    (lambda text: text.encode("utf-16-be"), "UTF-16, the other end first, without a mark"),
    (lambda text: codecs.BOM_UTF16_BE + text.encode("utf-16-be"), "UTF-16, the other end first"),
    (lambda text: text.encode("utf-32"), "UTF-32 with a mark"),
    (lambda text: text.replace("utf-8", "Windows-1252").encode("cp1252"), "Windows-1252, declared"),
    (lambda text: text.replace("utf-8", "utf-16").encode(), "UTF-8 that says it is UTF-16"),
]


@pytest.mark.parametrize(("encode", "special"), ENCODINGS, ids=[special for _, special in ENCODINGS])
def test_the_encodings_of_real_files_are_read(encode: object, special: str) -> None:
    text = LOST.decode().replace("Rowan", "Zoë").replace("Priorname", "Prévôt")

    reading = read_transfer_file(encode(text))  # type: ignore[operator]

    assert reading.findings == ()
    assert reading.file is not None
    assert (reading.file.pupils[0].forename, reading.file.pupils[0].former_surname) == ("Zoë", "Prévôt")


def test_a_file_in_another_encoding_than_it_says_is_read_with_a_warning() -> None:
    reading = read_transfer_file(LOST.replace(b"Rowan", "Zoë".encode("cp1252")))

    assert codes(reading) == ["ctf-encoding"]
    assert reading.file is not None
    assert reading.file.pupils[0].forename == "Zoë"


@pytest.mark.parametrize("version", ["17.0", "23.0", "24.0", "25.0", "26.0"])
def test_versions_from_17_on_are_read(version: str) -> None:
    assert codes(read_transfer_file(LOST.replace(b"25.0", version.encode()))) == []


@pytest.mark.parametrize("version", ["12.0", "31.0", "", "new"])
def test_other_versions_are_read_with_a_warning(version: str) -> None:
    reading = read_transfer_file(LOST.replace(b"<CTFversion>25.0", f"<CTFversion>{version}".encode()))

    assert codes(reading) == ["ctf-version"]
    assert reading.file is not None


def test_gender_is_sex_and_case_and_namespace_do_not_matter() -> None:
    old = LOST.replace(b"Sex>", b"Gender>").replace(b"<CTfile>", b'<CTFile xmlns="urn:example">')
    old = old.replace(b"</CTfile>", b"</CTFile>").replace(b"PostCode", b"Postcode")

    reading = read_transfer_file(old)

    assert reading.findings == ()
    assert reading.file is not None
    assert reading.file.pupils[0].sex == "F"
    assert reading.file.pupils[0].address is not None
    assert reading.file.pupils[0].address.postcode == "ZZ99 9ZZ"


def test_empty_elements_are_as_if_they_were_left_out() -> None:
    school = "<School><LEA>926</LEA><LeavingDate/></School>"
    pupil = f"<Pupil>{PUPIL}<Sex>F</Sex><SchoolHistory>{school}</SchoolHistory></Pupil>"

    reading = read_transfer_file(document(pupil))

    assert reading.findings == ()
    assert reading.file is not None
    assert reading.file.pupils[0].school_history[0].left_on is None


def test_a_group_that_comes_twice_is_put_together() -> None:
    groups = "".join(
        f"<Disabilities><Disability>{code}</Disability></Disabilities>" for code in ("HEAR", "VIS")
    )
    languages = "".join(
        f"<Languages><Type><Language>{code}</Language></Type></Languages>" for code in ("ENG", "RMN")
    )
    pupil = f"<Pupil>{PUPIL}<Sex>F</Sex><BasicDetails>{groups}{languages}</BasicDetails></Pupil>"

    file = read_transfer_file(document(pupil)).file

    assert file is not None
    assert file.pupils[0].disabilities == ("HEAR", "VIS")
    assert [language.code for language in file.pupils[0].languages] == ["ENG", "RMN"]


def test_address_lines_are_read_in_order() -> None:
    lines = (
        "<AddressLine1>1 Example Street</AddressLine1><AddressLine2/><AddressLine3>Thetford</AddressLine3>"
    )
    pupil = f"<Pupil>{PUPIL}<Sex>F</Sex><Address><AddressLines>{lines}</AddressLines></Address></Pupil>"

    file = read_transfer_file(document(pupil)).file

    assert file is not None
    assert file.pupils[0].address == Address(lines=("1 Example Street", "Thetford"))


DOUBTFUL = [
    ("<DOB>2014-02-30</DOB>", "ctf-date", "line 6, Pupil/DOB", "no such day"),
    ("<DOB>last spring</DOB>", "ctf-date", "line 6, Pupil/DOB", "no date"),
    ("<LookedAfter><InCare>maybe</InCare></LookedAfter>", "ctf-flag", "line 6, Pupil/LookedAfter/InCare", "no answer"),
    ("<SENhistory><SENneeds><SENneed><SENtypeRank>first</SENtypeRank></SENneed></SENneeds></SENhistory>", "ctf-number",
     "line 6, Pupil/SENhistory/SENneeds/SENneed/SENtypeRank", "no number"),
    ("<Shoes>34</Shoes>", "ctf-not-read", "line 6", "an element nobody knows"),
]  # fmt: skip


@pytest.mark.parametrize(("element", "code", "where", "special"), DOUBTFUL)
def test_what_cannot_be_read_is_told_with_its_line_and_the_rest_is_read(
    element: str, code: str, where: str, special: str
) -> None:
    reading = read_transfer_file(document(f"<Pupil>{PUPIL}<Sex>F</Sex>\n{element}</Pupil>"))

    assert [(finding.code, finding.where) for finding in reading.findings] == [(code, where)], special
    assert reading.file is not None
    assert reading.file.pupils[0].surname == "Testlost"


def test_what_is_wrong_is_shown_short() -> None:
    reading = read_transfer_file(document(f"<Pupil>{PUPIL}<Sex>F</Sex><DOB>{'x' * 500}</DOB></Pupil>"))

    assert len(reading.findings[0].words) < 150


@pytest.mark.parametrize("written", ["2014-03-09T00:00:00", "09/03/2014", "2014-3-9"])
def test_dates_with_a_time_or_with_the_day_first_are_read(written: str) -> None:
    file = read_transfer_file(LOST.replace(b"<DOB>2014-03-09", f"<DOB>{written}".encode())).file

    assert file is not None
    assert file.pupils[0].birth_date == date(2014, 3, 9)


def test_a_moment_that_is_none_is_told() -> None:
    reading = read_transfer_file(LOST.replace(b"2025-11-14T15:42:10", b"Friday"))

    assert codes(reading) == ["ctf-moment"]


def test_what_suppliers_add_is_left_aside_without_a_word() -> None:
    assert (
        codes(read_transfer_file(document(f"<Pupil>{PUPIL}<Sex>F</Sex><SuppInfo><X/></SuppInfo></Pupil>")))
        == []
    )


def test_a_pupil_without_what_every_file_has_is_read_and_told() -> None:
    reading = read_transfer_file(document("<Pupil><UPN>Y926400026001</UPN></Pupil>"))

    assert codes(reading) == ["ctf-missing"]
    assert "no surname and no forename and no date of birth and no sex" in reading.findings[0].words


def test_a_pupil_without_a_upn_is_read_and_told() -> None:
    reading = read_transfer_file(
        LOST.replace(b"<UPN>Y926400026001</UPN>", b"").replace(b"</Header>", b"</Header><New/>")
    )

    assert codes(reading) == ["ctf-missing", "ctf-not-read"]
    assert reading.findings[1].words.startswith("CTfile/New")


def test_a_upn_that_cannot_be_one_is_told_without_being_repeated() -> None:
    reading = read_transfer_file(LOST.replace(b"Y926400026001", b"A926400026001"))

    assert codes(reading) == ["upn-check-letter"]
    assert reading.findings[0].severity is Severity.WARNING
    assert reading.findings[0].where == "line 21, Pupil/UPN"
    assert "926400026001" not in reading.findings[0].words


def test_one_upn_for_two_pupils_is_told() -> None:
    pupil = f"<Pupil>{PUPIL}<Sex>F</Sex></Pupil>\n"

    assert codes(read_transfer_file(document(pupil * 2))) == ["ctf-upn-twice"]


def test_a_header_that_does_not_say_from_whom_or_to_whom_is_told() -> None:
    pupils = f"<CTFpupilData><Pupil>{PUPIL}<Sex>F</Sex></Pupil></CTFpupilData>"

    reading = read_transfer_file(f"<CTfile>{pupils}</CTfile>".encode())

    assert codes(reading) == ["ctf-version", "ctf-header", "ctf-header"]


def test_a_file_without_pupils_is_told() -> None:
    assert codes(read_transfer_file(document(""))) == ["ctf-no-pupils"]


REFUSED = [
    (b"", "ctf-not-xml", "nothing"),
    (b"PK\x03\x04 spreadsheet", "ctf-not-xml", "a spreadsheet"),
    (LOST[:900], "ctf-not-xml", "cut off on the way"),
    (b"<html><body>Sign in</body></html>", "ctf-wrong-root", "a web page saved instead"),
    (b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><CTfile>&e;</CTfile>', "ctf-document-type", "an entity"),
    ('<!DOCTYPE x><CTfile/>'.encode("utf-16"), "ctf-document-type", "hidden by its encoding"),
    (b'<CTfile><!ENTITY e "x"></CTfile>', "ctf-document-type", "an entity in the wrong place"),
    (b"<CTfile>" + b"<a>" * 5000 + b"</a>" * 5000 + b"</CTfile>", "ctf-not-xml", "too deep"),
]  # fmt: skip


@pytest.mark.parametrize(("data", "code", "special"), REFUSED, ids=[special for *_, special in REFUSED])
def test_what_is_no_transfer_file_is_refused(data: bytes, code: str, special: str) -> None:
    reading = read_transfer_file(data)

    assert reading.file is None
    assert [(finding.code, finding.severity) for finding in reading.findings] == [(code, Severity.REFUSAL)]


def test_a_file_that_is_too_large_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(read, "MAX_BYTES", len(LOST) - 1)

    assert codes(read_transfer_file(LOST)) == ["ctf-too-large"]


def test_a_file_with_too_many_pupils_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(read, "MAX_PUPILS", 0)

    assert codes(read_transfer_file(LOST)) == ["ctf-too-many-pupils"]


@given(st.binary(max_size=200))
def test_any_bytes_end_in_findings_and_not_in_an_error(data: bytes) -> None:
    reading = read_transfer_file(data)

    assert reading.file is not None or reading.findings


@given(st.integers(0, len(LOST)), st.binary(max_size=4))
def test_a_damaged_file_ends_in_a_file_or_in_findings(place: int, damage: bytes) -> None:
    reading = read_transfer_file(LOST[:place] + damage + LOST[place + len(damage) :])

    assert reading.file is not None or reading.findings


@pytest.mark.parametrize(
    ("estab", "destination"),
    [
        ("LLLL", "authority"),
        ("xxxx", "not known"),
        ("MMMM", "left the maintained sector"),
        ("4000", "school"),
    ],
)
def test_a_destination_says_to_whom(estab: str, destination: str) -> None:
    assert School(la="926", estab=estab).destination == destination
