"""The bytes of a file that was put in long ago are erased; what came of it, and its hash, stay."""

from django.db import transaction

from onroll.access import policy
from onroll.audit import actions as audit
from onroll.audit.actor import Actor
from onroll.transfers import storage
from onroll.transfers.models import ReceivedFile
from onroll.transfers.queries import kept_after_use, moved_on


@transaction.atomic
def erase_content(file: ReceivedFile, *, by: Actor) -> None:
    """Erase the bytes of a file that nobody needs again (docs/retention.md); the same file sent again is still known.

    Raises Refused when they are erased already, or the file is still worked on.
    """
    policy.require(by, "import:create")
    stored = file.stored_as
    if not kept_after_use(before=by.at).filter(pk=file.pk).update(stored_as=""):
        raise moved_on(file)
    file.refresh_from_db()
    audit.record("file.content-erased", subject=file, by=by, file_kind=file.kind)
    storage.discard_unless_shared(stored)
