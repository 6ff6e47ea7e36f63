"""Reading and putting in: at once for a small file, by the worker for a large one, with the same actions."""

from datetime import datetime
from pathlib import PurePath
from uuid import UUID

from django.core.cache import cache
from django.db import transaction
from django_tasks import task

from onroll.access import policy
from onroll.access import queries as access
from onroll.access.actors import actor_for
from onroll.audit.actor import Actor
from onroll.transfers.actions.applying import apply_file, approve_file
from onroll.transfers.actions.staging import stage_file
from onroll.transfers.models import FileState, ReceivedFile

ROWS_AT_ONCE = 2_000
# About so many rows of a roll take so many bytes; how many there are is known only once they are read.
BYTES_AT_ONCE = {".xlsx": 120_000, ".ods": 120_000, ".gz": 80_000, ".xml": 1_500_000}
OTHER_BYTES_AT_ONCE = 350_000
KEPT_SECONDS = 3_600


def read(file: ReceivedFile, *, by: Actor) -> None:
    """Read a received file now, or leave it to the worker when it is large."""
    if file.size_bytes <= BYTES_AT_ONCE.get(PurePath(file.name).suffix.lower(), OTHER_BYTES_AT_ONCE):
        stage_file(file, by=by)
        return
    read_file.enqueue(**_told(file, by))


def put_in(file: ReceivedFile, *, by: Actor) -> None:
    """Approve a file and put it in now, or leave that to the worker when it is large; either way in one piece."""
    with transaction.atomic():
        approve_file(file, by=by)
        if file.counts["rows"] <= ROWS_AT_ONCE:
            apply_file(file, by=by)
        else:
            put_in_file.enqueue(**_told(file, by))


def resume(file: ReceivedFile, *, by: Actor) -> None:
    """Take up a file again whose reading or putting in seems to have stopped; what still runs is not disturbed."""
    if file.state == FileState.READING:
        read(file, by=by)
    elif file.state == FileState.APPLYING:
        policy.require(by, "import:assign")
        put_in_file.enqueue(**_told(file, by))


def progress_of(file: ReceivedFile) -> int | None:
    """Return how many records of a file being read are done, as far as the worker has told."""
    done: int | None = cache.get(_key(file))
    return done


@task(queue_name="files")
def read_file(*, file_id: str, user_id: str, at: str, request_id: str) -> str:
    """Read a file; run twice, it reads once. Returns the state it is in."""
    file, by = _file_and_actor(file_id, user_id, at, request_id)
    return stage_file(file, progress=lambda done: cache.set(_key(file), done, KEPT_SECONDS), by=by).state


@task(queue_name="files")
def put_in_file(*, file_id: str, user_id: str, at: str, request_id: str) -> str:
    """Put an approved file in; run twice, it puts in once. Returns the state it is in."""
    file, by = _file_and_actor(file_id, user_id, at, request_id)
    return apply_file(file, by=by).state


def _told(file: ReceivedFile, by: Actor) -> dict[str, str]:
    """Return who asked for it and when: the work carries that person's name and moment, not the worker's."""
    return {
        "file_id": str(file.pk),
        "user_id": str(by.user_id),
        "at": by.at.isoformat(),
        "request_id": by.request_id,
    }


def _file_and_actor(file_id: str, user_id: str, at: str, request_id: str) -> tuple[ReceivedFile, Actor]:
    user = access.user_with_roles(UUID(user_id))
    by = actor_for(user, at=datetime.fromisoformat(at), request_id=request_id)
    return ReceivedFile.objects.get(pk=file_id), by


def _key(file: ReceivedFile) -> str:
    return f"file-progress-{file.pk}"
