"""``onroll move --to URL``: from SQLite to PostgreSQL."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from onroll.project import database, moving
from onroll.project.commands.showing import counted, refuse_beside_worker


class Command(BaseCommand):
    """Move everything to PostgreSQL."""

    help = (
        "Copy every table into an empty PostgreSQL database, compare the counts of both sides, and verify the record "
        "there. The SQLite database stays as it is. Stop the server and the worker first."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument("--to", required=True, metavar="URL", help="postgresql://user:password@host/name")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run."""
        try:
            refuse_beside_worker("it would send the post from here as well")
            with counted(f"Moving from the {database.in_words()}", unit="rows") as progress:
                moved = moving.move(options["to"], progress=progress)
        except moving.MoveRefused as refused:
            raise CommandError(str(refused)) from None
        filled = {table: rows for table, rows in moved.counts.items() if rows}
        for table, rows in filled.items():
            self.stdout.write(f"  {table:<44}{rows:>12,}  the same on both sides")
        self.stdout.write(f"Moved {moved.rows:,} rows of {len(moved.counts)} tables.")
        self.stdout.write(
            "Now set ONROLL_DATABASE_URL to the new database, verify with: onroll audit verify, and start again. "
            "Never start the service on the old database again: what waits to be sent would be sent from both."
        )
