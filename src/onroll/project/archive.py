"""One archive with everything an installation cannot make again: database, files, anchors; never its secrets.

Inside: ``manifest.json`` (what is in it, how many rows, which hashes, the heads of the record), the database as its own
tool writes it, and the files as they are.
"""

import hashlib
import io
import json
import tarfile
import tempfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, connection

from onroll.access.actors import service_actor
from onroll.cases import actions as cases
from onroll.project import copies, database
from onroll.release.models import Hold, Message, MessageState
from onroll.release.queries import holds_placed_since

FORMAT = 1
MANIFEST = "manifest.json"
FOLDERS = ("files", "anchors")
LEFT_OUT = (
    "the session key, the audit key and the anchor key",
    "the settings in the environment",
    "static files, which are made again",
    "sessions: who was signed in, what was searched for, forms half filled in",
)

DAMAGED = (tarfile.TarError, zlib.error, EOFError, OSError)
# What waited to be sent when the backup was made may have left since: taken out, it is sent by nobody (doubt_post).
TAKE_OUT_THE_POST = (
    f"UPDATE {Message._meta.db_table} SET state = '{MessageState.SENDING}', claimed_at = NULL "  # noqa: S608
    f"WHERE state IN ('{MessageState.QUEUED}', '{MessageState.SENDING}')"
)

Progress = Callable[[str, int], None]


class ArchiveRefused(Exception):
    """The archive is not whole, or does not fit; the message says what to do."""


@dataclass(frozen=True)
class Manifest:
    """What an archive holds, so that restoring it can prove that all came back."""

    format: int
    made_at: str
    vendor: str
    database: str
    migrations: list[str]
    counts: dict[str, int]
    heads: list[list[Any]]
    hashes: dict[str, str] = field(default_factory=dict)
    left_out: tuple[str, ...] = LEFT_OUT

    @property
    def rows(self) -> int:
        """The number of rows in all tables."""
        return sum(self.counts.values())


@dataclass(frozen=True)
class Restored:
    """What came back, and what people now have to do by hand."""

    manifest: Manifest
    in_doubt: int  # messages of which nobody knows whether they left since the backup: an officer decides
    holds_lost: list[Hold]  # as far as the data that was replaced could be read


def write(target: Path, *, now: datetime, progress: Progress = lambda words, done: None) -> Manifest:
    """Write an archive of the running service and return its manifest; the file appears whole or not at all.

    The database is as it was at one moment. A file that was received while this runs may be there without its row.
    """
    target = target.resolve()
    with tempfile.TemporaryDirectory(prefix=".onroll-backup-", dir=target.parent) as name:
        folder = Path(name)
        copy = copies.take(folder, progress=lambda words: progress(words, 0))
        manifest = Manifest(
            format=FORMAT,
            made_at=now.isoformat(),
            vendor=connection.vendor,
            database=copy.path.name,
            migrations=copy.migrations,
            counts=copy.counts,
            heads=[list(head) for head in copy.heads],
            hashes={member: sha256(path) for member, path in _members(copy.path)},
        )
        draft = folder / "archive"
        with tarfile.open(draft, "w:gz", compresslevel=3) as tar:
            _add_bytes(tar, MANIFEST, json.dumps(asdict(manifest), indent=1).encode())
            for member, path in _members(copy.path):
                tar.add(path, arcname=member)
                progress(member, 1)
        draft.chmod(0o600)  # it holds children's data
        draft.replace(target)
    return manifest


def read_manifest(source: Path) -> Manifest:
    """Return an archive's manifest.

    Raises ArchiveRefused for a file that is none, or is of a later version.
    """
    try:
        with tarfile.open(source, "r:gz") as tar:
            first = tar.extractfile(MANIFEST)
            told = json.load(first) if first else {}
        if told["format"] != FORMAT:
            raise ArchiveRefused("This archive was made by a later version. Upgrade first, then restore it.")
        return Manifest(**{**told, "left_out": tuple(told["left_out"])})
    except (*DAMAGED, KeyError, TypeError, ValueError) as error:
        raise ArchiveRefused(
            f"{source} is not a whole archive of Onroll, or is damaged ({type(error).__name__})."
        ) from None


