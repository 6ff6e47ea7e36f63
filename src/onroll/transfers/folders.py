"""The folders of the exchange with S2S: what is whole is read, what is written appears whole, and nothing is lost.

``in`` holds what somebody fetched from S2S, ``taken`` and ``rejected`` what became of it, ``out`` what is to be sent. A
file is moved only after what it said is kept; each move and each write can be done again and changes nothing.
"""

import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from django.conf import settings

from rulebook.ctf.read import MAX_BYTES

IN, OUT, TAKEN, REJECTED = "in", "out", "taken", "rejected"
SETTLED_SECONDS: Final = 30  # since the last change: whoever copies a file may pause between two pieces
UNFINISHED = (".part", ".partial", ".tmp", ".crdownload", ".filepart")


def root() -> Path | None:
    """Return the folder of the exchange, or None where the authority has none; its parts are made if need be."""
    if settings.EXCHANGE_DIR is None:
        return None
    folder: Path = settings.EXCHANGE_DIR
    for name in (IN, OUT, TAKEN, REJECTED):
        (folder / name).mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


def is_set() -> bool:
    """Tell whether the authority exchanges files by a folder."""
    return settings.EXCHANGE_DIR is not None


def arrived(folder: Path) -> Iterator[Path]:
    """Yield the files in ``in``, by name; hidden ones, links and those that say they are unfinished are passed over."""
    for path in sorted((folder / IN).iterdir()):
        unfinished = path.name.startswith(".") or path.suffix.lower() in UNFINISHED
        if not unfinished and path.is_file() and not path.is_symlink():
            yield path


def read_whole(path: Path, *, at: datetime) -> bytes | None:
    """Return what is in a file, or None while somebody may still be writing it: it is left for the next time.

    The change time counts and not the time of the content, which a copy may bring with it.
    """
    before = path.stat()
    if at.timestamp() - before.st_ctime < SETTLED_SECONDS:
        return None
    with path.open("rb") as file:
        data = file.read(MAX_BYTES + 1)
    after = path.stat()
    same = (before.st_size, before.st_mtime_ns, before.st_ino) == (
        after.st_size,
        after.st_mtime_ns,
        after.st_ino,
    )
    return data if same and len(data) == min(after.st_size, MAX_BYTES + 1) else None


def set_aside(path: Path, *, into: str, sha256: str, receipt: Mapping[str, Any]) -> None:
    """Move a file out of ``in`` and leave a receipt beside it; the receipt first, so that no file stands without one.

    Another file of the same name that lies there stays: the new one has a part of its hash in its name.
    """
    folder = path.parent.parent / into
    target = folder / path.name
    if target.exists() and hash_of(target) != sha256:
        target = folder / f"{path.stem}.{sha256[:12]}{path.suffix}"
    write_whole(
        folder / f"{target.name}.receipt.json", json.dumps(receipt, indent=1, ensure_ascii=False).encode()
    )
    path.replace(target)


def write_whole(target: Path, data: bytes) -> None:
    """Write a file so that nobody ever sees a part of it: beside, made sure of, then moved into place."""
    draft = target.with_name(f".{target.name}.part")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(target)
    directory = os.open(target.parent, os.O_RDONLY)
    try:
        os.fsync(directory)
    finally:
        os.close(directory)


def hash_of(path: Path) -> str:
    """Return the SHA-256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()
