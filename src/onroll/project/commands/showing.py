"""What the commands show: progress of long work, and the faults of a record."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta

from django.core.management.base import CommandError, OutputWrapper
from django.db import DatabaseError
from django.utils import timezone
from rich.console import Console
from rich.progress import MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from onroll.audit.chain import Fault
from onroll.nightly.models import WorkerSeen


@contextmanager
def counted(words: str, *, unit: str = "", total: int | None = None) -> Iterator[Callable[[str, int], None]]:
    """Show that work goes on, with a count and what is in hand; on standard error, and gone when it is done."""
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        MofNCompleteColumn(),
        TextColumn(unit),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        line = bar.add_task(words, total=total)

        def progress(now: str, done: int) -> None:
            bar.update(line, description=f"{words}: {now}", advance=done)

        yield progress


def refuse_beside_worker(what: str) -> None:
    """Raise CommandError while a worker shows signs of life; ``what`` says what it would do beside this command."""
    try:
        alive = WorkerSeen.objects.filter(seen_at__gte=timezone.now() - timedelta(seconds=30)).first()
    except DatabaseError:
        return  # there are no tables yet, so nobody works on them
    if alive:
        raise CommandError(
            f"The worker {alive.worker} is running: {what}. Stop it and the server, then try again in half a minute."
        )


def report_faults(
    faults: Sequence[Fault], out: OutputWrapper, *, without_key: bool = False, anchored: bool = True
) -> bool:
    """Write whether the record holds, and each fault; whether it does.

    ``anchored`` says that something told where the record ended: without it a cut end leaves a whole chain.
    """
    if not faults and anchored:
        out.write(
            "The record holds: nothing up to the anchors was changed, removed or put in, and no row since was changed. "
            "Whether the newest rows, after the last anchors, were cut off cannot be seen."
        )
        return True
    if not faults:
        out.write(
            "The record holds from its first row to the last that is there. Whether rows were cut off its end cannot "
            "be seen: there are no anchors to compare it with."
        )
        return True
    out.write(f"THE RECORD DOES NOT HOLD. Faults found: {len(faults)}, of each lane the first:")
    for fault in faults:
        out.write(f"  {fault.chain}, lane {fault.lane}, row {fault.sequence}: {fault.words}")
    if without_key:
        out.write(
            "If all lanes fail at row 1, this is not the audit key that the record was sealed with: bring it back too."
        )
    else:
        out.write("Keep the database as it is, and tell the data protection officer.")
    return False
