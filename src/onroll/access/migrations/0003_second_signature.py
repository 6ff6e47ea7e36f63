"""A role that opens children's records is granted with a second signature; who granted and who signed is kept."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """State, granter and second signature of a role."""
    dependencies = [
        ("access", "0002_cache_table"),
    ]

    operations = [
        migrations.AddField(
            model_name="membership",
            name="countersigned_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="membership",
            name="countersigned_by",
            field=models.CharField(blank=True, max_length=200),
        ),
        migrations.AddField(
            model_name="membership",
            name="granted_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="membership",
            name="granted_by",
            field=models.CharField(blank=True, max_length=200),
        ),
        migrations.AddField(
            model_name="membership",
            name="granter",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="membership",
            name="state",
            field=models.CharField(
                choices=[
                    ("proposed", "Waiting for a second signature"),
                    ("in-force", "In force"),
                    ("refused", "Not countersigned"),
                ],
                default="in-force",
                max_length=10,
            ),
        ),
        migrations.AddIndex(
            model_name="membership",
            index=models.Index(fields=["state", "role"], name="membership_by_state"),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("granted_at__isnull", False), ("granted_by__gt", "")),
                    models.Q(("granted_at__isnull", True), ("granted_by", "")),
                    _connector="OR",
                ),
                name="membership_granted_at_and_granted_by",
            ),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("countersigned_at__isnull", False), ("countersigned_by__gt", "")),
                    models.Q(("countersigned_at__isnull", True), ("countersigned_by", "")),
                    _connector="OR",
                ),
                name="membership_countersigned_at_and_countersigned_by",
            ),
        ),
    ]
