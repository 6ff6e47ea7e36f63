"""What was measured, beside the bounds that it has to keep: one table for a terminal, and the same as a file."""

import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from benchmarks.loop import Measured

MOST_STATEMENTS = 15
MOST_GROWTH = 1.5
HEADINGS = (
    "Page", "As", "County", "Statements", "CPU ms", "of it database", "Pages/s", "p50 ms", "p95 ms", "Growth", "",
)  # fmt: skip


@dataclass
class Figures:
    """One page in one county: statements of one opening, and a median over rounds of all else."""

    page: str
    who: str
    children: int
    statements: int
    rounds: list[Measured] = field(default_factory=list)

    @property
    def cpu(self) -> float:
        """Milliseconds of processor for one opening, of server and database together."""
        return (
            statistics.median((one.service_cpu + one.database_cpu) / one.asked for one in self.rounds) * 1000
        )

    @property
    def database_cpu(self) -> float:
        """The part of it that PostgreSQL's own processes spent; SQLite works inside the server's."""
        return statistics.median(one.database_cpu / one.asked for one in self.rounds) * 1000

    @property
    def a_second(self) -> float:
        """How many were opened in a second."""
        return statistics.median(one.asked / one.seconds for one in self.rounds)

    def wait(self, percent: int) -> float:
        """Return the milliseconds within which ``percent`` of a hundred openings were answered."""
        return statistics.median(percentile(one.waits, percent) for one in self.rounds) * 1000


@dataclass
class Report:
    """All that one run measured."""

    figures: dict[str, list[Figures]] = field(default_factory=dict)
    lookups: list[tuple[str, int, dict[str, Any]]] = field(default_factory=list)
    machine: str = ""

    def faults(self) -> list[str]:
        """Return each bound that is broken, in words."""
        found = []
        for database, rows in self.figures.items():
            for row in rows:
                where = f"{database}, {row.page}, {row.who}, {row.children:,} children"
                if row.statements > MOST_STATEMENTS:
                    found.append(f"{where}: {row.statements} statements; {MOST_STATEMENTS} are allowed")
                growth = self.growth(database, row)
                if growth is not None and growth > MOST_GROWTH:
                    found.append(
                        f"{where}: {growth:.2f} times the small county's CPU; {MOST_GROWTH} is allowed"
                    )
        return found

    def growth(self, database: str, row: Figures) -> float | None:
        """Return the CPU of a page as a multiple of the smallest county's, or None for the smallest itself."""
        alike = [one for one in self.figures[database] if (one.page, one.who) == (row.page, row.who)]
        smallest = min(alike, key=lambda one: one.children)
        if smallest is row or not row.rounds:
            return None
        return row.cpu / smallest.cpu

    def text(self) -> str:
        """Return the whole report, readable as it stands and as Markdown."""
        parts = ["# What a page costs", "", self.machine, ""]
        for database, rows in self.figures.items():
            parts += [
                f"## {database}",
                "",
                *table(HEADINGS, [self._cells(database, row) for row in rows]),
                "",
            ]
        parts += self._lookup_text()
        parts += ["## Bounds", ""]
        faults = self.faults()
        parts += [f"- {fault}" for fault in faults] or [
            f"All kept: at most {MOST_STATEMENTS} statements a page, growth at most {MOST_GROWTH}."
        ]
        return "\n".join(parts) + "\n"

    def _cells(self, database: str, row: Figures) -> list[str]:
        growth = self.growth(database, row)
        broken = row.statements > MOST_STATEMENTS or (growth or 0) > MOST_GROWTH
        if not row.rounds:
            return [
                row.page,
                row.who,
                f"{row.children:,}",
                str(row.statements),
                *[""] * 6,
                "OVER" if broken else "",
            ]
        return [
            row.page, row.who, f"{row.children:,}", str(row.statements), f"{row.cpu:.1f}", f"{row.database_cpu:.1f}",
            f"{row.a_second:.0f}", f"{row.wait(50):.0f}", f"{row.wait(95):.0f}",
            f"{growth:.2f}" if growth is not None else "", "OVER" if broken else "",
        ]  # fmt: skip

    def _lookup_text(self) -> list[str]:
        if not self.lookups:
            return []
        headings = (
            "Database",
            "Children",
            "Way",
            "Asked",
            "In the first ten",
            "First of all",
            "p50 ms",
            "p95 ms",
        )
        rows, notes = [], []
        for database, children, found in self.lookups:
            ours = found["ways"][0]
            for way in found["ways"]:
                share = f"{way['found']} ({100 * way['found'] / way['questions']:.1f} %)"
                rows.append([database, f"{children:,}", way["way"], str(way["questions"]), share,
                             str(way["first"]), str(way["p50"]), str(way["p95"])])  # fmt: skip
                if way is not ours:
                    notes.append(
                        f"{database}, {children:,} children, beside {way['way']}: {way['p50'] / ours['p50']:.1f} times"
                        f" our time at the middle, {way['p95'] / ours['p95']:.1f} times at p95;"
                        f" {way['found']} found where ours finds {ours['found']}."
                    )
            if found["no_peer"]:
                notes.append(f"{database}: no peer measured, since {found['no_peer']}.")
        return [
            "## Finding one child by a misspelt name and a date",
            "",
            *table(headings, rows),
            "",
            *notes,
            "",
        ]


def percentile(values: Sequence[float], percent: int) -> float:
    """Return the value that ``percent`` of a hundred do not exceed."""
    in_order = sorted(values)
    return in_order[min(len(in_order) - 1, round(len(in_order) * percent / 100))]


def table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """Return the lines of a table, its columns even."""
    all_rows = [list(headings), *map(list, rows)]
    widths = [max(len(row[at]) for row in all_rows) for at in range(len(headings))]
    lines = [
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |"
        for row in all_rows
    ]
    return [lines[0], "|" + "|".join("-" * (width + 2) for width in widths) + "|", *lines[1:]]
