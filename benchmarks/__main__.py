"""``python -m benchmarks``: measure the pages, say what is over its bound, and end with status 1 when something is."""

import argparse
import json
import os
import sys
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path
from typing import Any

from benchmarks import loop
from benchmarks.browser import Browser
from benchmarks.installation import County, Installation, on_postgres, on_sqlite, prepare
from benchmarks.report import Figures, Report
from benchmarks.service import Service, serving, spent_by, tree_of
from scripts.system import ROOT, say

SIZES = ("5000:500", "100000:10000")
DATABASES: dict[str, Callable[[Sequence[County]], AbstractContextManager[list[Installation]]]] = {
    "sqlite": on_sqlite,
    "postgresql": on_postgres,
}
WARMING = 6
QUESTIONS = 400


def options() -> argparse.ArgumentParser:
    """Return what can be asked of the command line."""
    asked = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    asked.add_argument("--size", action="append", metavar="CHILDREN:CASES",
                       help=f"a county to measure; may be repeated (default: {' and '.join(SIZES)})")  # fmt: skip
    asked.add_argument("--database", action="append", choices=sorted(DATABASES), help="default: both")
    asked.add_argument("--page", action="append", default=[], help="only pages whose name holds this")
    asked.add_argument("--rounds", type=int, default=5, help="rounds of each page (default: %(default)s)")
    asked.add_argument("--seconds", type=float, default=2.0, help="length of a round (default: %(default)s)")
    asked.add_argument("--questions", type=int, default=QUESTIONS,
                       help="children to look up, 0 for none (default: %(default)s)")  # fmt: skip
    asked.add_argument("--folder", type=Path, default=ROOT / "var" / "bench", help="where counties are kept")
    asked.add_argument("--keep", action="store_true", help="measure the counties that are there, however old")
    asked.add_argument("--load", action="store_true", help="only load the counties")
    asked.add_argument(
        "--profile", metavar="PAGE", help="show where the time of one page goes, in each county"
    )
    asked.add_argument(
        "--who", choices=("assistant", "officer"), default="assistant", help="whose page to profile"
    )
    return asked


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the command line says and return the exit status."""
    wanted = options().parse_args(arguments)
    sizes = [tuple(int(part) for part in size.split(":")) for size in wanted.size or SIZES]
    counties = [
        prepare(wanted.folder, children=children, cases=cases, keep=wanted.keep) for children, cases in sizes
    ]
    if wanted.load:
        return 0
    report = Report(machine=_machine(wanted))
    for name in wanted.database or ["sqlite", "postgresql"]:
        with DATABASES[name](counties) as installations:
            if wanted.profile:
                _profile(installations, wanted.profile, wanted.who)
            else:
                _measure(installations, wanted, report)
    if wanted.profile:
        return 0
    text = report.text()
    (wanted.folder / "report.md").write_text(text)
    print(text)
    return 1 if report.faults() else 0


def _measure(installations: Sequence[Installation], wanted: argparse.Namespace, report: Report) -> None:
    """Measure every page of one database, the counties in turn, so that all meet the same noise."""
    database = installations[0].database
    with ExitStack() as stack:
        stations = []
        for installation in installations:
            say(f"{database}: {installation.county.words}")
            pages = _pages(installation, wanted.page)
            service = stack.enter_context(
                serving(installation.environment, folder=installation.county.folder)
            )
            stations.append(Station(installation, service, pages))
        rows = [station.figures[key] for key in stations[0].pages for station in stations]
        report.figures[database] = rows
        for number in range(1, wanted.rounds + 1):
            say(f"{database}: round {number} of {wanted.rounds}")
            for key in stations[0].pages:
                for station in stations:
                    station.measure(key, seconds=wanted.seconds)
        for station in stations:
            station.close()
    if wanted.questions:
        largest = installations[-1]
        say(f"{database}: finding {wanted.questions} children")
        found = json.loads(largest.run("benchmarks.lookup", "--questions", str(wanted.questions)))
        report.lookups.append((database, largest.county.children, found))


class Station:
    """A server over one county, with people signed in to it."""

    def __init__(
        self, installation: Installation, service: Service, pages: dict[tuple[str, str], Any]
    ) -> None:
        self.installation, self.service, self.pages = installation, service, pages
        self.people: dict[str, list[Browser]] = {}
        counts = {(each["name"], each["who"]): each["most"] for each in _statements(installation, pages)}
        self.figures = {
            key: Figures(page["name"], page["who"], installation.county.children, counts[key])
            for key, page in pages.items()
        }

    def measure(self, key: tuple[str, str], *, seconds: float) -> None:
        """Measure one round of one page; before the first, the page is opened a few times."""
        page, figures = self.pages[key], self.figures[key]
        browsers = self._browsers(page["email"])
        if not figures.rounds:
            for number in range(WARMING):
                loop.open_once(browsers[number % len(browsers)], page["asks"][number % len(page["asks"])])
        figures.rounds.append(loop.measure(browsers, page["asks"], seconds=seconds, cpu=self._cpu))

    def close(self) -> None:
        """Close every connection."""
        for browsers in self.people.values():
            for browser in browsers:
                browser.close()

    def _cpu(self) -> tuple[float, float]:
        postmaster = self.installation.postmaster
        return self.service.cpu(), spent_by(tree_of(postmaster)) if postmaster else 0.0

    def _browsers(self, email: str) -> list[Browser]:
        """Return four connections of one person in two sessions, signed in when first asked for."""
        if email not in self.people:
            first, second = Browser(self.service.port), Browser(self.service.port)
            first.sign_in(email)
            second.sign_in(email)
            others = [Browser(self.service.port, each.cookies) for each in (first, second)]
            self.people[email] = [first, second, *others]
        return self.people[email]


def _pages(installation: Installation, names: Sequence[str]) -> dict[tuple[str, str], Any]:
    plan = json.loads(installation.run("benchmarks.plan"))
    return {
        (page["name"], page["who"]): page
        for page in plan
        if not names or any(name in page["name"] for name in names)
    }


def _statements(installation: Installation, pages: dict[tuple[str, str], Any]) -> list[dict[str, Any]]:
    given = json.dumps(list(pages.values()))
    printed = installation.run("benchmarks.inside", "statements", given=given)
    return list(json.loads(printed.splitlines()[-1]))


def _profile(installations: Sequence[Installation], page: str, who: str) -> None:
    for installation in installations:
        print(f"{installation.database}, {installation.county.words}")
        plan = installation.run("benchmarks.plan")
        print(installation.run("benchmarks.inside", "profile", page, who, given=plan))


def _machine(wanted: argparse.Namespace) -> str:
    load = ", ".join(f"{each:.1f}" for each in os.getloadavg())
    return (
        f"{os.cpu_count()} processors, load {load} before; {wanted.rounds} rounds of {wanted.seconds:g} s for each "
        f"page, the counties in turn, {loop.CLIENTS} clients in a closed loop here; medians over rounds. "
        "CPU is user and system of server and database; growth is CPU beside the smallest county."
    )


if __name__ == "__main__":
    sys.exit(main())
