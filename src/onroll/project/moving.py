"""Moving from SQLite to PostgreSQL: every table, in one transaction, counted and compared before it is kept."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from django.core.management import call_command
from django.db import connections, models, transaction

from onroll.project import copies, database, tables

BATCH = 1_000
BEFORE = Callable[[str, int], None]


class MoveRefused(Exception):
    """The move cannot be made, or was taken back; the message says why."""


@dataclass(frozen=True)
class Moved:
    """What was moved: the rows of each table."""

    counts: dict[str, int]

    @property
    def rows(self) -> int:
        """The number of rows in all tables."""
        return sum(self.counts.values())


def move(url: str, *, progress: BEFORE = lambda table, done: None) -> Moved:
    """Copy everything into the empty database of ``url``; the one moved from stays as it is.

    The tables are made there, filled in one transaction, counted on both sides and the heads of the record compared
    before it is kept. Raises MoveRefused when the target is not an empty PostgreSQL database or the sides differ.
    """
    with database.added(url) as alias:
        _refuse_wrong_target(alias)
        call_command("migrate", database=alias, verbosity=0, interactive=False, skip_checks=True)
        # The source is read in one transaction, which on SQLite also keeps writers off until the copy is compared.
        with transaction.atomic(), transaction.atomic(using=alias):
            tables.empty(alias)
            for model in database.all_models():
                _copy(model, alias, progress)
            tables.reset_sequences(alias)
            return Moved(_compared(alias))


def _refuse_wrong_target(alias: str) -> None:
    target = connections[alias]
    if target.vendor != "postgresql":
        raise MoveRefused("The target is not a PostgreSQL database: its URL begins with postgresql://")
    if connections["default"].vendor != "sqlite":
        raise MoveRefused(
            "This installation runs on PostgreSQL already. To copy it, use: onroll backup and onroll restore"
        )
    if waiting := database.waiting_migrations():
        raise MoveRefused(
            f"{len(waiting)} changes of the tables have not been made here. Run first: onroll migrate"
        )
    present = set(target.introspection.table_names())
    if "audit_event" in present and any(
        database.counts(alias).get(name) for name in ("access_user", "audit_event")
    ):
        raise MoveRefused("The target has data in it already. Make an empty database for the move.")
    if present and "django_migrations" not in present:
        raise MoveRefused(
            "The target has tables of something else in it. Make an empty database for the move."
        )


def _copy(model: type[models.Model], alias: str, progress: BEFORE) -> None:
    """Copy a table's rows as they are: no field makes a new value of its own, no signal is sent."""
    fields = model._meta.local_concrete_fields
    rows = database.rows(model).order_by("pk").iterator(chunk_size=BATCH)
    target = database.rows(model, alias)
    for batch in _batches(rows):
        target._insert(batch, fields=fields, using=alias, raw=True)  # type: ignore[attr-defined]
        progress(model._meta.db_table, len(batch))


def _batches(rows: Iterable[models.Model]) -> Iterator[list[models.Model]]:
    source = iter(rows)
    while batch := list(islice(source, BATCH)):
        yield batch


def _compared(alias: str) -> dict[str, int]:
    here, there = database.counts(), database.counts(alias)
    for table, rows in here.items():
        if there[table] != rows:
            raise MoveRefused(
                f"Table {table} has {rows} rows here and {there[table]} there. The move was taken back."
            )
    if copies.heads_of() != copies.heads_of(alias):
        raise MoveRefused("The record does not end alike on both sides. The move was taken back.")
    return there
