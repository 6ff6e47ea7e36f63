"""Lists of any form brought into one table of the engine: every row once, as cleaned text, with its line.

A plain CSV is read by the engine itself, many rows at a time, and each different text is cleaned once. Whatever is not
plain (another encoding, quotation marks left open, rows of other widths, workbooks) is read row by row.
Both ways give the same rows: a row that cannot be used is set aside with its line and its reason.
"""

import gzip
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any

import duckdb
from duckdb import DuckDBPyConnection

from linkage import columns, values, vocabulary
from linkage.columns import Columns
from linkage.dictionary import fetched, insert
from linkage.records import ListKind, ListRow, read_list
from linkage.tables import RawRow, open_tables, refuse_a_bomb
from linkage.values import NOT_GIVEN, DateOrder, clean
from rulebook.findings import Finding, Refused
from rulebook.identity.normalise import nhs_number_of, phone_of, sex_of, upn_of

ROWS = """(side varchar, file integer, line integer, own_id varchar, forenames varchar, middle_names varchar,
  surname varchar, born date, sex varchar, postcode varchar, upn varchar, former_upn varchar, nhs varchar,
  phones varchar[], preferred_forename varchar, preferred_surname varchar, former_forename varchar,
  former_surname varchar, parents varchar[], refused varchar, received varchar)"""
_OTHER_NAMES = ("preferred_forename", "preferred_surname", "former_forename", "former_surname")
_PARENTS = ("parent_1", "parent_1_forename", "parent_1_surname", "parent_2")
_NAMES = ("forenames", "middle_names", "surname", *_OTHER_NAMES, *_PARENTS)
FEWEST_TO_JUDGE, MOST_SET_ASIDE = 10, 0.9  # of a list: rows, and the share that may be of no use
# A postcode without its space, as the rulebook takes it.
_POSTCODE = (
    "[A-PR-UWYZ]([0-9]{1,2}|[A-HK-Y][0-9]([0-9]|[ABEHMNPRV-Y])?|[0-9][A-HJKPS-UW])[0-9][ABD-HJLNP-UW-Z]{2}"
)
NO_NAME = "This row has no name. It was set aside: it may be a total or a remark, or the name is missing."
NOTHING = (
    "This row has neither a date of birth, nor a number, nor a postcode that can be right. It was set aside."
)
REPEATED = "This row repeats the headings. It was set aside: correct it and send it again."


@dataclass(frozen=True)
class Read:
    """A file that was read: which headings stand for what, how many rows, and what was noticed."""

    path: Path
    side: str
    columns: Mapping[str, str]
    unrecognised: tuple[str, ...]
    findings: tuple[Finding, ...]
    rows: int
    quick: bool


