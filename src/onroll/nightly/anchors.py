"""Anchors: the heads of the audit chains, written to a place apart, so that a chain rewritten later shows."""

import json
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

from django.conf import settings

from onroll.audit import chain
from onroll.audit.chain import Head


def folder() -> Path:
    """Return the folder of the anchors: ONROLL_ANCHOR_DIR, else ``anchors`` in the data folder."""
    return Path(settings.ANCHOR_DIR)


def export(*, now: datetime) -> int:
    """Add the present heads to the day's file, one line for each export, and return how many there were."""
    heads = chain.heads()
    folder().mkdir(parents=True, exist_ok=True)
    line = {
        "at": now.isoformat(),
        "heads": [[head.chain, head.lane, head.sequence, head.mac] for head in heads],
    }
    with (folder() / f"{now.date().isoformat()}.jsonl").open("a", encoding="ascii") as file:
        file.write(json.dumps(line) + "\n")
    return len(heads)


def read(path: Path) -> list[Head]:
    """Return the heads of the last whole line of one file; a line cut short by a crash is passed over."""
    for line in reversed(path.read_text(encoding="ascii").splitlines()):
        try:
            return [Head(*head) for head in json.loads(line)["heads"]]
        except (ValueError, KeyError, TypeError):
            continue
    return []


def last_before(day: date) -> list[Head]:
    """Return the last heads exported before a day; none when nothing was exported."""
    earlier = [path for path in files() if path.stem < day.isoformat()]
    return read(earlier[-1]) if earlier else []


def files() -> list[Path]:
    """Return the days' files, oldest first."""
    return sorted(folder().glob("????-??-??.jsonl"))


def exported_at() -> datetime | None:
    """Return when anchors were last exported."""
    for path in reversed(files()):
        for line in reversed(path.read_text(encoding="ascii").splitlines()):
            try:
                return datetime.fromisoformat(json.loads(line)["at"])
            except (ValueError, KeyError, TypeError):
                continue
    return None


def of_each_day(*, days: int, until: date) -> Iterator[Head]:
    """Give the anchors of the last days, for a full check against all of them."""
    first = (until - timedelta(days=days)).isoformat()
    for path in files():
        if path.stem >= first:
            yield from read(path)
