"""Is the store whole? The database's own check, and the record's chain since the last anchors."""

from datetime import date

from django.db import connection

from onroll.audit import chain, guards
from onroll.audit.actor import Actor
from onroll.audit.chain import Fault
from onroll.nightly import anchors


class StoreDamaged(Exception):
    """The database or the record does not hold together."""


def check_store(by: Actor) -> None:
    """Check the database's files and keys, the record since yesterday's anchors and its guards; nothing is written.

    Raises StoreDamaged, which the run sets aside and the health page shows.
    """
    check_database()
    if missing := guards.missing():
        raise StoreDamaged(f"guards of the record are missing: {', '.join(missing)}")
    faults = recent_faults(by.today)
    if faults:
        first = faults[0]
        raise StoreDamaged(f"{first.chain} lane {first.lane} row {first.sequence}: {first.words}")


def check_database() -> None:
    """Ask the database whether its files are sound and every foreign key leads somewhere.

    Raises StoreDamaged, or the database's IntegrityError naming the table.
    """
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA quick_check(1)")
            answer = cursor.fetchone()[0]
        if answer != "ok":
            raise StoreDamaged("the database file is damaged")
        connection.check_constraints()  # PostgreSQL never lets a broken key in


def recent_faults(today: date) -> list[Fault]:
    """Return the faults of the record since the last anchors exported before today, and of the anchors themselves."""
    since, unsigned = anchors.last_before(today)
    return unsigned + chain.verify(anchors=since, since=since)
