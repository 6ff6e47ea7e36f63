"""What one person did, and what happened between two moments, are looked up without reading the whole record."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Indexes by person and by moment."""

    dependencies = [
        ("audit", "0002_append_only"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="accessrecord",
            index=models.Index(fields=["-recorded_at"], name="access_by_moment"),
        ),
        migrations.AddIndex(
            model_name="event",
            index=models.Index(fields=["by_id", "-recorded_at"], name="event_by_person"),
        ),
        migrations.AddIndex(
            model_name="event",
            index=models.Index(fields=["-recorded_at"], name="event_by_moment"),
        ),
    ]
