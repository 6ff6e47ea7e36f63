"""What the tests of the record share: a few rows, and a way to do what the database refuses."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest
from django.db import connection

from onroll.audit import actions
from onroll.audit.actor import Actor
from tests.onroll.access.cast import Cast, make_cast

TABLES = ("audit_event", "audit_accessrecord")


@pytest.fixture
def cast(db: None) -> Cast:
    """Return one person of every role."""
    return make_cast()


@pytest.fixture
def by(cast: Cast) -> Actor:
    """Return an officer who keeps the register."""
    return cast.actor("CMEA")


@pytest.fixture
def recorded(cast: Cast, by: Actor) -> Cast:
    """Return a cast about whom eight things were done and eight looks recorded."""
    for number in range(8):
        actions.record("area.created", subject=cast.north, by=by, number=number)
        actions.record_access(f"GET page{number}", by=by, permission="card:read", child_ids=[cast.north.pk])
    return cast


@contextmanager
def triggers_off() -> Iterator[None]:
    """Let rows of the record be changed, as somebody could who rules over the database itself."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            for table in TABLES:
                cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            yield
            for table in TABLES:
                cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
            return
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'audit_%'")
        triggers = cursor.fetchall()
        for name, _ in triggers:
            cursor.execute(f"DROP TRIGGER {name}")
        yield
        for _, sql in triggers:
            cursor.execute(sql)


@pytest.fixture
def tampering() -> AbstractContextManager[None]:
    """Return the context in which the record can be changed."""
    return triggers_off()