def restore(
    source: Path, *, now: datetime, replace: bool = False, progress: Progress = lambda words, done: None
) -> Restored:
    """Bring an archive back, and return what came once everything in it was found again, its tables brought up to date.

    Every hash is looked at before anything is written. No message that waited is ever sent by itself: it is taken out
    with the data, and afterwards shown to an officer. Raises ArchiveRefused when the archive is damaged, is of
    the other database, or when there is data here and ``replace`` was not said.
    """
    manifest = read_manifest(source)
    if manifest.vendor != connection.vendor:
        raise ArchiveRefused(
            f"This archive is of {manifest.vendor}, and this installation runs on {connection.vendor}. "
            "Restore it where it came from, then use: onroll move"
        )
    if not replace and copies.holds_data():
        raise ArchiveRefused(
            f"The {database.in_words()} has data in it, which restoring would replace. "
            "Stop the server and the worker, and say --replace if that is meant."
        )
    data = Path(settings.DATA_DIR)
    data.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".onroll-restore-", dir=data) as name:
        folder = Path(name)
        _unpack(source, folder, manifest, progress)
        holds_lost = _holds_since(datetime.fromisoformat(manifest.made_at))
        progress("putting the database back", 0)
        copies.put_back(folder / manifest.database, then=[TAKE_OUT_THE_POST])
        for part in FOLDERS:
            _put_back_folder(folder / part, data / part if part == "files" else Path(settings.ANCHOR_DIR))
    _prove(manifest)
    if database.waiting_migrations():
        call_command("migrate", verbosity=0, interactive=False, skip_checks=True)
    in_doubt = cases.doubt_post(by=service_actor("Restoring of a backup", role="NIGHT", at=now))
    return Restored(manifest, in_doubt, holds_lost)


def sha256(path: Path) -> str:
    """Return the hash of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _members(copy: Path) -> Iterator[tuple[str, Path]]:
    """Give everything that goes into an archive, by its name there."""
    yield copy.name, copy
    for part, folder in zip(
        FOLDERS, (Path(settings.DATA_DIR) / "files", Path(settings.ANCHOR_DIR)), strict=True
    ):
        for path in sorted(folder.rglob("*")) if folder.exists() else ():
            if path.is_file():
                yield f"{part}/{path.relative_to(folder).as_posix()}", path


def _add_bytes(tar: tarfile.TarFile, name: str, content: bytes) -> None:
    about = tarfile.TarInfo(name)
    about.size, about.mode = len(content), 0o600
    tar.addfile(about, io.BytesIO(content))


def _unpack(source: Path, folder: Path, manifest: Manifest, progress: Progress) -> None:
    """Unpack what the manifest names, each with its hash, and nothing else."""
    found = set()
    try:
        with tarfile.open(source, "r:gz") as tar:
            for member in tar:
                if member.name not in manifest.hashes or not member.isfile():
                    continue
                target = folder / member.name
                if not target.resolve().is_relative_to(folder.resolve()):
                    raise ArchiveRefused(f"The archive names a place outside itself: {member.name}")
                target.parent.mkdir(parents=True, exist_ok=True)
                with target.open("wb") as file:
                    digest = _copy(tar.extractfile(member), file)
                if digest != manifest.hashes[member.name]:
                    raise ArchiveRefused(
                        f"{member.name} in the archive is damaged. Nothing was changed here."
                    )
                found.add(member.name)
                progress(member.name, 1)
            while tar.fileobj.read(1024 * 1024):
                pass  # to the end, where the sum over the whole archive stands, its manifest included
    except DAMAGED as error:
        raise ArchiveRefused(
            f"The archive is damaged ({type(error).__name__}). Nothing was changed here."
        ) from None
    if missing := sorted(set(manifest.hashes) - found):
        raise ArchiveRefused(
            f"The archive is damaged: {missing[0]} is missing from it. Nothing was changed here."
        )


def _copy(source: IO[bytes] | None, target: IO[bytes]) -> str:
    digest = hashlib.sha256()
    while source and (block := source.read(1024 * 1024)):
        digest.update(block)
        target.write(block)
    return digest.hexdigest()


def _put_back_folder(source: Path, target: Path) -> None:
    """Add the files of an archive, and leave those that are longer here: anchors that were written since then.

    They name the rows of the hours that restoring loses. Received files are named for their content: never longer.
    """
    for path in source.rglob("*") if source.exists() else ():
        if not path.is_file():
            continue
        place = target / path.relative_to(source)
        if place.exists() and place.stat().st_size > path.stat().st_size:
            continue
        place.parent.mkdir(parents=True, exist_ok=True)
        path.replace(place)


def _holds_since(moment: datetime) -> list[Hold]:
    """Return the holds that restoring loses; none when there is no data here, or of a version that cannot be read."""
    try:
        return holds_placed_since(moment)
    except DatabaseError:
        return []


def _prove(manifest: Manifest) -> None:
    """Return when every table has its rows and the record has its heads; raise ArchiveRefused when not."""
    counts = database.counts(among=manifest.counts)  # one of an earlier version has fewer tables
    wrong = {
        table: (rows, counts.get(table, 0))
        for table, rows in manifest.counts.items()
        if counts.get(table, 0) != rows
    }
    if wrong:
        table, (wanted, got) = next(iter(wrong.items()))
        raise ArchiveRefused(
            f"After restoring, table {table} has {got} rows where the archive says {wanted}."
        )
    if [list(head) for head in copies.heads_of()] != manifest.heads:
        raise ArchiveRefused("After restoring, the record does not end where the archive says.")
