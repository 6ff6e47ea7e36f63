"""With whom it is agreed that they have the termly list."""

from django.db import transaction

from onroll.access import policy
from onroll.access.models import Organisation, OrganisationKind
from onroll.audit import actions as audit
from onroll.audit.actor import Actor
from onroll.audit.base import take_up_row
from onroll.sharing.models import ListPartner
from rulebook.disclosure import Recipient
from rulebook.findings import Finding, Refused

BODIES = (OrganisationKind.AGENCY, OrganisationKind.POST_16)


@transaction.atomic
def agree_partner(organisation: Organisation, *, recipient_kind: Recipient, by: Actor) -> ListPartner:
    """Record that a body has the termly list from the next one on, with the fields of this kind of recipient."""
    policy.require(by, "pack:sign")
    if organisation.kind not in BODIES:
        words = "Only a partner agency or post-16 tracking has the termly list. Choose one of these."
        raise Refused(Finding("partner-kind", words, where="organisation"))
    take_up_row(organisation)
    if ListPartner.objects.filter(organisation=organisation, ended_at=None).exists():
        words = "This partner has the list already. End that first, to agree on other fields."
        raise Refused(Finding("partner-twice", words, where="organisation"))
    row: ListPartner = ListPartner.objects.create(
        organisation=organisation, recipient_kind=recipient_kind, agreed_at=by.at, agreed_by=by.name
    )
    audit.record("list-partner.agreed", subject=row, by=by, recipient_kind=str(recipient_kind))
    return row


@transaction.atomic
def end_partner(partner: ListPartner, *, by: Actor) -> None:
    """Record that a body has the termly list no longer; what it was given stays on record."""
    policy.require(by, "pack:sign")
    ended = ListPartner.objects.filter(pk=partner.pk, ended_at=None).update(ended_at=by.at, ended_by=by.name)
    if not ended:
        raise Refused(Finding("partner-ended", "This partner has the list no longer, already."))
    partner.refresh_from_db()
    audit.record("list-partner.ended", subject=partner, by=by)
