"""SQLite refuses a row put in over another: INSERT OR REPLACE removes the old one without asking the other triggers."""

from django.db import migrations

TABLES = ("audit_event", "audit_accessrecord")


def refuse_replacing(apps, schema_editor):
    """Put the triggers in place; PostgreSQL knows no such statement, and asks its own for every update."""
    if schema_editor.connection.vendor != "sqlite":
        return
    for table in TABLES:
        there = f"SELECT 1 FROM {table} WHERE id = NEW.id OR (lane = NEW.lane AND sequence = NEW.sequence)"  # noqa: S608
        schema_editor.execute(
            f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} WHEN EXISTS ({there}) "
            "BEGIN SELECT RAISE(ABORT, 'this table is append-only'); END"
        )


def allow_replacing(apps, schema_editor):
    """Take the triggers away."""
    if schema_editor.connection.vendor == "sqlite":
        for table in TABLES:
            schema_editor.execute(f"DROP TRIGGER {table}_no_replace")


class Migration(migrations.Migration):
    """One more append-only trigger."""

    dependencies = [("audit", "0004_subjects_of_a_look")]
    operations = [migrations.RunPython(refuse_replacing, allow_replacing)]
