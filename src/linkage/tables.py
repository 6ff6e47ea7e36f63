"""Opening a list: CSV in any of its forms (gzip too) or a workbook, as rows of text with their line numbers.

Nothing is guessed about what the columns mean. Every row comes out, once; one that
cannot be read comes with its problem.
"""

import codecs
import csv
import gzip
import io
import json
import mmap
import os
import signal
import subprocess
import sys
import tempfile
import zlib
from collections import Counter, deque
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Final, Protocol

from linkage import workbook
from rulebook.findings import Finding, Refused, Severity

MAX_UNPACKED: Final = 4_000_000_000  # bytes, of a gzip file or a workbook: more is no list but a trap
MAX_PACKED_TIGHTLY: Final = (
    400_000_000  # bytes, where a hundred of them were packed into one: lists are not so alike
)
TIGHTLY: Final = 100
MAX_WORKBOOK: Final = 600_000_000  # bytes, packed and unpacked
MAX_SECONDS_OF_A_WORKBOOK: Final = 600  # by the clock; it has fewer of the processor
MAX_LINE: Final = 1_000_000  # characters
MAX_LINES_OF_A_ROW: Final = (
    40  # an address in one cell has a few; more means that a quotation mark is not closed
)
DELIMITERS: Final = (",", ";", "\t", "|")

_GZIP, _ZIP, _OLD_OFFICE, _PDF = b"\x1f\x8b", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF"
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class RawRow:
    """A row as it stands in the file: where it begins, its cells as text, and what is wrong with it, if anything."""

    line: int
    cells: tuple[str, ...]
    problem: str = ""

    @property
    def is_blank(self) -> bool:
        """Whether no cell holds anything."""
        return not any(cell.strip() for cell in self.cells)


class Table(Protocol):
    """Rows that can be gone through as often as needed. ``sheet`` is empty for text; ``findings`` concern the whole."""

    @property
    def sheet(self) -> str:
        """The name of the sheet, or nothing for a text."""

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What was noticed about the file as a whole."""

    def rows(self) -> Iterator[RawRow]:
        """Yield every row of the file, blank ones and headings too."""


@dataclass(frozen=True)
class Source:
    """A file on disk or in memory, opened anew each time, unpacked when it is packed with gzip."""

    file: Path | IO[bytes]
    is_packed: bool = False

    def open(self) -> io.BufferedIOBase:
        """Return the bytes from the beginning; closing them does not close a file in memory."""
        if isinstance(self.file, Path):
            return gzip.open(self.file) if self.is_packed else self.file.open("rb")
        self.file.seek(0)
        return gzip.open(self.file) if self.is_packed else _Kept(self.file)


class _Kept(io.BufferedIOBase):
    """Somebody else's file: read through, and left open."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file

    def read(self, size: int | None = -1, /) -> bytes:
        return self._file.read(-1 if size is None else size)

    def readable(self) -> bool:
        return True


def open_tables(file: Path | IO[bytes]) -> tuple[Table, ...]:
    """Return the tables in a file: one for text, one for each visible sheet of a workbook that is not empty.

    Raises Refused with the reason when the file is neither.
    """
    source = Source(file)
    start = _start(source)
    if start.startswith(_GZIP):
        source = Source(file, is_packed=True)
        refuse_a_bomb(file)
        start = _start(source)
    if start.startswith(_PDF):
        raise _refused("pdf", "This is a PDF, not a list. Ask for the list as CSV or XLSX.")
    if start.startswith((_ZIP, _OLD_OFFICE)):
        return _sheets(source)
    if start.lstrip(b"\xef\xbb\xbf \r\n\t")[:1] == b"<":
        raise _refused(
            "markup", "This is a web page or an XML file, not a list. Ask for the list as CSV or XLSX."
        )
    encoding = _encoding(source, start)
    return (_Text(source, encoding),)


def _refused(code: str, words: str) -> Refused:
    return Refused(Finding(f"list-{code}", words))


def _start(source: Source) -> bytes:
    with source.open() as data:
        start = data.read(4096)
    if not start.strip():
        raise _refused("empty", "This file is empty. Ask for it again.")
    return start


def _size(file: Path | IO[bytes]) -> int:
    if isinstance(file, Path):
        return file.stat().st_size
    return file.seek(0, io.SEEK_END)


def refuse_a_bomb(file: Path | IO[bytes]) -> None:
    """Refuse a gzip file that is damaged or unpacks to more than can be a list."""
    source, size = Source(file, is_packed=True), 0
    packed = max(_size(file), 1)
    try:
        with source.open() as data:
            while chunk := data.read(_CHUNK):
                size += len(chunk)
                if size > MAX_UNPACKED or (size > MAX_PACKED_TIGHTLY and size / packed > TIGHTLY):
                    raise _refused(
                        "too-large", "This file unpacks to more than can be a list. Ask for it in parts."
                    )
    except (OSError, EOFError, zlib.error) as error:
        raise _refused(
            "broken", "This file cannot be unpacked: it is damaged, or only part of it arrived."
        ) from error


