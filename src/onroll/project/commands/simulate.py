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
from onroll.cases.actions.duties import current_parameters
from onroll.project.commands.showing import counted
from onroll.reports.forecast import Forecast, Moved, by_role, tried
from rulebook.parameters import Parameters, ParametersWrong, load
from rulebook.wording import long_date

WAYS = {"earlier": "earlier", "later": "later", "otherwise": "otherwise changed"}


class Command(BaseCommand):
    """Say what would fall due; write nothing."""

    help = (
        "Say what would fall due by a day, by week and by whose duty it is, if nothing else happened. With --local, "
        "say as well what an authority's other numbers would change. Nothing is written. What people will do in the "
        "meantime, and what would follow from it, is not foreseen."
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
        parser.add_argument("--json", action="store_true", help="write it for another program")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run."""
        today = timezone.now().astimezone(LONDON).date()
        until = options["until"] or today + timedelta(weeks=8)
        if until < today:
            raise CommandError(f"{long_date(until)} is past. Give today or a later day as --until.")
        numbers = _numbers(options["local"])
        with counted("Assessing open cases", unit="cases") as progress:
            now, then, moved = tried(
                as_of=today, until=until, numbers=numbers, progress=lambda done: progress("", done)
            )
        if options["json"]:
            self.stdout.write(json.dumps(_as_data(now, then, moved), indent=2))
            return
        console = Console(file=self.stdout, width=100)  # type: ignore[arg-type]
        console.print(_table(now, then if options["local"] else None))
        self.stdout.write(f"After that day: {now.later:,}. On a day not yet known: {now.undated:,}.")
        if options["local"]:
            self._say_what_moves(moved)

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
        title=f"What falls due until {long_date(now.until)}, if nothing else happens",
        title_justify="left",
        box=None,
    )
    table.add_column("Week of")
    for role in roles:
        table.add_column(role_of(role).short, justify="right")
    table.add_column("All", justify="right")
    pairs = [("Late already", now.late, then.late if then else None)]
    weeks = dict(then.table()) if then else {}
    pairs += [(f"{week:%-d %b %Y}", counts, weeks.get(week)) for week, counts in now.table()]
    for words, counts, others in pairs:
        shares, other = by_role(counts), by_role(others) if others is not None else None
        cells = [_cell(shares[role], None if other is None else other[role]) for role in roles]
        table.add_row(words, *cells, _cell(counts.total(), None if others is None else others.total()))
    return table


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
    }


def _counts(forecast: Forecast) -> dict[str, Any]:
    return {
        "late": dict(by_role(forecast.late)),
        "weeks": {week.isoformat(): dict(by_role(counts)) for week, counts in forecast.table()},
        "later": forecast.later,
        "undated": forecast.undated,
    }


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f"{text!r} is no day: write it as 2026-12-31") from None
