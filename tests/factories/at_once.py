"""Two people act at the same moment, each on a connection of their own."""

import time
from collections.abc import Callable
from threading import Event, Thread

from django.db import DatabaseError, connection, connections, transaction

from rulebook.findings import Refused

PATIENCE = 20.0  # seconds: longer than anything here takes on a slow machine


def somebody_waits() -> bool:
    """Return whether another connection waits for what this transaction holds: only PostgreSQL can be asked."""
    with connection.cursor() as cursor:
        cursor.execute("select exists (select 1 from pg_locks where not granted)")
        return bool(cursor.fetchone()[0])


def meanwhile(
    first: Callable[[], object],
    second: Callable[[], object],
    *,
    then: Callable[[], object] = lambda: None,
) -> list[BaseException]:
    """Do the first thing and, before it is committed, let another connection begin the second; return what that met.

    The first is committed once the other waits for it, or has come to its end without waiting; ``then`` is what the
    first goes on to do before that.
    """
    met: list[BaseException] = []
    done = Event()

    def other() -> None:
        try:
            second()
        except (Refused, DatabaseError) as error:
            met.append(error)
        finally:
            connections.close_all()
            done.set()

    thread = Thread(target=other)
    with transaction.atomic():
        first()
        thread.start()
        if connection.vendor == "postgresql":
            until = time.monotonic() + PATIENCE
            while not done.is_set() and not somebody_waits():
                assert time.monotonic() < until, "the second neither waited nor ended"
                time.sleep(0.01)
        else:
            done.wait(0.3)  # it waits to begin its transaction, which SQLite does not tell
        then()
    thread.join(PATIENCE)
    assert done.is_set(), "the second did not end"
    return met
