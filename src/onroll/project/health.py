"""What is looked at to say how the service is: for the health page and for ``onroll check``."""

import json
import os
import shutil
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.models import Count, Min
from django_tasks_db.models import DBTaskResult

from onroll.access.actors import service_actor
from onroll.audit.actor import LONDON
from onroll.nightly import anchors, dormancy
from onroll.nightly.models import Run, WorkerSeen
from onroll.nightly.run import missed_days
from onroll.project import database
from onroll.release import delivery
from onroll.release.models import MessageState
from onroll.release.queries import every_message
from onroll.web.health.signs import Sign, State

WORKER_GONE = timedelta(minutes=2)
QUEUE_SLOW = timedelta(minutes=15)
MAIL_SLOW = timedelta(minutes=10)
NIGHT_MISSED = timedelta(hours=26)
CATCH_UP = "Catch up: onroll nightly --catch-up"
BACKUP_OLD = timedelta(hours=26)
ANCHORS_OLD = timedelta(hours=3)
DISK_LOW, DISK_OUT = 2 * 1024**3, 200 * 1024**2  # bytes
BACKUP_NOTE = "last-backup.json"


def ready() -> bool:
    """Return whether requests can be answered: the database answers, is up to date, and the disk takes writes."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        return not database.waiting_migrations() and free_bytes() > DISK_OUT
    except (DatabaseError, OSError):
        return False


def look(now: datetime) -> list[Sign]:
    """Return every sign; one that cannot be looked at is itself a sign."""
    signs = []
    for each in SIGNS:
        try:
            signs.append(each(now))
        except (DatabaseError, OSError) as error:
            name = (each.__doc__ or each.__name__).split(":")[0]
            signs.append(
                Sign(name, State.BAD, f"Could not be looked at ({type(error).__name__}).", "See the log.")
            )
    return signs


def database_answers(now: datetime) -> Sign:
    """Database: it answers, and its tables are up to date."""
    waiting = database.waiting_migrations()
    if waiting:
        found = f"It answers, but {len(waiting)} changes of its tables have not been made."
        return Sign("Database", State.BAD, found, "Run: onroll migrate")
    return Sign("Database", State.WELL, f"{_vendor()} answers; its tables are up to date.")


def worker_lives(now: datetime) -> Sign:
    """Worker: one has shown a sign of life."""
    seen = WorkerSeen.objects.order_by("-seen_at").first()
    if seen is None:
        return Sign("Worker", State.BAD, "No worker has been seen.", "Start one: onroll worker")
    if now - seen.seen_at > WORKER_GONE:
        return Sign(
            "Worker", State.BAD, f"Last seen {ago(now - seen.seen_at)} ago.", "Start it again: onroll worker"
        )
    running = WorkerSeen.objects.filter(seen_at__gte=now - WORKER_GONE).count()
    return Sign("Worker", State.WELL, f"{_count(running, 'worker')} at work.")


def queue_moves(now: datetime) -> Sign:
    """Queue: tasks do not wait long, and none has failed for good."""
    failed = DBTaskResult.objects.failed().count()
    if failed:
        found = f"{_count(failed, 'task')} failed after every attempt."
        return Sign("Queue", State.BAD, found, "Look for “task failed for good” in the log.")
    oldest = DBTaskResult.objects.ready().aggregate(oldest=Min("enqueued_at"), waiting=Count("pk"))
    if oldest["oldest"] and now - oldest["oldest"] > QUEUE_SLOW:
        found = f"{_count(oldest['waiting'], 'task')} waiting, the oldest for {ago(now - oldest['oldest'])}."
        return Sign("Queue", State.WATCH, found, "See that a worker runs; start a second one if it is busy.")
    return Sign("Queue", State.WELL, f"{_count(oldest['waiting'], 'task').capitalize()} waiting.")


def night_was_run(now: datetime) -> Sign:
    """Nightly run: the last one was last night."""
    last = Run.objects.filter(finished_at__isnull=False).order_by("-as_of").first()
    if last is None:
        return Sign(
            "Nightly run", State.WATCH, "It has never been run.", "It runs at 02:10, or now: onroll nightly"
        )
    missed = missed_days((now - timedelta(hours=3)).astimezone(LONDON).date())
    found = f"Last run for {last.as_of:%-d %B %Y}."
    if missed and now - (last.finished_at or now) > NIGHT_MISSED:
        return Sign("Nightly run", State.BAD, found, CATCH_UP)
    if missed and missed[0] < last.as_of:
        return Sign(
            "Nightly run", State.BAD, f"{found} {_count(len(missed), 'night')} before it missed.", CATCH_UP
        )
    return Sign("Nightly run", State.WELL, found)


def nothing_set_aside(now: datetime) -> Sign:
    """Set aside: the last nightly run could do everything."""
    last = Run.objects.filter(finished_at__isnull=False).order_by("-started_at").first()
    rows = list(last.set_aside.values_list("step", "error")[:50]) if last else []
    if not rows:
        return Sign("Set aside by the nightly run", State.WELL, "Nothing.")
    step, error = rows[0]
    found = f"{_count(len(rows), 'subject')} set aside, first in “{step}”: {error}."
    state = State.BAD if any(step == "integrity" for step, _ in rows) else State.WATCH
    return Sign(
        "Set aside by the nightly run", state, found, "Each is tried again tonight. If it stays, report it."
    )


def mail_leaves(now: datetime) -> Sign:
    """Messages: those that wait leave soon, and none needs a decision."""
    rows = every_message()
    troubled = rows.filter(state__in=[MessageState.FAILED, MessageState.UNCERTAIN]).count()
    waiting = rows.filter(state=MessageState.QUEUED, channel="email").aggregate(
        oldest=Min("queued_at"), count=Count("pk")
    )
    if delivery.leads_nowhere():
        found = f"No mail server is set: no message leaves. {_count(waiting['count'], 'message').capitalize()} waiting."
        state = State.BAD if waiting["count"] else State.WATCH
        return Sign("Messages", state, found, "Set ONROLL_MAIL_URL; what waits is then sent.")
    if waiting["oldest"] and now - waiting["oldest"] > MAIL_SLOW:
        found = (
            f"{_count(waiting['count'], 'message')} waiting, the oldest for {ago(now - waiting['oldest'])}."
        )
        return Sign(
            "Messages",
            State.BAD,
            found,
            "See that the worker runs and the mail server answers (ONROLL_MAIL_URL).",
        )
    if troubled:
        found = f"{_count(troubled, 'message')} not sent, or not known whether sent."
        return Sign(
            "Messages", State.WATCH, found, "The officers see each one and decide whether it is sent again."
        )
    return Sign(
        "Messages", State.WELL, f"{_count(waiting['count'], 'message').capitalize()} waiting to be sent."
    )


def disk_has_room(now: datetime) -> Sign:
    """Disk: there is room where the data is kept."""
    free = free_bytes()
    found = f"{free / 1024**3:.1f} GB free where the data is kept."
    if free < DISK_OUT:
        return Sign("Disk", State.BAD, found, "Make room now: nothing more can be saved soon.")
    return Sign(
        "Disk", State.WATCH if free < DISK_LOW else State.WELL, found, "Make room." if free < DISK_LOW else ""
    )


def backup_is_fresh(now: datetime) -> Sign:
    """Backup: the last one was made within a day."""
    note = last_backup()
    if note is None:
        return Sign(
            "Backup",
            State.WATCH,
            "None was made with onroll backup.",
            "Make one each day: onroll backup FILE",
        )
    age = now - datetime.fromisoformat(note["at"])
    found = f"Made {ago(age)} ago."
    stale = age > BACKUP_OLD
    return Sign(
        "Backup",
        State.WATCH if stale else State.WELL,
        found,
        "Make one each day: onroll backup FILE" if stale else "",
    )


def accounts_are_used(now: datetime) -> Sign:
    """Accounts: how many nobody uses, and what the nightly run did with them."""
    by = service_actor("Health", role="NIGHT", at=now)
    rows = [each for each in dormancy.unused(by) if by.today - each.since >= dormancy.WARN_AFTER]
    in_use = [each for each in rows if each.user.is_active]
    suspended = sum(1 for each in rows if each.suspended_on)
    counts = f"{len(in_use) or 'none'}; suspended for that: {suspended or 'none'}"
    found = f"Not used for {dormancy.WARN_AFTER.days} days: {counts}."
    if not settings.ONROLL_DEMONSTRATION and any(_kept_on(each, by.today) for each in in_use):
        do = "It is the last account that can administer others, or the nightly run has not run. Look at it."
        return Sign("Accounts", State.WATCH, f"{found} One is in force after its time.", do)
    return Sign("Accounts", State.WELL, found)


def _kept_on(each: dormancy.Unused, today: date) -> bool:
    """Whether an unused account should have been suspended some days ago."""
    return each.next_step(today - timedelta(days=2)) == "suspend"


def anchors_are_fresh(now: datetime) -> Sign:
    """Anchors of the record: exported within the last hours."""
    at = anchors.exported_at()
    if at is None or now - at > ANCHORS_OLD:
        found = "None was exported yet." if at is None else f"Last exported {ago(now - at)} ago."
        return Sign(
            "Anchors of the record", State.WATCH, found, "The worker writes them each hour; see that it runs."
        )
    return Sign("Anchors of the record", State.WELL, f"Exported {ago(now - at)} ago.")


SIGNS: tuple[Callable[[datetime], Sign], ...] = (
    database_answers,
    worker_lives,
    queue_moves,
    night_was_run,
    nothing_set_aside,
    mail_leaves,
    disk_has_room,
    backup_is_fresh,
    anchors_are_fresh,
    accounts_are_used,
)


def free_bytes() -> int:
    """Return the room on the disk of the data."""
    return shutil.disk_usage(existing(Path(settings.DATA_DIR))).free


def existing(path: Path) -> Path:
    """Return the path, or the nearest folder above it that is there."""
    while not path.exists():
        path = path.parent
    return path


def last_backup() -> dict[str, Any] | None:
    """Return what the last backup noted of itself."""
    note = Path(settings.DATA_DIR) / BACKUP_NOTE
    if not note.exists():
        return None
    found: dict[str, Any] = json.loads(note.read_text(encoding="utf-8"))
    return found


def note_backup(*, at: datetime, file: Path, size_bytes: int) -> None:
    """Note that a backup was made, for the health page."""
    note = Path(settings.DATA_DIR) / BACKUP_NOTE
    draft = note.with_suffix(".new")
    draft.write_text(
        json.dumps({"at": at.isoformat(), "file": str(file), "bytes": size_bytes}), encoding="utf-8"
    )
    os.replace(draft, note)  # noqa: PTH105  one step, so that nobody reads half a note


def ago(age: timedelta) -> str:
    """Return how long in words: the largest unit of which there are two or more."""
    seconds = max(int(age.total_seconds()), 0)
    for size, word in ((86_400, "day"), (3_600, "hour"), (60, "minute")):
        if seconds >= 2 * size:
            return f"{seconds // size} {word}s"
    return _count(seconds, "second")


def _count(number: int, one: str) -> str:
    return f"1 {one}" if number == 1 else f"{number:,} {one}s" if number else f"no {one}s"


def _vendor() -> str:
    return "PostgreSQL" if connection.vendor == "postgresql" else "SQLite"
