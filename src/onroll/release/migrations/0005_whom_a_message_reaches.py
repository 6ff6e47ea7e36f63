"""A message keeps the telephone number of whom it reaches, and an address of any length that a form takes."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('release', '0004_where_a_message_goes'),
    ]

    operations = [
        migrations.AddField(
            model_name='message',
            name='to_phone',
            field=models.CharField(blank=True, default='', max_length=30),
            preserve_default=False,
        ),
        migrations.AlterField(
            model_name='message',
            name='to_address',
            field=models.CharField(max_length=1000),
        ),
    ]
