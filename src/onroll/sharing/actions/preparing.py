"""Preparing the week's, the month's and the term's lists: each once, for each recipient, by the night or by hand."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Q

from onroll.access import policy
from onroll.access.models import Area, Organisation
from onroll.audit import actions as audit
from onroll.audit.actor import Actor
from onroll.audit.base import new_reference
from onroll.sharing import queries
from onroll.sharing.actions.owing import refresh_pack
from onroll.sharing.contents import MONTHLY, POST_16, TERMLY, contents_of
from onroll.sharing.models import Pack, PackState
from onroll.sharing.periods import Period, month_of, week_of
from rulebook.disclosure import Recipient, product_of


@dataclass(frozen=True)
class Wanted:
    """A list that a period asks for."""

    product: str
    period: Period
    recipient_kind: Recipient
    recipient: str
    area: Area | None = None
    organisation: Organisation | None = None


@transaction.atomic
def prepare_packs(*, on: date, by: Actor) -> list[Pack]:
    """Prepare what the month and the term of a day ask for and is not prepared yet; return the new ones.

    A month that has gone by is not prepared any more: its list would tell of today. That it was never sent shows in
    what is owed. One that was prepared and never released lapses when the next takes its place.
    """
    policy.require(by, "pack:create")
    if month_of(on) != month_of(by.today):
        return []
    made = []
    for wanted in (*_wanted(on), *_post_16(on, by=by)):
        pack, is_new = Pack.objects.get_or_create(
            product=wanted.product,
            period=wanted.period.code,
            area=wanted.area,
            organisation=wanted.organisation,
            defaults={
                "reference": new_reference("D"),
                "period_words": wanted.period.words,
                "begins_on": wanted.period.begins_on,
                "recipient_kind": wanted.recipient_kind,
                "recipient": wanted.recipient,
                "prepared_at": by.at,
                "prepared_by": by.name,
            },
        )
        if is_new:
            made.append(pack)
            _lapse_before(pack, by=by)
            _record("pack.prepared", pack, by=by)
            refresh_pack(pack, by=by)
    return made


def _wanted(on: date) -> list[Wanted]:
    month, term = month_of(on), queries.term_begun(on)
    areas = list(Area.objects.all())
    wanted = [Wanted(MONTHLY, month, Recipient.AREA_LEAD, _lead_of(area), area=area) for area in areas]
    if term is None:
        return wanted
    wanted += [Wanted(TERMLY, term, Recipient.AREA_LEAD, _lead_of(area), area=area) for area in areas]
    for partner in queries.partners_in_force():
        body = partner.organisation
        if _still_agreed(body, on):
            kind = Recipient(partner.recipient_kind)
            wanted.append(Wanted(TERMLY, term, kind, body.name, organisation=body))
    return wanted


def _post_16(on: date, *, by: Actor) -> list[Wanted]:
    """Return the week's list for the post-16 team, where somebody is to be on it and no other waits to be released.

    It is weekly, as a child is shared within ten working days of coming into the last year on the register: a list of
    the month would be late. The team is the one with which that was agreed first. Source: Procedure 3.1.2; LEAVER-1.
    """
    agreed = (
        queries.partners_in_force().filter(recipient_kind=Recipient.CONNEXIONS).order_by("agreed_at", "id")
    )
    team = next((each.organisation for each in agreed if _still_agreed(each.organisation, on)), None)
    if team is None or Pack.objects.filter(product=POST_16, state=PackState.PREPARED).exists():
        return []
    draft = Pack(product=POST_16, recipient_kind=Recipient.CONNEXIONS, recipient=team.name, organisation=team)
    if not contents_of(draft, by=by).entries:
        return []
    return [Wanted(POST_16, week_of(on), Recipient.CONNEXIONS, team.name, organisation=team)]


def _still_agreed(body: Organisation, on: date) -> bool:
    return body.agreement_ends_on is None or body.agreement_ends_on >= on


def _lead_of(area: Area) -> str:
    return f"Area lead, {area.name}"


def _lapse_before(pack: Pack, *, by: Actor) -> None:
    """Let those of earlier periods lapse that nobody released."""
    same = Q(product=pack.product, area=pack.area_id, organisation=pack.organisation_id)
    for old in Pack.objects.filter(same, state=PackState.PREPARED, begins_on__lt=pack.begins_on):
        if Pack.objects.filter(pk=old.pk, state=PackState.PREPARED).update(state=PackState.LAPSED):
            _record("pack.lapsed", old, by=by)


def _record(kind: str, pack: Pack, *, by: Actor) -> None:
    audit.record(kind, subject=pack, by=by, product=product_of(pack.product).words, period=pack.period_words)
