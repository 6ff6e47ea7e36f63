"""A moment is named as one."""

from typing import ClassVar

from django.db import migrations


class Migration(migrations.Migration):
    """Rename."""

    dependencies: ClassVar = [("release", "0008_put_off")]

    operations: ClassVar = [
        migrations.RenameField(model_name="message", old_name="try_after", new_name="try_again_at"),
    ]