# ----------------------------------------------------------------------------------------------------------- workbooks
@dataclass
class _Sheet:
    """The rows of a sheet, as the process that read the workbook wrote them: from one byte to another."""

    sheet: str
    written: mmap.mmap
    begins: int
    ends: int = 0
    findings: tuple[Finding, ...] = ()

    def rows(self) -> Iterator[RawRow]:
        line, place = 0, self.begins
        while place < self.ends:
            after = self.written.find(b"\n", place) + 1
            line += 1
            yield RawRow(line, tuple(json.loads(self.written[place:after])))
            place = after


def _sheets(source: Source) -> tuple[Table, ...]:
    with tempfile.TemporaryFile() as written:
        with _on_disk(source) as content:
            _read_apart(content, written)
        found = _found_in(mmap.mmap(written.fileno(), 0, access=mmap.ACCESS_READ))
    tables = tuple(sheet for sheet in found if any(not row.is_blank for row in sheet.rows()))
    if not tables:
        raise _refused("empty", "No sheet of this workbook has anything on it. Ask for it again.")
    return tables


@contextmanager
def _on_disk(source: Source) -> Iterator[IO[bytes]]:
    """Give the bytes as a file that another process can read; what is in memory or packed goes to a nameless file."""
    if isinstance(source.file, Path) and not source.is_packed:
        with source.file.open("rb") as file:
            yield file
        return
    with tempfile.TemporaryFile() as copy, source.open() as data:
        while chunk := data.read(_CHUNK):
            copy.write(chunk)
        copy.flush()
        copy.seek(0)
        yield copy


def _read_apart(content: IO[bytes], written: IO[bytes]) -> None:
    """Have a workbook read by a process that may take only so much memory and time.

    Raises Refused when the workbook ends it, OSError when it ends for another reason.
    """
    command = [sys.executable, "-P", "-m", workbook.__name__, str(MAX_WORKBOOK)]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    try:
        status = subprocess.run(  # noqa: S603  our own program
            command, stdin=content, stdout=written, stderr=subprocess.DEVNULL, env=environment,
            timeout=MAX_SECONDS_OF_A_WORKBOOK, check=False,
        ).returncode  # fmt: skip
    except subprocess.TimeoutExpired as error:
        raise _refused("too-large", _TOO_MUCH) from error
    if status == workbook.BROKEN:
        raise _workbook_refused("broken")
    if status == workbook.TOO_MUCH or (status < 0 and status not in _STOPPED_FROM_OUTSIDE):
        raise _refused("too-large", _TOO_MUCH)
    if status:
        raise OSError(f"the process that reads workbooks did not do its work: it ended with {status}")


def _found_in(written: mmap.mmap) -> list[_Sheet]:
    """Return the sheets that were written. Raises Refused when the workbook was refused."""
    found: list[_Sheet] = []
    place = 0
    while place < len(written):
        after = written.find(b"\n", place) + 1
        if written[place : place + 1] == b"{":
            told: dict[str, str] = json.loads(written[place:after])
            if found and not found[-1].ends:
                found[-1].ends = place
            if "refused" in told:
                raise _workbook_refused(*told["refused"].split())
            if "sheet" in told:
                found.append(_Sheet(told["sheet"], written, after))
        place = after
    return found


def _workbook_refused(code: str, column: str = "", row: str = "0") -> Refused:
    if code == "far-cell":
        words = (
            f"A sheet of this workbook (perhaps a hidden one) reaches as far as column {column} and row {int(row):,}: "
            "something stands far away from the list. Delete the rows below the list and the columns beside it, "
            "or save the sheet as CSV, and send that."
        )
        return _refused(code, words)
    return _refused("broken" if code == "cut-off" else code.removesuffix("-unpacked"), _WHY_REFUSED[code])


_TOO_MUCH = "This workbook asks for more memory or more time than a list can need. Save the sheet as CSV and send that."
_WHY_REFUSED = {
    "broken": "This workbook cannot be opened: it is damaged, or it is no workbook.",
    "cut-off": "This workbook cannot be opened: it is damaged, or only part of it arrived.",
    "password": "This workbook has a password. Save it without one, and send that safely.",
    "too-large": "This workbook is too large to open. Save the sheet as CSV and send that.",
    "too-large-unpacked": (
        "This workbook unpacks to more than can be a list. Save the sheet as CSV and send that."
    ),
}
_STOPPED_FROM_OUTSIDE = (-signal.SIGTERM, -signal.SIGINT, -signal.SIGHUP)


