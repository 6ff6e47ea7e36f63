"""Emptying a database whose tables refuse to be emptied: only tests may, and only between two of them."""

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.operations import BaseDatabaseOperations

GUARDED_IN_POSTGRESQL = (
    "select distinct tgrelid::regclass::text from pg_trigger where not tgisinternal order by 1"
)
GUARDS_IN_SQLITE = "select name, sql from sqlite_master where type = 'trigger' order by name"


def let_tests_empty(connection: BaseDatabaseWrapper) -> None:
    """Make the flush after a test that commits lift the append-only guards, and put them back in one transaction.

    The class is changed, not this connection: a browser's event loop in the thread brings connections of its own.
    """
    operations = type(connection.ops)
    flush = operations.execute_sql_flush

    def flush_with_guards_lifted(self: BaseDatabaseOperations, statements: list[str]) -> None:
        before, after = _lifting(self.connection)
        flush(self, [*before, *statements, *after])

    operations.execute_sql_flush = flush_with_guards_lifted  # type: ignore[method-assign]


def _lifting(connection: BaseDatabaseWrapper) -> tuple[list[str], list[str]]:
    """Return the statements that lift the guards, and those that put them back."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(GUARDED_IN_POSTGRESQL)
            tables = [row[0] for row in cursor.fetchall()]
            return (
                [f"alter table {table} disable trigger user" for table in tables],
                [f"alter table {table} enable trigger user" for table in tables],
            )
        cursor.execute(GUARDS_IN_SQLITE)
        guards = cursor.fetchall()
    return [f'drop trigger "{name}"' for name, _ in guards], [sql for _, sql in guards]
