"""The names of all lists, each normalised once: rows carry numbers from here on, and only different names are compared.

Most names are plain letters and need no folding; the rulebook's own functions bring the others to their form.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from duckdb import DuckDBPyConnection

from rulebook.identity.normalise import PARTICLES, TITLES, Forenames, Name, forenames_of, name_of, sound
from rulebook.identity.variants import (
    GENDERED_ENDINGS,
    forms_of,
    is_known_name,
    is_shared_prefix,
    spelt_names,
    without_gender,
)
from rulebook.identity.weigh import Model

_PLAIN = re.compile(r"[A-Za-z]+(?: [A-Za-z]+)*")
_SPECIAL = PARTICLES | TITLES

FORENAMES = """create or replace table forenames (
  id integer default nextval('forename_ids'), first integer, rest integer, given varchar,
  given_core varchar, given_bare varchar, given_forms integer[],
  two varchar, written varchar, middle varchar)"""
FIRSTS = """create or replace table firsts (
  id integer, name varchar, core varchar, bare varchar, heard varchar, plain boolean, known boolean, prefix boolean,
  forms integer[], spellings integer[], words integer[], share double)"""
RESTS = "create or replace table rests (id integer, name varchar, core varchar, words integer[])"
PLAIN_FIRSTS = "create or replace temp table plain_firsts (written varchar, word varchar, first integer)"
PLAIN_MIDDLES = """create or replace temp table plain_middles (
  written varchar, name varchar, word varchar, rest integer)"""
SURNAMES = """create or replace table surnames (
  id integer, name varchar, core varchar, bare varchar, heard varchar, halves varchar[], plain boolean,
  spellings integer[], words integer[], share double, written varchar)"""


def plain_words(text: str) -> tuple[str, ...]:
    """Return the words of a name that folding would only put into small letters; nothing for any other name.

    >>> plain_words("Mary Ann"), plain_words("Zoë"), plain_words("Al Hassan")
    (('mary', 'ann'), (), ())
    """
    if not _PLAIN.fullmatch(text):
        return ()
    words = tuple(text.lower().split(" "))
    return () if not _SPECIAL.isdisjoint(words) else words


def quick_forenames(written: str, middle: str) -> Forenames:
    """Return what ``forenames_of`` does, sooner for plain names; the sound of the rest is left out, as none asks."""
    words = plain_words(f"{written} {middle}" if written and middle else written or middle)
    if not words:
        return forenames_of(written, middle)
    rest = "".join(words[1:])
    return Forenames(
        Name(words[0], words[0], words[:1], sound(words[0])),
        Name(rest, rest, words[1:], ""),
        Name(words[0] + rest, words[0] + rest, words, ""),
    )


def quick_name(written: str) -> Name:
    """Return what ``name_of`` does, sooner for a plain name."""
    words = plain_words(written)
    if not words:
        return name_of(written)
    joined = "".join(words)
    return Name(joined, joined, words, sound(joined))


@dataclass
class _Numbers:
    """Things numbered as they come; ``rows`` are the lines of their table."""

    of: dict[Any, int] = field(default_factory=dict)
    rows: list[tuple[Any, ...]] = field(default_factory=list)


class Dictionary:
    """The names met so far, each with its number; ``write`` puts them into the tables."""

    def __init__(self, model: Model) -> None:
        self._model = model
        self._words: dict[str, int] = {}
        self._firsts, self._rests = _Numbers(), _Numbers()
        self._forenames, self._surnames = _Numbers(), _Numbers()
        self._plain_firsts: list[tuple[str, str, int]] = []
        self._plain_middles: list[tuple[str, str, str, int | None]] = []

    def add_forenames(self, written: Iterable[tuple[str, str]]) -> None:
        """Add forenames with middle names; each pair once."""
        for one, middle in written:
            key = (one, middle)
            if key in self._forenames.of or not (names := quick_forenames(one, middle)):
                continue
            self._forenames.of[key] = len(self._forenames.of) + 1
            given = names.given
            two = names.first.joined + names.rest.tokens[0] if names.rest else None
            self._forenames.rows.append(
                (self._first(names.first), self._rest(names.rest), given.joined, given.core,
                 without_gender(given.joined), forms_of(given.joined, "spelling"), two, one, middle)
            )  # fmt: skip

    def add_plain(self, firsts: Iterable[str], middles: Iterable[str]) -> None:
        """Add forenames of one plain word and plain middle names, for ``write`` to put together as they occur."""
        for one in firsts:
            word = one.lower()
            self._plain_firsts.append((one, word, self._first(Name(word, word, (word,), sound(word)))))
        for middle in middles:
            words = plain_words(middle)
            joined = "".join(words)
            self._plain_middles.append(
                (middle, joined, words[0], self._rest(Name(joined, joined, words, "")))
            )

    def add_surnames(self, written: Iterable[str]) -> None:
        """Add surnames, each once."""
        for one in written:
            if one in self._surnames.of or not (name := quick_name(one)):
                continue
            number = self._surnames.of[one] = len(self._surnames.of) + 1
            rarity = self._model.rarity["surname"]
            halves = [sound(name_of(word).core) for word in name.tokens] if len(name.tokens) > 1 else []
            self._surnames.rows.append(
                (number, name.joined, name.core, without_gender(name.joined), name.sound, halves, name.joined.isascii(),
                 forms_of(name.joined, "spelling"), [self._word(word) for word in name.tokens],
                 rarity.shares.get(name.joined, rarity.typical_share), one)
            )  # fmt: skip

    def write(self, con: DuckDBPyConnection, *, plain: str) -> None:
        """Make the tables of names; ``plain`` is the table of plain forenames with plain middle names."""
        for table, definition, rows in (
            ("forenames", FORENAMES, self._forenames.rows), ("firsts", FIRSTS, self._firsts.rows),
            ("rests", RESTS, self._rests.rows), ("surnames", SURNAMES, self._surnames.rows),
            ("plain_firsts", PLAIN_FIRSTS, self._plain_firsts), ("plain_middles", PLAIN_MIDDLES, self._plain_middles),
        ):  # fmt: skip
            con.execute(definition)
            insert(con, table, rows)
        con.execute("create or replace temp table known (name varchar, forms integer[])")
        insert(con, "known", [(name, forms_of(name, "spelling")) for name in spelt_names()])
        con.execute(f"""insert into forenames
            (first, rest, given, given_core, given_bare, given_forms, two, written, middle)
          with given as (select f.first, m.rest, f.word || coalesce(m.name, '') given, f.word || m.word two,
              p.forenames, p.middle_names
            from {plain} p join plain_firsts f on f.written = p.forenames
            left join plain_middles m on m.written = p.middle_names)
          select first, rest, given, given, {_bare("given")}, coalesce(k.forms, []), two, forenames, middle_names
          from given left join known k on k.name = given""")

    def _first(self, name: Name) -> int:
        key = (name.joined, name.core, name.tokens)
        if key not in self._firsts.of:
            self._firsts.of[key] = len(self._firsts.of) + 1
            rarity = self._model.rarity["forename"]
            self._firsts.rows.append(
                (self._firsts.of[key], name.joined, name.core, without_gender(name.joined), name.sound,
                 name.joined.isascii(), is_known_name(name.joined), is_shared_prefix(name.joined),
                 forms_of(name.joined, "spelling", "short"), forms_of(name.joined, "spelling"), self._shared(name),
                 rarity.shares.get(name.joined, rarity.typical_share))
            )  # fmt: skip
        return self._firsts.of[key]

    def _rest(self, name: Name) -> int | None:
        if not name:
            return None
        key = (name.joined, name.core, name.tokens)
        if key not in self._rests.of:
            self._rests.of[key] = len(self._rests.of) + 1
            self._rests.rows.append((self._rests.of[key], name.joined, name.core, self._shared(name)))
        return self._rests.of[key]

    def _shared(self, name: Name) -> list[int]:
        """Return the words of a name with the groups of their forms: two that share one hold a name in common."""
        words = [word for word in name.tokens if len(word) > 1]
        groups = {-1 - group for word in words for group in forms_of(word, "spelling", "short")}
        return [*(self._word(word) for word in words), *groups]

    def _word(self, word: str) -> int:
        return self._words.setdefault(word, len(self._words) + 1)


def _bare(name: str) -> str:
    """Return the SQL for a name with the ending that a man's has, as ``without_gender`` gives it."""
    cases = " ".join(
        f"when ends_with({name}, '{hers}') and len({name}) > {len(hers) + 2} "
        f"then {name}[1:len({name}) - {len(hers)}] || '{his}'"
        for hers, his in GENDERED_ENDINGS
    )
    return f"case {cases} else {name} end"


def insert(
    con: DuckDBPyConnection, table: str, rows: Sequence[tuple[Any, ...]], *, at_once: int = 50_000
) -> None:
    """Put rows into a table, column by column: many times faster than row by row."""
    for start in range(0, len(rows), at_once):
        columns = [list(column) for column in zip(*rows[start : start + at_once], strict=True)]
        # A column with a value of its own, such as the next number, is left to the table.
        described = [
            (row[0], row[1]) for row in con.execute(f"describe {table}").fetchall() if row[4] is None
        ]
        wanted = ", ".join(f"unnest(${i}::{kind}[])" for i, (_, kind) in enumerate(described, 1))
        names = ", ".join(f'"{name}"' for name, _ in described)
        con.execute(f"insert into {table} ({names}) select {wanted}", columns)


def fetched(con: DuckDBPyConnection, statement: str, *, at_once: int = 20_000) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of a statement without holding them all; nothing else is asked meanwhile."""
    con.execute(statement)
    while some := con.fetchmany(at_once):
        yield from some
