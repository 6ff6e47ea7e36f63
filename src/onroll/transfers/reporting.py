"""What is told of a file at the command line: its columns, a table that adds up, and the findings with their lines."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from onroll.audit.actor import LONDON
from onroll.schools.models import Establishment
from onroll.transfers.models import FileState, ReceivedFile
from rulebook.wording import long_date

SHOWN_FINDINGS = 25
SHOWN_PLACES = 4
SUMMED = ("rows", "new", "here", "changed", "held", "refused")
SEVERITIES = {"refusal": "Not allowed", "warning": "Check", "note": "Note"}
ROWS = (
    ("new", "New"),
    ("here", "Already here, and the same"),
    ("changed", "Already here, and changed"),
    ("close", "Close match: held until somebody decides"),
    ("conflict", "In conflict with what we hold: held until somebody decides"),
    ("refused", "Refused"),
)


def shown(file: ReceivedFile, *, again: bool, noun: tuple[str, str]) -> Iterator[RenderableType]:
    """Yield what is shown of a file that was read, from its name to its last finding."""
    yield Text.assemble("\n", (file.name, "bold"), f"  {heading(file)}")
    if again:
        on = long_date(file.received_at.astimezone(LONDON).date())
        yield f"These very bytes were received before, on {on}. Nothing was changed."
    if file.state == FileState.REFUSED:
        yield "Refused as a whole. Nothing was changed."
    if file.columns and not again:
        yield _columns(file.columns)
    if file.counts:
        yield _counts(file.counts, noun)
    yield from _findings(file)


def heading(file: ReceivedFile) -> str:
    """Return whose list it is and as of when, as far as it is known."""
    school = Establishment.objects.filter(urn=file.urn).first() if file.urn else None
    parts = [school.name if school else "", f"as of {long_date(file.data_as_of)}" if file.data_as_of else ""]
    return ", ".join(part for part in parts if part)


def as_data(file: ReceivedFile, *, again: bool) -> dict[str, Any]:
    """Return what is told of a file, for another program."""
    return {
        "received_before": again,
        "file": file.name,
        "id": str(file.pk),
        "kind": file.kind,
        "state": file.state,
        "urn": file.urn,
        "as_of": file.data_as_of.isoformat() if isinstance(file.data_as_of, date) else None,
        "sha256": file.sha256,
        "columns": file.columns,
        "counts": file.counts,
        "findings": file.findings,
    }


def together(reports: Sequence[dict[str, Any]]) -> Table:
    """Return one table over all files."""
    table = Table(title="\nTogether", title_justify="left", box=None, pad_edge=False)
    for name in ("Files", "Put in", "In before", "Records", "New", "As before", "Changed", "Held", "Refused"):
        table.add_column(name, justify="right")
    fresh = [report for report in reports if not report.get("received_before")]
    counts = [report.get("counts") or {} for report in fresh]
    sums = [sum(one.get(name, 0) for one in counts) for name in SUMMED]
    put_in = sum(report["state"] == FileState.APPLIED for report in fresh)
    numbers = (len(reports), put_in, len(reports) - len(fresh), *sums)
    table.add_row(*(f"{number:,}" for number in numbers))
    return table


def _columns(columns: Sequence[dict[str, Any]]) -> RenderableType:
    if all(column["heading"] == column["words"] for column in columns):
        return f"Columns used: {', '.join(column['heading'] for column in columns)}"
    table = Table(title="Columns", title_justify="left", box=None, pad_edge=False, show_header=False)
    for column in columns:
        if column["field"]:
            table.add_row(column["heading"], "→", column["words"])
    unused = [column["heading"] for column in columns if not column["field"]]
    if unused:
        table.add_row(", ".join(unused)[:200], "→", Text("not used", style="dim"))
    return table


def _counts(counts: dict[str, int], noun: tuple[str, str]) -> Table:
    table = Table(box=None, pad_edge=False, show_header=False)
    for name, words in ROWS:
        if counts[name] or name in {"new", "here"}:
            table.add_row(words, f"{counts[name]:,}")
    table.add_row(
        Text("Every record in the file", style="bold"),
        Text(f"{counts['rows']:,} {noun[counts['rows'] != 1]}"),
    )
    if counts["missing"]:
        table.add_row("Here, and not in the file", f"{counts['missing']:,}")
    return table


def _findings(file: ReceivedFile) -> Iterator[RenderableType]:
    if not file.findings:
        return
    table = Table(title="Findings", title_justify="left", box=None, pad_edge=False, show_header=False)
    found = gathered(file.findings)
    for severity, words, where in found[:SHOWN_FINDINGS]:
        table.add_row(SEVERITIES[severity], words, where)
    yield table
    more = len(found) - SHOWN_FINDINGS
    if more > 0:
        yield f"… and {more:,} kinds more, on the Files page."
    if file.counts.get("findings_left_out"):
        yield f"{file.counts['findings_left_out']:,} findings more were not kept."


def gathered(findings: Sequence[dict[str, str]]) -> list[tuple[str, str, str]]:
    """Return findings with the same words together, the gravest first: severity, words, and where, in words."""
    places: dict[tuple[str, str], list[str]] = {}
    for one in findings:
        places.setdefault((one["severity"], one["words"]), []).append(one["where"])
    order = list(SEVERITIES)
    return [
        (severity, words, _places(where))
        for (severity, words), where in sorted(places.items(), key=lambda item: order.index(item[0][0]))
    ]


def _places(where: Sequence[str]) -> str:
    told = [place for place in where if place]
    more = f" and {len(told) - SHOWN_PLACES:,} more" if len(told) > SHOWN_PLACES else ""
    return "; ".join(told[:SHOWN_PLACES]) + more
