"""An authority words its documents: drafted by one person, signed by another, undone by either."""

from django.db import IntegrityError, transaction

from onroll.access import policy
from onroll.audit import actions as audit
from onroll.audit.actor import Actor
from onroll.documents import wording
from onroll.documents.kinds import BY_CODE, Kind
from onroll.documents.models import Wording
from onroll.documents.queries import waiting_wording, wording_in_force
from rulebook.findings import Finding, Refused

WAITS = Finding(
    "wording-waits",
    "Words for this document wait to be signed already. Let them be signed or declined first.",
)
MOVED_ON = Finding(
    "wording-moved-on", "Somebody else has dealt with these words meanwhile. Look at them as they are now."
)


@transaction.atomic
def draft_wording(kind: Kind, *, title: str, body: str, because: str, by: Actor) -> Wording:
    """Draft an authority's own words for a document; they are in force once somebody else has signed them.

    Raises Refused for a field that the document may not hold or that it may not do without, each by its name; for a
    title that would tell of a person; without a reason; and while other words wait.
    """
    policy.require(by, "config:update")
    title, body = title.strip(), body.replace("\r\n", "\n").strip()
    found = list(wording.check(kind, title=title, body=body))
    if not because.strip():
        found.append(Finding("wording-reason", "Say why the words are changed.", where="because"))
    now = wording_in_force(kind)
    if (title, body) == (now.title, now.body):
        found.append(
            Finding("wording-same", "These are the words in force. Change them first.", where="body")
        )
    if found:
        raise Refused(*found)
    if waiting_wording(kind):
        raise Refused(WAITS)
    row = Wording(
        document=kind.code,
        version=_next_version(kind),
        title=title,
        body=body,
        because=because.strip(),
        drafted_at=by.at,
        drafted_by=by.name,
        drafted_by_id=by.user_id,
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        raise Refused(WAITS) from error
    _record("wording.drafted", row, by=by)
    return row


@transaction.atomic
def sign_wording(row: Wording, *, by: Actor) -> None:
    """Put drafted words in force: the second signature, never by whoever drafted them."""
    policy.require(by, "config:sign")
    _refuse_own(row, by=by)
    _settle(row, by=by, signed_at=by.at, signed_by=by.name)
    _record("wording.signed", row, by=by)


@transaction.atomic
def decline_wording(row: Wording, *, by: Actor) -> None:
    """Decline drafted words; whoever drafted them may withdraw them so as well."""
    policy.require(by, "config:update" if row.drafted_by_id == by.user_id else "config:sign")
    _settle(row, by=by, declined_at=by.at, declined_by=by.name)
    _record("wording.rejected", row, by=by)


@transaction.atomic
def undo_wording(kind: Kind, *, by: Actor) -> None:
    """Set a document back to the words supplied with the service, at once: they need no second signature."""
    if not policy.may(by, "config:sign"):
        policy.require(by, "config:update")
    now = wording_in_force(kind)
    if not now.version:
        raise Refused(
            Finding("wording-supplied", "The words supplied with the service are in force already.")
        )
    rows = Wording.objects.filter(document=kind.code, version=now.version, undone_at=None)
    if not rows.update(undone_at=by.at, undone_by=by.name):
        raise Refused(MOVED_ON)
    _record("wording.undone", Wording.objects.get(document=kind.code, version=now.version), by=by)


def _next_version(kind: Kind) -> int:
    latest = Wording.objects.filter(document=kind.code).order_by("-version").first()
    return latest.version + 1 if latest else 1


def _refuse_own(row: Wording, *, by: Actor) -> None:
    if row.drafted_by_id == by.user_id:
        raise Refused(Finding("wording-own", "You drafted these words. Somebody else has to sign them."))


def _settle(row: Wording, *, by: Actor, **values: object) -> None:
    if not Wording.objects.filter(pk=row.pk, signed_at=None, declined_at=None).update(**values):
        raise Refused(MOVED_ON)
    row.refresh_from_db()


def _record(event: str, row: Wording, *, by: Actor) -> None:
    audit.record(event, subject=row, by=by, document=BY_CODE[row.document].name, version=row.version)
