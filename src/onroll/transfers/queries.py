"""Reading received files and their records, as far as somebody may."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from onroll.access import policy
from onroll.audit.actor import Actor
from onroll.education.models import Enrolment
from onroll.people.models import Child
from onroll.transfers.formats.registry import FORMATS
from onroll.transfers.lost_models import LostPupil
from onroll.transfers.models import HELD, FileState, IncomingRecord, ReceivedFile
from onroll.transfers.rows import every
from rulebook.findings import Finding, Refused

METADATA_ONLY = "i"


def files_visible_to(by: Actor, permission: str = "import:list") -> QuerySet[ReceivedFile]:
    """Return the received files that ``by`` may list or read, newest first.

    All of them for the whole authority or for counts and dates only; those that one's own team received for a team.
    """
    granted = policy.scopes(by, permission)
    rows = ReceivedFile.objects.select_related("organisation", "team")
    if granted & {"*", METADATA_ONLY}:
        return rows
    where = Q(pk__in=[])
    if "t" in granted:
        where |= Q(team_id__in=by.team_ids)
    if "s" in granted and by.organisation_id:
        where |= Q(organisation_id=by.organisation_id)
    return rows.filter(where)


def may_see_content(by: Actor) -> bool:
    """Tell whether ``by`` may see more of a file than counts and dates: a file's name can tell of a child as well."""
    return bool(policy.scopes(by, "import:list") - {METADATA_ONLY})


def held_records(by: Actor) -> QuerySet[IncomingRecord]:
    """Return the records of files put in that wait for somebody to decide which child they are, oldest file first."""
    rows = IncomingRecord.objects.visible_to(by, "import:read").filter(consequence__in=HELD, decision="")
    return (
        rows.filter(file__state=FileState.APPLIED)
        .select_related("file", "child")
        .order_by("file__applied_at", "line")
    )


def records_of(file: ReceivedFile, *, consequence: str) -> QuerySet[IncomingRecord]:
    """Return the records of a file in hand with one consequence, in the order of the file."""
    return file.records.filter(consequence=consequence).select_related("child").order_by("line")


def missing_of(file: ReceivedFile, *, by: Actor) -> QuerySet[Enrolment]:
    """Return the enrolments that a roll in hand no longer lists, by name, those that ``by`` may list."""
    rows = Enrolment.objects.visible_to(by, "card:list").filter(pk__in=file.missing)
    return rows.select_related("child", "establishment").order_by("child__surname", "child__forenames")


def proposed_children(records: Iterable[IncomingRecord], *, by: Actor) -> Mapping[UUID, Child]:
    """Return the children whom held records may be, those that ``by`` may list."""
    ids = {UUID(each["child"]) for record in records for each in record.proposed}
    return {child.pk: child for child in Child.objects.visible_to(by, "card:list").filter(pk__in=ids)}


def why_not_approved(file: ReceivedFile) -> Finding | None:
    """Return why a file that was read cannot be approved as it stands, or None."""
    if file.stopped:
        words = (
            "Too little of this file was recognised, so it was stopped. A manager can allow it, or cancel it."
        )
        return Finding("file-stopped", words)
    found = (kept for kept in file.findings if kept["code"] == "no-rows" and kept["severity"] == "refusal")
    empty = next(found, None)
    return Finding("no-rows", empty["words"]) if empty else None


def undecided(file: ReceivedFile) -> int:
    """Return how many held records of a file in hand nobody has decided yet."""
    return file.records.filter(consequence__in=HELD, decision="").count()


def kept_after_use(*, before: datetime) -> QuerySet[ReceivedFile]:
    """Return the files put in before a moment whose bytes are still kept and needed by nobody.

    Where somebody has still to decide which child a record is, the file is read for it; that of a lost pupil is kept
    until it was taken out of the lost, as it may have to be sent on. A population list is read
    again by each comparison, and goes with the last one.
    """
    kinds = [one.code for one in FORMATS if one.keeps_records]
    waiting = IncomingRecord.objects.unscoped("a file is one file, whoever reads it").filter(
        file=OuterRef("pk"), consequence__in=HELD, decision=""
    )
    lost = every(LostPupil).filter(file=OuterRef("pk"), cleared_on=None)
    used = ReceivedFile.objects.filter(state__in=[FileState.APPLIED, FileState.UNDONE], applied_at__lt=before)
    return used.filter(~Exists(waiting), ~Exists(lost), kind__in=kinds).exclude(stored_as="")


def moved_on(file: ReceivedFile) -> Refused:
    """Return the refusal for a file that somebody else has moved on meanwhile."""
    now = ReceivedFile.objects.get(pk=file.pk)
    words = f"This file is now: {FileState(now.state).label.lower()}. Look at it again."
    return Refused(Finding("file-moved-on", words))
