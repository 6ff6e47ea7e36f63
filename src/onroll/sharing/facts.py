"""What the procedure needs to know of the lists that are shared: rows to facts, and nothing else."""

from collections.abc import Sequence
from datetime import date, datetime

from onroll.audit.actor import LONDON
from onroll.sharing.models import Pack, SubjectRequest
from rulebook.procedure.authority_facts import (
    Area,
    AuthorityFacts,
    ListReceived,
    PartnerAsked,
    RegisterSent,
    SubjectAccess,
    TermBegun,
)


def area_facts(packs: Sequence[Pack]) -> AuthorityFacts:
    """Return the round of an area's monthly register, from all its packs, the oldest first."""
    area = str(packs[0].area_id)
    return AuthorityFacts(
        subject=area,
        areas=(Area(id=area, since=_day(packs[0].prepared_at)),),
        registers=tuple(
            RegisterSent(
                id=str(pack.pk), area=area, sent_on=_day(pack.released_at), answered_on=_on(pack.answered_at)
            )
            for pack in packs
            if pack.released_at is not None
        ),
    )


def list_facts(pack: Pack, *, given_on: date | None) -> AuthorityFacts:
    """Return the term's list of one area lead; ``given_on`` is the day on which the last partner had it."""
    sent_on = _on(pack.released_at)
    return AuthorityFacts(
        subject=str(pack.pk),
        terms=(TermBegun(id=str(pack.pk), starts_on=pack.begins_on, list_sent_on=sent_on),),
        lists=(ListReceived(id=str(pack.pk), received_on=sent_on, distributed_on=given_on),)
        if sent_on
        else (),
    )


def partner_facts(pack: Pack) -> AuthorityFacts:
    """Return what is known of one partner that was given the term's list."""
    sent_on = _on(pack.released_at)
    asked = (
        PartnerAsked(id=str(pack.pk), asked_on=sent_on, answered_on=_on(pack.answered_at))
        if sent_on
        else None
    )
    return AuthorityFacts(subject=str(pack.pk), partners=(asked,) if asked else ())


def subject_facts(request: SubjectRequest) -> AuthorityFacts:
    """Return what is known of a request for all that is held.

    Where it had to be asked who is asking, the time runs from the day on which that was shown.
    """
    proved_on = request.identity_proved_on if request.identity_asked_on else None
    asked = SubjectAccess(
        id=str(request.pk),
        since=proved_on or request.received_on,
        extended_on=request.extended_on,
        answered_on=_on(request.released_at),
        ended_on=_on(request.ended_at),
    )
    return AuthorityFacts(subject=str(request.pk), subject_requests=(asked,))


def _on(moment: datetime | None) -> date | None:
    return _day(moment) if moment is not None else None


def _day(moment: datetime) -> date:
    return moment.astimezone(LONDON).date()
