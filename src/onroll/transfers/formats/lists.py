"""A list of children opened by ``linkage``: its columns for people to see and correct, and what is odd about it."""

import zipfile
from collections.abc import Iterable, Mapping
from itertools import islice
from pathlib import Path

from linkage import vocabulary
from linkage.columns import Columns, Vocabulary, find_columns, plain
from linkage.records import ListKind, ListReader, read_list
from linkage.tables import Table, open_tables
from onroll.transfers.formats.base import Column, ColumnsNeeded
from rulebook.findings import Finding, Refused, Severity

FIELDS = vocabulary.children()
WORDS: Mapping[str, str] = {field: entry.words for field, entry in FIELDS.items()}
LINES_SEARCHED = 25
CHUNK = 1024 * 1024
AS_OF = frozenset(
    map(
        plain, ("As of", "As at", "Census date", "Extract date", "Roll date", "Data as at", "Date of extract")
    )
)
FORMULAS = Finding(
    "list-formulas",
    "This workbook has formulas. Their results as last saved were read: look whether they are there.",
    Severity.WARNING,
)


def open_list(path: Path, *, kind: ListKind, chosen: Mapping[str, str]) -> ListReader:
    """Return a reader of a list; ``chosen`` is what a person said of its columns: heading → field, or nothing.

    Raises ColumnsNeeded when a column that is needed was not recognised, so that somebody can say which it is; Refused
    when the file is no list at all.
    """
    said = dict.fromkeys(FIELDS, "") | {field: heading for heading, field in chosen.items() if field}
    try:
        reader = read_list(path, kind=kind, chosen=said if chosen else None)
    except Refused as refused:
        # What is no list at all is refused here again; what is one lacks a column, and a person can say which it is.
        raise ColumnsNeeded(refused.findings, _likely_headings(open_tables(path))) from refused
    if reader.table.sheet and _has_formulas(path):
        reader.findings = (*reader.findings, FORMULAS)
    return reader


def columns_of(found: Columns, fields: Vocabulary, *, chosen: Mapping[str, str]) -> tuple[Column, ...]:
    """Return every column, in order, with what it holds and whether a person said so."""
    by_heading = {heading: field for field, heading in found.columns.items()}
    return tuple(
        Column(
            heading=heading,
            field=by_heading.get(heading, ""),
            words=fields[by_heading[heading]].words if heading in by_heading else "",
            by_person=heading in chosen,
        )
        for heading in found.headings
    )


def cells_under(reader: ListReader, names: frozenset[str], *, rows: int) -> Iterable[str]:
    """Return what stands, in the first rows, under headings that mean nothing else to us and have one of the names."""
    headings = [heading for heading in reader.unrecognised if plain(heading) in names]
    return [
        row.received[heading]
        for row in islice(reader, rows)
        for heading in headings
        if row.received.get(heading)
    ]


def _likely_headings(tables: tuple[Table, ...]) -> tuple[Column, ...]:
    """Return the headings of a list in which too little was recognised, with what was, for a person to say the rest."""
    try:
        _, found = find_columns(tables, FIELDS, needed=())
        return columns_of(found, FIELDS, chosen={})
    except Refused:
        rows = [row for row in islice(tables[0].rows(), LINES_SEARCHED) if not row.is_blank]
        widest = max(rows, key=lambda row: len(row.cells), default=None)
        names = dict.fromkeys(" ".join(cell.split())[:120] for cell in widest.cells) if widest else {}
        return tuple(Column(heading=name) for name in names if name)


def _has_formulas(path: Path) -> bool:
    """Tell whether a workbook that opened holds formulas; kinds other than XLSX are not looked into."""
    if not zipfile.is_zipfile(path):
        return False
    with zipfile.ZipFile(path) as packed:
        parts = [
            name for name in packed.namelist() if name.startswith("xl/worksheets/") and name.endswith(".xml")
        ]
        return any(_holds_formula(packed, name) for name in parts)


def _holds_formula(packed: zipfile.ZipFile, name: str) -> bool:
    with packed.open(name) as sheet:
        before = b""
        while chunk := sheet.read(CHUNK):
            if b"<f>" in before + chunk or b"<f " in before + chunk:
                return True
            before = chunk[-3:]
    return False
