"""Anchors: the heads of the audit chains, signed and written to a place apart, so that a rewritten chain shows.

Each line of a day's file is one export. It is signed with a key of its own: whoever has the database and the audit key
can rewrite the record, but cannot make anchors that agree with it.
"""

import hashlib
import hmac
import json
import os
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.conf import settings

from onroll.audit import chain
from onroll.audit.chain import Fault, Head
from onroll.audit.models import Event

ROWS_BETWEEN = 1_000  # so many rows are never recorded without an anchor for longer than a few minutes
SIGNING_IN = frozenset({"account.signed-in", "account.sign-in-failed", "account.signed-out"})
NOT_OURS = "this anchor was changed, or is not signed with the anchor key"


@dataclass(frozen=True)
class Anchored:
    """The heads at one moment, as they were exported."""

    at: datetime
    heads: tuple[Head, ...]


def folder() -> Path:
    """Return the folder of the anchors: ONROLL_ANCHOR_DIR, else ``anchors`` in the data folder."""
    return Path(settings.ANCHOR_DIR)


def export(*, now: datetime) -> int:
    """Add the present heads, signed, to the day's file, one line for each export, and return how many there were.

    The line is on the disk when this returns.
    """
    heads = chain.heads()
    folder().mkdir(parents=True, exist_ok=True)
    told = {
        "at": now.isoformat(),
        "heads": [[head.chain, head.lane, head.sequence, head.mac] for head in heads],
    }
    line = json.dumps(told | {"signature": _signature(told)}) + "\n"
    with (folder() / f"{now.date().isoformat()}.jsonl").open("ab+") as file:
        if _cut_short(file.seek(0, os.SEEK_END), file):
            line = "\n" + line  # the last export was cut off by a crash: it must not spoil this one
        file.write(line.encode("ascii"))
        file.flush()
        os.fsync(file.fileno())
    return len(heads)


def export_if_due(*, now: datetime) -> int:
    """Export where much was recorded since the last export, or an account was changed; return how many heads, or none.

    Signing in and out changes no account. Source: access model 9.
    """
    return export(now=now) if _is_due() else 0


def _is_due() -> bool:
    at, known = _last_export()
    grown = sum(head.sequence - known.get((head.chain, head.lane), 0) for head in chain.heads())
    if grown >= ROWS_BETWEEN:
        return True
    changed = Event.objects.filter(kind__startswith="account.").exclude(kind__in=SIGNING_IN)
    return changed.filter(recorded_at__gt=at).exists() if at else changed.exists()


def _last_export() -> tuple[datetime | None, dict[tuple[str, int], int]]:
    for path in reversed(files()):
        exports, _ = read(path)
        if exports:
            return exports[-1].at, {(head.chain, head.lane): head.sequence for head in exports[-1].heads}
    return None, {}


def files(where: Path | None = None) -> list[Path]:
    """Return the days' files, oldest first: ours, or those of another folder; a file is itself."""
    where = where or folder()
    return [where] if where.is_file() else sorted(where.glob("????-??-??.jsonl"))


def read(path: Path) -> tuple[list[Anchored], list[Fault]]:
    """Return the exports of one file that are signed, oldest first, and a fault for each line that is not.

    A line cut short by a crash is passed over: it says nothing.
    """
    found: list[Anchored] = []
    faults: list[Fault] = []
    for number, line in enumerate(path.read_text(encoding="ascii", errors="replace").splitlines(), start=1):
        told = _told(line)
        if told is None:
            continue
        if not hmac.compare_digest(str(told.pop("signature", "")), _signature(told)):
            faults.append(Fault(f"anchors {path.name}", 0, number, NOT_OURS))
            continue
        heads = tuple(Head(*head) for head in told["heads"])
        found.append(Anchored(datetime.fromisoformat(told["at"]), heads))
    return found, faults


def last_of_each(paths: Iterable[Path]) -> tuple[list[Head], list[Fault]]:
    """Return the heads of the last signed export of each file, and the faults of all."""
    heads: list[Head] = []
    faults: list[Fault] = []
    for path in paths:
        exports, wrong = read(path)
        heads += exports[-1].heads if exports else ()
        faults += wrong
    return heads, faults


def last_before(day: date) -> tuple[list[Head], list[Fault]]:
    """Return the last heads exported before a day, and what is wrong with their file; none when there is none."""
    earlier = [path for path in files() if path.stem < day.isoformat()]
    return last_of_each(earlier[-1:])


def exported_at() -> datetime | None:
    """Return when anchors were last exported."""
    return _last_export()[0]


def _signature(told: dict[str, Any]) -> str:
    text = json.dumps(told, sort_keys=True, ensure_ascii=True, separators=(",", ":"))
    return hmac.new(settings.ONROLL_ANCHOR_KEY.encode(), text.encode(), hashlib.sha256).hexdigest()


def _told(line: str) -> dict[str, Any] | None:
    try:
        told = json.loads(line)
    except ValueError:
        return None
    return told if isinstance(told, dict) else None


def _cut_short(size: int, file: Any) -> bool:
    if size == 0:
        return False
    file.seek(-1, os.SEEK_END)
    return bool(file.read(1) != b"\n")
