"""Spark gives the answers of the engine in memory: the same statements, said in its words, on the same lists.

Runs where PySpark is installed, by ``make test-spark``: it is too large for every developer's environment.
"""

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("pyspark", reason="make test-spark has the environment for it")

import duckdb
from benchmarks.linkage_lists import write_lists
from pyspark.sql import SparkSession

from linkage.commands import reconcile
from linkage.engines.dialect import Untranslatable, parsed, spark_sql
from linkage.engines.spark import SparkTables

HEADINGS = "id,Forename,Surname,Preferred surname,Former surname,DOB,Sex,Postcode,UPN,NHS number,Parent 1 name,Phone 1"
POPULATION = f"""{HEADINGS}
q1,Oliver,Testlost,,,09/03/2015,M,NR1 3JU,,,Anna Testlost,01632 960001
q2,Zoë,Priorname,,Testlost,01/02/2014,F,NR2 3JU,,,,
q3,Rowan,Testlost,,,09/03/2015,M,NR1 3JU,,,Anna Testlost,01632 960001
q4,Amelia,Jones-Smith,Smith,,01/05/2013,F,NR3 3AA,,943 476 5919,,
q5,Khan,Mohammed,,,11/12/2012,M,,H801200001001,,,
q6,,,,,,,,,,,
q7,Nobody,Atall,,,03/04/2016,F,IP1 1AA,,,,
"""
ROLL = f"""{HEADINGS}
s1,Olly,Testlost,,,09/03/2015,M,NR1 3JU,,,Anna Testlost,01632 960001
s2,Zoe,Testlost,,,02/01/2014,F,NR2 3JU,,,,
s4,Amelia,Smith,,,01/05/2013,F,NR3 3AB,,943 476 5919,,
s5,Muhammad,Khan,,,12/11/2012,M,NR9 9AA,H801200001001,,,
"""


@pytest.fixture(scope="module")
def session() -> Iterator[SparkSession]:
    """A session for so few rows: one partition, and no code written for each statement."""
    builder = SparkSession.builder.master("local[2]")
    for name, value in {
        "spark.ui.enabled": "false",
        "spark.driver.host": "127.0.0.1",
        "spark.sql.shuffle.partitions": "1",
        "spark.sql.adaptive.enabled": "false",
        "spark.sql.codegen.wholeStage": "false",
        "spark.sql.ansi.enabled": "false",
    }.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    yield session
    session.stop()


def answers(folder: Path) -> list[dict[str, str]]:
    with (folder / "decisions.csv").open(encoding="utf-8", newline="") as text:
        return list(csv.DictReader(text))


def test_both_engines_say_the_same_of_every_child(session: SparkSession, tmp_path: Path) -> None:
    lists = write_lists(tmp_path / "lists", count=150, seed=3, kind="other scripts", off_roll=0.1)
    (tmp_path / "q.csv").write_text(POPULATION, encoding="utf-8")
    (tmp_path / "s.csv").write_text(ROLL, encoding="utf-8")
    given = ["--population", str(lists / "population.csv"), str(tmp_path / "q.csv"),
             "--roll", str(lists / "roll.csv"), str(tmp_path / "s.csv")]  # fmt: skip

    assert reconcile.main([*given, "--out", str(tmp_path / "one")]) == 0
    assert (
        reconcile.main([*given, "--out", str(tmp_path / "two"), "--engine", "spark", "--master", "local[2]"])
        == 0
    )

    in_memory, on_spark = answers(tmp_path / "one"), answers(tmp_path / "two")
    assert len(in_memory) > 140
    assert {row["decision"] for row in in_memory} == {"on_roll", "review", "on_no_roll"}
    for row, other in zip(in_memory, on_spark, strict=True):
        assert float(row.pop("probability")) == pytest.approx(float(other.pop("probability")), abs=2e-6)
        assert row == other


STATEMENTS = [
    ("select damerau_levenshtein(x, y) = 1 from t", "slips: left out, changed, changed about, twice, none"),
    ("select jaro_winkler_similarity(x, y) from t", "likeness"),
    ("select x[1:2] || x[2], len(x) from t", "parts of a text"),
    ("select max(n, 2)[2], max_by(x, n, 2)[2], max(n, 2)[1] from t", "the second of a group"),
    ("select max(n, 9)[9] from t", "what is beyond the last"),
    ("select x from t where x not in (select y from t)", "not among"),
    ("select * exclude (y, n) replace (upper(x) as x) from t", "all but some"),
    ("with a as materialized (select n from t) select a.n // 2, a.n % 2, 0.1::double + a.n from a", "numbers"),
    ("select x from t qualify count(*) over (partition by left(x, 1)) > 1", "of a window"),
    ("select abs(d.born - e.born) from (select date '2015-03-09' born) d, (select date '2015-03-12' born) e", "days"),
]  # fmt: skip


@pytest.mark.parametrize(("statement", "special"), STATEMENTS)
def test_a_statement_gives_the_same_rows(session: SparkSession, statement: str, special: str) -> None:
    make = "create or replace table t (x varchar, y varchar, n integer)"
    rows = [
        ["smith", "smith", "ann", "john", "amy", "a"],
        ["smit", "smyth", "nan", "jonh", "amy", "b"],
        [5, 4, 3, 2, 1, 0],
    ]
    fill = (
        "insert into t (x, y, n) select unnest($1::varchar[]), unnest($2::varchar[]), unnest($3::integer[])"
    )
    one, other = duckdb.connect(), SparkTables(session, work=None)
    found = []
    for engine in (one, other):
        engine.execute(make)
        engine.execute(fill, rows)
        found.append(engine.execute(statement).fetchall())

    def plain(rows: list[tuple[object, ...]]) -> list[str]:
        return sorted(
            str([round(part, 9) if isinstance(part, float) else part for part in row]) for row in rows
        )

    assert plain(found[0]) == plain(found[1])


def test_tables_are_changed_as_the_other_engine_changes_them(session: SparkSession, tmp_path: Path) -> None:
    tables = SparkTables(session, work=tmp_path)
    tables.execute("create or replace table t as select * from (values (1, 'a'), (2, 'b'), (3, 'c')) v(n, x)")
    tables.execute("create table u as select 2 as n, 'z' as x")

    tables.execute("update t set x = u.x from u where t.n = u.n")
    tables.execute("update t set x = x || '!' where n = 1")
    tables.execute("create table v as select $1::double one, $2::double two", [0.5, 2.0])
    tables.execute("delete from t where n in (select n + 1 from u)")
    tables.execute("insert into t select 9, x from u")

    assert sorted(tables.execute("from t").fetchall()) == [(1, "a!"), (2, "z"), (9, "z")]
    assert tables.execute("from v").fetchall() == [(0.5, 2.0)]
    tables.execute("drop table if exists u")
    assert [row[0] for row in tables.execute("describe t").fetchall()] == ["n", "x"]
    assert tables.execute("from t").fetchmany(2)


@pytest.mark.parametrize(
    "statement",
    ["select soundexish(x) from t", "select damerau_levenshtein(x, y) < 3 from t", "select x[n] from t"],
)
def test_what_is_not_known_is_refused_and_not_passed_on(statement: str) -> None:
    with pytest.raises(Untranslatable):
        spark_sql(parsed(statement), arrays=())
