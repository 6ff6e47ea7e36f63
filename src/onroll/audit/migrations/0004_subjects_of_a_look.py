"""A look names what else was shown than children: a notice, a letter, a file.

The column may be empty, so that SQLite adds it in place: a table made anew would lose its triggers.
"""

from django.db import migrations, models


class Migration(migrations.Migration):
    """One column more."""

    dependencies = [
        ("audit", "0003_look_up_by_person_and_moment"),
    ]

    operations = [
        migrations.AddField(
            model_name="accessrecord",
            name="subjects",
            field=models.JSONField(null=True),
        ),
    ]
