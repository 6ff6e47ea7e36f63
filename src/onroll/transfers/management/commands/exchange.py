"""``onroll exchange``: one round of the folders by which transfer files come from S2S and go to it."""

import json
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from onroll.access.actors import service_actor
from onroll.transfers import folders
from onroll.transfers.actions.exchanging import exchange

WORDS = (
    ("taken", "taken in, to be approved on the page Files"),
    ("rejected", "set aside, with the reason beside it"),
    ("unfinished", "left, as it may still be being written"),
    ("written", "written to the folder, to be sent"),
    ("collected", "taken from the folder by somebody"),
    ("stopped", "stopped, because of a hold"),
    ("taken_back", "taken back from the folder, because of a hold"),
    ("too_late", "taken from the folder before a hold could stop them: speak to the schools"),
    ("gone", "not sent, as the content is no longer kept"),
)


class Command(BaseCommand):
    """Take in what is whole, write out what waits, and say so."""

    help = (
        "Do one round of the exchange of transfer files: take in what lies whole in the folder 'in', set aside what "
        "cannot be used with the reason beside it, and write what waits into the folder 'out'. The worker does this "
        "every five minutes. Doing it twice changes nothing. Ends with 0, with 1 when a file was set aside, with 2 "
        "when no folder is set (ONROLL_EXCHANGE_DIR)."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument(
            "--json", action="store_true", help="say what was done as JSON, for another program"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Do one round."""
        done = exchange(by=service_actor("Command line", role="NIGHT", at=timezone.now()))
        if done is None:
            raise CommandError(
                "No folder is set. Name it in ONROLL_EXCHANGE_DIR (docs/how-to/exchange-with-s2s.md).",
                returncode=2,
            )
        if options["json"]:
            self.stdout.write(json.dumps(vars(done)))
        else:
            self.stdout.write(f"The folder {folders.root()}:")
            lines = [f"  {getattr(done, name):>4,} {words}" for name, words in WORDS if getattr(done, name)]
            self.stdout.write("\n".join(lines) or "  nothing to do")
        if done.rejected:
            sys.exit(1)
