"""Whom a holder reaches is told by the index alone, with the last day on which it holds."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """The last day in the index."""

    dependencies = [
        ("access", "0003_second_signature"),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="reach",
            name="reach_by_holder",
        ),
        migrations.AddIndex(
            model_name="reach",
            index=models.Index(fields=["scope", "holder_id", "child_id", "until_on"], name="reach_by_holder"),
        ),
    ]
