"""Working through a file batch by batch: what each record would change, the counts that add up, one digest over all."""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from typing import Any
from uuid import UUID

from onroll.audit.actor import LONDON, Actor
from onroll.transfers import storage
from onroll.transfers.formats.base import Considered, Incoming, Reading, Told
from onroll.transfers.formats.registry import format_of
from onroll.transfers.models import HELD, Consequence, ReceivedFile
from rulebook.findings import Finding, Severity

BATCH = 1_000
MOST_FINDINGS_KEPT = 500

Progress = Callable[[int], None]


def no_progress(_done: int) -> None:
    """Take no notice of how far it has got."""


class RowsLostError(Exception):
    """The consequences of a file do not add up to its records: a fault of ours, found before anything was written."""


@dataclass
class Tally:
    """What has been counted of a file so far."""

    rows: int = 0
    by_consequence: Counter[Consequence] = field(default_factory=Counter)
    findings: list[dict[str, str]] = field(default_factory=list)
    findings_left_out: int = 0
    digest: Any = field(default_factory=hashlib.sha256)

    def add(self, batch: Sequence[Considered], *, read: int) -> None:
        """Count one batch. Raises RowsLostError unless it has exactly one consequence for each record read."""
        if len(batch) != read:
            raise RowsLostError(f"{read} records were read and {len(batch)} considered")
        self.rows += read
        for one in batch:
            self.by_consequence[one.consequence] += 1
            self.digest.update(one.mark.encode() + b"\n")
            for finding in one.findings:
                self._keep(kept_finding(finding, line=one.incoming.line))

    def counts(self, missing: int) -> dict[str, int]:
        """Return the counts, which add up: rows = new + here + changed + held + refused."""
        counts = {value: self.by_consequence[Consequence(value)] for value in Consequence.values}
        counts |= {"rows": self.rows, "held": sum(counts[one] for one in HELD), "missing": missing}
        counts |= {"findings_left_out": self.findings_left_out}
        check_sum(counts)
        return counts

    def _keep(self, finding: dict[str, str]) -> None:
        if len(self.findings) < MOST_FINDINGS_KEPT:
            self.findings.append(finding)
        else:
            self.findings_left_out += 1


def check_sum(counts: dict[str, int]) -> None:
    """Raise RowsLostError unless new, already here, changed, held and refused add up to the rows of the file."""
    parts = counts["new"] + counts["here"] + counts["changed"] + counts["held"] + counts["refused"]
    if parts != counts["rows"]:
        raise RowsLostError(f"{parts} consequences for {counts['rows']} records")


def open_file(file: ReceivedFile) -> Reading:
    """Return a reading of the file from its beginning. Raises Refused when it is not what it is said to be."""
    told = file.told
    return format_of(file.kind).open(
        storage.path_of(file.stored_as),
        Told(
            name=file.name,
            received_on=file.received_at.astimezone(LONDON).date(),
            urn=told.get("urn", ""),
            as_of=date.fromisoformat(told["as_of"]) if told.get("as_of") else None,
            columns=told.get("columns", {}),
        ),
    )


def incoming_of(reading: Reading, line: int) -> Incoming:
    """Return the record of one line, read from the file again, as it was received."""
    return next(one for one in reading.records() if one.line == line)


def work_through(
    reading: Reading, *, tally: Tally, progress: Progress, by: Actor
) -> Iterator[list[Considered]]:
    """Yield the considered records of a file in batches, counting them; the order is that of the file."""
    records = reading.records()
    while batch := list(islice(records, BATCH)):
        considered = reading.consider(batch, by=by)
        tally.add(considered, read=len(batch))
        yield considered
        progress(tally.rows)


def digest_of(tally: Tally, missing: Sequence[UUID]) -> str:
    """Return one hash over every consequence and everything that is missing from the file."""
    whole = tally.digest.copy()
    whole.update(",".join(sorted(map(str, missing))).encode())
    return str(whole.hexdigest())


def kept_finding(finding: Finding, *, line: int | None = None) -> dict[str, str]:
    """Return a finding as it is kept beside a file, with its line."""
    # Other rooms already say the line of what they found in a list.
    where = f"Line {line:,}" if line is not None and not finding.where.startswith("line ") else ""
    return {
        "code": finding.code,
        "words": finding.words,
        "severity": finding.severity.value,
        "source": finding.source,
        "where": ", ".join(part for part in (where, finding.where[:1].upper() + finding.where[1:]) if part),
    }


def finding_of(kept: dict[str, str]) -> Finding:
    """Return a kept finding as one again."""
    return Finding(kept["code"], kept["words"], Severity(kept["severity"]), kept["source"], kept["where"])
