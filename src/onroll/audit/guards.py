"""The guards of the record: triggers by which the database itself refuses to change what was recorded."""

from django.db import connection

TABLES = ("audit_event", "audit_accessrecord")
_SQLITE = ("no_update", "no_delete", "no_replace")
_POSTGRESQL = ("append_only", "no_truncate")


def missing() -> list[str]:
    """Return the names of the guards that are not there, or are switched off; empty when all stand."""
    kinds = _SQLITE if connection.vendor == "sqlite" else _POSTGRESQL
    standing = _standing()
    return [name for table in TABLES for kind in kinds if (name := f"{table}_{kind}") not in standing]


def _standing() -> set[str]:
    if connection.vendor == "sqlite":
        asked = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND sql LIKE '%RAISE(ABORT%'"
    else:
        asked = (
            "SELECT t.tgname FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid "
            "WHERE NOT t.tgisinternal AND t.tgenabled IN ('O', 'A') AND p.proname = 'onroll_append_only' "
            "AND t.tgrelid IN (to_regclass('audit_event'), to_regclass('audit_accessrecord'))"
        )
    with connection.cursor() as cursor:
        cursor.execute(asked)
        return {row[0] for row in cursor.fetchall()}
