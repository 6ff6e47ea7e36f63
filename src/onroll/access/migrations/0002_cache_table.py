"""The table of the cache, in which the limits on guessing are counted: it is there once the service is migrated."""

from django.core.management import call_command
from django.db import migrations


def make_table(apps, schema_editor):
    """Make the table that the settings name, unless it is there."""
    call_command("createcachetable", database=schema_editor.connection.alias, verbosity=0)


class Migration(migrations.Migration):
    """The cache table."""

    dependencies = [("access", "0001_initial")]
    operations = [migrations.RunPython(make_table, migrations.RunPython.noop)]
