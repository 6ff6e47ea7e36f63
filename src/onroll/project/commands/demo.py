"""``onroll demo``: a whole invented county on this machine, and the service running on it."""

import os
import subprocess
import sys
from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from time import perf_counter
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn
from rich.table import Table

from onroll.access import matrix, queries
from onroll.access.models import User
from onroll.audit.actor import LONDON
from onroll.demonstration import loading, standing
from onroll.demonstration.county import County
from onroll.demonstration.county.county import FEWEST, MOST
from onroll.demonstration.setting_up import PASSWORD
from onroll.demonstration.standing import Standing
from onroll.nightly.management.commands.nightly import day_of
from onroll.project import database, statics
from onroll.project.commands import serve
from rulebook.wording import counted, long_date

CHILDREN = 5_000
COLUMNS = (TextColumn("{task.description:<20}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
TRY = (
    "Without signing in, tell us about a child, and keep the reference. Then look into the mailbox.",
    "As the CME assistant: open Arrived, see whom a notice may be about, and put the child on the register.",
    "As anybody: search for a name spelt wrongly, and open the record. As the manager: see who has looked at it.",
)


class Command(BaseCommand):
    """Load the county once, then serve it."""

    help = (
        "Load an invented county, with every kind of school, family and case, and run the service on it. The first run "
        "takes about a minute; later ones start at once. Nothing leaves this machine: what would be e-mailed is kept "
        "on the page /mailbox/. Its data lies in var/demo (or ONROLL_DATA_DIR), apart from everything else."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        add = parser.add_argument
        port = int(os.environ.get("ONROLL_PORT") or os.environ.get("PORT") or serve.PORT)
        add(
            "--children",
            type=_size,
            default=CHILDREN,
            help=f"how many children the county has, from {FEWEST:,} to {MOST:,} (default: %(default)s)",
        )
        add("--seed", type=int, default=1, help="another number makes another county (default: %(default)s)")
        add(
            "--day",
            type=day_of,
            metavar="DATE",
            help="load it as it stood on a day, as 2026-09-15 (default: today)",
        )
        add("--fresh", action="store_true", help="throw the loaded county away, and load it anew")
        add("--port", type=int, default=port, help="port to listen on (default: %(default)s)")
        add("--no-serve", action="store_true", help="load it, and do not run the service")
        add("--no-browser", action="store_true", help="do not open a browser")

    def handle(self, *args: Any, **options: Any) -> None:
        """Load what is not loaded, say how to sign in, and serve."""
        if not settings.DEMO:
            raise CommandError("The demonstration runs on data of its own. Start it with: onroll demo")
        self.console = Console(highlight=False, soft_wrap=not sys.stdout.isatty())
        try:
            with standing.only_one(settings.DATA_DIR):
                self._run(options)
        except standing.InUse:
            raise CommandError(
                f"The demonstration in {_path(settings.DATA_DIR)} is being loaded, or is running, in another window.\n"
                "Stop it there with Ctrl-C, or give this one its own folder: ONROLL_DATA_DIR=var/demo2 onroll demo"
            ) from None

    def _run(self, options: dict[str, Any]) -> None:
        found = standing.standing_in(settings.DATA_DIR)
        if found is None or options["fresh"] or not found.loaded:
            found = self._load(found, options)
        else:
            self._say_what_is_there(found, options)
        if options["no_serve"]:
            return
        if statics.collect_if_needed():
            self.console.print("Static files collected.")
        self._welcome(found, options["port"])
        os.environ.setdefault("ONROLL_BASE_URL", f"http://localhost:{options['port']}")
        if not options["no_browser"]:
            _open_browser(f"http://localhost:{options['port']}/")
        call_command(serve.Command(), port=options["port"], with_worker=True)

    # ------------------------------------------------------------------------------------------------------- loading
    def _load(self, found: Standing | None, options: dict[str, Any]) -> Standing:
        began, now = perf_counter(), timezone.now()
        day = options["day"] or now.astimezone(LONDON).date()
        if day > now.astimezone(LONDON).date():
            raise CommandError(f"{long_date(day)} is still to come. Choose today or a day before it.")
        if found is not None and not found.loaded:
            self.console.print("The last loading was broken off. It begins again from nothing.")
        try:
            standing.clear(settings.DATA_DIR, ours=found is not None)
        except standing.NotOurs:
            raise CommandError(
                "There is data in this database that is no demonstration. Nothing was changed.\n"
                "Leave out ONROLL_DATABASE_URL and ONROLL_DATA_DIR, or give the demonstration an empty database."
            ) from None
        mark = Standing(
            database=standing.database_name(),
            day=day.isoformat(),
            children=options["children"],
            seed=options["seed"],
        )
        standing.leave_mark(settings.DATA_DIR, mark)
        loaded = self._load_county(mark, now=now)
        for words in (*loaded.refused, *loaded.differing):
            self.console.print(f"Not as the script has it: {words}", style="yellow")
        whole = Standing(**{**vars(mark), "loaded": True, "on_roll": loaded.on_roll, "cases": loaded.cases})
        standing.leave_mark(settings.DATA_DIR, whole)
        self.console.print(f"Loaded in {counted(round(perf_counter() - began), 'second')}.")
        return whole

    def _load_county(self, mark: Standing, *, now: datetime) -> loading.Loaded:
        self.console.print(
            f"Loading the county of Wendlemere as of {long_date(mark.county_day)}: {mark.children:,} children. "
            "Every one of them is invented."
        )
        with Progress(*COLUMNS, console=self.console) as shown:
            bars: dict[str, TaskID] = {}

            def progress(words: str, done: int, total: int) -> None:
                if words not in bars:
                    bars[words] = shown.add_task(words, total=total)
                shown.update(bars[words], completed=done)

            progress("Tables", 0, 1)
            call_command("migrate", verbosity=0, interactive=False, skip_checks=True)
            progress("Tables", 1, 1)
            county = County(seed=mark.seed, children=mark.children, day=mark.county_day)
            return loading.load_county(county, folder=settings.DATA_DIR, now=now, progress=progress)

    def _say_what_is_there(self, found: Standing, options: dict[str, Any]) -> None:
        say = self.console.print
        say(f"The county is loaded as of {long_date(found.county_day)}.")
        wanted = (options["children"], options["seed"], options["day"] or found.county_day)
        if options["children"] != CHILDREN and wanted != (found.children, found.seed, found.county_day):
            say(f"It has {found.children:,} children. To load another one, add --fresh.")
        if found.county_day < timezone.now().astimezone(LONDON).date():
            say("That is some days ago, so more is late by now. To load it as of today: onroll demo --fresh")
        if waiting := len(database.waiting_migrations()):
            say(f"Bringing its tables up to date ({counted(waiting, 'change')}).")
            call_command("migrate", verbosity=0, interactive=False, skip_checks=True)

    # ------------------------------------------------------------------------------------------------------- welcoming
    def _welcome(self, found: Standing, port: int) -> None:
        say, address = self.console.print, f"http://localhost:{port}"
        say()
        say(f"[bold]Wendlemere[/bold]: {found.children:,} children, {found.on_roll:,} of them on a roll here, "
            f"{counted(found.cases, 'case')} in every state.")  # fmt: skip
        say()
        say(cast_table([(_role_in_area(role, user), user) for role, user in queries.cast().firsts]))
        say()
        say(f"Open         [bold]{address}/[/bold] and choose somebody on the page “Sign in”.")
        say(f"By hand      any of these addresses, with the password: {PASSWORD}")
        say(f"Mailbox      {address}/mailbox/ has what would have been e-mailed.")
        say(f"Files to try {_path(settings.DATA_DIR / loading.FOLDER)}")
        say()
        say("Three things to try:")
        for number, words in enumerate(TRY, start=1):
            say(f"  {number}. {words}")
        say()


def cast_table(cast: Sequence[tuple[str, User]]) -> Table:
    """Return who can be tried, by role: an e-mail stands on a line of its own and whole, in 80 columns too."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("Role", width=16)
    table.add_column("Name, email and what to try", overflow="fold", max_width=84)
    for role, user in cast:
        table.add_row(role, f"{user.name}\n[cyan]{user.email}[/cyan]\n[dim]{user.story}[/dim]")
    return table


def _role_in_area(role: str, user: User) -> str:
    """Return a role in a word or two and, for one who works in an area, which."""
    held = next(each for each in user.memberships.all() if each.role == role)
    return matrix.role(role).short + (f", {held.area.name}" if held.area else "")


def _size(text: str) -> int:
    size = int(text.replace(",", "").replace("_", ""))
    if not FEWEST <= size <= MOST:
        raise ArgumentTypeError(f"from {FEWEST:,} to {MOST:,}")
    return size


def _path(path: Path) -> str:
    """Return a path as somebody in this folder would type it."""
    here = Path.cwd()
    return str(path.relative_to(here)) if path.is_relative_to(here) else str(path)


def _open_browser(address: str) -> None:
    """Open the address in a browser once it answers; only where there is a screen, and never in the terminal."""
    screen = sys.platform == "darwin" or os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    if not (screen and sys.stdout.isatty()):
        return
    wait = (
        "import sys, time, urllib.request, webbrowser\n"
        "for _ in range(100):\n"
        "    try:\n"
        "        urllib.request.urlopen(sys.argv[1] + 'health/', timeout=2)\n"
        "        break\n"
        "    except OSError:\n"
        "        time.sleep(0.3)\n"
        "webbrowser.open(sys.argv[1])\n"
    )
    subprocess.Popen([sys.executable, "-c", wait, address], stderr=subprocess.DEVNULL)  # noqa: S603  our own words
