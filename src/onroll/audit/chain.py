"""The chain: each row sealed over the row before it, so that a change, a gap or a swap shows."""

import hashlib
import hmac
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from uuid import UUID

from django.conf import settings
from django.db import connection

from onroll.audit.models import AccessRecord, ChainedRecord, ChildSeen, Event

LANES = 16
FIRST = "0" * 64
_LOCK_SPACE = 43_601  # the first key of our advisory locks: section 436A


class ChainBroken(Exception):
    """A chain was to be written outside a transaction, where a crash could leave a change without its record."""


@dataclass(frozen=True)
class Fault:
    """Where a chain does not hold, and in what way."""

    chain: str
    lane: int
    sequence: int
    words: str


@dataclass(frozen=True)
class Head:
    """The last row of one lane of one chain: what is exported each day as an anchor."""

    chain: str
    lane: int
    sequence: int
    mac: str


CHAINS: tuple[type[ChainedRecord], ...] = (Event, AccessRecord)


def seal(row: ChainedRecord) -> str:
    """Return the keyed hash (HMAC-SHA-256, hexadecimal) of a row over all its fields and the row before it."""
    text = json.dumps(row.sealed(), sort_keys=True, ensure_ascii=True, separators=(",", ":"))
    return hmac.new(settings.ONROLL_AUDIT_KEY.encode(), text.encode(), hashlib.sha256).hexdigest()


def lane_of(by_id: UUID | None) -> int:
    """Return the lane of whoever acts: one lane on SQLite, which has one writer; sixteen on PostgreSQL."""
    if connection.vendor == "sqlite" or by_id is None:
        return 0
    return by_id.int % LANES


def append(rows: Sequence[ChainedRecord]) -> None:
    """Put new rows, all of one kind and one actor, at the end of their lane, in order, inside the caller's transaction.

    The lane is held until the transaction ends, so that sequence numbers have no gaps and no two rows share a place.
    Raises ChainBroken outside a transaction.
    """
    if not rows:
        return
    if not connection.in_atomic_block:
        raise ChainBroken("a chain is written only inside a transaction")
    model, lane = type(rows[0]), lane_of(rows[0].by_id)
    _hold_lane(lane)
    last = model._base_manager.filter(lane=lane).order_by("-sequence").values_list("sequence", "mac").first()
    sequence, mac = last or (0, FIRST)
    for row in rows:
        sequence += 1
        row.lane, row.sequence, row.previous_mac = lane, sequence, mac
        row.mac = mac = seal(row)
    model._base_manager.bulk_create(rows, batch_size=500)


def verify(
    *,
    anchors: Sequence[Head] = (),
    since: Sequence[Head] = (),
    progress: Callable[[int], None] = lambda count: None,
) -> list[Fault]:
    """Walk every lane of every chain from its first row and return all faults, the earliest of each lane first.

    Without ``since``, the index of who saw which child is compared with the looks as well.

    ``anchors`` are heads exported earlier: a lane that no longer holds an anchored row was cut or rewritten.
    ``since`` are heads after which to begin, for a lane that has one: what came before is taken as checked.
    ``progress`` is told the number of rows checked, from time to time.
    """
    faults: list[Fault] = []
    after = {(head.chain, head.lane): head for head in since}
    for model in CHAINS:
        lanes = model._base_manager.order_by("lane").values_list("lane", flat=True).distinct()
        for lane in lanes:
            start = after.get((model._meta.model_name or "", lane))
            faults += _verify_lane(model, lane, start=start, progress=progress)
    if not since:
        faults += _index_faults()
    return faults + [fault for head in anchors if (fault := _anchor_fault(head))]


def heads() -> list[Head]:
    """Return the last row of every lane of every chain."""
    found = []
    for model in CHAINS:
        for lane in model._base_manager.order_by("lane").values_list("lane", flat=True).distinct():
            row = model._base_manager.filter(lane=lane).order_by("-sequence").only("sequence", "mac").first()
            if row:
                found.append(Head(model._meta.model_name or "", lane, row.sequence, row.mac))
    return found


def _verify_lane(
    model: type[ChainedRecord], lane: int, *, start: Head | None, progress: Callable[[int], None]
) -> list[Fault]:
    chain = model._meta.model_name or ""
    expected, mac = (start.sequence + 1, start.mac) if start else (1, FIRST)
    rows = model._base_manager.filter(lane=lane, sequence__gte=expected).order_by("sequence")
    for row in rows.iterator(chunk_size=2_000):
        if row.sequence != expected:
            words = f"rows {expected} to {row.sequence - 1} are missing"
            return [Fault(chain, lane, expected, words)]
        if row.previous_mac != mac or not hmac.compare_digest(seal(row), row.mac):
            return [Fault(chain, lane, row.sequence, "this row, or the one before it, was changed")]
        expected, mac = expected + 1, row.mac
        if row.sequence % 1_000 == 0:
            progress(1_000)
    return []


def _index_faults() -> list[Fault]:
    """Return the looks for which the index from children to looks names other children or another moment than they do.

    "Who has seen this child" reads the index. It can be rebuilt from the looks, so no trigger guards it.
    """
    found: list[Fault] = []
    looks = AccessRecord._base_manager.exclude(child_ids=[]).values_list(
        "pk", "lane", "sequence", "recorded_at", "child_ids"
    )
    rows = iter(looks.order_by("pk").iterator(chunk_size=2_000))
    while some := list(islice(rows, 500)):
        indexed: dict[UUID, set[tuple[str, datetime]]] = {}
        seen = ChildSeen.objects.filter(record__in=[look[0] for look in some])
        for record_id, child_id, seen_at in seen.values_list("record", "child_id", "seen_at"):
            indexed.setdefault(record_id, set()).add((str(child_id), seen_at))
        words = "the index of who saw which child does not say what this look says"
        found += [
            Fault("accessrecord", lane, sequence, words)
            for pk, lane, sequence, at, children in some
            if indexed.get(pk, set()) != {(child, at) for child in children}
        ]
    if ChildSeen.objects.filter(record__child_ids=[]).exists():
        found.append(Fault("accessrecord", 0, 0, "the index names a child for a look that showed none"))
    return found


def _anchor_fault(head: Head) -> Fault | None:
    model = next((model for model in CHAINS if model._meta.model_name == head.chain), None)
    if model is None:
        return Fault(head.chain, head.lane, head.sequence, "the anchor names a chain that does not exist")
    row = model._base_manager.filter(lane=head.lane, sequence=head.sequence).only("mac").first()
    if row is None:
        return Fault(
            head.chain, head.lane, head.sequence, "a row that was anchored is gone: the end was cut off"
        )
    if row.mac != head.mac:
        return Fault(
            head.chain,
            head.lane,
            head.sequence,
            "a row that was anchored is another: the chain was rewritten",
        )
    return None


def _hold_lane(lane: int) -> None:
    """Keep other writers off the lane until this transaction ends; SQLite's immediate transactions do so already."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_LOCK_SPACE, lane])