class Staging:
    """The table ``staged`` of a connection, filled file by file."""

    def __init__(self, con: DuckDBPyConnection, *, id_column: str | None, chosen: Mapping[str, str]) -> None:
        self._con = con
        self._id_column = id_column
        self._chosen = chosen
        self.files: list[Read] = []
        con.execute(f"create or replace table staged {ROWS}")

    def add(self, path: Path, *, side: str, kind: ListKind) -> Read:
        """Read a file into the table. Raises Refused with the reason when it is no list of children."""
        try:
            return self._add(path, side, kind)
        except Refused as refusal:
            raise Refused(
                *(replace(one, words=f"{path.name}: {one.words}") for one in refusal.findings)
            ) from refusal

    def _add(self, path: Path, side: str, kind: ListKind) -> Read:
        if not path.is_file():
            raise Refused(Finding("list-not-there", "there is no such file: look at its name and place."))
        number = len(self.files)
        if _is_parquet(path):
            with tempfile.TemporaryDirectory() as folder:
                text = Path(folder) / "rows.csv"
                self._unpack(path, text)
                read = replace(self._read(text, side, number, kind), path=path)
        else:
            read = self._read(path, side, number, kind)
        self._refuse_what_is_no_use(number)
        self.files.append(read)
        return read

    def _refuse_what_is_no_use(self, number: int) -> None:
        """Refuse a list without rows, or of which hardly one can be used: answers from it would mislead."""
        found = self._con.execute(
            "select count(*), count(refused), min_by(refused, line), min(line) filter (refused is not null) "
            "from staged where file = $1", [number]
        ).fetchone()  # fmt: skip
        rows, aside, words, line = found or (0, 0, "", 0)
        if not rows:
            raise Refused(
                Finding("list-no-rows", "This list has headings and no rows below them. Ask for it again.")
            )
        if rows >= FEWEST_TO_JUDGE and aside > rows * MOST_SET_ASIDE:
            told = f"{aside:,} of {rows:,} rows cannot be used, so the cells may stand in the wrong columns."
            raise Refused(Finding("list-no-use", f"{told} The first is line {line}: {words}"))

    def _read(self, path: Path, side: str, number: int, kind: ListKind) -> Read:
        return self._quick(path, side, number) or self._careful(path, side, number, kind)

    def _unpack(self, path: Path, to: Path) -> None:
        try:
            self._con.execute(f"copy (from read_parquet($1)) to '{to}' (header)", [str(path)])
        except duckdb.Error as error:
            words = "This Parquet file cannot be read: it is damaged, or only part of it arrived."
            raise Refused(Finding("list-broken", words)) from error

    # ------------------------------------------------------------------------------------------------------- careful
    def _careful(self, path: Path, side: str, number: int, kind: ListKind) -> Read:
        reader = read_list(path, kind=kind, chosen=self._headings_there(path))
        own = self._own_column(reader.found)
        rows = (self._row(row, side, number, own) for row in reader)
        while some := list(islice(rows, 20_000)):
            insert(self._con, "staged", some)
            self._refuse_what_is_no_use(number)
        return Read(
            path,
            side,
            reader.columns,
            reader.unrecognised,
            reader.findings,
            reader.counts["rows"],
            quick=False,
        )

    def _headings_there(self, path: Path) -> Mapping[str, str]:
        """Return what was chosen, for the headings that this list has: each list has headings of its own."""
        if not self._chosen:
            return {}
        lines = [
            row.cells for table in open_tables(path) for row in islice(table.rows(), columns.LINES_SEARCHED)
        ]
        there = {" ".join(cell.split()) for cells in lines for cell in cells}
        return {field: heading for field, heading in self._chosen.items() if not heading or heading in there}

    def _own_column(self, found: Columns) -> str | None:
        """Return the heading of the rows' own identifiers: the one asked for, else ``id``, else none."""
        if self._id_column:
            return self._id_column if self._id_column in found.headings else None
        return next((heading for heading in found.headings if heading.strip().casefold() == "id"), None)

    def _row(self, row: ListRow, side: str, number: int, own: str | None) -> tuple[Any, ...]:
        child = row.fields
        refused = next((one.words for one in row.findings if one.refuses), None)
        if [one.code for one in row.findings if one.refuses] == ["row-nothing-to-tell"]:
            refused = (
                None if child.postcode else NOTHING
            )  # a name and a home can still be looked for in whole lists
        own_id = clean(row.received.get(own, "")) if own else ""
        received = " | ".join(row.received.values())[:500] if refused else None
        return (
            side, number, row.line, own_id or None, child.forenames, child.middle_names, child.surname,
            child.birth_date, child.sex or None, child.postcode.replace(" ", "") or None, child.upn or None,
            child.former_upn or None, nhs_number_of(child.nhs_number) or None,
            sorted({phone for phone in map(phone_of, child.phones) if phone}) or None,
            *(getattr(child, name) or None for name in _OTHER_NAMES), sorted(set(child.parent_names)) or None,
            refused, received,
        )  # fmt: skip

    # --------------------------------------------------------------------------------------------------------- quick
    def _quick(self, path: Path, side: str, number: int) -> Read | None:
        """Return the file read by the engine; None when it is not plain enough for that, and nothing was staged."""
        if _is_gzip(path):
            refuse_a_bomb(path)
        plain = _plain_file(path)
        if plain is None:
            return None
        tables = open_tables(path)
        table, found = columns.find_columns(
            tables,
            vocabulary.children(),
            needed=vocabulary.NEEDED_OF_A_CHILD,
            chosen=self._headings_there(path),
        )
        if table.findings or "surname" not in found.columns:
            return None  # what needs more than one cell, or doubts, is read with care
        try:
            self._engine_reads(path, getattr(table, "delimiter", ","), found, plain)
        except duckdb.Error:
            return None
        rows = self._con.execute("select count(*) from raw").fetchone()
        if rows is None or rows[0] != plain - found.line:
            return None  # blank lines, or cells of several: their lines are counted one by one
        self._stage(side, number, found, _order(table.rows(), found))
        self._con.execute("drop table raw")
        return Read(path, side, found.columns, found.unrecognised, found.findings, rows[0], quick=True)

    def _engine_reads(self, path: Path, delimiter: str, found: Columns, lines: int) -> None:
        wanted = dict.fromkeys((*_OF_CELLS, "phone_1", "phone_2", *_OTHER_NAMES, *_PARENTS))
        own = self._own_column(found)
        names = {heading: f"c{place}" for place, heading in enumerate(found.headings)}
        shape = "{" + ", ".join(f"'{name}': 'varchar'" for name in names.values()) + "}"
        taken = [f"{names[found.columns[one]]} as {one}" for one in wanted if one in found.columns]
        taken.append(f"{names[own]} as own" if own else "null::varchar as own")
        heads = " and ".join(f"{name} is not distinct from ${i}" for i, name in enumerate(names.values(), 2))
        self._con.execute(
            f"""create or replace temp table raw as select {", ".join(taken)}, ({heads}) as is_heading
            from read_csv($1, delim='{delimiter}', quote='"', escape='"', header=false, skip={found.line},
              columns={shape}, auto_detect=false, strict_mode=true, null_padding=false, nullstr=[''],
              compression='{"gzip" if _is_gzip(path) else "none"}', max_line_size=1000000)""",
            [str(path), *found.headings],
        )

    def _stage(self, side: str, number: int, found: Columns, order: DateOrder) -> None:
        con = self._con
        there = found.columns
        readers: dict[str, Callable[[str], Any]] = {
            "birth_date": lambda text: values.day_of(text, order=order),
            "sex": lambda text: sex_of({"1": "M", "2": "F"}.get(text, text)) or None,
            "upn": lambda text: upn_of(text) or None,
            "former_upn": lambda text: upn_of(text) or None,
            "nhs_number": lambda text: nhs_number_of(text) or None,
            "phone_1": lambda text: phone_of(text) or None,
            "phone_2": lambda text: phone_of(text) or None,
        }
        not_given = ", ".join(f"'{word}'" for word in sorted(NOT_GIVEN))
        told: dict[str, str] = {}
        joins = []
        for name in (*_OF_CELLS, "phone_1", "phone_2", *_OTHER_NAMES, *_PARENTS):
            if name not in there:
                told[name] = "null"
                continue
            if name == "postcode":
                written = f"upper(regexp_replace(r.{name}, '\\s', '', 'g'))"
                told[name] = f"case when regexp_full_match({written}, '{_POSTCODE}') then {written} end"
                continue
            if name == "upn":
                plain = f"regexp_full_match(r.{name}, '[A-HJ-NP-RT-Z][0-9]{{11}}[0-9A-HJ-NP-RT-Z]')"
            elif name in _NAMES:
                plain = f"regexp_full_match(r.{name}, '[A-Za-z]+([ -][A-Za-z]+)*')"
                plain += f" and lower(r.{name}) not in ({not_given})"
            else:
                plain = "false"
            self._read_texts(name, plain, readers.get(name, lambda text: text or None))
            joins.append(f"left join read_{name} on read_{name}.text = r.{name}")
            told[name] = f"case when {plain} then r.{name} else read_{name}.value end" if plain != "false" else (
                f"read_{name}.value"
            )  # fmt: skip
        whole = f"nullif(concat_ws(' ', {told['parent_1_forename']}, {told['parent_1_surname']}), '')"
        parents = _several(
            told["parent_1"],
            whole if {told["parent_1_forename"], told["parent_1_surname"]} != {"null"} else "null",
            told["parent_2"],
        )
        con.execute(f"""insert into staged with cells as (
            select r.rowid + {found.line + 1} as line, r.own, r.is_heading, {told["forenames"]} forenames,
              {told["middle_names"]} middle_names, {told["surname"]} surname, {told["birth_date"]}::date born,
              {told["sex"]} sex, {told["postcode"]} postcode, {told["upn"]} upn, {told["former_upn"]} former_upn,
              {told["nhs_number"]} nhs, {_several(told["phone_1"], told["phone_2"])} phones,
              {", ".join(f"{told[name]} {name}" for name in _OTHER_NAMES)}, {parents} parents
            from raw r {" ".join(joins)})
          select '{side}', {number}, line, nullif(trim(own), ''), coalesce(forenames, ''), coalesce(middle_names, ''),
            coalesce(surname, ''), born, sex, postcode, upn, former_upn, nhs, phones,
            {", ".join(_OTHER_NAMES)}, parents,
            case when is_heading then $1 when surname is null and forenames is null then $2
              when coalesce(born::varchar, upn, nhs, postcode) is null then $3 end, null
          from cells order by line""", [REPEATED, NO_NAME, NOTHING])  # fmt: skip
        for name in there:
            con.execute(f"drop table if exists read_{name}")

    def _read_texts(self, name: str, plain: str, read: Callable[[str], Any]) -> None:
        """Make a table of each different text of a column that is not plain, with what it comes to."""
        con = self._con
        texts = fetched(con, f"select distinct {name} from raw r where {name} is not null and not ({plain})")
        rows = [(text, read(clean(text))) for (text,) in texts]
        con.execute(f"create or replace temp table read_{name} (text varchar, value varchar)")
        insert(con, f"read_{name}", [(text, value.isoformat() if isinstance(value, date) else value)
                                     for text, value in rows])  # fmt: skip


