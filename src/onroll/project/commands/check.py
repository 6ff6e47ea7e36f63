"""``onroll check``: say in plain words what is not right."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db import DatabaseError
from django.utils import timezone
from rich.console import Console
from rich.text import Text

from onroll.project import database, deployment, health
from onroll.web.health.signs import Sign, State, worst

MARKS = {
    State.WELL: ("well    ", "green"),
    State.WATCH: ("look    ", "yellow"),
    State.BAD: ("NOT WELL", "bold red"),
}


class Command(BaseCommand):
    """Look at everything and say what to do."""

    help = (
        "Say how the installation is: database, worker, queue, nightly run, messages, disk, backup, anchors. With "
        "--deploy also whether its settings are fit for real children's data. Ends with status 1 when something is "
        "not well, so that a monitor can call it."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument("--deploy", action="store_true", help="look at the settings as well")
        parser.add_argument("--quiet", action="store_true", help="say only what is not well")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run."""
        now = timezone.now()
        waiting = database.waiting_migrations()
        signs: list[Sign] = [health.database_answers(now)] if waiting else health.look(now)
        if options["deploy"]:
            try:
                signs += deployment.look(now)
            except DatabaseError:
                if not waiting:
                    raise
        console = Console(file=self.stdout, width=110, highlight=False)  # type: ignore[arg-type]
        for sign in signs:
            if not options["quiet"] or sign.state != State.WELL:
                console.print(_line(sign))
        if worst(signs) == State.BAD:
            raise SystemExit(1)


def _line(sign: Sign) -> Text:
    mark, style = MARKS[sign.state]
    line = Text.assemble((mark, style), "  ", (f"{sign.name}: ", "bold"), sign.found)
    return line.append(f"\n          → {sign.do}") if sign.do else line
