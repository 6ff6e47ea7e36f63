"""Who of a population is on no roll: from files to decisions, with a table that adds up."""

import csv
import json
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb
from duckdb import DuckDBPyConnection

from linkage.children import make_children
from linkage.deciding import ON_NO_ROLL_BELOW, ON_ROLL_FROM, decide
from linkage.reasons import because_sql
from linkage.records import ListKind
from linkage.report import report
from linkage.stages import WORTH_KEEPING, run_stages
from linkage.staging import Read, Staging
from linkage.weighing import COLUMNS
from rulebook.identity.weigh import Model, shipped_model

Say = Callable[[str], None]
DECISIONS = ("on_roll", "review", "on_no_roll", "set_aside")


# What would agree for twins or siblings is never taken for one child by the machine, unless a number agrees.
_MAY_LINK = "(s.pattern = '' or s.upn < 2 or s.nhs_number = 0)"


@dataclass(frozen=True)
class Asked:
    """What is to be compared, and how; ``chosen`` is field → heading where a person knows better."""

    population: Sequence[Path]
    roll: Sequence[Path]
    out: Path
    id_column: str | None = None
    chosen: Mapping[str, str] = field(default_factory=dict)
    model: Model = field(default_factory=shipped_model)
    memory: str = ""
    threads: int = 0
    engine: str = (
        "duckdb"  # or spark, for the stages; the lists are read and the answers written here in any case
    )
    master: str = ""
    work: Path | None = None


@dataclass(frozen=True)
class Answer:
    """What was found: the files as read, and the counts, which add up to the rows of the population."""

    files: tuple[Read, ...]
    counts: Mapping[str, int]
    summary: Mapping[str, Any]


def reconcile(asked: Asked, *, say: Say = lambda words: None) -> Answer:
    """Write decisions.csv, set_aside.csv, summary.json and report.html into ``asked.out``; return what they hold.

    Raises Refused, before anything is written, when a file is no list of children.
    """
    begun = time.perf_counter()
    con = connect(asked)
    try:
        return _write(con, asked, compare_lists(con, asked, say=say), say=say, begun=begun)
    finally:
        con.close()


def compare_lists(
    con: DuckDBPyConnection,
    asked: Asked,
    *,
    say: Say = lambda words: None,
    worth_keeping: float = WORTH_KEEPING,
) -> tuple[Read, ...]:
    """Read the lists and make ``scored``, ``claim`` and ``decided``; return the files as they were read."""
    staging = Staging(con, id_column=asked.id_column, chosen=asked.chosen)
    for side, kind, paths in (
        ("population", ListKind.POPULATION, asked.population), ("roll", ListKind.ROLL, asked.roll),
    ):  # fmt: skip
        for path in paths:
            say(f"reading {path.name}")
            staging.add(path, side=side, kind=kind)
    say("names")
    make_children(con, model=asked.model)
    if asked.engine == "spark":
        from linkage.engines.spark import compare_on_spark

        work = (asked.work or asked.out / ".spark").absolute()
        compare_on_spark(
            con, model=asked.model, work=work, master=asked.master, worth_keeping=worth_keeping, say=say
        )
        return tuple(staging.files)
    run_stages(con, model=asked.model, say=say, worth_keeping=worth_keeping)
    say("deciding")
    decide(con, model=asked.model)
    return tuple(staging.files)


def connect(asked: Asked) -> DuckDBPyConnection:
    """Return an engine in memory; what does not fit goes beside the results. It fetches nothing."""
    asked.out.mkdir(parents=True, exist_ok=True)
    settings: dict[str, str | bool | int | float | list[str]] = {
        "temp_directory": str(asked.out / ".working"),
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
        "preserve_insertion_order": True,
    }
    if asked.memory:
        settings["memory_limit"] = asked.memory
    if asked.threads:
        settings["threads"] = asked.threads
    return duckdb.connect(config=settings)


def _write(
    con: DuckDBPyConnection, asked: Asked, files: tuple[Read, ...], *, say: Say, begun: float
) -> Answer:
    say("writing")
    con.execute(f"""create or replace temp table decision_of as
      select decided.*, case when probability >= {ON_ROLL_FROM} and {_MAY_LINK} then 'on_roll'
        when probability < {ON_NO_ROLL_BELOW} then 'on_no_roll' else 'review' end as decision
      from decided left join scored s on s.a = decided.a and s.b = decided.b""")
    _call(con)
    _explain(con)
    con.execute("""create or replace temp table answers as
      with first_row as (select child, min(row) row from row_of group by child),
      roll_name as (select f.child, c.name from first_row f join called c on c.row = f.row)
      select c.row, c.name population_id, d.decision, x.name roll_id, d.probability, y.name runner_up_id,
        e.because, d.a, d.b
      from called c join row_of o on o.row = c.row join decision_of d on d.a = o.child
      join explained e on e.a = d.a
      left join roll_name x on x.child = d.b and d.decision <> 'on_no_roll'
      left join roll_name y on y.child = d.runner_up
      where c.side = 'population'""")
    con.execute(f"""copy (select population_id, decision, roll_id, round(probability, 6) probability,
      runner_up_id, because
      from answers order by row) to '{_path(asked.out / "decisions.csv")}' (header)""")
    _write_set_aside(con, asked.out, files)
    counts = dict.fromkeys(DECISIONS, 0) | dict(
        con.execute("select decision, count(*) from answers group by decision").fetchall()
    )
    aside = con.execute(
        "select count(*) from staged where side = 'population' and refused is not null"
    ).fetchone()
    counts["set_aside"] = aside[0] if aside else 0
    summary = _summary(con, asked, files, counts)
    summary["seconds"] = round(time.perf_counter() - begun, 2)
    (asked.out / "summary.json").write_text(
        json.dumps(summary, indent=2, ensure_ascii=False) + "\n", encoding="utf-8"
    )
    page = report(con, summary=summary, model=asked.model)
    (asked.out / "report.html").write_text(page, encoding="utf-8")
    return Answer(files, counts, summary)


