"""The annual report as it may leave: small numbers hidden, the rest rounded, with what it says in plain words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from onroll.reports.annual import (
    CLOSED,
    END,
    FLOW,
    NEW,
    NOT_DONE,
    STANDINGS,
    START,
    TABLES,
    UNKNOWN,
    Annual,
    Of,
)
from rulebook import procedure
from rulebook.disclosure.small_numbers import FEWEST, HIDDEN_WORDS, Shown, Sum, protect
from rulebook.wording import long_date

Key = tuple[str, ...]
HANDLED: Key = ("handled",)  # at the start and new, which is closed and at the end: a reader can work it out
ALL = "all"


@dataclass(frozen=True, slots=True)
class Bar:
    """One line of a table with its bar: the words, the number as it may be read, and how long the bar is, up to 1."""

    code: str
    label: str
    shown: str
    length: float
    count: int


@dataclass(frozen=True, slots=True)
class Table:
    """One table: its lines, and the number that they make."""

    of: Of
    bars: Sequence[Bar]
    total: str


def numbers(report: Annual) -> tuple[dict[Key, int], list[Sum[Key]]]:
    """Return every number of the report, and which of them add up to which."""
    counts: dict[Key, int] = {(kind,): len(report.counted(kind)) for kind in FLOW}
    counts[HANDLED] = counts[START,] + counts[NEW,]
    sums = [Sum(HANDLED, ((START,), (NEW,))), Sum(HANDLED, ((CLOSED,), (END,)))]
    for of in TABLES:
        lines = report.lines(of)
        counts |= {(of.code, line.code): line.count for line in lines}
        sums.append(Sum((of.counts,), tuple((of.code, line.code) for line in lines)))
    for rule in rules_of(report):
        parts = tuple(("clock", rule, standing) for standing in STANDINGS)
        counts |= {part: report.clocks.get((rule, part[2]), 0) for part in parts}
        counts["clock", rule, ALL] = sum(counts[part] for part in parts)
        sums.append(Sum(("clock", rule, ALL), parts))
    return counts, sums


def rules_of(report: Annual) -> list[str]:
    """Return the codes of the rules with anything due in the year, those with the most first."""
    totals: dict[str, int] = {}
    for (rule, _), many in report.clocks.items():
        totals[rule] = totals.get(rule, 0) + many
    return sorted(totals, key=lambda rule: (-totals[rule], rule))


def exact(report: Annual) -> dict[Key, Shown]:
    """Return every number as it is, for whoever may read the rows behind it."""
    counts, _ = numbers(report)
    return {key: Shown(count) for key, count in counts.items()}


def protected(report: Annual) -> dict[Key, Shown]:
    """Return every number as it may leave the authority (``rulebook.disclosure.small_numbers``)."""
    counts, sums = numbers(report)
    return protect(counts, sums=sums)


def tables(report: Annual, shown: Mapping[Key, Shown]) -> list[Table]:
    """Return the tables with their bars; a line of nobody stands only where something is to be compared with it."""
    found = []
    for of in TABLES:
        lines = [line for line in report.lines(of) if line.count or line.code not in {UNKNOWN, "-1", "12"}]
        values = [shown[of.code, line.code] for line in lines]
        most = max((each.number or 0 for each in values), default=0) or 1
        bars = [
            Bar(line.code, line.label, str(each), (each.number or 0) / most, line.count)
            for line, each in zip(lines, values, strict=True)
        ]
        found.append(Table(of, bars, str(shown[of.counts,])))
    return found


def clocks(report: Annual, shown: Mapping[Key, Shown]) -> list[dict[str, Any]]:
    """Return a line for each rule with anything due: its title, how many by standing, and all."""
    titles = {rule.code: rule.title for rule in procedure.DUTIES}
    return [
        {
            "code": rule,
            "words": titles.get(rule, rule),
            "cells": [(standing, shown["clock", rule, standing]) for standing in STANDINGS],
            "total": shown["clock", rule, ALL],
        }
        for rule in rules_of(report)
    ]


def words(report: Annual, shown: Mapping[Key, Shown]) -> list[str]:
    """Return what the figures say, in plain sentences."""
    period = f"From {long_date(report.first)} to {long_date(report.last)}"
    said = [
        f"When the year began {_many(shown[START,])} stood on the register of children missing education. {period} "
        f"{_many(shown[NEW,])} came onto it and {_many(shown[CLOSED,])} left it. At the end {_many(shown[END,])} stood "
        f"on it."
    ]
    for code, what in (("checked", "the rolls were searched"), ("visited", "the first visit was made")):
        middle = report.middle(code)
        done = sum(line.count for line in report.lines(_of(code)) if line.code != NOT_DONE)
        if middle is not None and done >= FEWEST:
            said.append(
                f"Of those for whom it is recorded, half had waited {_days(middle)} or less until {what}."
            )
    most = max(report.lines(_of("outcome")), key=lambda line: line.count, default=None)
    if most and not (told := shown["outcome", most.code]).is_hidden and told.number:
        said.append(f"The most frequent outcome was “{most.label}”, for {_many(told)}.")
    if not report.is_whole:
        said.append(f"The year has not ended: these are its figures up to {long_date(report.last)}.")
    return said


def for_print(report: Annual, *, council: str, contact: Sequence[str], whole: bool = True) -> dict[str, Any]:
    """Return the report as the layout prints it, with its numbers as they may leave.

    ``whole`` says whether it is of the whole authority; a report of a part says so.
    """
    shown = protected(report)
    part = [] if whole else ["These figures are of a part of the authority, not of the whole."]
    title = f"Children missing education: annual report {report.year}"
    return {
        "title": title,
        "council": council,
        "contact": list(contact),
        "footer": f"{council}, {title.lower()}",
        "lead": [*part, *words(report, shown)],
        "hidden": HIDDEN_WORDS,
        "flow": [{"label": label, "shown": str(shown[kind,])} for kind, label in FLOW.items()],
        "tables": [
            {
                "title": table.of.title,
                "means": table.of.means,
                "total": table.total,
                "rows": [
                    {"label": bar.label, "shown": bar.shown, "length": bar.length} for bar in table.bars
                ],
            }
            for table in tables(report, shown)
        ],
        "standings": list(STANDINGS.values()),
        "clocks": [
            {
                "label": line["words"],
                "cells": [str(cell) for _, cell in line["cells"]],
                "total": str(line["total"]),
            }
            for line in clocks(report, shown)
        ],
    }


def _of(code: str) -> Of:
    return next(of for of in TABLES if of.code == code)


def _many(shown: Shown) -> str:
    if shown.is_hidden:
        return "a small number of children"
    return f"{shown.number:,} {'child' if shown.number == 1 else 'children'}" if shown.number else "no child"


def _days(middle: float) -> str:
    days = f"{middle:g}"
    return "not a whole day" if middle == 0 else f"{days} {'day' if middle == 1 else 'days'}"
