"""Finding one child among a million, beside trigrams: ``python -m benchmarks.search --children 1000000``.

Loads a register of children and nothing else, straight into the tables, with the keys that the service would write;
then asks ``benchmarks.lookup`` on SQLite and on PostgreSQL, the peers beside it. What is loaded is kept in var/bench.
"""

import argparse
import json
import os
import sqlite3
import sys
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from uuid import UUID

import pysqlite3

from benchmarks.installation import County, environment, run
from benchmarks.linkage_lists import Real, children
from benchmarks.report import table
from rulebook.identity.compare import IdentityRecord
from rulebook.identity.keys import keys_of
from scripts.system import ROOT, say

RECORDED_AT = "2026-11-01 09:00:00+00:00"
CHILD = """id, reference, forenames, surname, known_as, birth_date, birth_date_estimated, sex, upn, ethnicity,
  first_language, gp, source, recorded_at, recorded_by"""


def main() -> int:
    """Load, ask and print."""
    options = argparse.ArgumentParser(prog="python -m benchmarks.search", description=__doc__)
    options.add_argument("--children", type=int, nargs="+", default=[100_000], help="sizes of the register")
    options.add_argument("--questions", type=int, default=400)
    options.add_argument(
        "--database", nargs="+", choices=("sqlite", "postgresql"), default=("sqlite", "postgresql")
    )
    options.add_argument("--no-peers", action="store_true", help="only our own way")
    options.add_argument("--folder", type=Path, default=ROOT / "var" / "bench")
    wanted = options.parse_args()
    rows = []
    for count in wanted.children:
        county = County(count, 0, wanted.folder / f"search-{count}")
        load(county)
        for database in wanted.database:
            say(f"{database}, {count:,} children: {wanted.questions} questions")
            rows += _asked(county, database, wanted.questions, peers=not wanted.no_peers)
    headings = ("Database", "Children", "Way", "Found in first ten", "First", "p50 ms", "p95 ms", "Load")
    text = "\n".join(table(headings, rows)) + "\n"
    (wanted.folder / "search.md").write_text(text, encoding="utf-8")
    print(text)
    return 0


def load(county: County) -> None:
    """Fill a register of this size, unless one is kept."""
    note = county.folder / "loaded.json"
    if note.exists():
        return
    say(f"loading {county.children:,} children")
    county.folder.mkdir(parents=True, exist_ok=True)
    (county.folder / "onroll.sqlite3").unlink(missing_ok=True)
    run([sys.executable, "-m", "onroll.project.command", "migrate"], environment(county))
    begun = time.perf_counter()
    con = pysqlite3.connect(county.folder / "onroll.sqlite3", isolation_level=None)
    con.execute("pragma synchronous = off")
    indexes = con.execute("""select name, sql from sqlite_master where type = 'index' and sql is not null
        and tbl_name in ('people_child', 'people_matchkey')""").fetchall()
    for name, _ in indexes:
        con.execute(f'drop index "{name}"')
    con.execute("begin")
    everybody = iter(children(county.children, seed=23))
    while some := list(islice(everybody, 10_000)):
        con.executemany(f"insert into people_child ({CHILD}) values ({', '.join('?' * 15)})", map(_row, some))
        con.executemany("insert into people_matchkey (key, child_id) values (?, ?)", _keys(some))
    con.execute("commit")
    for _, statement in indexes:
        con.execute(statement)
    con.execute("analyze")
    con.close()
    size = (county.folder / "onroll.sqlite3").stat().st_size
    say(f"  {time.perf_counter() - begun:.0f} s, {size / county.children:.0f} bytes a child")
    note.write_text(json.dumps({"bytes": size}))


def _row(child: Real) -> tuple[object, ...]:
    told = child.listed
    names = f"{told.forename} {told.middle}".strip()
    born = told.born.isoformat() if told.born else None
    return (_id(child).hex, f"C-{child.number:09}", names, told.surname, "", born, 0, told.sex, told.upn, "", "", "",
            "measuring", RECORDED_AT, "measuring")  # fmt: skip


def _keys(some: list[Real]) -> Iterator[tuple[int, str]]:
    for child in some:
        told = child.listed
        record = IdentityRecord(told.forename, told.surname, told.middle, birth_date=told.born, sex=told.sex,
                                postcode=told.postcode, upn=told.upn)  # fmt: skip
        own = _id(child).hex
        yield from ((key, own) for key in keys_of(record))


def _id(child: Real) -> UUID:
    """Return an id that says nothing of the order in which children came."""
    return UUID(int=(child.number * 0x9E3779B97F4A7C15F39CC0605CEDC835 + 1) % (1 << 128))


def _asked(county: County, database: str, questions: int, *, peers: bool) -> Iterator[list[str]]:
    command = [sys.executable, "-m", "benchmarks.lookup", "--questions", str(questions)]
    command += [] if peers else ["--no-peers"]
    load_before = f"{os.getloadavg()[0]:.1f}"
    if database == "sqlite":
        found = json.loads(run(command, environment(county)))
    else:
        from scripts.postgres import throwaway_server

        with throwaway_server() as url:
            settings = environment(county, ONROLL_DATABASE_URL=url)
            run([sys.executable, "-m", "onroll.project.command", "migrate"], settings)
            _copy(county, url)
            found = json.loads(run(command, settings))
    for way in found["ways"]:
        shares = [f"{100 * way[which] / way['questions']:.1f} %" for which in ("found", "first")]
        yield [
            database,
            f"{county.children:,}",
            way["way"],
            *shares,
            str(way["p50"]),
            str(way["p95"]),
            load_before,
        ]


def _copy(county: County, url: str) -> None:
    """Bring the register into PostgreSQL as it is."""
    import psycopg

    there = sqlite3.connect(county.folder / "onroll.sqlite3")
    with psycopg.connect(url) as con:
        with con.cursor().copy(f"copy people_child ({CHILD}) from stdin") as copy:
            for row in there.execute(f"select {CHILD} from people_child"):
                copy.write_row((*row[:6], bool(row[6]), *row[7:]))
        with con.cursor().copy("copy people_matchkey (key, child_id) from stdin") as copy:
            for row in there.execute("select key, child_id from people_matchkey"):
                copy.write_row(row)
    with psycopg.connect(url, autocommit=True) as con:
        con.execute("vacuum analyze")


if __name__ == "__main__":
    sys.exit(main())
