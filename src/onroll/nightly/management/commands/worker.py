"""``onroll worker``: carry out what waits in the queue, keep the clock, send the post."""

import signal
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from onroll.nightly.worker import Worker


class Command(BaseCommand):
    """Run one worker until it is asked to stop."""

    help = (
        "Carry out what waits in the queue, start the nightly run at 02:10 London time, and send the post. "
        "Runs until it is stopped; a second worker may run beside it. A task whose worker was killed is taken "
        "up again a minute later."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument("--once", action="store_true", help="work until the queue is empty, then end")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run."""
        worker = Worker(clock=timezone.now)
        if options["once"]:
            worker.deliver()
            done = worker.work_off()
            self.stdout.write(f"{done} task{'' if done == 1 else 's'} done.")
            return
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: worker.stop())
        worker.run()
