"""How many transfer files are read and checked in a second, beside the bare XML parse: ``python -m benchmarks.files``.

Each file is another one: names, dates, addresses and marks differ. Processor time is counted, not the clock on the
wall, and both are measured on the same bytes in one run, in turns.
"""

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from time import process_time

from lxml import etree

from rulebook.ctf import CtfPupil, Header, School, TransferFile, read_transfer_file, write_transfer_file
from rulebook.ctf.layout import (
    Address,
    Assessment,
    AttendanceYear,
    Contact,
    KeyStage,
    Language,
    Phone,
    SchoolAttended,
    SenProvision,
)
from rulebook.identifiers import check_letter

AIM = 3.0  # times the bare parse
ROUNDS = 5
SIZES = ((1, 300), (30, 20), (200, 4))  # pupils in a file, files


@dataclass(frozen=True)
class Measured:
    """Files of one size: how many pupils each, how many bytes, and processor seconds a file."""

    pupils: int
    size_bytes: int
    parsed: float
    checked: float

    @property
    def ratio(self) -> float:
        """How many times the bare parse the reading takes."""
        return self.checked / self.parsed


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; the status is 1 when a pupil of a large file costs more than 1.5 times one of a small."""
    if arguments:
        sys.stderr.write("python -m benchmarks.files takes no options\n")
        return 2
    measured = [measure(pupils, files) for pupils, files in SIZES]
    print("| pupils a file | KB a file | parsed a second | read and checked a second | times the parse |")
    print("|---|---|---|---|---|")
    for each in measured:
        print(
            f"| {each.pupils} | {each.size_bytes / 1000:.1f} | {1 / each.parsed:,.0f} | {1 / each.checked:,.0f} "
            f"| {each.ratio:.1f} |"
        )
    growth = (measured[-1].checked / measured[-1].pupils) / (measured[1].checked / measured[1].pupils)
    print(f"\nA pupil among {measured[-1].pupils} costs {growth:.2f} times one among {measured[1].pupils}.")
    print(
        f"Aim: within {AIM:.0f} times the parse. Reached: {max(each.ratio for each in measured):.1f} at most."
    )
    return 1 if growth > 1.5 else 0


def measure(pupils: int, files: int) -> Measured:
    """Return what so many files of so many pupils cost: the quickest round of several of each, in turns."""
    made = [file_of(pupils, number=number) for number in range(files)]
    parsed, checked = float("inf"), float("inf")
    for _ in range(ROUNDS):
        parsed = min(parsed, _seconds(etree.fromstring, made))
        checked = min(checked, _seconds(read_transfer_file, made))
    return Measured(pupils, sum(map(len, made)) // files, parsed, checked)


def _seconds(act: Callable[[bytes], object], files: Sequence[bytes]) -> float:
    began = process_time()
    for data in files:
        act(data)
    return (process_time() - began) / len(files)


def file_of(pupils: int, *, number: int) -> bytes:
    """Return the ``number``-th file with so many pupils."""
    header = Header(
        version="25.0", made_at=datetime(2026, 9, 1, 15, 40) + timedelta(minutes=number), qualifier="full",
        supplier_id="Measured", source=School("999", "2001", "900001", "Measured School", 2026),
        destination=School("XXX", "XXXX"),
    )  # fmt: skip
    return write_transfer_file(
        TransferFile(header, tuple(_pupil(number * pupils + each) for each in range(pupils)))
    )


def _pupil(number: int) -> CtfPupil:
    """Return one pupil as full as a school's system sends it: contacts, three years' attendance, results, schools."""
    rest = f"999200120{number % 1000:03}"
    born = date(2012, 1, 1) + timedelta(days=number % 1500)
    home = Address(
        paon=str(number), street="Example Street", town="Merebridge", postcode=f"WX1 {number % 9}AB"
    )
    return CtfPupil(
        upn=check_letter(rest) + rest, surname=f"Sample{number}", forename=f"Rowan{number % 97}", birth_date=born,
        sex="MF"[number % 2], former_surname="Priorname", middle_names="Ana", year_group="7", ethnicity="WBRI",
        ethnicity_source="P", languages=(Language("F", "ENG"),), medical_flag=False, in_care=False,
        sen=(SenProvision(date(2023, 9, 4), "K"),), address=home, phones=(Phone("M", f"07700 {900000 + number}"),),
        contacts=tuple(
            Contact(order=each, surname=f"Sample{number}", forename="Maria", relationship="PAM", responsibility=True,
                    address=Address(as_pupil=True), phones=(Phone("M", f"07700 {900000 + number}"),))
            for each in (1, 2)
        ),
        attendance=tuple(
            AttendanceYear(year=year, la="999", estab="2001", possible=380, authorised=number % 40, attended=330,
                           unauthorised=10, started_on=date(year, 9, 3), marks="/\\" * 190)
            for year in (2023, 2024, 2025)
        ),
        key_stages=(
            KeyStage("KS2", tuple(Assessment("ENG", "2024", subject, "TT", "LEV", "R", "NL", str(number % 120))
                                  for subject in ("ENG", "MAT", "SCI"))),
        ),
        school_history=tuple(
            SchoolAttended("999", estab, name="Measured School", entered_on=date(2019, 9, 3), left_on=date(2026, 8, 31))
            for estab in ("2001", "2002")
        ),
    )  # fmt: skip


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
