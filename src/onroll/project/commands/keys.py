"""``onroll keys``: write the keys under which children are found, as this version makes them."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from onroll.access.actors import service_actor
from onroll.people import actions
from onroll.people.queries import child_ids
from onroll.project.commands.showing import counted

PORTION = 500


class Command(BaseCommand):
    """Rebuild the search keys."""

    help = (
        "Children are found by keys that are stored with them. After an update that makes new kinds of keys, run this "
        "once: children stored before are then found by them too. The service may run meanwhile; a second run writes "
        "nothing, and one that was cut off is simply run again."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument("what", choices=["rebuild"])

    def handle(self, *args: Any, **options: Any) -> None:
        """Run."""
        by = service_actor("Search keys", role="LOAD", at=timezone.now(), purpose="rebuild the search keys")
        ids = child_ids(by)
        changed = 0
        with counted("Looking at search keys", unit="children", total=len(ids)) as progress:
            for start in range(0, len(ids), PORTION):
                some = ids[start : start + PORTION]
                changed += actions.rebuild_keys(some, by=by)
                progress(f"{changed:,} written anew", len(some))
        self.stdout.write(f"Looked at {len(ids):,} children; the keys of {changed:,} were written anew.")
