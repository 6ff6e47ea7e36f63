"""What a file did to our rows, kept while it is put in, so that it can be undone."""

from collections.abc import Sequence
from uuid import UUID

from onroll.audit.actor import Actor
from onroll.transfers import rows
from onroll.transfers.formats.base import Considered, Done, Reading
from onroll.transfers.formats.registry import format_of
from onroll.transfers.models import PutIn, ReceivedFile
from onroll.transfers.rows import Rows

BATCH = 500


class Journal:
    """The rows that one file made or changed, in order; inside the transaction in which it is put in."""

    def __init__(self, file: ReceivedFile) -> None:
        self.file = file
        self.is_kept = format_of(file.kind).can_be_undone
        self.place = PutIn.objects.filter(file=file).count() if self.is_kept else 0

    def put_in(self, reading: Reading, batch: Sequence[Considered], *, by: Actor) -> Done:
        """Put a batch in, and keep what it did to the rows of its children."""
        if not self.is_kept:
            return reading.put_in(batch, by=by)
        known = {one.child_id for one in batch if one.child_id}
        before = rows.about(known)
        done = reading.put_in(batch, by=by)
        self._keep(before, rows.about(known | set(done.children)), by=by)
        return done

    def complete(self, reading: Reading, *, missing: Sequence[UUID], by: Actor) -> None:
        """Carry out what follows from the file as a whole, and keep what that did."""
        if not self.is_kept:
            reading.complete(missing=missing, by=by)
            return
        before = self._of_the_whole(missing)
        reading.complete(missing=missing, by=by)
        self._keep(before, self._of_the_whole(missing), by=by)

    def _of_the_whole(self, missing: Sequence[UUID]) -> Rows:
        return rows.these("enrolment", missing) | rows.read("establishment", urn=self.file.urn)

    def _keep(self, before: Rows, after: Rows, *, by: Actor) -> None:
        kept = []
        for (table, row_id), now in after.items():
            was = before.get((table, row_id))
            if was is None and table == "parent" and now["recorded_at"] != rows.plain(by.at):
                continue  # the parent of another child, who was here before
            changed = {name for name in now if was is None or was[name] != now[name]}
            if not changed:
                continue
            child = row_id if table == "child" else now.get("child_id")
            self.place += 1
            kept.append(
                PutIn(
                    file=self.file,
                    place=self.place,
                    table=table,
                    row_id=row_id,
                    child_id=child,
                    made=was is None,
                    before={name: was[name] for name in changed} if was else {},
                    after={name: now[name] for name in changed},
                )
            )
        PutIn.objects.bulk_create(kept, batch_size=BATCH)
