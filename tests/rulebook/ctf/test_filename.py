"""The names of transfer files."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rulebook.ctf.filename import TransferFileName, differences, name_for, read_name
from rulebook.ctf.layout import Destination, Header, School
from tests.rulebook.ctf.samples import HEADER

codes = st.sampled_from(("9264000", "926LLLL", "XXXXXXX", "MMMMMMM", "8202001"))


@given(codes, codes, st.integers(1, 999))
def test_a_name_that_was_made_is_read_again(sender: str, receiver: str, number: int) -> None:
    header = Header(source=School(sender[:3], sender[3:]), destination=School(receiver[:3], receiver[3:]))

    name = name_for(header, number=number)

    assert read_name(str(name)) == name
    assert differences(name, header) == ()


@pytest.mark.parametrize(
    ("written", "number", "special"),
    [
        ("9264000_CTF_9262001_001.xml", 1, "as it should be"),
        ("9264000_ctf_9262001_12.XML", 12, "small letters, no leading zero"),
        (r"C:\Transfers\9264000_CTF_9262001_003.xml", 3, "with its folder"),
        ("in/9264000_ATF_9262001_003.xml", 3, "an admissions file"),
    ],
)
def test_names_of_real_files_are_read(written: str, number: int, special: str) -> None:
    name = read_name(written)

    assert name is not None, special
    assert (name.sender_la, name.sender_estab, name.receiver_estab, name.number) == (
        "926",
        "4000",
        "2001",
        number,
    )


@pytest.mark.parametrize(
    "written", ["", "pupils.xml", "9264000_CTF_9262001.xml", "9264000_CTF_9262001_001.csv"]
)
def test_other_names_are_none_of_transfer_files(written: str) -> None:
    assert read_name(written) is None


def test_a_name_says_to_whom() -> None:
    assert TransferFileName("926", "4000", "XXX", "XXXX", 1).destination is Destination.NOT_KNOWN


@pytest.mark.parametrize("number", [0, 1000])
def test_a_number_beyond_three_digits_is_refused(number: int) -> None:
    with pytest.raises(ValueError, match="no file number"):
        name_for(HEADER, number=number)


def test_a_school_without_a_code_is_refused() -> None:
    with pytest.raises(ValueError, match="no school code '926'"):
        name_for(replace(HEADER, source=School(la="926")), number=1)


def test_a_name_that_differs_from_the_header_is_told() -> None:
    name = TransferFileName("926", "4001", "926", "2001", 1)

    (finding,) = differences(name, HEADER)

    assert finding.code == "ctf-name-differs"
    assert "sender and receiver" in finding.words


def test_a_header_that_says_nothing_does_not_differ() -> None:
    assert differences(TransferFileName("926", "4001", "926", "2001", 1), Header()) == ()
