"""``onroll backup FILE``: one archive with everything that cannot be made again."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from onroll.project import archive, database, health
from onroll.project.commands.showing import counted


class Command(BaseCommand):
    """Back up while the service runs."""

    help = (
        "Write the database as it is at this moment, the files received, and the anchors into one archive. The "
        "service may go on running. Secrets are left out: keep the audit key elsewhere, for without it nobody can "
        "verify the record."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument("file", type=Path, help="the archive to write, such as backups/2026-09-09.onroll")
        parser.add_argument("--replace", action="store_true", help="write over a file that is there")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run."""
        target: Path = options["file"]
        if target.exists() and not options["replace"]:
            raise CommandError(f"{target} is there already. Choose another name, or say --replace.")
        if not target.resolve().parent.is_dir():
            raise CommandError(f"There is no folder {target.parent}. Make it first.")
        now = timezone.now()
        with counted(f"Backing up the {database.in_words()}") as progress:
            manifest = archive.write(target, now=now, progress=progress)
        size = target.stat().st_size
        health.note_backup(at=now, file=target.resolve(), size_bytes=size)
        files = len(manifest.hashes) - 1
        self.stdout.write(
            f"Backed up {manifest.rows:,} rows of {len(manifest.counts)} tables and {files:,} files."
        )
        self.stdout.write(
            f"{target} has {size / 1024**2:,.1f} MB and holds children's data: keep it where only you can read."
        )
        self.stdout.write(f"Not in it: {', '.join(manifest.left_out)}.")
