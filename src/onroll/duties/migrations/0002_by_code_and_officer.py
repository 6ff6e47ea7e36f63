"""What is owed is found by what it is, and by whose desk it lies on."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Three indexes of what is still owed."""

    dependencies = [
        ("duties", "0001_initial"),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="duty",
            name="duty_open_by_role",
        ),
        migrations.AddIndex(
            model_name="duty",
            index=models.Index(fields=["owed_by", "due_on", "code"], name="duty_open_by_role", condition=models.Q(("excused_on", None), ("met_on", None))),
        ),
        migrations.AddIndex(
            model_name="duty",
            index=models.Index(fields=["code", "child_id", "subject_id"], name="duty_open_by_code", condition=models.Q(("excused_on", None), ("met_on", None))),
        ),
        migrations.AddIndex(
            model_name="duty",
            index=models.Index(fields=["officer", "owed_by", "due_on"], name="duty_open_of_officer", condition=models.Q(("excused_on", None), ("met_on", None))),
        ),
    ]
