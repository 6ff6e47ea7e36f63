"""The content of a file is removed when its time is up; that it came, its hash and its counts stay."""

from django.db import transaction

from onroll.access import policy
from onroll.audit import actions as audit
from onroll.audit.actor import Actor
from onroll.transfers import storage
from onroll.transfers.models import FileState, ReceivedFile


@transaction.atomic
def discard_content(file: ReceivedFile, *, by: Actor) -> bool:
    """Remove the bytes and the kept rows of a population list; False when they are gone already or it is in hand."""
    policy.require(by, "import:create")
    if file.kind != "population":
        raise ValueError(
            f"unknown content {file.kind!r}: only a population list is kept to be compared and no longer"
        )
    stored = file.stored_as
    here = ReceivedFile.objects.filter(pk=file.pk, state__in=[FileState.STAGED, FileState.APPLIED])
    if not stored or not here.update(stored_as="", findings=[]):
        return False
    file.refresh_from_db()
    file.records.all().delete()
    audit.record("file.discarded", subject=file, by=by, file_kind=file.kind)
    storage.discard_unless_shared(stored)
    return True
