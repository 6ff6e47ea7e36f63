"""What is owed of the lists: kept with each after every change, as it is for cases."""

from django.db import transaction

from onroll.audit.actor import LONDON, Actor
from onroll.duties import actions as duties
from onroll.duties.actions import Desk
from onroll.duties.numbers import current_parameters
from onroll.schools.queries import authority_calendar
from onroll.sharing import facts, queries
from onroll.sharing.contents import MONTHLY, POST_16
from onroll.sharing.models import Pack
from rulebook import procedure
from rulebook.procedure.authority_facts import AuthorityFacts
from rulebook.procedure.duty import Duty

OURS = frozenset(
    {
        "send-monthly-register",
        "answer-monthly-register",
        "send-termly-list",
        "distribute-termly-list",
        "answer-termly-list",
    }
)


@transaction.atomic
def refresh_pack(pack: Pack, *, by: Actor) -> None:
    """Keep what is owed of a list, as the rulebook now says: of an area's register, or of one list of a term."""
    if pack.product == MONTHLY:
        assert pack.area_id is not None, "a monthly register is an area's"
        packs = list(Pack.objects.filter(product=MONTHLY, area=pack.area_id).order_by("prepared_at", "id"))
        duties.keep(
            "area", subject_id=pack.area_id, child_id=None, rules=_assess(facts.area_facts(packs)),
            desk=Desk(area_id=pack.area_id), by=by,
        )  # fmt: skip
        return
    if pack.product == POST_16:
        return  # what is owed is the children's, each in their case; no answer is asked for
    told = facts.partner_facts(pack) if pack.organisation_id else _list_facts(pack)
    duties.keep(
        "pack", subject_id=pack.pk, child_id=None, rules=_assess(told), desk=Desk(area_id=pack.area_id), by=by
    )


def _list_facts(pack: Pack) -> AuthorityFacts:
    given_at = queries.partners_given_at(pack)
    return facts.list_facts(pack, given_on=given_at.astimezone(LONDON).date() if given_at else None)


def _assess(told: AuthorityFacts) -> list[Duty]:
    answered = procedure.assess(told, calendar=authority_calendar(), parameters=current_parameters())
    return [each for each in answered if each.code in OURS]