def _explain(con: DuckDBPyConnection) -> None:
    """Make ``explained``: why each child was found or not. Children whose levels are the same share their words."""
    seen = ", ".join(f"s.{name}" for name in (*COLUMNS.values(), "pattern"))
    first = ", ".join(f"any_value({name}) {name}" for name in (*COLUMNS.values(), "pattern"))
    con.execute(f"""create or replace temp table explained as
      with best as materialized (select d.a, d.decision, s.a is not null found, {seen},
          hash(d.decision, s.a is not null, {seen}) kind
        from decision_of d left join scored s on s.a = d.a and s.b = d.b),
      words as (select kind, {because_sql("s")} because from (
        select kind, any_value(decision) decision, any_value(found) found, {first} from best group by kind) s)
      select b.a, w.because from best b join words w on w.kind = b.kind""")


def _call(con: DuckDBPyConnection) -> None:
    """Make ``called``: what each row is called. One without an identifier of its own is called by its place.

    Where a side has more than one file, the file's number stands before it.
    """
    con.execute("""create or replace temp table placed as
      with files as (select side, count(distinct file) files from staged group by side)
      select s.rowid as row, (case when f.files > 1 then s.file + 1 || ':' else '' end)
          || row_number() over (partition by s.side, s.file order by s.line) as name
      from staged s join files f on f.side = s.side where s.file in (select file from staged where own_id is null)""")
    con.execute("""create or replace temp table called as
      select s.rowid as row, s.side, coalesce(s.own_id, p.name) as name
      from staged s left join placed p on p.row = s.rowid""")


def _summary(
    con: DuckDBPyConnection, asked: Asked, files: tuple[Read, ...], counts: Mapping[str, int]
) -> dict[str, Any]:
    expected = con.execute("""select
        coalesce(sum(probability) filter (decision = 'on_no_roll'), 0),
        coalesce(sum(probability * (1 - probability)) filter (decision = 'on_no_roll'), 0),
        coalesce(sum(1 - probability) filter (decision = 'on_roll'), 0),
        coalesce(sum(probability * (1 - probability)) filter (decision = 'on_roll'), 0)
      from answers""").fetchone()
    assert expected
    rows = dict(con.execute("select side, count(*) from staged group by side").fetchall())
    return {
        "population_rows": rows.get("population", 0),
        "roll_rows": rows.get("roll", 0),
        "decisions": dict(counts),
        "expected_false_alarms": _interval(expected[0], expected[1]),
        "expected_misses": _interval(expected[2], expected[3]),
        "model": {"name": asked.model.name, "trained_on": asked.model.trained_on},
        "thresholds": {"on_roll_from": ON_ROLL_FROM, "on_no_roll_below": ON_NO_ROLL_BELOW},
        "files": [
            {"name": one.path.name, "side": one.side, "rows": one.rows, "columns": dict(one.columns),
             "not_used": list(one.unrecognised), "findings": [finding.words for finding in one.findings]}
            for one in files
        ],
    }  # fmt: skip


def _interval(mean: float, variance: float) -> dict[str, float]:
    """Return a sum of chances with the interval that holds it in 95 of 100 cases, if the probabilities are right."""
    reach = 1.96 * variance**0.5
    return {
        "expected": round(mean, 1),
        "from": round(max(mean - reach, 0.0), 1),
        "to": round(mean + reach, 1),
    }


def _write_set_aside(con: DuckDBPyConnection, out: Path, files: tuple[Read, ...]) -> None:
    con.execute(
        "select file, side, line, own_id, refused, received from staged where refused is not null order by rowid"
    )
    with (out / "set_aside.csv").open("w", newline="", encoding="utf-8") as text:
        writer = csv.writer(text)
        writer.writerow(("list", "file", "line", "id", "reason", "received"))
        while rows := con.fetchmany(10_000):
            writer.writerows(
                (side, files[number].path.name, line, own, reason, received)
                for number, side, line, own, reason, received in rows
            )


def _path(path: Path) -> str:
    return str(path).replace("'", "''")
