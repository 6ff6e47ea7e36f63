"""``onroll simulate``: the register as it stands, run forward to a day, or tried with other numbers."""

import json
from argparse import ArgumentParser, ArgumentTypeError
from collections import Counter
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from rich.console import Console
from rich.table import Table

from onroll.access.matrix import role as role_of
from onroll.audit.actor import LONDON
from onroll.duties.numbers import current_parameters
from onroll.project.commands.showing import counted
from onroll.reports import chart
from onroll.reports.forecast import Forecast, by_role
from onroll.reports.running import ASSUMES, Moved, tried
from rulebook.parameters import Parameters, ParametersWrong, load
from rulebook.wording import long_date

WAYS = {"earlier": "earlier", "later": "later", "otherwise": "otherwise changed"}


class Command(BaseCommand):
    """Say what would fall due; write no row."""

    help = (
        "Run the register forward to a day: what falls due in each week and by whose duty it is, what comes round "
        "included. With --local, say as well what an authority's other numbers would change. No row is written. What "
        "the run takes for granted is said at its end."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument(
            "--until",
            type=_day,
            metavar="DATE",
            help="the last day, such as 2026-12-31 (default: in eight weeks)",
        )
        parser.add_argument(
            "--local", type=Path, metavar="FILE", help="a local.toml to be tried in place of the one in force"
        )
        parser.add_argument(
            "--svg", type=Path, metavar="FILE", help="write it as a chart to a new file as well"
        )
        parser.add_argument("--json", action="store_true", help="write it for another program")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run."""
        today = timezone.now().astimezone(LONDON).date()
        until = options["until"] or today + timedelta(weeks=8)
        if until < today:
            raise CommandError(f"{long_date(until)} is past. Give today or a later day as --until.")
        numbers = _numbers(options["local"])
        with counted("Assessing the register", unit="cases and notices") as progress:
            now, then, moved = tried(
                as_of=today, until=until, numbers=numbers, progress=lambda done: progress("", done)
            )
        if options["svg"]:
            _write(options["svg"], chart.draw(now, then if options["local"] else None))
        if options["json"]:
            self.stdout.write(json.dumps(_as_data(now, then, moved), indent=2))
            return
        console = Console(file=self.stdout, width=100)  # type: ignore[arg-type]
        console.print(_table(now, then if options["local"] else None))
        self.stdout.write(
            f"Owed today: {now.outstanding:,}, as the register has it once the night has run. Of these after that day: "
            f"{now.later:,}; on a day not yet known: {now.undated:,}."
        )
        if options["local"]:
            self._say_what_moves(moved)
        self.stdout.write("\nWhat this takes for granted:")
        for words in ASSUMES:
            self.stdout.write(f"- {words}")

    def _say_what_moves(self, moved: list[Moved]) -> None:
        if not moved:
            self.stdout.write("With the other numbers no date would move.")
        for title, each in sorted(_by_title(moved).items()):
            ways = ", ".join(f"{each[way]:,} {words}" for way, words in WAYS.items())
            self.stdout.write(f"{title}: {ways}.")


def _numbers(local: Path | None) -> Parameters:
    if local is None:
        return current_parameters()
    try:
        return load(local)
    except FileNotFoundError:
        raise CommandError(f"There is no file {local}.") from None
    except ParametersWrong as wrong:
        raise CommandError("\n".join(finding.words for finding in wrong.findings)) from None


def _table(now: Forecast, then: Forecast | None) -> Table:
    roles = sorted({*now.owers(), *(then.owers() if then else ())})
    table = Table(
        title=f"What falls due until {long_date(now.until)}, what comes round included",
        title_justify="left",
        box=None,
    )
    table.add_column("Week of", no_wrap=True)
    for role in roles:
        table.add_column(role_of(role).short, justify="right")
    table.add_column("All", justify="right")
    table.add_column("again", justify="right")
    pairs = [("Late already", now.late, then.late if then else None, "")]
    for week, _ in now.table():
        again = now.again.get(week, Counter()).total()
        pairs.append(
            (f"{week.day} {week:%b %Y}", now.all_in(week), then.all_in(week) if then else None, f"{again:,}")
        )
    for words, counts, others, again_words in pairs:
        shares, other = by_role(counts), by_role(others) if others is not None else None
        cells = [_cell(shares[role], None if other is None else other[role]) for role in roles]
        everything = _cell(counts.total(), None if others is None else others.total())
        table.add_row(words, *cells, everything, again_words)
    return table


def _write(path: Path, drawing: str) -> None:
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(drawing)
    except FileExistsError:
        raise CommandError(f"{path} is there already. Name a new file.") from None
    except OSError as fault:
        raise CommandError(f"{path} cannot be written ({fault.strerror}).") from None


def _cell(before: int, after: int | None) -> str:
    return f"{before:,}" if after in (None, before) else f"{before:,} → {after:,}"


def _by_title(moved: list[Moved]) -> dict[str, Counter[str]]:
    found: dict[str, Counter[str]] = {}
    for each in moved:
        found.setdefault(each.title, Counter())[_way(each)] += 1
    return found


def _way(each: Moved) -> str:
    if each.before is None or each.after is None:
        return "otherwise"
    return "earlier" if each.after < each.before else "later"


def _as_data(now: Forecast, then: Forecast, moved: list[Moved]) -> dict[str, Any]:
    return {
        "as_of": now.as_of.isoformat(),
        "until": now.until.isoformat(),
        "now": _counts(now),
        "tried": _counts(then),
        "moved": {title: dict(each) for title, each in sorted(_by_title(moved).items())},
        "assumes": list(ASSUMES),
    }


def _counts(forecast: Forecast) -> dict[str, Any]:
    return {
        "late": dict(by_role(forecast.late)),
        "outstanding": forecast.outstanding,
        "weeks": {week.isoformat(): dict(by_role(counts)) for week, counts in forecast.table()},
        "come_round": {
            week.isoformat(): dict(by_role(counts)) for week, counts in sorted(forecast.again.items())
        },
        "later": forecast.later,
        "undated": forecast.undated,
    }


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f"{text!r} is no day: write it as 2026-12-31") from None
