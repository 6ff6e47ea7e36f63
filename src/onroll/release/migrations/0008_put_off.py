"""A message that the mail server did not take yet is tried again later."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("release", "0007_on_the_word_of_a_notice")]

    operations: ClassVar = [
        migrations.AddField(model_name="message", name="try_after", field=models.DateTimeField(null=True)),
    ]
