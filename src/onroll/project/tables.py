"""PostgreSQL's tables copied one by one, for a machine that has no pg_dump; and the tables emptied before that."""

import tarfile
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any

from django.core.management import call_command
from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from onroll.project import database


def take(path: Path) -> None:
    """Write all tables but the sessions into one file, within the caller's transaction, which fixes the moment."""
    with tarfile.open(path, "w") as tar, connection.cursor() as cursor:
        for model in database.all_models():
            if model._meta.db_table in database.SESSIONS:
                continue
            columns = [str(field.column) for field in model._meta.local_concrete_fields]
            with TemporaryFile() as file:
                with cursor.copy(f"COPY {_table(model)} ({_names(columns)}) TO STDOUT") as rows:
                    for block in rows:
                        file.write(block)
                about = tarfile.TarInfo(f"{model._meta.db_table}.copy")
                about.size = file.tell()
                about.pax_headers = {"columns": ",".join(columns)}
                file.seek(0)
                tar.addfile(about, file)


def put_back(path: Path, *, then: Sequence[str] = ()) -> None:
    """Make all tables anew and fill them from a file that ``take`` wrote, wholly or not at all.

    ``then`` are statements that are carried out in the same transaction.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            drop_everything(cursor)
        call_command("migrate", verbosity=0, interactive=False, skip_checks=True)
        empty()
        with tarfile.open(path) as tar, connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")  # making the tables left some immediate
            for member in tar:
                table, columns = member.name.removesuffix(".copy"), member.pax_headers["columns"].split(",")
                content = tar.extractfile(member) or BytesIO()
                with cursor.copy(f"COPY {_quoted(table)} ({_names(columns)}) FROM STDIN") as rows:
                    while block := content.read(1024 * 1024):
                        rows.write(block)
            for statement in then:
                cursor.execute(statement)
        reset_sequences()


def drop_everything(cursor: CursorWrapper) -> None:
    """Drop every table of the schema and the function of the append-only tables."""
    names = connection.introspection.table_names(cursor)
    if names:
        cursor.execute(f"DROP TABLE {', '.join(_quoted(name) for name in names)} CASCADE")
    cursor.execute("DROP FUNCTION IF EXISTS onroll_append_only() CASCADE")


def empty(alias: str = "default") -> None:
    """Remove the rows that making the tables leaves in them, such as the list of models, before copying them in."""
    for _ in range(2):  # a row that others still point at goes in the second round
        for model in database.all_models():
            database.rows(model, alias)._raw_delete(alias)


def reset_sequences(alias: str = "default") -> None:
    """Let every counter go on after the highest number in its table."""
    from django.core.management.color import no_style
    from django.db import connections

    target = connections[alias]
    with target.cursor() as cursor:
        for statement in target.ops.sequence_reset_sql(no_style(), list(database.all_models())):
            cursor.execute(statement)


def _table(model: Any) -> str:
    return _quoted(model._meta.db_table)


def _names(columns: list[str]) -> str:
    return ", ".join(_quoted(column) for column in columns)


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)
