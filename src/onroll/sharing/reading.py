"""Reading what comes back: the very workbook that was given, with what its recipient wrote into it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO

from linkage.tables import open_tables
from onroll.sharing.contents import headings
from onroll.sharing.questions import QUESTIONS
from onroll.sharing.workbook import LINE
from rulebook.findings import Finding, Refused
from rulebook.wording import long_date

LONGEST = 2000


@dataclass(frozen=True, kw_only=True)
class Returned:
    """One line as it came back: its mark, and what stands in each column that we know."""

    mark: str
    values: Mapping[str, str]


def read_returned(content: bytes, *, fields: Sequence[str]) -> list[Returned]:
    """Return the lines of a list that came back. Raises Refused for a file that is no list of ours."""
    called = dict(zip(headings(tuple(fields)), fields, strict=True)) | {
        each.words: each.code for each in QUESTIONS
    }
    for table in open_tables(BytesIO(content)):
        rows = (row.cells for row in table.rows())
        columns = next(_headed(rows, called), None)
        if columns is not None:
            return [_line(cells, columns) for cells in rows if cells and cells[0].strip()]
    words = (
        f"This is not the list that was given: it has no column “{LINE}”. Send back the very file, filled in."
    )
    raise Refused(Finding("returned-unknown", words, where="sent"))


def _headed(rows: Iterator[tuple[str, ...]], called: Mapping[str, str]) -> Iterator[dict[int, str]]:
    """Yield the columns that we know, once their headings are met."""
    for cells in rows:
        if cells and cells[0].strip() == LINE:
            yield {place: called[cell.strip()] for place, cell in enumerate(cells) if cell.strip() in called}


def _line(cells: Sequence[str], columns: Mapping[int, str]) -> Returned:
    values = {code: _plain(cells[place]) for place, code in columns.items() if place < len(cells)}
    return Returned(mark=cells[0].strip(), values=values)


def _plain(cell: str) -> str:
    """Return a cell as we would have written it: a day that a program made a date of is said in words again."""
    text = " ".join(cell.split())[:LONGEST]
    try:
        return long_date(date.fromisoformat(text))
    except ValueError:
        return text
