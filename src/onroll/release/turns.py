"""A hold is placed, or something leaves: never both at once, so that one of them always sees the other.

A message is looked at again as it is taken out to be sent, and a paper is printed with the case taken up. A list, a
copy for its subject and a transfer file have neither: while one of them leaves no hold is placed, and while a hold is
placed none of them leaves. SQLite needs nothing, as a transaction there begins by keeping all others out.
"""

from django.db import connection

_LOCK_OF_HOLDS = (
    43_603,
    0,
)  # both keys of the advisory lock; 43602 is the one of pairs, 43601 that of the chain


def holds_may_change() -> None:
    """Return once nothing is leaving that has no second look, and let nothing such leave until the transaction ends.

    It is taken before any case and before a lane of the chain, so that two never wait for each other.
    """
    _take("pg_advisory_xact_lock")


def holds_stay_as_they_are() -> None:
    """Return once no hold is being placed, and let none be placed until the transaction ends; several may do so.

    Whoever takes up a case besides does so after it, as whoever places a hold, and never before.
    """
    _take("pg_advisory_xact_lock_shared")


def _take(lock: str) -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {lock}(%s, %s)", list(_LOCK_OF_HOLDS))
