"""The databases of the tests behave as the service's: a committed event stays, and yet a test leaves nothing behind."""

import pytest
from django.db import DatabaseError, connection, transaction

from onroll.audit.models import Event

pytestmark = pytest.mark.django_db(transaction=True)


def commit_an_event(sequence: int) -> None:
    """Write an event as the chain would, and commit it."""
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from audit_event")
        assert cursor.fetchone()[0] == 0, "what another test committed is still here"
    Event._base_manager.create(
        lane=0, sequence=sequence, recorded_at="2026-09-09T09:00:00Z", kind="x", subject_kind="x", mac="x",
        subject_id="6f1d1c1e-0000-4000-8000-000000000001", by_name="x", by_role="x", request_id="x", previous_mac="x",
    )  # fmt: skip


@pytest.mark.parametrize("sequence", [1, 2])
def test_a_committed_event_refuses_to_go_and_is_gone_for_the_next_test(sequence: int) -> None:
    commit_an_event(sequence)

    for statement in ("delete from audit_event", "update audit_event set by_name = 'y'"):
        with (
            pytest.raises(DatabaseError, match="append-only"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)
    assert Event._base_manager.count() == 1


def test_the_database_is_the_one_that_was_asked_for(database_vendor: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "select sqlite_version()" if database_vendor == "sqlite" else "show server_version_num"
        )
        version = cursor.fetchone()[0]

    if database_vendor == "sqlite":
        assert tuple(map(int, version.split("."))) >= (3, 51, 3), (
            "older ones can damage a file in write-ahead mode"
        )
    else:
        assert int(version) >= 150_000


def test_sqlite_is_opened_as_the_service_opens_it(database_vendor: str) -> None:
    if database_vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("pragma journal_mode")
            assert cursor.fetchone()[0] == "wal"
            cursor.execute("pragma foreign_keys")
            assert cursor.fetchone()[0] == 1
    else:
        assert connection.settings_dict["ENGINE"] == "django.db.backends.postgresql"
