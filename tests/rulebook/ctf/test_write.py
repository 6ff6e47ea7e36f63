"""Writing transfer files: what was written is read again, and what may not be sent is refused."""

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given

from rulebook.ctf.layout import Address, Contact, Language, School, TransferFile
from rulebook.ctf.read import read_transfer_file
from rulebook.ctf.write import current_version, examine, write_transfer_file
from rulebook.findings import Refused
from tests.rulebook.ctf.samples import FILE, HEADER, PUPIL, SAMPLES, file_with, files


@given(files)
def test_reading_what_was_written_gives_the_same_file(file: TransferFile) -> None:
    assert read_transfer_file(write_transfer_file(file)).file == file


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
def test_writing_what_was_read_gives_the_same_elements_in_the_same_order(sample: Path) -> None:
    data = sample.read_bytes()
    file = read_transfer_file(data).file
    assert file is not None

    assert _without_layout(write_transfer_file(file)) == _without_layout(data)


def _without_layout(data: bytes) -> bytes:
    return re.sub(rb"\s*(<|>)\s*", rb"\1", data).replace(b"'", b'"').strip()


def test_nothing_empty_is_written() -> None:
    data = write_transfer_file(
        file_with(contacts=(Contact(surname="Testlost"),), languages=(Language(code="RMN"),))
    )

    assert b"/>" not in data
    assert b"></" not in data
    assert b"BasicDetails" in data
    assert b"SchoolHistory" not in data


REFUSED = [
    (replace(FILE, pupils=()), "ctf-no-pupils"),
    (replace(FILE, header=replace(HEADER, version="24.0")), "ctf-version"),
    (replace(FILE, header=replace(HEADER, version="")), "ctf-version"),
    (replace(FILE, header=replace(HEADER, made_at=None)), "ctf-moment"),
    (replace(FILE, header=replace(HEADER, qualifier="whole")), "ctf-qualifier"),
    (replace(FILE, header=replace(HEADER, destination=School("926"))), "ctf-school"),
    (replace(FILE, header=replace(HEADER, source=School("92A", "4000"))), "ctf-school"),
    (replace(FILE, header=replace(HEADER, supplier_id=" EXAMPLE")), "ctf-spaces"),
    (file_with(upn="A926400026001"), "upn-check-letter"),
    (file_with(upn=""), "upn-empty"),
    (file_with(surname=""), "ctf-missing"),
    (file_with(birth_date=None), "ctf-missing"),
    (file_with(sex="U"), "ctf-sex"),
    (file_with(surname="Test\x07lost"), "ctf-character"),
    (file_with(surname="Test\rlost"), "ctf-character"),
    (file_with(forename="Rowan "), "ctf-spaces"),
    (file_with(disabilities=("",)), "ctf-spaces"),
    (file_with(contacts=(Contact(),)), "ctf-spaces"),
    (file_with(address=Address(lines=("a", "b", "c", "d", "e", "f"))), "ctf-address-lines"),
]


@pytest.mark.parametrize(("file", "code"), REFUSED)
def test_what_may_not_be_sent_is_refused_with_its_reason(file: TransferFile, code: str) -> None:
    with pytest.raises(Refused) as refusal:
        write_transfer_file(file)

    assert [finding.code for finding in refusal.value.findings] == [code]


def test_every_reason_is_given_at_once() -> None:
    with pytest.raises(Refused) as refusal:
        write_transfer_file(TransferFile(HEADER, (PUPIL, replace(PUPIL, surname="", sex=""))))

    assert [(finding.code, finding.where) for finding in refusal.value.findings] == [
        ("ctf-missing", "pupil 2"),
        ("ctf-sex", "pupil 2"),
    ]


def test_a_version_not_known_yet_is_written_with_a_warning() -> None:
    file = replace(FILE, header=replace(HEADER, version="27.0"))

    assert [finding.code for finding in examine(file)] == ["ctf-version"]
    assert b"27.0" in write_transfer_file(file)


@pytest.mark.parametrize(
    ("on", "version"),
    [
        (date(2025, 9, 1), "25.0"),
        (date(2026, 8, 31), "25.0"),
        (date(2026, 9, 1), "26.0"),
        (date(2027, 1, 1), "26.0"),
    ],
)
def test_the_version_follows_the_academic_year(on: date, version: str) -> None:
    assert current_version(on) == version
