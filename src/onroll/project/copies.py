"""Copies of the database as it was at one moment, made and put back with each database's own means."""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import connection, connections
from django.db.migrations.recorder import MigrationRecorder

from onroll.audit import chain
from onroll.project import database, tables

Say = Callable[[str], None]


class ToolFailed(Exception):
    """A tool of the database ended with an error; the message is the tool's own."""


@dataclass(frozen=True)
class Copy:
    """A copy of the database, and what was in it at that moment."""

    path: Path
    counts: dict[str, int]
    migrations: list[str]
    heads: list[tuple[Any, ...]]


def take(folder: Path, *, progress: Say) -> Copy:
    """Copy the running database into a folder; what is written meanwhile is not in the copy."""
    return (
        _take_sqlite(folder, progress)
        if connection.vendor == "sqlite"
        else _take_postgresql(folder, progress)
    )


def put_back(copy: Path, *, then: Sequence[str] = ()) -> None:
    """Replace the database's content by a copy's, wholly or not at all.

    ``then`` are statements that are carried out with it: nobody sees what was put back without what they change.
    """
    if connection.vendor == "sqlite":
        _put_back_sqlite(copy, then)
    elif copy.suffix == ".dump":
        _put_back_dump(copy, then)
    else:
        tables.put_back(copy, then=then)
    connections.close_all()


def holds_data() -> bool:
    """Return whether anything but empty tables is in the database."""
    names = set(connection.introspection.table_names())
    if "audit_event" not in names:
        return False
    own = [model for model in database.all_models() if model.__module__.startswith("onroll.")]
    return any(database.rows(model).exists() for model in own if model._meta.db_table in names)


def _take_sqlite(folder: Path, progress: Say) -> Copy:
    """Copy with SQLite's own online backup, then count in the copy itself."""
    progress("copying the database")
    path = folder / "database.sqlite3"
    connection.ensure_connection()
    with closing(sqlite3.connect(path)) as target:
        connection.connection.backup(
            target
        )  # one read transaction: writers go on, their writes are not in it
        for table in database.SESSIONS:
            target.execute(f"DELETE FROM {table}")  # noqa: S608  a name of ours
        target.commit()
        target.execute("VACUUM")  # nor what is left of removed rows in pages that are free
    progress("counting")
    with database.opened(path) as alias:
        return _described(path, alias)


def _take_postgresql(folder: Path, progress: Say) -> Copy:
    """Copy with pg_dump where one fits, else table by table, from the very snapshot that is counted in."""
    with database.snapshot() as name:
        progress("counting")
        dump = dump_program()
        path = folder / ("database.dump" if dump else "database.tables")
        about = _described(path, "default")
        progress("copying the database")
        if dump:
            _run(
                [
                    dump,
                    "--format=custom",
                    "--no-owner",
                    "--no-privileges",
                    f"--snapshot={name}",
                    *(f"--exclude-table-data={table}" for table in database.SESSIONS),
                    f"--file={path}",
                ]
            )
        else:
            tables.take(path)
    return about


def _described(path: Path, alias: str) -> Copy:
    applied = sorted(
        f"{app}.{name}" for app, name in MigrationRecorder(connections[alias]).applied_migrations()
    )
    counts = database.counts(alias) | dict.fromkeys(database.SESSIONS, 0)
    return Copy(path=path, counts=counts, migrations=applied, heads=heads_of(alias))


def heads_of(alias: str = "default") -> list[tuple[Any, ...]]:
    """Return the heads of the record in one database, as plain values."""
    found: list[tuple[Any, ...]] = []
    for model in chain.CHAINS:
        rows = database.rows(model, alias)
        for lane in rows.order_by("lane").values_list("lane", flat=True).distinct():
            last = rows.filter(lane=lane).order_by("-sequence").values_list("sequence", "mac")[0]
            found.append((model._meta.model_name or "", lane, *last))
    return found


def dump_program() -> str | None:
    """Return pg_dump, when there is one at least as new as the server; an older one refuses."""
    program = shutil.which(os.environ.get("ONROLL_PG_DUMP", "pg_dump"))
    if program is None:
        return None
    shown = subprocess.run([program, "--version"], capture_output=True, text=True, check=False).stdout  # noqa: S603
    version = next((int(word.split(".")[0]) for word in shown.split() if word[0].isdigit()), 0)
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version_num")
        server = int(cursor.fetchone()[0]) // 10_000
    return program if version >= server else None


def _put_back_sqlite(copy: Path, then: Sequence[str]) -> None:
    with closing(sqlite3.connect(copy)) as source:
        if source.execute("PRAGMA integrity_check").fetchone()[0] != "ok":
            raise ToolFailed("the copy of the database is damaged")
        with source:
            for statement in then:
                source.execute(statement)
        connection.ensure_connection()
        source.backup(connection.connection)
        connection.connection.execute("PRAGMA journal_mode=WAL")


def _put_back_dump(copy: Path, then: Sequence[str]) -> None:
    """Carry out the dump as a script, and what follows it, in one transaction: pg_restore alone can add nothing."""
    pg_restore, psql = _program("pg_restore", "ONROLL_PG_RESTORE"), _program("psql", "ONROLL_PSQL")
    script = copy.with_suffix(".sql")
    how = ["--clean", "--if-exists", "--no-owner", "--no-privileges"]
    _run([pg_restore, *how, f"--file={script}", str(copy)])
    connections.close_all()
    after = [f"--command={statement}" for statement in ("RESET search_path", *then)]
    whole = ["--no-psqlrc", "--quiet", "--output=/dev/null", "--single-transaction", "--set=ON_ERROR_STOP=1"]
    _run([psql, *whole, f"--file={script}", *after])


def _program(name: str, setting: str) -> str:
    program = shutil.which(os.environ.get(setting, name))
    if program is None:
        raise ToolFailed(f"{name} is needed to bring this archive back: install PostgreSQL's client programs")
    return program


def _run(command: list[str]) -> None:
    """Run one of PostgreSQL's programs on the configured database; the password travels in the environment only."""
    values = connection.settings_dict
    given = {"PGHOST": values["HOST"], "PGPORT": values["PORT"], "PGUSER": values["USER"],
             "PGPASSWORD": values["PASSWORD"],
             "PGDATABASE": values["NAME"]}  # fmt: skip
    given |= {"PGSSLMODE": values.get("OPTIONS", {}).get("sslmode", "")}
    environment = os.environ | {key: str(value) for key, value in given.items() if value}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode != 0:
        raise ToolFailed(done.stderr.strip()[:2000])
