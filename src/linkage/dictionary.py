"""The names of all lists, each normalised once: rows carry numbers from here on, and only different names are compared.

Most names are plain letters: the engine brings them to their form, all at once, and asks the rulebook how they sound.
The rulebook's own functions bring the others to theirs. Plain names have numbers above nothing, the others below.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from duckdb import DuckDBPyConnection

from rulebook.identity.normalise import (
    PARTICLES,
    TITLES,
    Forenames,
    Name,
    forenames_of,
    name_of,
    sound,
    sounds,
)
from rulebook.identity.variants import (
    GENDERED_ENDINGS,
    forms_of,
    is_known_name,
    is_shared_prefix,
    known_names,
    without_gender,
)
from rulebook.identity.weigh import Model

_PLAIN = re.compile(r"[A-Za-z]+(?: [A-Za-z]+)*")
_SPECIAL = PARTICLES | TITLES
_SPECIAL_SQL = ", ".join(f"'{word}'" for word in sorted(_SPECIAL))

FIRSTS = """create or replace table firsts (
  id integer, name varchar, core varchar, bare varchar, heard varchar, plain boolean, known boolean, prefix boolean,
  forms integer[], spellings integer[], words ubigint[], share double)"""
RESTS = "create or replace table rests (id integer, name varchar, core varchar, words ubigint[])"
FORENAMES = """create or replace table forenames (
  id integer, first integer, rest integer, given varchar, given_core varchar, given_bare varchar,
  given_forms integer[], two varchar, written varchar, middle varchar)"""
SURNAMES = """create or replace table surnames (
  id integer, name varchar, core varchar, bare varchar, heard varchar, halves varchar[], plain boolean,
  spellings integer[], words ubigint[], share double, written varchar)"""


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


def make_dictionary(con: DuckDBPyConnection, *, model: Model) -> None:
    """Make the tables of names from all names of ``staged``.

    ``forenames`` and ``surname_of`` lead from what is written to the numbers; ``firsts``, ``rests`` and ``surnames``
    have the forms that are compared, ``parents`` those of parents.
    """
    for definition in (FIRSTS, RESTS, FORENAMES, SURNAMES):
        con.execute(definition)
    con.execute("create or replace table surname_of (written varchar, id integer)")
    con.execute(f"""create or replace temp table name_pairs as
      select *, regexp_full_match(forenames, '[A-Za-z]+') and lower(forenames) not in ({_SPECIAL_SQL})
        and (middle_names = '' or (regexp_full_match(middle_names, '[A-Za-z]+( [A-Za-z]+)*')
          and not list_has_any(string_split(lower(middle_names), ' '), [{_SPECIAL_SQL}]))) plain
      from (select forenames, middle_names from staged where refused is null
        union select unnest([preferred_forename, former_forename]), '' from staged
          where refused is null and coalesce(preferred_forename, former_forename) is not null)
      where forenames is not null and forenames || middle_names <> ''""")
    con.execute(f"""create or replace temp table family_names as
      select *, regexp_full_match(surname, '[A-Za-z]+') and lower(surname) not in ({_SPECIAL_SQL}) plain
      from (select surname from staged where refused is null
        union select unnest([preferred_surname, former_surname]) from staged
          where refused is null and coalesce(preferred_surname, former_surname) is not null)
      where surname <> ''""")
    _write_known(con, model)
    _write_sounds(con)
    _write_plain(con, model)
    _write_others(con, model)
    _write_parents(con)
    for table in ("name_pairs", "family_names", "known", "heard_of", "plain_rests"):
        con.execute(f"drop table if exists {table}")


def _write_known(con: DuckDBPyConnection, model: Model) -> None:
    """Make ``known``: what the rulebook knows of single names, and their shares."""
    first, last = model.rarity["forename"].shares, model.rarity["surname"].shares
    names = {*known_names(), *first, *last}
    con.execute("""create or replace temp table known (name varchar, known boolean, prefix boolean, forms integer[],
      spellings integer[], first_share double, share double)""")
    insert(con, "known", [
        (name, is_known_name(name), is_shared_prefix(name), forms_of(name, "spelling", "short"),
         forms_of(name, "spelling"), first.get(name), last.get(name)) for name in sorted(names)
    ])  # fmt: skip


def _write_sounds(con: DuckDBPyConnection) -> None:
    """Make ``heard_of``: each plain name with its sound. The names go to the rulebook and come back as one text."""
    con.execute("""create or replace temp table heard_of as select distinct lower(name) name from (
      select forenames name from name_pairs where plain union all select surname from family_names where plain)""")
    row = con.execute("select string_agg(name, chr(10)) from heard_of").fetchone()
    names = row[0].split("\n") if row and row[0] else []
    con.execute(
        """create or replace temp table heard_of as select unnest(string_split($1, chr(10))) name,
          unnest(string_split($2, chr(10))) heard""",
        ["\n".join(names), "\n".join(sounds(names))],
    )


def _write_plain(con: DuckDBPyConnection, model: Model) -> None:
    first, last = model.rarity["forename"].typical_share, model.rarity["surname"].typical_share
    con.execute(f"""insert into firsts
      select row_number() over (), n.name, n.name, {_bare("n.name")}, h.heard, true, coalesce(k.known, false),
        coalesce(k.prefix, false), coalesce(k.forms, []), coalesce(k.spellings, []),
        case when len(n.name) > 1 then [hash(n.name)] else [] end || coalesce(k.forms, [])::ubigint[],
        coalesce(k.first_share, {first!r})
      from (select distinct lower(forenames) name from name_pairs where plain) n
      join heard_of h on h.name = n.name left join known k on k.name = n.name""")
    con.execute("""create or replace temp table plain_rests as
      select row_number() over () id, middle, string_split(middle, ' ') tokens, replace(middle, ' ', '') name
      from (select distinct lower(middle_names) middle from name_pairs where plain and middle_names <> '')""")
    con.execute("""insert into rests
      with words as (select r.id, any_value(r.name) name, list(distinct hash(t.token)) words,
          flatten(list(coalesce(k.forms, [])::ubigint[])) forms
        from plain_rests r, unnest(r.tokens) t(token) left join known k on k.name = t.token
        where len(t.token) > 1 group by r.id)
      select r.id, r.name, r.name, coalesce(w.words || w.forms, [])
      from plain_rests r left join words w on w.id = r.id""")
    con.execute(f"""insert into forenames
      with given as (select f.id first, r.id rest, f.name || coalesce(r.name, '') given, f.name || r.tokens[1] two,
          p.forenames, p.middle_names
        from name_pairs p join firsts f on f.name = lower(p.forenames)
        left join plain_rests r on r.middle = lower(p.middle_names) where p.plain)
      select row_number() over (), first, rest, given, given, {_bare("given")}, coalesce(k.spellings, []), two,
        forenames, middle_names from given left join known k on k.name = given""")
    con.execute(f"""insert into surnames
      select row_number() over (), n.name, n.name, {_bare("n.name")}, h.heard, [], true, coalesce(k.spellings, []),
        [hash(n.name)], coalesce(k.share, {last!r}), n.name
      from (select distinct lower(surname) name from family_names where plain) n
      join heard_of h on h.name = n.name left join known k on k.name = n.name""")
    con.execute("""insert into surname_of
      select f.surname, s.id from family_names f join surnames s on s.name = lower(f.surname) where f.plain""")


def _write_others(con: DuckDBPyConnection, model: Model) -> None:
    """Put the names that are not plain into the tables, one by one."""
    others = _Others(model)
    for one, middle in fetched(con, "select forenames, middle_names from name_pairs where not plain"):
        others.add_forenames(one, middle)
    for (one,) in fetched(con, "select surname from family_names where not plain"):
        others.add_surname(one)
    others.write(con)


def _write_parents(con: DuckDBPyConnection) -> None:
    """Make ``parents``: each different name of a parent in the forms that are compared."""
    con.execute("""create or replace table parents (id integer, written varchar, name varchar, first varchar,
      last varchar, several boolean)""")
    written = [one for (one,) in fetched(con, """select distinct unnest(parents) from staged
        where refused is null and parents is not null""")]  # fmt: skip
    names = [(number, one, quick_name(one)) for number, one in enumerate(written)]
    insert(con, "parents", [
        (number, one, name.joined, name.tokens[0], name.tokens[-1], len(name.tokens) > 1)
        for number, one, name in names if name
    ])  # fmt: skip


class _Others:
    """Names that are not plain, as rows of the tables; words are texts until they are written."""

    def __init__(self, model: Model) -> None:
        self._model = model
        self._numbers: dict[object, int] = {}
        self._words: set[str] = set()
        self._rows: dict[str, list[list[Any]]] = {
            name: [] for name in ("firsts", "rests", "forenames", "surnames", "surname_of")
        }

    def add_forenames(self, one: str, middle: str) -> None:
        """Add forenames with middle names; each pair once."""
        if not (names := quick_forenames(one, middle)):
            return
        given = names.given
        two = names.first.joined + names.rest.tokens[0] if names.rest else None
        row = [self._next("forenames"), self._first(names.first), self._rest(names.rest), given.joined, given.core,
               without_gender(given.joined), forms_of(given.joined, "spelling"), two, one, middle]  # fmt: skip
        self._rows["forenames"].append(row)

    def add_surname(self, one: str) -> None:
        """Add a surname as it is written."""
        if not (name := quick_name(one)):
            return
        key = ("surname", name)
        if key not in self._numbers:
            self._numbers[key] = self._next("surnames")
            rarity = self._model.rarity["surname"]
            halves = [sound(name_of(word).core) for word in name.tokens] if len(name.tokens) > 1 else []
            self._words.update(name.tokens)
            row = [self._numbers[key], name.joined, name.core, without_gender(name.joined), name.sound, halves,
                   name.joined.isascii(), forms_of(name.joined, "spelling"), (name.tokens, ()),
                   rarity.shares.get(name.joined, rarity.typical_share), one]  # fmt: skip
            self._rows["surnames"].append(row)
        self._rows["surname_of"].append([one, self._numbers[key]])

    def write(self, con: DuckDBPyConnection) -> None:
        """Put all rows into their tables. A word's number is the engine's own, the same for plain names."""
        words = sorted(self._words)
        numbers = dict(
            zip(words, (one for (one,) in con.execute("select hash(unnest($1::varchar[]))", [words]).fetchall()),
                strict=True)
        )  # fmt: skip
        for table, place in (("firsts", 10), ("rests", 3), ("surnames", 8)):
            for row in self._rows[table]:
                own, groups = row[place]
                row[place] = [*(numbers[word] for word in own), *groups]
        for table, rows in self._rows.items():
            insert(con, table, rows)

    def _next(self, table: str) -> int:
        return -1 - len(self._rows[table])

    def _first(self, name: Name) -> int:
        key = ("first", name)
        if key not in self._numbers:
            self._numbers[key] = self._next("firsts")
            rarity = self._model.rarity["forename"]
            row = [self._numbers[key], name.joined, name.core, without_gender(name.joined), name.sound,
                   name.joined.isascii(), is_known_name(name.joined), is_shared_prefix(name.joined),
                   forms_of(name.joined, "spelling", "short"), forms_of(name.joined, "spelling"), self._shared(name),
                   rarity.shares.get(name.joined, rarity.typical_share)]  # fmt: skip
            self._rows["firsts"].append(row)
        return self._numbers[key]

    def _rest(self, name: Name) -> int | None:
        if not name:
            return None
        key = ("rest", name.joined, name.core, name.tokens)
        if key not in self._numbers:
            self._numbers[key] = self._next("rests")
            self._rows["rests"].append([self._numbers[key], name.joined, name.core, self._shared(name)])
        return self._numbers[key]

    def _shared(self, name: Name) -> tuple[list[str], list[int]]:
        """Return the words of a name, and the groups of their forms: two that share one hold a name in common."""
        words = [word for word in name.tokens if len(word) > 1]
        self._words.update(words)
        return words, sorted({group for word in words for group in forms_of(word, "spelling", "short")})


def _bare(name: str) -> str:
    """Return the SQL for a name with the ending that a man's has, as ``without_gender`` gives it."""
    cases = " ".join(
        f"when ends_with({name}, '{hers}') and len({name}) > {len(hers) + 2} "
        f"then {name}[1:len({name}) - {len(hers)}] || '{his}'"
        for hers, his in GENDERED_ENDINGS
    )
    return f"case {cases} else {name} end"


def insert(
    con: DuckDBPyConnection, table: str, rows: Sequence[Sequence[Any]], *, at_once: int = 50_000
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