# ---------------------------------------------------------------------------------------------------------------- text
@dataclass
class _Text:
    source: Source
    encoding: str
    delimiter: str = field(init=False)
    width: int = field(init=False)  # cells of most of the first rows
    findings: tuple[Finding, ...] = ()
    sheet: str = ""

    def __post_init__(self) -> None:
        with self._open() as text:
            first = [text.readline(MAX_LINE) for _ in range(50)]
        self.delimiter, self.width = _delimiter(first)
        self.findings = tuple(_doubts(self.encoding, "".join(first)))

    def _open(self) -> io.TextIOWrapper:
        return io.TextIOWrapper(io.BufferedReader(self.source.open()), encoding=self.encoding, newline="")

    def rows(self) -> Iterator[RawRow]:
        with self._open() as text:
            lines = _Lines(text)
            reader = csv.reader(lines, delimiter=self.delimiter)
            while True:
                lines.begin()
                try:
                    cells = next(reader)
                except StopIteration:
                    return
                except csv.Error:
                    cells = []
                if self._is_whole(cells, lines.taken):
                    yield RawRow(
                        lines.line, tuple(cells), _CUT_OFF if lines.is_cut_off(cells, self.width) else ""
                    )
                    continue
                # The row took in other rows, or broke: give its first line, and read the rest again.
                yield RawRow(lines.line, (lines.taken[0].strip()[:200],), _UNCLOSED)
                lines.give_back()
                reader = csv.reader(lines, delimiter=self.delimiter)

    def _is_whole(self, cells: list[str], taken: list[str]) -> bool:
        if len(taken) == 1:
            return bool(cells) or not taken[0].strip()
        return len(cells) == self.width and len(taken) <= MAX_LINES_OF_A_ROW


_UNCLOSED = "A quotation mark is not closed, or a cell is far too long."
_CUT_OFF = "The file ends in the middle of this row: only part of it may have arrived."


class _Lines:
    """The lines of a text, of which those taken for one row can be given back."""

    def __init__(self, text: io.TextIOWrapper) -> None:
        self._text = text
        self._again: deque[str] = deque()
        self._count = 0
        self.taken: list[str] = []
        self.line = 0

    def begin(self) -> None:
        """Remember that a row begins with the next line."""
        self.taken = []
        self.line = self._count + 1

    def give_back(self) -> None:
        """Give back all lines of the row but the first."""
        self._again.extendleft(reversed(self.taken[1:]))
        self._count -= len(self.taken) - 1

    def is_cut_off(self, cells: list[str], width: int) -> bool:
        """Whether this is the last row, without an end of line, and too short."""
        return len(cells) < width and not self.taken[-1].endswith(("\n", "\r")) and width > 1

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        if len(self.taken) > MAX_LINES_OF_A_ROW:
            raise csv.Error("a row of too many lines")
        line = self._again.popleft() if self._again else self._read()
        if not line:
            raise StopIteration
        self._count += 1
        self.taken.append(line)
        return line

    def _read(self) -> str:
        line = self._text.readline(MAX_LINE)
        rest = line
        while len(rest) == MAX_LINE and not rest.endswith(("\n", "\r")):
            rest = self._text.readline(MAX_LINE)
        return line


def _encoding(source: Source, start: bytes) -> str:
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if start.startswith(mark):
            candidates: tuple[str, ...] = (encoding,)
            break
    else:
        if b"\0" in start:
            raise _refused(
                "binary",
                "This is no CSV or Excel file: it holds data that is no text. Ask for the list as CSV or XLSX.",
            )
        candidates = ("utf-8", "cp1252")
    for encoding in candidates:
        if _decodes(source, encoding):
            return encoding
    words = "The letters of this file cannot be read. Save it as CSV in UTF-8 and send it again."
    raise _refused("encoding", words)


def _decodes(source: Source, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    with source.open() as data:
        try:
            while chunk := data.read(_CHUNK):
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
    return True


def _delimiter(lines: Iterable[str]) -> tuple[str, int]:
    """Return the delimiter by which most lines have one number of cells, and that number; a comma if none does."""
    filled = [line for line in lines if line.strip()]
    best = (0, 0, ",")
    for delimiter in DELIMITERS:
        try:
            widths = Counter(len(row) for row in csv.reader(filled, delimiter=delimiter) if len(row) > 1)
        except csv.Error:
            continue
        if widths:
            width, rows = max(widths.items(), key=lambda item: (item[1], item[0]))
            best = max(best, (rows, width, delimiter))
    return best[2], max(best[1], 1)


def _doubts(encoding: str, sample: str) -> Iterator[Finding]:
    if encoding == "cp1252":
        words = (
            "The file is not in UTF-8; it was read as Windows text. Look whether accented letters are right."
        )
        yield Finding("list-windows-text", words, Severity.NOTE)
    if any(twice in sample for twice in ("Ã©", "Ã¨", "Ã¶", "Ã¼", "Å‚", "â€™")):
        words = "Accented letters were spoilt before the file was sent (Ã© for é). Ask for it again in UTF-8."
        yield Finding("list-letters-spoilt", words, Severity.WARNING)
