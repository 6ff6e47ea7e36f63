"""``onroll audit``: verify the record of what was done and who looked."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from onroll.audit import chain, guards
from onroll.audit.chain import Fault, Head
from onroll.nightly import anchors
from onroll.project import database
from onroll.project.commands.showing import counted, report_faults

UNANCHORED = 3
UNGUARDED = (
    "Without them the database lets anybody change it who may write to it. Somebody took them away, or the data was "
    "brought here without them: tell the data protection officer."
)


class Command(BaseCommand):
    """Verify, or export anchors."""

    help = (
        "verify: walk the whole record and its anchors, and name the first row that was changed, removed or put in. "
        "The signature of every anchor is checked. anchors: write the present heads now, as the worker does each hour. "
        "Ends with status 1 when the record does not hold or a guard of it is missing, with 3 when there are no "
        "anchors to show whether its end was cut off."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument("what", choices=["verify", "anchors"])
        parser.add_argument(
            "--anchors",
            type=Path,
            metavar="DIR",
            help="check against the anchors in this folder or file, kept elsewhere, as well",
        )

        parser.add_argument(
            "--without-anchors", action="store_true", help="be content where there are no anchors"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Run."""
        if options["what"] == "anchors":
            number = anchors.export(now=timezone.now())
            self.stdout.write(
                f"{number} anchors written to {anchors.folder()}. Keep a copy on another machine."
            )
            return
        known, unsigned = self._anchors(options["anchors"])
        with counted("Verifying the record", unit="rows") as progress:
            faults = unsigned + chain.verify(anchors=known, progress=lambda count: progress("rows", count))
        rows = sum(database.rows(model).count() for model in chain.CHAINS)
        self.stdout.write(f"Looked at {rows:,} rows against {len(known):,} anchors.")
        whole = report_faults(faults, self.stdout, anchored=bool(known))
        if missing := guards.missing():
            self.stdout.write(f"GUARDS OF THE RECORD ARE MISSING: {', '.join(missing)}. {UNGUARDED}")
        if missing or not whole:
            raise SystemExit(1)
        if not known and not options["without_anchors"]:
            self.stdout.write(
                "Bring the anchors back, or give the copies kept elsewhere: onroll audit verify --anchors DIR. "
                "Where none were made yet: onroll audit verify --without-anchors"
            )
            raise SystemExit(UNANCHORED)

    def _anchors(self, given: Path | None) -> tuple[list[Head], list[Fault]]:
        if given and not anchors.files(given):
            raise CommandError(f"There are no anchors in {given}.")
        return anchors.last_of_each([*anchors.files(), *(anchors.files(given) if given else ())])
