"""``onroll nightly``: what the clock does each night, now or as of any day."""

from argparse import ArgumentParser, ArgumentTypeError
from datetime import date, datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TextColumn,
    TimeElapsedColumn,
)
from rich.table import Table

from onroll.audit.actor import LONDON
from onroll.nightly import run
from onroll.nightly.models import Run
from onroll.nightly.steps import STEPS, Step


class Command(BaseCommand):
    """Run one day, or every day that was missed."""

    help = (
        "Do what is done each night: search the rolls again for children with no address, refresh duties, raise "
        "reminders, keep the day's figures, and check the store. Running it twice changes nothing. A day that was "
        "missed is made up for now, and what is written says so."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        which = parser.add_mutually_exclusive_group()
        which.add_argument(
            "--as-of",
            type=day_of,
            metavar="DATE",
            help="run for this day, such as 2026-09-15 (default: today)",
        )
        which.add_argument("--catch-up", action="store_true", help="run every day that was missed, in order")
        parser.add_argument(
            "--dry-run",
            action="store_true",
            help="only say what would be looked at; for a day to come as well",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Run."""
        now = timezone.now()
        today = now.astimezone(LONDON).date()
        days = run.missed_days(today) if options["catch_up"] else [options["as_of"] or today]
        if not days:
            self.stdout.write("No night was missed: nothing to catch up.")
            return
        if options["dry_run"]:
            for day in days:
                self._show(day, now=now)
            return
        try:
            for day in days:
                self._report(self._run(day, now=now))
        except run.AlreadyRunning:
            raise CommandError(
                "A nightly run is under way. If it was killed, try again in a minute, when its lease has run out."
            ) from None
        except run.NotYet as error:
            raise CommandError(f"{error}: add --dry-run to see what it would be about.") from None

    def _show(self, day: date, *, now: datetime) -> None:
        table = Table(
            title=f"For {day:%-d %B %Y}; nothing was done", title_justify="left", box=None, pad_edge=False
        )
        table.add_column("Step")
        table.add_column("Would look at", justify="right")
        for step, count in run.look_at(day, now=now):
            table.add_row(step.words, f"{count:,}")
        Console(file=self.stdout, width=100).print(table)  # type: ignore[arg-type]

    def _run(self, day: date, *, now: datetime) -> Run:
        columns = (
            SpinnerColumn(),
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
        )
        with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
            lines = {step.code: bar.add_task(step.words, total=None) for step in STEPS}

            def progress(step: Step, done: int) -> None:
                bar.advance(lines[step.code], done)

            return run.run_day(day, now=now, progress=progress)

    def _report(self, done: Run) -> None:
        table = Table(
            title=f"Nightly run for {done.as_of:%-d %B %Y}", title_justify="left", box=None, pad_edge=False
        )
        for heading in ("Step", "Looked at", "Changed", "Set aside", "Seconds"):
            table.add_column(heading, justify="left" if heading == "Step" else "right")
        for step in done.steps:
            table.add_row(
                step["words"], *(str(step[key]) for key in ("seen", "changed", "set_aside", "seconds"))
            )
        console = Console(file=self.stdout, width=100)  # type: ignore[arg-type]
        console.print(table)
        aside = done.set_aside.all()
        if aside:
            console.print(f"\n{len(aside)} set aside; each is tried again by the next run:")
            for row in aside[:20]:
                console.print(f"  {row.step}  {row.subject_id or 'the whole service'}  {row.error}")


def day_of(text: str) -> date:
    """Return the day that an option names; raises ArgumentTypeError, in words, for what is no day."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f"{text!r} is no day: write it as 2026-09-15") from None
