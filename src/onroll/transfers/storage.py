"""The bytes of received files on disk, by their hash: written beside, made sure of, then moved into place."""

import hashlib
import os
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import transaction

from onroll.transfers.models import ReceivedFile
from rulebook.findings import Finding, Refused

FOLDER = "files"
MEGABYTE = 1024 * 1024


@dataclass(frozen=True)
class Stored:
    """Bytes that are on disk: their hash, their number, and their place under the data folder."""

    sha256: str
    size_bytes: int
    stored_as: str


def store(chunks: Iterable[bytes], *, max_bytes: int) -> Stored:
    """Write bytes under their hash and return where; the same bytes twice are kept once.

    A file that is too large, or that breaks off, leaves nothing. Raises Refused when it is empty or too large.
    """
    folder = settings.DATA_DIR / FOLDER
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = folder / f".arriving-{secrets.token_hex(8)}"
    digest, size = hashlib.sha256(), 0
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            for chunk in chunks:
                size += len(chunk)
                if size > max_bytes:
                    raise Refused(_too_large(max_bytes))
                digest.update(chunk)
                file.write(chunk)
            file.flush()
            os.fsync(file.fileno())
        if not size:
            raise Refused(Finding("file-empty", "The file is empty. Nothing was changed. Send it again."))
        stored = Stored(digest.hexdigest(), size, _place_of(digest.hexdigest()))
        target = path_of(stored.stored_as)
        target.parent.mkdir(exist_ok=True, mode=0o700)
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)
    return stored


def path_of(stored_as: str) -> Path:
    """Return where stored bytes lie on disk."""
    path: Path = settings.DATA_DIR / FOLDER / stored_as
    return path


def discard_unless_shared(stored_as: str) -> None:
    """Remove stored bytes once the transaction is sure, unless another received file has the very same."""

    def discard() -> None:
        if not ReceivedFile.objects.filter(stored_as=stored_as).exists():
            path_of(stored_as).unlink(missing_ok=True)

    if stored_as:
        transaction.on_commit(discard)


def _place_of(sha256: str) -> str:
    return f"{sha256[:2]}/{sha256}"


def _too_large(max_bytes: int) -> Finding:
    words = (
        f"The file is larger than {max_bytes // MEGABYTE} megabytes, the most that is taken. Nothing was changed. "
        "Split it, or ask your system administrator to raise the limit."
    )
    return Finding("file-too-large", words)
