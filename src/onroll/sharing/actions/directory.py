"""The directory: whom to ring or write to outside the team, by kind and area."""

from dataclasses import dataclass

from django.db import transaction

from onroll.access import policy
from onroll.access.models import Area
from onroll.audit import actions as audit
from onroll.audit.actor import Actor
from onroll.sharing.models import DirectoryContact
from rulebook.findings import Finding, Refused


@dataclass(frozen=True, kw_only=True)
class NewContact:
    """How a team or a person is reached; for one area, or for the whole authority."""

    kind: str
    name: str
    area: Area | None = None
    phone: str = ""
    out_of_hours: str = ""
    email: str = ""
    notes: str = ""


@transaction.atomic
def keep_contact(contact: DirectoryContact | None, *, new: NewContact, by: Actor) -> DirectoryContact:
    """Keep a contact in the directory, or how one is reached now. Raises Refused for one that cannot be reached."""
    policy.require(by, "contact:update" if contact else "contact:create")
    if not (new.phone or new.out_of_hours or new.email):
        words = "Enter a telephone number or an email address: somebody has to be reached by it."
        raise Refused(Finding("contact-unreachable", words, where="phone"))
    # One by one: the dataclass holds a row, which must not be copied.
    values = {name: getattr(new, name) for name in new.__dataclass_fields__}
    row = contact or DirectoryContact()
    for name, value in {**values, "recorded_at": by.at, "recorded_by": by.name}.items():
        setattr(row, name, value)
    row.save()
    audit.record("contact.kept", subject=row, by=by, what=row.kind)
    return row


@transaction.atomic
def end_contact(contact: DirectoryContact, *, by: Actor) -> None:
    """Take a contact out of the directory; that it was there stays on record."""
    policy.require(by, "contact:update")
    rows = DirectoryContact.objects.filter(pk=contact.pk, ended_at=None)
    if not rows.update(ended_at=by.at, ended_by=by.name):
        raise Refused(Finding("contact-ended", "This contact is in the directory no longer, already."))
    contact.refresh_from_db()
    audit.record("contact.ended", subject=contact, by=by, what=contact.kind)
