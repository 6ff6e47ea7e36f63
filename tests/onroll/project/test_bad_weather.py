"""A full disk, a lost database: a plain sentence, 503 to machines, nothing half saved, and on again afterwards."""

import contextlib
import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError, connection
from django.http import HttpResponse
from django.test import Client
from django_tasks_db.models import DBTaskResult

from onroll.cases.models import Referral
from onroll.nightly.worker import Worker
from onroll.project import trouble
from onroll.release.models import Message, MessageState
from onroll.transfers import storage, working
from onroll.transfers.models import IncomingRecord, ReceivedFile
from tests.faults.public import PAGES
from tests.onroll.access.cast import make_cast
from tests.onroll.transfers.conftest import as_csv, make_school, pupil

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
    with no_room():
        refused = visitor.post("/tell-us/check/")
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
        broken.setattr("onroll.web.intake.flow.actions.submit", lost)
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

    monkeypatch.setattr("onroll.web.intake.flow.actions.submit", wrong)

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


# ------------------------------------------------------------------------------------------- files, and the worker
@pytest.fixture
def clerk(tmp_path, settings) -> Client:
    """Return a browser in which a CME Assistant is signed in, with a school and a folder for files of its own."""
    settings.DATA_DIR = tmp_path
    make_school("900001", "Testwood Primary School")
    client = Client(raise_request_exception=False)
    client.force_login(
        make_cast().people["CMEA"], backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    return client


def send(client: Client, content: bytes) -> HttpResponse:
    sent = SimpleUploadedFile("900001.csv", content)
    return client.post("/files/new/", {"kind": "roll", "school": "", "as_of": "", "sent": sent})


@contextmanager
def no_room() -> Iterator[None]:
    """Let the database take nothing that needs a new page."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE filling (content BLOB)")
        cursor.execute("PRAGMA page_count")
        cursor.execute(f"PRAGMA max_page_count = {cursor.fetchone()[0]}")
    _fill_the_free_pages()
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA max_page_count = 4294967294")
            cursor.execute("DROP TABLE filling")


def test_a_file_that_the_disk_has_no_room_for_is_refused_plainly_and_leaves_nothing(
    clerk, tmp_path, monkeypatch
) -> None:
    real = os.open
    with monkeypatch.context() as full:
        full.setattr(storage.os, "open", lambda path, flags, mode: real("/dev/full", os.O_WRONLY))
        refused = send(clerk, as_csv([pupil(1)]))

    assert refused.status_code == 503
    assert "was not saved" in refused.content.decode()
    assert not ReceivedFile.objects.exists()
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
    assert send(clerk, as_csv([pupil(1)])).status_code == 302


def test_a_file_that_the_database_has_no_room_for_is_not_said_to_be_here(clerk, database_vendor) -> None:
    if database_vendor != "sqlite":
        pytest.skip("SQLite can be told when its disk is full; a server's disk is the server's")
    roll = as_csv([pupil(number) for number in range(200)])

    with no_room():
        refused = send(clerk, roll)
        there = [file.state for file in ReceivedFile.objects.all()]
    again = send(clerk, roll)
    if "reading" in there:  # its row found room and its records did not
        clerk.post(f"{again['Location']}resume/")

    assert refused.status_code == 503
    assert (ReceivedFile.objects.get().state, IncomingRecord.objects.unscoped("counting").count()) == (
        "staged",
        200,
    )


def test_a_worker_without_room_loses_no_file_and_goes_on_when_there_is_some(
    clerk, database_vendor, monkeypatch
) -> None:
    if database_vendor != "sqlite":
        pytest.skip("SQLite can be told when its disk is full; a server's disk is the server's")
    monkeypatch.setattr(working, "OTHER_BYTES_AT_ONCE", 10)
    now = datetime.now(UTC)
    worker = Worker(clock=lambda: now, name="test")
    send(clerk, as_csv([pupil(number) for number in range(200)]))

    with no_room(), contextlib.suppress(OperationalError):
        worker.work_one()
    waited = IncomingRecord.objects.unscoped("counting").count()
    DBTaskResult.objects.update(run_after=now)  # it is tried again after a while
    while worker.work_one():
        pass

    assert waited < 200
    assert (ReceivedFile.objects.get().state, IncomingRecord.objects.unscoped("counting").count()) == (
        "staged",
        200,
    )


def test_a_worker_without_room_sends_no_letter_twice(visitor, database_vendor, settings) -> None:
    if database_vendor != "sqlite":
        pytest.skip("SQLite can be told when its disk is full; a server's disk is the server's")
    settings.DELIVERY = "smtp"
    visitor.post("/tell-us/check/")
    now = datetime.now(UTC)

    with no_room(), contextlib.suppress(OperationalError):
        Worker(clock=lambda: now, name="test").deliver()
    for minutes in (5, 30):
        Worker(clock=lambda: now + timedelta(minutes=minutes), name="test").deliver()  # noqa: B023  called at once

    assert [letter.to for letter in mail.outbox] == [["full@example.org"]]
    # That it was sent could not be written down: nobody says so, and nobody sends it again before an officer decides.
    assert Message.objects.unscoped("counting").get().state in {MessageState.SENT, MessageState.UNCERTAIN}
