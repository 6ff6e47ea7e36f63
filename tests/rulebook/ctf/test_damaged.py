"""Files damaged in every way: each soon ends in a file or in a refusal. ``scripts.fuzz_ctf`` runs longer."""

import time

import pytest

from rulebook.ctf import read
from rulebook.ctf.read import read_transfer_file
from scripts import fuzz_ctf
from tests.rulebook.ctf.samples import LOST, document

PUPIL = "<UPN>Y926400026001</UPN><Surname>Testlost</Surname><Forename>Rowan</Forename><Sex>F</Sex>"


def test_damaged_files_end_in_a_file_or_in_words_within_their_time() -> None:
    tally = fuzz_ctf.try_files(600, seed=90_001)

    assert tally.wrong == []
    assert tally.read + tally.refused.total() == 600
    assert tally.read > 150
    assert tally.same_again > 100
    assert {"ctf-not-xml", "ctf-document-type", "ctf-encoding-unknown"} <= set(tally.refused)


def test_every_way_of_damage_changes_something() -> None:
    assert len({fuzz_ctf.damaged(number) for number in range(100)}) > 90


def test_what_goes_wrong_is_told_with_its_number(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(data: bytes) -> None:
        raise KeyError("Sex")

    monkeypatch.setattr(fuzz_ctf, "read_transfer_file", fails)

    assert fuzz_ctf.try_files(2, seed=7).wrong == [(7, "KeyError: 'Sex'"), (8, "KeyError: 'Sex'")]


def test_a_file_that_hangs_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fuzz_ctf, "SECONDS", 1)
    monkeypatch.setattr(fuzz_ctf, "read_transfer_file", lambda data: time.sleep(5))

    ((number, words),) = fuzz_ctf.try_files(1, seed=3).wrong

    assert (number, words) == (3, "HangsError: longer than 1 seconds")


def test_an_element_that_repeats_without_end_costs_no_more_than_its_length() -> None:
    # Gathered one by one into a tuple, all that were before would be copied each time: sixteen times for four times.
    short, long = (_seconds_for(count) for count in (15_000, 60_000))

    assert long / short < 9


def _seconds_for(phones: int) -> float:
    repeated = "<Phone><PhoneNo>1</PhoneNo></Phone>" * phones
    languages = "<Languages><Type><Language>ENG</Language></Type></Languages>" * (phones // 3)
    data = document(
        f"<Pupil>{PUPIL}<BasicDetails>{languages}</BasicDetails><Phones>{repeated}</Phones></Pupil>"
    )
    began = time.process_time()

    reading = read_transfer_file(data)

    spent = time.process_time() - began
    assert reading.file is not None
    assert len(reading.file.pupils[0].phones) == phones
    assert len(reading.file.pupils[0].languages) == phones // 3
    return spent


def test_findings_without_end_are_counted_and_not_listed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(read, "MAX_FINDINGS", 3)
    history = "<School><EntryDate>soon</EntryDate></School>" * 10
    pupil = f"<Pupil>{PUPIL}<DOB>2014-03-09</DOB><SchoolHistory>{history}</SchoolHistory></Pupil>"

    findings = read_transfer_file(document(pupil)).findings

    assert [each.code for each in findings] == ["ctf-date", "ctf-date", "ctf-date", "ctf-more"]
    assert findings[-1].words.startswith("7 more of the kind")


UNKNOWN_ENCODINGS = [
    (LOST.replace(b"utf-8", b"shift_jis").replace(b"Rowan", b"\x83\x8d\x81[\x83\x8f\x83\x93"), "'shift_jis'"),
    (LOST.replace(b"utf-8", b"x-mac-ce").replace(b"Rowan", b"Zo\x91"), "'x-mac-ce'"),
    (LOST.decode().encode("utf-16") + b"\0", "'UTF-16'"),
]


@pytest.mark.parametrize(("data", "named"), UNKNOWN_ENCODINGS, ids=["Japanese", "Macintosh", "half a letter"])
def test_an_encoding_in_which_names_would_come_out_wrong_is_refused(data: bytes, named: str) -> None:
    reading = read_transfer_file(data)

    assert reading.file is None
    (found,) = reading.findings
    assert found.code == "ctf-encoding-unknown"
    assert found.words.startswith(f"This file says that it is in {named}, and cannot be read as such.")


@pytest.mark.parametrize(
    ("root", "words"),
    [
        ("ATfile", "This is an Admissions Transfer File, not a Common Transfer File"),
        ("Message", "This is a census return, not a Common Transfer File"),
        ("html", "This is a web page, perhaps saved instead of the file itself, not a Common Transfer File"),
        ("pupils", "This is not a Common Transfer File: it begins with 'pupils', not 'CTfile'."),
    ],
)
def test_another_kind_of_file_is_named(root: str, words: str) -> None:
    reading = read_transfer_file(f"<{root}><Header/></{root}>".encode())

    assert reading.file is None
    assert reading.findings[0].words.startswith(words)
    assert reading.findings[0].words.endswith("Ask the sender for the transfer file.")
