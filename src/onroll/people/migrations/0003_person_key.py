"""A parent's key, by which two rows of one person are known to be one."""

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from rulebook.identity.keys import key
from rulebook.identity.normalise import name_of, phone_of


def fill(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Give every parent held the key of the name and the telephone number."""
    parents = apps.get_model("people", "Parent")
    some = []
    for parent in parents.objects.exclude(phone="").iterator(chunk_size=500):
        name, number = name_of(parent.name).joined, phone_of(parent.phone)
        if name and number:
            parent.person_key = key("parent", name, number)
            some.append(parent)
    parents.objects.bulk_update(some, ["person_key"], batch_size=500)


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0002_begun_names'),
    ]

    operations = [
        migrations.AddField(
            model_name='parent',
            name='person_key',
            field=models.BigIntegerField(db_index=True, null=True),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
