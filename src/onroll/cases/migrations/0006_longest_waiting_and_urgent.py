"""The longest wait and the urgent cases are found without reading the whole register."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Two indexes of open cases."""

    dependencies = [
        ("cases", "0005_sent_steps"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="case",
            index=models.Index(fields=["waiting_since", "id"], name="case_by_wait", condition=models.Q(("closed_on", None))),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(fields=["id"], name="case_urgent", condition=models.Q(("closed_on", None), ("urgent", True))),
        ),
    ]