_OF_CELLS = (
    "forenames",
    "middle_names",
    "surname",
    "birth_date",
    "sex",
    "postcode",
    "upn",
    "former_upn",
    "nhs_number",
)


def _several(*values: str) -> str:
    """Return the SQL for a list of those values that are there, in order and each once; null when none is."""
    given = ", ".join(value for value in values if value != "null")
    listed = f"list_sort(list_distinct([{given}]::varchar[]))"
    return f"case when coalesce({given}) is not null then {listed} end" if given else "null::varchar[]"


def _is_parquet(path: Path) -> bool:
    with path.open("rb") as data:
        return data.read(4) == b"PAR1"


def _is_gzip(path: Path) -> bool:
    with path.open("rb") as data:
        return data.read(2) == b"\x1f\x8b"


def _plain_file(path: Path) -> int | None:
    """Return the number of lines of a text in UTF-8; None for anything else."""
    lines, last = 0, b""
    try:
        with gzip.open(path) if _is_gzip(path) else path.open("rb") as data:
            while chunk := data.read(1 << 20):
                if b"\0" in chunk or (b"\r" in chunk and b"\r" in chunk.replace(b"\r\n", b"").rstrip(b"\r")):
                    return None
                if not last and chunk.startswith(
                    (b"PK\x03\x04", b"\xd0\xcf", b"%PDF", b"PAR1", b"\xff\xfe", b"<")
                ):
                    return None
                lines += chunk.count(b"\n")
                last = chunk
    except (OSError, EOFError):
        return None
    return lines + (not last.endswith(b"\n")) if last else None


def _order(rows: Iterator[RawRow], found: Columns) -> DateOrder:
    place = found.place("birth_date")
    if place is None:
        return DateOrder.DAY_FIRST
    some = islice((row for row in rows if row.line > found.line and not row.is_blank), 2_000)
    return values.date_order(row.cells[place] for row in some if len(row.cells) > place)
