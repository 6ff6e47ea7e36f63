"""``onroll restore FILE``: bring an archive back, and prove that it is whole."""

from argparse import ArgumentParser
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from onroll.audit import chain
from onroll.project import archive, copies, database
from onroll.project.commands.showing import counted, refuse_beside_worker, report_faults


class Command(BaseCommand):
    """Restore an archive that onroll backup wrote."""

    help = (
        "Bring back the database, the files and the anchors of an archive. Every hash is checked before anything is "
        "written, every table is counted and the record verified afterwards. What waited to be sent waits for an "
        "officer. Stop the server and the worker first."
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
            refuse_beside_worker("it would write into what is being replaced")
            with counted(f"Restoring into the {database.in_words()}") as progress:
                restored = archive.restore(
                    source, now=timezone.now(), replace=options["replace"], progress=progress
                )
        except (archive.ArchiveRefused, copies.ToolFailed) as refused:
            raise CommandError(str(refused)) from None
        self._tell(restored.manifest)
        with counted("Verifying the record") as progress:
            faults = chain.verify(progress=lambda count: progress("rows", count))
        report_faults(faults, self.stdout, without_key=True)
        self.stdout.write("Everything in the archive was found again, and the tables are up to date.")
        self._tell_what_is_left(restored)

    def _tell(self, manifest: archive.Manifest) -> None:
        self.stdout.write(f"Archive of {_made_at(manifest)}, from {manifest.vendor}:")
        self.stdout.write(
            f"{manifest.rows:,} rows of {len(manifest.counts)} tables, {len(manifest.hashes) - 1:,} files."
        )

    def _tell_what_is_left(self, restored: archive.Restored) -> None:
        """Say what people have to do by hand before the service starts again."""
        made, waiting, lost = _made_at(restored.manifest), restored.in_doubt, restored.holds_lost
        self.stdout.write("\nBefore anybody writes to a family:")
        self.stdout.write(
            f"- Messages that wait for an officer: {waiting}. They were waiting when the backup was made and may have "
            "been sent since. None is sent by itself: the officer asks, then decides."
        )
        self.stdout.write(
            f"- Holds placed since {made} are lost: place each again. Those lifted since stand again. "
            f"In the data that was replaced, {len(lost)} stood that were placed since."
        )
        for hold in lost:
            self.stdout.write(
                f"    {hold.placed_at:%-d %B %Y at %H:%M} (UTC), {hold.get_kind_display().lower()}, "
                f"by {hold.placed_by}, /children/{hold.child_id}/"
            )
        self.stdout.write("\nThen run: onroll check, and start the server and the worker.")


def _made_at(manifest: archive.Manifest) -> str:
    made = datetime.fromisoformat(manifest.made_at)
    return f"{made:%-d %B %Y at %H:%M} (UTC)"
