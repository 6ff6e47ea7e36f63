"""``onroll migrate``: make or update the database's tables."""

from argparse import ArgumentParser
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection

from onroll.project import database


class Command(BaseCommand):
    """Apply every change of the tables that has not been applied yet."""

    help = (
        "Make the database's tables, or bring them up to date after an upgrade. Make a backup first: "
        "onroll backup FILE. Run again, it changes nothing."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument("--plan", action="store_true", help="say what would be done, and do nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run."""
        waiting = database.waiting_migrations()
        if options["plan"]:
            for name in waiting:
                self.stdout.write(name)
            self.stdout.write(f"{len(waiting)} changes wait to be applied.")
            return
        if waiting:
            self.stdout.write(f"Applying {len(waiting)} changes to the {database.in_words()}.")
            call_command(
                "migrate", verbosity=1 if options["verbosity"] > 1 else 0, interactive=False, skip_checks=True
            )
        self.stdout.write(
            f"The database is up to date ({len(connection.introspection.table_names())} tables)."
        )
