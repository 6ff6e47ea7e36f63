"""Health: ok or not to anybody, every sign with what to do to those who keep the service running."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from onroll.nightly.models import Run, SetAside, WorkerSeen
from onroll.project import deployment, health
from onroll.web.health.signs import State
from tests.factories import cases as make
from tests.factories.world import make_world
from tests.onroll.nightly.sample_tasks import note
from tests.onroll.release.test_gate import release, to_referrer

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def anchors_of_their_own(tmp_path, settings) -> None:
    settings.ANCHOR_DIR = tmp_path / "anchors"
    settings.DATA_DIR = tmp_path


def test_anybody_is_told_ok_and_nothing_else() -> None:
    answer = Client().get("/health/")

    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


def test_changes_not_made_are_not_ok(monkeypatch) -> None:
    monkeypatch.setattr(health.database, "waiting_migrations", lambda: ["cases.0099_more"])

    answer = Client().get("/health/")

    assert (answer.status_code, answer.json()) == (503, {"status": "not ok"})


def test_a_data_folder_that_others_can_look_into_is_not_fit(tmp_path, monkeypatch) -> None:
    if connection.vendor == "sqlite":
        monkeypatch.setitem(connection.settings_dict, "NAME", str(tmp_path / "onroll.sqlite3"))
    tmp_path.chmod(0o750)
    open_to_the_group = deployment.others_can_read_nothing(timezone.now())
    tmp_path.chmod(0o700)
    closed = deployment.others_can_read_nothing(timezone.now())

    assert (open_to_the_group.state, closed.state) == (State.BAD, State.WELL)
    assert f"chmod -R go= {tmp_path}" in open_to_the_group.do


def test_a_database_outside_the_data_folder_is_looked_at_as_well(tmp_path, settings, monkeypatch) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("a file only on SQLite")
    settings.DATA_DIR = tmp_path / "data"
    elsewhere = tmp_path / "elsewhere.sqlite3"
    elsewhere.touch()
    elsewhere.chmod(0o604)
    monkeypatch.setitem(connection.settings_dict, "NAME", str(elsewhere))

    assert deployment.others_can_read_nothing(timezone.now()).state is State.BAD


def test_a_disk_without_room_is_not_ok(monkeypatch) -> None:
    monkeypatch.setattr(health, "free_bytes", lambda: 1024)

    assert Client().get("/health/").status_code == 503


def test_without_signing_in_the_signs_are_not_shown() -> None:
    answer = Client().get("/health/details/")

    assert answer.status_code == 302
    assert "sign-in" in answer["Location"]


def test_a_worker_is_well_while_it_shows_life() -> None:
    now = timezone.now()
    assert health.worker_lives(now).state is State.BAD

    WorkerSeen.objects.create(worker="one", started_at=now, seen_at=now)

    assert health.worker_lives(now).state is State.WELL
    assert health.worker_lives(now + timedelta(minutes=3)).state is State.BAD


def test_a_queue_that_does_not_move_is_seen() -> None:
    note.enqueue("waiting")

    assert health.queue_moves(timezone.now()).state is State.WELL
    late = health.queue_moves(timezone.now() + timedelta(minutes=20))
    assert late.state is State.WATCH
    assert "1 task waiting" in late.found


def test_a_missed_night_is_bad_and_the_way_to_catch_up_is_named() -> None:
    now = timezone.now()
    assert health.night_was_run(now).state is State.WATCH
    Run.objects.create(as_of=now.date(), started_at=now, finished_at=now)

    assert health.night_was_run(now).state is State.WELL
    missed = health.night_was_run(now + timedelta(days=2))
    assert (missed.state, missed.do) == (State.BAD, "Catch up: onroll nightly --catch-up")


def test_what_was_set_aside_is_shown_by_kind_and_a_damaged_store_is_bad() -> None:
    now = timezone.now()
    done = Run.objects.create(as_of=now.date(), started_at=now, finished_at=now)
    SetAside.objects.create(run=done, step="duties", error="ValueError at onroll/cases/facts.py:9")
    assert health.nothing_set_aside(now).state is State.WATCH

    SetAside.objects.create(run=done, step="integrity", error="StoreDamaged")

    assert health.nothing_set_aside(now).state is State.BAD


def test_a_sign_that_cannot_be_looked_at_is_bad_by_itself(monkeypatch) -> None:
    def broken(now):
        """Disk: there is room."""
        raise OSError

    monkeypatch.setattr(health, "SIGNS", (broken,))

    [sign] = health.look(timezone.now())

    assert (sign.name, sign.state) == ("Disk", State.BAD)


def test_a_backup_is_fresh_for_a_day(tmp_path) -> None:
    now = timezone.now()
    assert health.backup_is_fresh(now).state is State.WATCH

    health.note_backup(at=now, file=tmp_path / "day.onroll", size_bytes=5)

    assert health.backup_is_fresh(now + timedelta(hours=25)).state is State.WELL
    assert health.backup_is_fresh(now + timedelta(hours=27)).state is State.WATCH


def test_without_a_mail_server_messages_that_wait_are_bad_and_it_is_not_fit_for_real_use(settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
    world = make_world()
    assert health.mail_leaves(world.at).state is State.WATCH
    release(to_referrer(world), make.known_child(world), world)

    sign = health.mail_leaves(world.at)

    assert (sign.state, sign.do) == (State.BAD, "Set ONROLL_MAIL_URL; what waits is then sent.")
    assert sign.found == "No mail server is set: no message leaves. 1 message waiting."
    fit = deployment.mail_is_sent(world.at)
    assert (fit.state, fit.found) == (State.BAD, "No mail server is set: messages wait, and none is sent.")
