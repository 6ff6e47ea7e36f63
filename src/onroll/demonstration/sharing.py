"""The county's shared lists: one released, one answered, and those that wait to be looked at and signed."""

from onroll.access.actors import actor_for, service_actor
from onroll.access.models import User
from onroll.audit.actor import Actor
from onroll.demonstration.setting_up import Authority
from onroll.sharing import actions
from onroll.sharing.contents import MONTHLY, TERMLY, contents_of
from onroll.sharing.models import Pack
from rulebook.disclosure import Recipient

PARTNERS = (
    ("shelter", Recipient.VOLUNTARY),
    ("housing", Recipient.HOUSING),
    ("connexions", Recipient.CONNEXIONS),
)
CONTACTS = (
    ("social-care", "Children’s Social Care, the front door", "01632 960201", "01632 960202"),
    ("police", "Wendlemere Constabulary, child protection desk", "01632 960203", ""),
    ("health", "Wendlemere Health Visiting Service, duty desk", "01632 960204", ""),
)
SAID = (
    {"whereabouts": "Said by a neighbour to stay with an aunt in the next street"},
    {
        "education": "Was seen in the uniform of the primary school",
        "words": "The mother works at the harbour",
    },
)


def share_lists(authority: Authority, *, by: Actor) -> None:
    """Agree with three partners, let the night prepare its lists, and release two, so that each role has one to see."""
    manager = _actor(authority.users["aem-1"], by)
    for key, kind in PARTNERS:
        actions.agree_partner(authority.organisations[key], recipient_kind=kind, by=manager)
    for contact_kind, name, phone, late in CONTACTS:
        new = actions.NewContact(kind=contact_kind, name=name, phone=phone, out_of_hours=late)
        actions.keep_contact(None, new=new, by=manager)
    night = service_actor("Nightly run", role="NIGHT", at=by.at)
    actions.prepare_packs(on=night.today, by=night)
    area = min(authority.areas.values(), key=lambda each: each.name)
    _release(Pack.objects.get(product=MONTHLY, area=area), manager)
    for key in ("shelter", "connexions"):
        _release(Pack.objects.get(product=TERMLY, organisation=authority.organisations[key]), manager)
    _answer(Pack.objects.get(product=MONTHLY, area=area), manager)


def _answer(pack: Pack, by: Actor) -> None:
    """Let what an area knows come back, keyed in by the manager who was rung."""
    for line, said in zip(pack.lines.all(), SAID, strict=False):
        actions.answer_line(pack, mark=line.mark, said=said, by=by)
    actions.finish_answering(pack, by=by)


def _release(pack: Pack, by: Actor) -> None:
    actions.release_pack(pack, seen=contents_of(pack, by=by).digest, by=by)


def _actor(user: User, by: Actor) -> Actor:
    return actor_for(user, at=by.at, request_id="demonstration")
