"""How well and how fast whole lists are compared: ``python -m benchmarks.linkage --children 20000 --seed 11``.

Writes two invented lists with the truth (``linkage_lists``), runs ``onroll reconcile`` on them as a person would, and
an exact join of name and birth date beside it.
"""

import argparse
import csv
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from benchmarks.linkage_lists import write_lists

Rows = Sequence[Mapping[str, str]]


def rows_of(path: Path) -> Rows:
    """Return the rows of a CSV file."""
    with path.open(encoding="utf-8", newline="") as text:
        return list(csv.DictReader(text))


def best_f1(chances: Sequence[tuple[float, bool]], off: int) -> float:
    """Return the best F1 of "on no roll" over all thresholds, from (probability, truly off) of each row."""
    best, right = 0.0, 0
    ordered = sorted(chances)
    for count, (chance, is_off) in enumerate(ordered, 1):
        right += is_off
        if count == len(ordered) or ordered[count][0] != chance:
            best = max(best, 2 * right / (count + off))
    return best


def exact_join(folder: Path, off: set[str]) -> float:
    """Return the F1 of flagging whoever has no roll record of the same name and birth date."""

    def day(text: str) -> str:
        return "-".join(reversed(text.split("/"))) if "/" in text else text

    there = {
        (row["Legal Forename"].casefold(), row["Legal Surname"].casefold(), day(row["DOB"]))
        for row in rows_of(folder / "roll.csv")
    }
    flagged = {
        row["id"]
        for row in rows_of(folder / "population.csv")
        if (row["Forename"].casefold(), row["Surname"].casefold(), row["Date of birth"]) not in there
    }
    return 2 * len(flagged & off) / (len(flagged) + len(off))


def measure(folder: Path) -> dict[str, float]:
    """Return what ``onroll reconcile`` reaches on the lists of a folder."""
    command = [sys.executable, "-c", "from onroll.project.command import main; main()", "reconcile"]
    lists = [
        "--population",
        folder / "population.csv",
        "--roll",
        folder / "roll.csv",
        "--out",
        folder / "out",
    ]
    begun = time.perf_counter()
    subprocess.run([*command, *map(str, lists)], check=True, stdout=subprocess.DEVNULL, env=os.environ)
    seconds = time.perf_counter() - begun
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    truth = {row["population_id"]: row for row in rows_of(folder / "truth.csv")}
    off = {name for name, row in truth.items() if row["on_roll"] == "0"}
    found = rows_of(folder / "out" / "decisions.csv")
    flagged = {row["population_id"] for row in found if row["decision"] == "on_no_roll"}
    links = [row for row in found if row["decision"] == "on_roll"]
    wrong = [row for row in links if truth[row["population_id"]]["roll_id"] != row["roll_id"]]
    family = {name.removeprefix("p"): row["family"] for name, row in truth.items()}
    kin = [
        row
        for row in wrong
        if family.get(row["roll_id"].removeprefix("r")) == truth[row["population_id"]]["family"]
    ]
    return {
        "rows": len(truth),
        "truly on no roll": len(off),
        "F1 as decided": 2 * len(flagged & off) / max(len(flagged) + len(off), 1),
        "F1 at the best threshold": best_f1(
            [(float(row["probability"]), row["population_id"] in off) for row in found], len(off)
        ),
        "F1 of the exact join": exact_join(folder, off),
        "link precision": 1 - len(wrong) / max(len(links), 1),
        "false links within a family": len(kin),
        "seconds": seconds,
        "seconds of processor": used.ru_utime + used.ru_stime,
        "peak MB": used.ru_maxrss / 1024,
    }


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--children", type=int, default=20_000)
    options.add_argument("--seed", type=int, default=11)
    wanted = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        lists = write_lists(Path(folder), count=wanted.children, seed=wanted.seed)
        for name, value in measure(lists).items():
            print(f"{name:<30}{value:>14,.5g}")


if __name__ == "__main__":
    main()
