"""Lists as the tests make them: prepared by the night, released by the manager."""

from datetime import timedelta

from onroll.access.models import Organisation, OrganisationKind
from onroll.cases.models import Case
from onroll.people import actions as people
from onroll.sharing import actions
from onroll.sharing.contents import MONTHLY, TERMLY, contents_of
from onroll.sharing.models import Pack
from rulebook.disclosure import Recipient
from tests.factories import cases as make
from tests.factories.world import World


def partner(
    world: World, kind: Recipient = Recipient.HOUSING, *, name: str = "Merebridge Homes"
) -> Organisation:
    """Return a body with which it is agreed that it has the termly list."""
    body = Organisation.objects.create(name=name, kind=OrganisationKind.AGENCY)
    actions.agree_partner(body, recipient_kind=kind, by=world.by("AEM"))
    return body


def prepare(world: World) -> list[Pack]:
    """Let the night prepare what is due."""
    return actions.prepare_packs(on=world.today, by=world.night())


def monthly(world: World) -> Pack:
    """Return the month's register of the north."""
    return Pack.objects.get(product=MONTHLY, area=world.north)


def termly_of(body: Organisation) -> Pack:
    """Return the term's list of a partner."""
    return Pack.objects.get(product=TERMLY, organisation=body)


def release(pack: Pack, world: World, *, role: str = "AEM") -> Pack:
    """Release a list as it stands, having looked at it."""
    by = world.by(role)
    return actions.release_pack(pack, seen=contents_of(pack, by=by).digest, by=by)


def lose(case: Case, world: World) -> Case:
    """Let nobody know any more where the child of a case is."""
    people.end_address(make.address_of(case), until_on=world.today - timedelta(days=1), by=world.by("CMEA"))
    case_actions_refresh(case, world)
    return case


def case_actions_refresh(case: Case, world: World) -> None:
    """Work out again what follows from the facts of a case."""
    from onroll.cases import actions as cases

    cases.refresh_case(case.pk, by=world.by("CMEA"))
    case.refresh_from_db()
    assert not case.whereabouts_known
