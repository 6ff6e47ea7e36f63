"""A full disk, a lost database: a plain sentence, 503 to machines, nothing half saved, and on again afterwards."""

import errno

import pytest
from django.db import OperationalError, connection
from django.test import Client

from onroll.cases.models import Referral
from onroll.project import trouble
from tests.faults.public import PAGES

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def visitor() -> Client:
    """Return a visitor who has filled in the whole form and not yet sent it."""
    client = Client(raise_request_exception=False)
    client.post("/tell-us/")
    for slug, answers in PAGES:
        told = {name: value.format(tag="full") for name, value in answers.items()}
        if "concern" in told:
            # Together more than one page of the database holds, so that a new one is needed for certain.
            told |= {
                "concern": "Seen at home on school days. " * 100,
                "more": "Ask at the corner shop. " * 80,
            }
        done = client.post(f"/tell-us/{slug}/", told)
        assert done.status_code == 302
    return client


def notices() -> int:
    return Referral.objects.unscoped("counting").count()


def test_a_full_disk_is_said_plainly_and_what_was_typed_can_be_sent_when_there_is_room(
    visitor, database_vendor
) -> None:
    if database_vendor != "sqlite":
        pytest.skip("SQLite can be told when its disk is full; a server's disk is the server's")
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE filling (content BLOB)")
        cursor.execute("PRAGMA page_count")
        cursor.execute(f"PRAGMA max_page_count = {cursor.fetchone()[0]}")
    _fill_the_free_pages()

    refused = visitor.post("/tell-us/check/")
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA max_page_count = 4294967294")
        cursor.execute("DROP TABLE filling")
    kept_then = notices()
    taken = visitor.post("/tell-us/check/")

    assert refused.status_code == 503
    assert refused["Retry-After"] == "60"
    assert "was not saved" in refused.content.decode()
    assert kept_then == 0
    assert (taken.status_code, notices()) == (302, 1)


def test_a_database_that_does_not_answer_is_said_plainly(visitor, monkeypatch) -> None:
    def lost(*args: object, **named: object) -> None:
        raise OperationalError("server closed the connection: child Perpetua Quillfeather")

    with monkeypatch.context() as broken:
        broken.setattr("onroll.web.intake.views.actions.submit", lost)
        refused = visitor.post("/tell-us/check/")
    taken = visitor.post("/tell-us/check/")

    assert refused.status_code == 503
    assert "Perpetua" not in refused.content.decode()
    assert (taken.status_code, notices()) == (302, 1)


def test_the_same_form_sent_twice_after_a_lost_answer_is_one_notice(visitor) -> None:
    session = dict(visitor.session.items())
    visitor.post("/tell-us/check/")
    kept = visitor.session
    kept.update(session)  # as though the answer, and the session with it, had never come
    kept.save()

    again = visitor.post("/tell-us/check/")

    assert (again.status_code, notices()) == (302, 1)


def test_a_fault_of_our_own_is_not_called_a_lost_store(visitor, monkeypatch) -> None:
    def wrong(*args: object, **named: object) -> None:
        raise ValueError("a mistake")

    monkeypatch.setattr("onroll.web.intake.views.actions.submit", wrong)

    assert visitor.post("/tell-us/check/").status_code == 500


@pytest.mark.parametrize(
    ("error", "lost"),
    [
        (OperationalError("database or disk is full"), True),
        (OSError(errno.ENOSPC, "No space left on device"), True),
        (OSError(errno.ENOENT, "No such file"), False),
        (ValueError("x"), False),
        (None, False),
    ],
)
def test_what_counts_as_a_lost_store(error, lost) -> None:
    assert trouble.store_is_lost(error) is lost


def test_a_lost_store_is_seen_behind_another_error() -> None:
    error = RuntimeError("could not keep the file")
    error.__cause__ = OSError(errno.ENOSPC, "No space left on device")

    assert trouble.store_is_lost(error)


def _fill_the_free_pages() -> None:
    """Write until the database takes no more."""
    with pytest.raises(OperationalError, match="full"):
        _write_for_ever()


def _write_for_ever() -> None:
    with connection.cursor() as cursor:
        while True:
            cursor.execute("INSERT INTO filling VALUES (zeroblob(2000))")
