"""A file arrives: its bytes are kept by their hash, and the same bytes twice change nothing."""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from pathlib import PurePath
from typing import Any

from django.conf import settings
from django.db import DatabaseError, IntegrityError, transaction
from django.db.models import Q, QuerySet

from onroll.access import policy
from onroll.audit import actions as audit
from onroll.audit.actor import Actor
from onroll.transfers import storage
from onroll.transfers.formats.registry import format_of
from onroll.transfers.formats.schools import day_in
from onroll.transfers.models import OVER, FileState, ReceivedFile
from onroll.transfers.storage import Stored
from rulebook.findings import Finding, Refused


@dataclass(frozen=True, kw_only=True)
class Said:
    """What the person who gives a file says of it; what is not said is looked for in the file and its name."""

    urn: str = ""
    as_of: date | None = None
    columns: Mapping[str, str] = field(default_factory=dict)

    def kept(self) -> dict[str, Any]:
        """Return it as it is kept beside the file."""
        return {
            "urn": self.urn,
            "as_of": self.as_of.isoformat() if self.as_of else "",
            "columns": dict(self.columns),
        }


@dataclass(frozen=True)
class Received:
    """A file that arrived; ``again`` when the same bytes were here already, and so nothing was written."""

    file: ReceivedFile
    again: bool


def receive_file(
    chunks: Iterable[bytes], *, kind: str, name: str, said: Said | None = None, by: Actor
) -> Received:
    """Keep the bytes of a file that arrived, and return its row, ready to be read.

    The same bytes of the same kind for the same day are the same file: it comes back as it stands. Raises Refused for
    an empty or too large file, and for a day that is still to come.
    """
    policy.require(by, "import:create")
    said = said or Said()
    format_of(kind)
    if said.as_of and said.as_of > by.today:
        raise Refused(
            Finding("as-of-ahead", "The day of the list is still to come. Correct it.", where="as_of")
        )
    stored = storage.store(chunks, max_bytes=settings.MAX_LIST_BYTES)
    try:
        with transaction.atomic():
            known = _same_file(kind, stored, name, said).first()
            return Received(known, True) if known else Received(_record(stored, kind, name, said, by), False)
    except IntegrityError:
        # Somebody else sent the same bytes a moment before: theirs is the file.
        return Received(_same_file(kind, stored, name, said).get(), True)
    except DatabaseError:
        with suppress(
            DatabaseError
        ):  # where the database says nothing at all, they cannot be told from another's
            storage.discard_unless_shared(stored.stored_as)
        raise


def _same_file(kind: str, stored: Stored, name: str, said: Said) -> QuerySet[ReceivedFile]:
    # A refused file whose bytes are kept waits for somebody to say what its columns hold.
    over = Q(state__in=OVER, stored_as="")
    rows = (
        ReceivedFile.objects.filter(kind=kind, sha256=stored.sha256)
        .exclude(over)
        .exclude(state=FileState.UNDONE)
    )
    if said.urn:
        rows = rows.filter(urn=said.urn)
    # The same pupils a week later may be the very same bytes: then the day that was said, or stands in the name, tells.
    day = said.as_of or day_in(name)
    return rows.filter(Q(data_as_of=day) | Q(data_as_of=None)) if day else rows


def _record(stored: Stored, kind: str, name: str, said: Said, by: Actor) -> ReceivedFile:
    file = ReceivedFile(
        kind=kind,
        name=PurePath(name.replace("\\", "/")).name[-200:],
        sha256=stored.sha256,
        size_bytes=stored.size_bytes,
        stored_as=stored.stored_as,
        organisation_id=by.organisation_id,
        team_id=min(by.team_ids, default=None),
        urn=said.urn,
        data_as_of=said.as_of,
        received_at=by.at,
        received_by=by.name,
        told=said.kept(),
        state=FileState.READING,
    )
    file.save(force_insert=True)
    audit.record("file.received", subject=file, by=by, file_kind=kind, size_bytes=file.size_bytes)
    return file
