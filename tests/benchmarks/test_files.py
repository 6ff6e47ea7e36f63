"""The benchmark of transfer files measures what it says: sound files, no two alike, each with the pupils asked for."""

import pytest
from benchmarks.files import Measured

from benchmarks import files
from rulebook.ctf import read_transfer_file


@pytest.mark.parametrize("pupils", [1, 30])
def test_a_file_is_sound_and_holds_the_pupils_asked_for(pupils: int) -> None:
    reading = read_transfer_file(files.file_of(pupils, number=3))

    assert {found.code for found in reading.findings} <= {"upn-issuer-unknown"}
    assert reading.file is not None
    assert len(reading.file.pupils) == pupils
    assert all(pupil.contacts and pupil.attendance and pupil.school_history for pupil in reading.file.pupils)


def test_no_two_files_are_alike() -> None:
    assert len({files.file_of(2, number=number) for number in range(20)}) == 20


def test_it_prints_what_it_measured(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(
        files, "measure", lambda pupils, count: Measured(pupils, 7_000, 1e-4 * pupils, 4e-4 * pupils)
    )

    assert files.main() == 0

    shown = capsys.readouterr().out
    assert "| 1 | 7.0 | 10,000 | 2,500 | 4.0 |" in shown
    assert "Reached: 4.0 at most." in shown


def test_a_cost_that_grows_with_the_square_ends_with_status_1(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        files, "measure", lambda pupils, count: Measured(pupils, 7_000, 1e-4, 1e-4 * pupils**2)
    )

    assert files.main() == 1


def test_it_takes_no_options() -> None:
    assert files.main(["--fast"]) == 2
