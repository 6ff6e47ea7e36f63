"""The stages on Spark: the same statements, for lists whose pairs outgrow one machine.

The lists are read, their names normalised and the answers written where ``onroll`` runs, by the engine in memory; what
grows with the pairs, the stages and the deciding, is Spark's. ``SparkTables`` takes the statements as the other engine
does. Every table is carried out when it is made, so that no plan grows without end.
"""

import shutil
from collections.abc import Callable, Sequence
from itertools import count, islice
from pathlib import Path
from typing import Any, cast

from duckdb import DuckDBPyConnection
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql.types import ArrayType
from sqlglot import exp

from linkage.deciding import decide
from linkage.engines.dialect import Untranslatable, parsed, spark_sql, with_numbers
from linkage.stages import run_stages
from rulebook.identity.weigh import Model

Say = Callable[[str], None]
NOT_NEEDED = frozenset({"staged", "row_of"})  # the rows as received stay where they were read
GIVEN_BACK = ("taken", "scored", "claim", "decided", "left_over")
_SIGNED = "case when {0} > 9223372036854775807 then ({0}::hugeint - 18446744073709551616)::bigint else {0}::bigint end"


def compare_on_spark(
    con: DuckDBPyConnection, *, model: Model, work: Path, master: str = "", worth_keeping: float, say: Say
) -> None:
    """Carry out the stages on Spark; ``con`` then has the tables of ``GIVEN_BACK``.

    ``work`` must be one folder to this machine and to all of the cluster. ``master`` is Spark's, such as ``local[2]``;
    without it that of ``spark-submit`` counts.
    """
    is_ours = SparkSession.getActiveSession() is None
    session = _session(master)
    handed = work / "handed-over"
    shutil.rmtree(handed, ignore_errors=True)
    handed.mkdir(parents=True)
    try:
        tables = SparkTables(session, work=None if master.startswith("local") else work)
        for name in _to_hand_over(con):
            file = handed / f"{name}.parquet"
            con.execute(f"copy (select {_signed(con, name)} from {name}) to '{_quoted(file)}'")
            tables.take(name, session.read.parquet(str(file)))
        stages = cast(DuckDBPyConnection, tables)
        run_stages(stages, model=model, say=say, worth_keeping=worth_keeping)
        say("deciding")
        decide(stages, model=model)
        for name in GIVEN_BACK:
            file = handed / f"back-{name}"
            session.table(name).write.parquet(str(file))
            con.execute(f"create or replace table {name} as from read_parquet('{_quoted(file)}/*.parquet')")
    finally:
        if is_ours:
            session.stop()
        shutil.rmtree(handed, ignore_errors=True)


