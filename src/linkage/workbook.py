"""A workbook read by a process of its own, which may take only so much memory and time.

What opens workbooks keeps a sheet whole, from its first cell to its last, with all that is empty between, and where the
memory for that is not to be had it ends the process. So it is never called in the process that serves people or does
the night's work: ``python -m linkage.workbook`` has the workbook on its standard input and writes the visible sheets to
its standard output, a line of JSON for each row: ``{"sheet": name}`` before the rows of each, ``{"end": ""}`` after the
last, or ``{"refused": code}``.
"""

import io
import json
import re
import sys
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime
from typing import IO, Final

from python_calamine import (
    CalamineError,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

MAX_MEMORY: Final = 2 << 30  # bytes, all told
MAX_SECONDS: Final = 120  # of the processor
MAX_WRITTEN: Final = 4_000_000_000  # bytes
MAX_CELLS: Final = (
    20_000_000  # from the first to the last, empty ones too: a million children with twenty columns
)
# The status with which it ends, where the workbook was too much for it, or broke it, or what it read could not be
# written, which is no fault of the workbook. By a signal it ends for want of memory or time.
TOO_MUCH, BROKEN, NOT_WRITTEN = 75, 76, 74

_CHUNK: Final = 1 << 20
_LONGEST: Final = 400  # bytes of the beginning of a cell, as far as what is looked for
# A cell that holds something; one that is only coloured is written <c r="XFD9" s="1"/> and does not count.
_CELL: Final = re.compile(
    rb'<c\s(?:[^>]{0,200}\s)?r="([A-Z]{1,3})([0-9]{1,7})"(?:[^>]{0,200}[^>/])?>(?!</c>)'
)


class _Refused(Exception):
    """The workbook is refused, for the reason of this code."""


def main(most_bytes: int) -> int:
    """Read the workbook on the standard input and write it to the standard output; returns the process's status."""
    _limit()
    try:
        for line in lines(sys.stdin.buffer, most_bytes):
            sys.stdout.buffer.write(line)
        sys.stdout.buffer.flush()
    except OSError:
        return NOT_WRITTEN
    except MemoryError:
        return TOO_MUCH
    except BaseException as error:
        if type(error).__name__ == "PanicException":  # what opens workbooks met with what it did not expect
            return BROKEN
        raise
    return 0


def far_corner(packed: zipfile.ZipFile) -> tuple[str, int]:
    """Return the last column and the last row of the first sheet that is too large to be read; empty and 0 if none is.

    >>> memory = io.BytesIO()
    >>> with zipfile.ZipFile(memory, "w") as book:
    ...     book.writestr("xl/worksheets/sheet1.xml", '<c r="A1"><v>1</v></c><c r="XFD1" s="2"/><c r="B1048576"><v>')
    ...     book.writestr("xl/worksheets/sheet2.xml", '<c s="1" r="Z9"><v>1</v></c><c r="BA1048576" t="s"><v>3</v></c>')
    >>> with zipfile.ZipFile(memory) as book:
    ...     far_corner(book)
    ('BA', 1048576)
    """
    for name in packed.namelist():
        if name.startswith("xl/worksheets/") and name.endswith(".xml"):
            column, row = _corner(packed, name)
            if _number_of(column) * row > MAX_CELLS:
                return column.decode(), row
    return "", 0


def text_of(cell: object) -> str:
    """Return a cell of a workbook as text: whole numbers without a point, days as 2026-09-09.

    >>> text_of(9264000.0), text_of(None), text_of(True), text_of(datetime(2015, 3, 9))
    ('9264000', '', 'TRUE', '2015-03-09')
    """
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        has_time = (cell.hour, cell.minute, cell.second) != (0, 0, 0)
        return cell.isoformat(sep=" ", timespec="seconds") if has_time else cell.date().isoformat()
    return cell.isoformat() if isinstance(cell, date) else str(cell)


def _limit() -> None:
    """Take no more memory, time and room on the disk than a list can need, and leave no image of it behind."""
    try:
        import resource
    except ImportError:
        return
    for what, most in (
        (resource.RLIMIT_AS, MAX_MEMORY),
        (resource.RLIMIT_CPU, MAX_SECONDS),
        (resource.RLIMIT_FSIZE, MAX_WRITTEN),
        (resource.RLIMIT_CORE, 0),
    ):
        _, hard = resource.getrlimit(what)
        least = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(what, (least, hard))


def lines(content: IO[bytes], most_bytes: int) -> Iterator[bytes]:
    """Yield what is written of a workbook that may have so many bytes, line by line."""
    try:
        _look_over(content, most_bytes)
        book = _open(content)
        for one in book.sheets_metadata:
            if one.typ is SheetTypeEnum.WorkSheet and one.visible is SheetVisibleEnum.Visible:
                yield _line({"sheet": one.name})
                yield from _rows(book, one.name)
        yield _line({"end": ""})
    except _Refused as refused:
        yield _line({"refused": str(refused)})


def _rows(book: CalamineWorkbook, name: str) -> Iterator[bytes]:
    try:
        rows = book.get_sheet_by_name(name).iter_rows()
    except (CalamineError, OSError, ValueError) as error:
        raise _Refused("broken") from error
    for row in rows:
        cells = [text_of(cell) for cell in row]
        yield _line(cells if any(cells) else [])


def _open(content: IO[bytes]) -> CalamineWorkbook:
    content.seek(0)
    try:
        return CalamineWorkbook.from_filelike(content)
    except PasswordError as error:
        raise _Refused("password") from error
    except (CalamineError, OSError, ValueError) as error:
        raise _Refused("broken") from error


def _look_over(content: IO[bytes], most_bytes: int) -> None:
    """Raise _Refused when the workbook is too large to be read, packed, unpacked or in its cells."""
    if content.seek(0, io.SEEK_END) > most_bytes:
        raise _Refused("too-large")
    content.seek(0)
    if content.read(2) != b"PK":
        return
    try:
        with zipfile.ZipFile(content) as packed:
            if sum(part.file_size for part in packed.infolist()) > most_bytes:
                raise _Refused("too-large-unpacked")
            column, row = far_corner(packed)
    except (zipfile.BadZipFile, ValueError, NotImplementedError, RuntimeError, EOFError, zlib.error) as error:
        raise _Refused("cut-off") from error
    if row:
        raise _Refused(f"far-cell {column} {row}")


def _corner(packed: zipfile.ZipFile, name: str) -> tuple[bytes, int]:
    """Return the last column and the last row of a sheet in which something stands."""
    last_column, last_row = b"", 0
    with packed.open(name) as sheet:
        before = b""
        while chunk := sheet.read(_CHUNK):
            text = before + chunk
            for column, row in _CELL.findall(text):
                last_column = max(last_column, column, key=_place)
                last_row = max(last_row, int(row))
            before = text[-_LONGEST:]
    return last_column, last_row


def _place(column: bytes) -> tuple[int, bytes]:
    """Return what columns are put in order by: A to Z, then AA to ZZ, then AAA."""
    return len(column), column


def _number_of(column: bytes) -> int:
    number = 0
    for letter in column:
        number = number * 26 + letter - ord("A") + 1
    return number


def _line(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode() + b"\n"


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1])))
