"""``onroll demo``: a whole invented county on this machine, and the service running on it."""

import os
from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, connections, transaction
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
from onroll.demonstration import loading
from onroll.demonstration.county import County
from onroll.project.commands import migrate, serve

CHILDREN = 5_000
TRY = (
    "Without signing in: tell us about a child, and keep the reference.",
    "As the Children Missing Education Assistant: open Arrived, and decide what becomes of it.",
    "As anybody: search for a name spelt wrongly, and open a record to see who has looked at it.",
)


class Command(BaseCommand):
    """Load the county once, then serve it."""

    help = (
        "Load an invented county, with every kind of school, family and case, and run the service on it. The first "
        "run takes about a minute; later ones start at once. Nothing leaves this machine: what would be e-mailed "
        "is kept on the page /mailbox/."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        add = parser.add_argument
        add(
            "--children",
            type=int,
            default=CHILDREN,
            help="how many children the county has (default: %(default)s)",
        )
        add("--seed", type=int, default=1, help="another seed makes another county (default: %(default)s)")
        add(
            "--day", type=date.fromisoformat, help="load it as of another day, as 2026-09-15 (default: today)"
        )
        add("--port", type=int, default=serve.PORT, help="port to listen on (default: %(default)s)")
        add("--fresh", action="store_true", help="throw the loaded county away and load it anew")
        add("--no-serve", action="store_true", help="load it, and do not run the service")

    def handle(self, *args: Any, **options: Any) -> None:
        """Load what is not loaded, say how to sign in, and serve."""
        if not settings.DEMO:
            raise CommandError("The demonstration runs on data of its own: start it with `onroll demo`.")
        self.console = Console(highlight=False)
        loaded = None if options["fresh"] else loading.mark()
        if loaded is None:
            loaded = self._load(options)
        self._welcome(loaded, options["port"])
        if not options["no_serve"]:
            call_command(serve.Command(), port=options["port"], with_worker=True)

    def _load(self, options: dict[str, Any]) -> loading.Loaded:
        now = timezone.now()
        day = options["day"] or now.astimezone(LONDON).date()
        if options["day"]:
            now = now.astimezone(LONDON).replace(year=day.year, month=day.month, day=day.day)
        self._begin_anew()
        call_command(migrate.Command(), stdout=self.stdout)
        county = County(seed=options["seed"], children=options["children"], day=day)
        columns = (
            SpinnerColumn(),
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
        )
        with Progress(*columns, console=self.console) as shown:
            task = shown.add_task("The county", total=None)

            def progress(words: str, done: int, total: int) -> None:
                shown.update(task, description=words, completed=done, total=total or None)

            with transaction.atomic():
                loaded = loading.load_county(county, now=now, progress=progress)
        for words in loaded.refused:
            self.console.print(f"[yellow]Not done:[/yellow] {words}")
        return loaded

    def _begin_anew(self) -> None:
        """Take away a county that was half loaded or is to be thrown away; only ever the demonstration's own."""
        (settings.DATA_DIR / loading.MARK).unlink(missing_ok=True)
        if connection.vendor == "sqlite":
            connections.close_all()
            name = str(settings.DATABASES["default"]["NAME"])
            for ending in ("", "-wal", "-shm"):
                Path(name + ending).unlink(missing_ok=True)
        elif connection.introspection.table_names():
            raise CommandError("The database is not empty. Give the demonstration an empty one of its own.")

    def _welcome(self, loaded: loading.Loaded, port: int) -> None:
        out = self.console
        out.print()
        out.print(f"[bold]The county of Wendlemere[/bold], as of {loaded.day}: {loaded.children:,} children, "
                  f"{loaded.on_roll:,} on a roll, {loaded.stories} stories to look at. All are invented.")  # fmt: skip
        if loaded.day != timezone.now().astimezone(LONDON).date().isoformat():
            out.print(
                "It was loaded some days ago, so more is late by now. To load it as of today: onroll demo --fresh"
            )
        table = Table(show_header=True, header_style="bold", box=None, pad_edge=False)
        for heading in ("Sign in as", "Email", "What to try"):
            table.add_column(heading, overflow="fold")
        for user in loading.cast():
            titles = ", ".join(dict.fromkeys(each.title for each in user.memberships.all()))
            table.add_row(f"{user.name}\n[dim]{titles}[/dim]", user.email, user.story)
        out.print()
        out.print(table)
        out.print()
        out.print(f"Open [bold]http://localhost:{port}/[/bold] and choose a person on the page “Sign in”. "
                  f"To sign in by hand, the password is “{loading.PASSWORD}”.")  # fmt: skip
        out.print(f"What would be e-mailed: http://localhost:{port}/mailbox/   "
                  f"Files to try loading: {os.path.relpath(settings.DATA_DIR / 'files-to-try')}")  # fmt: skip
        out.print("Try this first:")
        for number, words in enumerate(TRY, start=1):
            out.print(f"  {number}. {words}")
        out.print()
