"""The database as an administrator sees it: is it there, is it up to date, what is in it."""

from collections.abc import Container, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connections, models, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.models import QuerySet
from environs import Env

# Who is signed in, with what was searched for and forms half filled in: gone within a day, and in no backup.
SESSIONS = ("django_session", "usersessions_usersession")


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


def rows(model: type[models.Model], alias: str = "default") -> QuerySet[Any]:
    """Return every row of a table in one database, whoever asks: for copying and counting whole databases only."""
    return model._base_manager.using(alias)


def counts(alias: str = "default", *, among: Container[str] | None = None) -> dict[str, int]:
    """Return the number of rows of every table, by its name; or of those ``among`` the names that are given."""
    return {
        model._meta.db_table: rows(model, alias).count()
        for model in sorted(all_models(), key=lambda model: model._meta.db_table)
        if among is None or model._meta.db_table in among
    }


def cache_table() -> str:
    """Return the name of the cache's table, which no model describes and which is never worth keeping."""
    return str(settings.CACHES["default"].get("LOCATION", ""))


@contextmanager
def opened(path: Path, alias: str = "copy") -> Iterator[str]:
    """Open a SQLite file beside the service's database for as long as the block lasts, and give its alias."""
    values = {**connections["default"].settings_dict, "NAME": str(path), "OPTIONS": {}}
    with _added(alias, values):
        yield alias


@contextmanager
def added(url: str, alias: str = "target") -> Iterator[str]:
    """Open the database of a URL beside the service's own for as long as the block lasts, and give its alias."""
    values: dict[str, Any] = Env().dj_db_url("\0", url)
    defaults = {
        "ATOMIC_REQUESTS": False,
        "AUTOCOMMIT": True,
        "TIME_ZONE": None,
        "CONN_MAX_AGE": 0,
        "CONN_HEALTH_CHECKS": False,
    }
    with _added(
        alias,
        {"HOST": "", "PORT": "", "USER": "", "PASSWORD": "", "OPTIONS": {}, "TEST": {}, **defaults, **values},
    ):
        yield alias


@contextmanager
def _added(alias: str, values: dict[str, Any]) -> Iterator[None]:
    connections.databases[alias] = values
    try:
        yield
    finally:
        if alias in connections.databases:
            connections[alias].close()
            del connections[alias]
            del connections.databases[alias]


@contextmanager
def snapshot() -> Iterator[str]:
    """Read one moment of a PostgreSQL database while the block lasts, and give the moment's name for others."""
    with transaction.atomic(), connections["default"].cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute("SELECT pg_export_snapshot()")
        yield str(cursor.fetchone()[0])
