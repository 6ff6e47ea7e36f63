"""The database as an administrator sees it: is it there, is it up to date, what is in it."""

from collections.abc import Iterator

from django.apps import apps
from django.conf import settings
from django.db import connections, models
from django.db.migrations.executor import MigrationExecutor


def in_words(alias: str = "default") -> str:
    """Return which database it is, without user or password."""
    connection = connections[alias]
    values = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"SQLite database {values['NAME']}"
    return f"PostgreSQL database {values['NAME']!r} on {values['HOST'] or 'this machine'}"


def waiting_migrations(alias: str = "default") -> list[str]:
    """Return the changes of tables that have not been applied, in their order."""
    executor = MigrationExecutor(connections[alias])
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


def all_models() -> Iterator[type[models.Model]]:
    """Give every model that has a table of its own, the tables of many-to-many keys included."""
    for model in apps.get_models(include_auto_created=True):
        if model._meta.managed and not model._meta.proxy:
            yield model


def counts(alias: str = "default") -> dict[str, int]:
    """Return the number of rows of every table, by its name."""
    return {
        model._meta.db_table: model._base_manager.using(alias).count()
        for model in sorted(all_models(), key=lambda model: model._meta.db_table)
    }


def cache_table() -> str:
    """Return the name of the cache's table, which no model describes and which is never worth keeping."""
    return str(settings.CACHES["default"].get("LOCATION", ""))
