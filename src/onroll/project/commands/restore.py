"""``onroll restore FILE``: bring an archive back, and prove that it is whole."""

from argparse import ArgumentParser
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from django.utils import timezone

from onroll.audit import chain
from onroll.nightly.models import WorkerSeen
from onroll.project import archive, copies, database
from onroll.project.commands.showing import counted, report_faults


class Command(BaseCommand):
    """Restore an archive that onroll backup wrote."""

    help = (
        "Bring back the database, the files and the anchors of an archive. Every hash is checked before anything is "
        "written, every table is counted and the record verified afterwards. Stop the server and the worker first."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument("file", type=Path, help="the archive")
        parser.add_argument("--replace", action="store_true", help="replace the data that is here now")
        parser.add_argument("--look", action="store_true", help="say what is in the archive, and do nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run."""
        source: Path = options["file"]
        if not source.is_file():
            raise CommandError(f"There is no file {source}.")
        try:
            if options["look"]:
                self._tell(archive.read_manifest(source))
                return
            _refuse_beside_worker()
            with counted(f"Restoring into the {database.in_words()}") as progress:
                manifest = archive.restore(source, replace=options["replace"], progress=progress)
        except (archive.ArchiveRefused, copies.ToolFailed) as refused:
            raise CommandError(str(refused)) from None
        self._tell(manifest)
        with counted("Verifying the record") as progress:
            faults = chain.verify(progress=lambda count: progress("rows", count))
        report_faults(faults, self.stdout, without_key=True)
        self.stdout.write(
            "Everything in the archive was found again. Now run: onroll migrate, then onroll check"
        )

    def _tell(self, manifest: archive.Manifest) -> None:
        made = datetime.fromisoformat(manifest.made_at)
        self.stdout.write(f"Archive of {made:%-d %B %Y at %H:%M} (UTC), from {manifest.vendor}:")
        self.stdout.write(
            f"{manifest.rows:,} rows of {len(manifest.counts)} tables, {len(manifest.hashes) - 1:,} files."
        )


def _refuse_beside_worker() -> None:
    """Refuse while a worker shows signs of life: it would write into what is being replaced."""
    try:
        alive = WorkerSeen.objects.filter(seen_at__gte=timezone.now() - timedelta(seconds=30)).first()
    except DatabaseError:
        return  # there are no tables yet, so nobody works on them
    if alive:
        raise CommandError(
            f"The worker {alive.worker} is running. Stop it and the server, then try again in half a minute."
        )