class SparkTables:
    """Tables by name that take the statements of the stages, and give their rows as the other engine's connection does.

    ``work``: where tables are kept between statements; None keeps them in the memory of one machine.
    """

    def __init__(self, session: SparkSession, *, work: Path | None) -> None:
        self._session = session
        self._work = work
        self._numbers = count()
        self._files: dict[str, Path] = {}
        self._arrays: set[str] = set()
        self._rows: Any = iter(())

    def execute(self, statement: str, parameters: Sequence[Any] | None = None) -> "SparkTables":
        """Carry out one statement. Raises Untranslatable for what this engine does not know."""
        tree = parsed(statement)
        if parameters is not None and not isinstance(tree, exp.Insert):
            tree = with_numbers(tree, parameters)
        match tree:
            case exp.Create():
                self._create(tree)
            case exp.Insert():
                self._insert(tree, parameters)
            case exp.Update():
                self._update(tree)
            case exp.Delete():
                self._delete(tree)
            case exp.Drop():
                self._drop(_table_of(tree))
            case exp.Describe():
                fields = self._session.table(_table_of(tree)).schema.fields
                self._rows = iter(
                    [(one.name, one.dataType.simpleString(), "YES", None, None, None) for one in fields]
                )
            case exp.Query():
                self._rows = iter([tuple(row) for row in self._query(tree).collect()])
            case _:
                raise Untranslatable(f"unknown statement: {statement[:80]!r}")
        return self

    def fetchone(self) -> tuple[Any, ...] | None:
        """Return the next row of what was asked."""
        return next(self._rows, None)

    def fetchmany(self, size: int) -> list[tuple[Any, ...]]:
        """Return the next rows."""
        return list(islice(self._rows, size))

    def fetchall(self) -> list[tuple[Any, ...]]:
        """Return all rows that are left."""
        return list(self._rows)

    def take(self, name: str, frame: DataFrame) -> None:
        """Call a frame a table."""
        frame.createOrReplaceTempView(name)
        self._arrays.update(one.name for one in frame.schema.fields if isinstance(one.dataType, ArrayType))

    def _query(self, tree: exp.Expression) -> DataFrame:
        if isinstance(tree, exp.Union) and tree.args.get("by_name"):
            return self._query(tree.this).unionByName(self._query(tree.expression), allowMissingColumns=True)
        return self._session.sql(spark_sql(tree, arrays=self._arrays))

    def _keep(self, name: str, frame: DataFrame) -> None:
        """Carry a frame out now, and call what came of it a table."""
        if self._work is None:
            kept = frame.localCheckpoint(eager=True)
            self.take(
                name, kept.toDF(*kept.columns)
            )  # columns of its own: else a join with what it came of is unclear
            return
        file, old = self._work / f"{name}-{next(self._numbers)}", self._files.pop(name, None)
        frame.write.parquet(str(file))
        self.take(name, self._session.read.parquet(str(file)))
        self._files[name] = file
        if old:
            shutil.rmtree(old, ignore_errors=True)

    def _create(self, tree: exp.Create) -> None:
        if isinstance(tree.this, exp.Schema):
            columns = ", ".join(one.sql(dialect="spark") for one in tree.this.expressions)
            self._keep(tree.this.this.name, self._session.createDataFrame([], columns))
        else:
            self._keep(tree.this.name, self._query(tree.expression))

    def _insert(self, tree: exp.Insert, parameters: Sequence[Any] | None) -> None:
        name = _table_of(tree)
        table = self._session.table(name)
        if parameters is not None:  # column by column, as dictionary.insert gives them
            rows = list(zip(*parameters, strict=True))
            added = self._session.createDataFrame(rows, table.schema)
        else:
            found = self._query(tree.expression)
            types = {one.name: one.dataType for one in table.schema.fields}
            given = (
                [one.name for one in tree.this.expressions]
                if isinstance(tree.this, exp.Schema)
                else table.columns
            )
            named = found.toDF(*given)
            added = named.select(*(named[one].cast(types[one]) for one in table.columns))
        self._keep(name, table.unionByName(added))

    def _update(self, tree: exp.Update) -> None:
        """Make the table anew, with what is set where a row of the other side belongs to its row."""
        name = tree.this.name
        from_ = tree.args.get("from_") or tree.args.get("from")
        where = tree.args.get("where")
        condition = spark_sql(where.this, arrays=self._arrays) if where else "true"
        is_set, joined = f"coalesce({condition}, false)", ""
        if from_:
            other = self._set_from(from_.this)
            is_set, joined = f"{other}.is_set", f"left join set_from {other} on {condition}"
        told = {one.this.name: one.expression for one in tree.expressions}
        fields = self._session.table(name).schema.fields
        shown = ", ".join(
            f"cast(case when {is_set} then {spark_sql(told[one.name], arrays=self._arrays)}"
            f" else {name}.{one.name} end as {one.dataType.simpleString()}) as {one.name}"
            if one.name in told
            else f"{name}.{one.name}"
            for one in fields
        )
        self._keep(name, self._session.sql(f"select {shown} from {name} {joined}"))

    def _set_from(self, source: exp.Expression) -> str:
        """Make ``set_from`` of the rows that an update takes its values from; return what it calls them."""
        inner = (
            source.this
            if isinstance(source, exp.Subquery)
            else exp.select("*").from_(exp.to_table(source.name))
        )
        found = self._session.sql(spark_sql(inner, arrays=self._arrays)).selectExpr("*", "true as is_set")
        found.toDF(*found.columns).createOrReplaceTempView("set_from")
        return str(source.alias_or_name)

    def _delete(self, tree: exp.Delete) -> None:
        condition = tree.args["where"].this
        if not (isinstance(condition, exp.In) and condition.args.get("query")):
            raise Untranslatable(f"unknown condition of a delete: {condition.sql()!r}")
        name = tree.this.name
        kept = exp.select("*").from_(name).where(exp.Not(this=condition.copy()))
        self._keep(name, self._query(kept))

    def _drop(self, name: str) -> None:
        self._session.catalog.dropTempView(name)
        if file := self._files.pop(name, None):
            shutil.rmtree(file, ignore_errors=True)


def _table_of(tree: exp.Expression) -> str:
    """Return the table that a statement is about: the first it names."""
    found = tree.find(exp.Table)
    if found is None:
        raise Untranslatable(f"a statement without a table: {tree.sql()[:80]!r}")
    return str(found.name)


def _session(master: str) -> SparkSession:
    builder = SparkSession.builder.appName("onroll reconcile")
    settings = {
        "spark.sql.ansi.enabled": "false",  # beyond the end of a list is nothing, as in the other engine, and no fault
        "spark.sql.session.timeZone": "UTC",
        "spark.sql.parquet.datetimeRebaseModeInRead": "CORRECTED",
    }
    if master:
        builder = builder.master(master)
    if master.startswith("local"):
        settings |= {
            "spark.ui.enabled": "false",
            "spark.sql.shuffle.partitions": "4",
            "spark.driver.host": "127.0.0.1",
        }
    for name, value in settings.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    return session


def _to_hand_over(con: DuckDBPyConnection) -> list[str]:
    rows = con.execute(
        "select table_name from duckdb_tables() where not temporary and not internal"
    ).fetchall()
    return sorted(name for (name,) in rows if name not in NOT_NEEDED)


def _signed(con: DuckDBPyConnection, table: str) -> str:
    """Return the columns of a table with unsigned numbers as signed ones, each still its own: Spark has no others."""
    shown = []
    for name, kind, *_ in con.execute(f"describe {table}").fetchall():
        if kind == "UBIGINT":
            shown.append(f"{_SIGNED.format(name)} {name}")
        elif kind == "UBIGINT[]":
            shown.append(f"list_transform({name}, lambda one: {_SIGNED.format('one')}) {name}")
        else:
            shown.append(name)
    return ", ".join(shown)


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")
