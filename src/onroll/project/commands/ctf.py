"""``onroll ctf check`` and ``onroll ctf diff``: transfer files looked at without settings and without a database."""

import hashlib
import json
import re
import sys
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rulebook.ctf import Reading, TransferFile, read_transfer_file
from rulebook.ctf.compare import Comparison, Difference, compare_files
from rulebook.ctf.filename import differences, read_name
from rulebook.ctf.layout import CtfPupil, Destination, Header, School
from rulebook.ctf.read import MAX_BYTES, SOURCE
from rulebook.findings import Finding, Severity
from rulebook.wording import long_date

SOUND, FOUND, WRONG = 0, 1, 2
UNREADABLE = "file-unreadable"
MEANS = {
    Destination.NOT_KNOWN: "destination not known: it goes to the Lost Pupil Database",
    Destination.LEFT_SECTOR: "left the maintained sector: independent, home educated, abroad, Scotland",
    Destination.AUTHORITY: "a local authority",
    Destination.SCHOOL: "",
}
ENDS = """
check ends with 0 when every file can be read, 1 when one is refused (with --strict: or is doubtful),
2 when the command is not right. diff ends with 0 when both say the same, 1 when they differ,
2 when one cannot be read. What is shown may hold children's data. How to: docs/how-to/check-transfer-files.md
"""


@dataclass(frozen=True)
class Checked:
    """One file, what was read of it and what was noticed."""

    name: str
    sha256: str
    size_bytes: int
    reading: Reading

    @property
    def refused(self) -> bool:
        """Whether nothing of it could be read."""
        return self.reading.file is None

    @property
    def doubtful(self) -> bool:
        """Whether somebody should look at something."""
        return any(each.severity is not Severity.NOTE for each in self.reading.findings)


class Command:
    """Check transfer files, or show where two differ. Not a command of Django's: it runs where nothing is set up."""

    help = (
        "Look at Common Transfer Files before they are loaded or sent: what cannot be read and why, with its line; and "
        "where two files differ. Reads the files named, and changes nothing."
    )

    def run_from_argv(self, argv: list[str]) -> None:
        """Run with the words of the command line, and leave with its status."""
        options = _parser(" ".join(argv[:2])).parse_args(argv[2:])
        sys.exit(_check(options) if options.what == "check" else _diff(options))


def _parser(program: str) -> ArgumentParser:
    parser = ArgumentParser(
        prog=program, description=Command.help, epilog=ENDS, formatter_class=RawDescriptionHelpFormatter
    )
    what = parser.add_subparsers(dest="what", required=True, metavar="check|diff")
    check = what.add_parser("check", help="say what is wrong with transfer files", epilog=ENDS)
    check.add_argument(
        "files", nargs="+", type=Path, metavar="FILE", help="files, or folders with .xml files"
    )
    check.add_argument("--strict", action="store_true", help="end with 1 also when a warning was given")
    diff = what.add_parser("diff", help="say where two transfer files differ", epilog=ENDS)
    diff.add_argument("one", type=Path, metavar="A")
    diff.add_argument("other", type=Path, metavar="B")
    for each in (check, diff):
        each.add_argument("--json", action="store_true", help="answer in JSON, for another program")
    return parser


# ------------------------------------------------------------------------------------------------------------- check
def _check(options: Any) -> int:
    try:
        checked = [check_file(path) for path in _paths(options.files)]
    except FileNotFoundError as missing:
        sys.stderr.write(f"onroll ctf: {missing}\n")
        return WRONG
    if options.json:
        sys.stdout.write(_json({"files": [as_data(each) for each in checked]}))
    else:
        sys.stdout.write("\n".join(_report(checked)) + "\n")
    bad = any(each.refused or (options.strict and each.doubtful) for each in checked)
    return FOUND if bad else SOUND


def check_file(path: Path) -> Checked:
    """Return what one file holds and what was noticed of it, its name included."""
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as fault:
        words = f"The file cannot be opened ({fault.strerror}). Look at its name and who may read it."
        return Checked(path.name, "", 0, Reading(None, (Finding(UNREADABLE, words),)))
    reading = read_transfer_file(data)
    found = (*reading.findings, *_of_the_name(path.name, reading.file))
    whole = Reading(reading.file, tuple(sorted(found, key=lambda each: _line(each) or 0)))
    return Checked(path.name, hashlib.sha256(data).hexdigest(), len(data), whole)


def _of_the_name(name: str, file: TransferFile | None) -> Iterator[Finding]:
    if file is None:
        return
    told = read_name(name)
    if told is None:
        words = (
            "The file's name is not that of a transfer file, such as 9264000_CTF_9262001_001.xml: sender, CTF, "
            "receiver and a number. It can be loaded; the exchange between schools would not take it."
        )
        yield Finding("ctf-name", words, Severity.NOTE, SOURCE, "file name")
    else:
        yield from differences(told, file.header)


def _paths(given: Sequence[Path]) -> Iterator[Path]:
    for path in given:
        if path.is_dir():
            inside = sorted(one for one in path.iterdir() if one.suffix.lower() == ".xml")
            if not inside:
                raise FileNotFoundError(f"there is no .xml file in {path}.")
            yield from inside
        elif path.exists():
            yield path
        else:
            raise FileNotFoundError(f"there is no file {path}.")


def _report(checked: Sequence[Checked]) -> Iterator[str]:
    for each in checked:
        yield from _one(each)
        yield ""
    refused = sum(each.refused for each in checked)
    doubtful = sum(each.doubtful and not each.refused for each in checked)
    yield (
        f"{_count(len(checked), 'file')}: {len(checked) - refused - doubtful:,} sound, "
        f"{doubtful:,} can be read with something to look at, {refused:,} refused."
    )


