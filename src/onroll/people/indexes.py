"""An index by which a text is found from its beginning, whatever its case; each database has a form of its own."""

from typing import Any

from django.db import models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.backends.ddl_references import Statement, Table


class BeginningIndex(models.Index):
    """Serves ``istartswith`` on one field: both databases would otherwise read every row for it.

    Each form is the one whose use the database can prove from the statement that Django writes for the lookup.
    """

    FORMS = {"postgresql": "UPPER({column}::text) text_pattern_ops", "sqlite": "{column} COLLATE NOCASE"}

    def create_sql(
        self, model: type[models.Model], schema_editor: BaseDatabaseSchemaEditor, using: str = "", **rest: Any
    ) -> Statement:
        """Return the statement that makes the index in this database."""
        quote = schema_editor.quote_name
        field = model._meta.get_field(self.fields[0])
        assert isinstance(field, models.Field)
        form = self.FORMS[schema_editor.connection.vendor].format(column=quote(str(field.column)))
        return Statement(
            "CREATE INDEX %(name)s ON %(table)s (%(form)s)",
            name=quote(self.name),
            table=Table(model._meta.db_table, quote),
            form=form,
        )