def _one(each: Checked) -> Iterator[str]:
    verdict = "refused: nothing of it can be used" if each.refused else "can be read"
    yield f"{_plain(each.name)}: {verdict}"
    file = each.reading.file
    if file is not None:
        yield f"  {_plain(_made(file.header))}"
        yield f"  from {_plain(_school(file.header.source))}, to {_plain(_school(file.header.destination))}"
        yield f"  {_count(len(file.pupils), 'pupil')}"
    for found in each.reading.findings:
        where = f"{found.where}: " if found.where else ""
        yield f"  {found.severity.value:<8} {_plain(where)}{_plain(found.words)}"


def _made(header: Header) -> str:
    version = f"version {header.version}" if header.version else "version not said"
    made = f", made on {long_date(header.made_at.date())}" if header.made_at else ""
    return f"{version}{f', {header.qualifier}' if header.qualifier else ''}{made}"


def _school(school: School) -> str:
    if not (school.la or school.estab):
        return "nobody named"
    means = MEANS[school.destination]
    name = f" {school.name}" if school.name else ""
    return f"{school.la}/{school.estab}{name}{f' ({means})' if means else ''}"


def as_data(each: Checked) -> dict[str, Any]:
    """Return one file as it is told to another program."""
    file = each.reading.file
    data: dict[str, Any] = {
        "file": each.name,
        "sha256": each.sha256,
        "size_bytes": each.size_bytes,
        "can_be_read": not each.refused,
    }
    if file is not None:
        made = file.header.made_at
        data |= {
            "version": file.header.version,
            "qualifier": file.header.qualifier,
            "made_at": made.isoformat() if made else None,
            "source": _school_data(file.header.source),
            "destination": _school_data(file.header.destination)
            | {"means": file.header.destination.destination.value},
            "pupils": len(file.pupils),
        }
    return data | {"findings": [_finding_data(found) for found in each.reading.findings]}


def _school_data(school: School) -> dict[str, str]:
    return {"la": school.la, "estab": school.estab, "name": school.name}


def _finding_data(found: Finding) -> dict[str, Any]:
    return {
        "code": found.code,
        "severity": found.severity.value,
        "line": _line(found),
        "where": found.where,
        "words": found.words,
        "source": found.source,
    }


def _line(found: Finding) -> int | None:
    told = re.match(r"line (\d+)", found.where)
    return int(told[1]) if told else None


# -------------------------------------------------------------------------------------------------------------- diff
def _diff(options: Any) -> int:
    one, other = check_file(options.one), check_file(options.other)
    if one.reading.file is None or other.reading.file is None:
        for each in (one, other):
            if each.refused:
                sys.stderr.write("\n".join(_one(each)) + "\n")
        return WRONG
    found = compare_files(one.reading.file, other.reading.file)
    if options.json:
        sys.stdout.write(_json(_difference_data(found, one, other)))
    else:
        sys.stdout.write("\n".join(_differences(found, one, other)) + "\n")
    return SOUND if found.same else FOUND


def _differences(found: Comparison, one: Checked, other: Checked) -> Iterator[str]:
    yield f"- {_plain(one.name)}"
    yield f"+ {_plain(other.name)}"
    if one.sha256 == other.sha256:
        yield "\nThe files are the same, byte for byte."
        return
    if found.same:
        yield "\nBoth files say the same; only the way they are written differs."
        return
    if found.header:
        yield "\nHeader"
        yield from _lines(found.header)
    for pair in found.both:
        if pair.differences:
            by = "" if pair.by_upn else " (paired by name and date of birth: the UPN is another)"
            yield f"\n{_pupil(pair.one)}{by}"
            yield from _lines(pair.differences)
    for sign, pupils, name in (("-", found.only_one, one.name), ("+", found.only_other, other.name)):
        if pupils:
            yield f"\nOnly in {_plain(name)}"
            yield from (f"  {sign} {_pupil(pupil)}" for pupil in pupils)


def _lines(found: Iterable[Difference]) -> Iterator[str]:
    for each in found:
        yield f"  {each.where}"
        yield from (
            f"    {sign} {_plain(text)}" for sign, text in (("-", each.one), ("+", each.other)) if text
        )


def _pupil(pupil: CtfPupil) -> str:
    born = f", born {long_date(pupil.birth_date)}" if pupil.birth_date else ""
    name = " ".join(filter(None, (pupil.forename, pupil.surname))) or "No name given"
    return f"{_plain(name)}{born}"


def _difference_data(found: Comparison, one: Checked, other: Checked) -> dict[str, Any]:
    def told(each: Iterable[Difference]) -> list[dict[str, str]]:
        return [{"where": every.where, "a": every.one, "b": every.other} for every in each]

    return {
        "a": one.name,
        "b": other.name,
        "same": found.same,
        "header": told(found.header),
        "pupils": [
            {"pupil": _pupil(pair.one), "by_upn": pair.by_upn, "differences": told(pair.differences)}
            for pair in found.both
            if pair.differences
        ],
        "only_a": [_pupil(pupil) for pupil in found.only_one],
        "only_b": [_pupil(pupil) for pupil in found.only_other],
    }


def _json(value: object) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"


def _plain(text: str) -> str:
    """Return text that cannot steer a terminal: what a file holds is written by others."""
    return "".join(letter if letter.isprintable() else "?" for letter in text)


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
