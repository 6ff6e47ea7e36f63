"""Reading holds and messages."""

from uuid import UUID

from django.db.models import Q, QuerySet

from onroll.audit.actor import Actor
from onroll.people.facts import place_of
from onroll.people.kin import every_link
from onroll.people.models import Address, Relationship
from onroll.release.gate import Way, stands_in_the_way
from onroll.release.models import Hold, HoldKind, Message, MessageState


def family_of(child_id: UUID) -> set[UUID]:
    """Return the child and every child who shares a parent or a home with them: a hold on one covers all (H1).

    Two rows of one name and telephone number are one parent, wherever each of the children lives.
    """
    siblings = (row for links in _siblings_of(child_id) for row in links.values_list("child_id", flat=True))
    return {child_id, *siblings, *_household_of(child_id)}


def _siblings_of(child_id: UUID) -> tuple[QuerySet[Relationship], QuerySet[Relationship]]:
    """Return the links of the child's parents, by their rows and by what makes two rows one person."""
    links = every_link()
    keys = links.filter(child_id=child_id).exclude(parent__person_key=None).values("parent__person_key")
    return links.filter(parent__relationships__child_id=child_id), links.filter(parent__person_key__in=keys)


def _household_of(child_id: UUID) -> set[UUID]:
    """Return the children who are held to live where the child lives now."""
    near = list(_neighbours_of(child_id))
    own = {place_of(row) for row in near if row.child_id == child_id}
    return {row.child_id for row in near if place_of(row) in own}


def _neighbours_of(child_id: UUID) -> QuerySet[Address]:
    """Return the addresses lived in now that share a postcode with the child's: all of the household, and others."""
    lived_in = Address.objects.unscoped("a hold covers the household, whoever asks").filter(
        until_on=None, no_fixed_address=False
    )
    lived_in = lived_in.exclude(postcode="").exclude(lines="")
    return lived_in.filter(postcode__in=lived_in.filter(child_id=child_id).values("postcode"))


def _standing() -> QuerySet[Hold]:
    return _every_hold().filter(lifted_at=None).order_by("placed_at")


def _over(child_id: UUID, rows: QuerySet[Hold]) -> list[Hold]:
    """Return those of ``rows`` that cover a child; for nearly all children there is none, and one statement says so."""
    near = Q(child_id=child_id)
    for links in _siblings_of(child_id):
        near |= Q(child_id__in=links.values("child_id"))
    found = list(rows.filter(near | Q(child_id__in=_neighbours_of(child_id).values("child_id"))))
    if all(hold.child_id == child_id for hold in found):
        return found
    family = family_of(child_id)
    return [hold for hold in found if hold.child_id in family]


def holds_over(child_id: UUID) -> list[Hold]:
    """Return every hold that stands over a child, through the child or through the family, oldest first."""
    return _over(child_id, _standing().prefetch_related("decisions"))


def all_holds_over(child_id: UUID) -> list[Hold]:
    """Return every hold that ever stood over a child or the family, lifted ones too: the clocks remember them."""
    return _over(child_id, _every_hold().prefetch_related("decisions").order_by("placed_at"))


def is_held(child_id: UUID) -> bool:
    """Return whether the family of a child must not be approached at all."""
    return bool(_over(child_id, _standing().filter(kind=HoldKind.NO_APPROACH_FAMILY)))


def holds_against_visit(child_id: UUID, *, address: Address | None) -> list[Hold]:
    """Return the holds that forbid a call at this address: of the family, of the place, of all but one way."""
    place = place_of(address) if address else None
    return [
        hold
        for hold in _over(child_id, _standing().select_related("address"))
        if hold.kind in {HoldKind.NO_APPROACH_FAMILY, HoldKind.SAFE_ROUTE_ONLY}
        or (hold.kind == HoldKind.UNSAFE_ADDRESS and hold.address and place_of(hold.address) == place)
    ]


def holds_against(way: Way, *, child_id: UUID | None) -> list[Hold]:
    """Return the holds over a child's family that forbid what would leave by this way; none when there is no child."""
    if child_id is None:
        return []
    holds = _over(child_id, _standing().select_related("parent", "address"))
    return [hold for hold in holds if stands_in_the_way(hold, way)]


def messages_of(by: Actor, *, child_id: UUID) -> QuerySet[Message]:
    """Return the messages about a child that ``by`` may read, newest first."""
    return Message.objects.visible_to(by, "letter:read").filter(child_id=child_id).order_by("-queued_at")


def waiting_messages() -> QuerySet[Message]:
    """Return the e-mails that wait to be sent, oldest first."""
    return every_message().filter(state=MessageState.QUEUED, channel="email").order_by("queued_at")


def messages_to_look_at(by: Actor) -> QuerySet[Message]:
    """Return what waits for an officer: letters to be posted, messages that were not sent or of which nobody knows."""
    troubled = Q(state__in=[MessageState.FAILED, MessageState.UNCERTAIN])
    to_post = Q(state=MessageState.QUEUED, channel="post")
    return Message.objects.visible_to(by, "letter:list").filter(troubled | to_post).order_by("queued_at")


def every_message() -> QuerySet[Message]:
    """Return every message, for whoever carries the post and counts it; who may read one is asked elsewhere."""
    return Message.objects.unscoped("the post is carried, and stopped, whoever wrote it")


def _every_hold() -> QuerySet[Hold]:
    return Hold.objects.unscoped("the gate and the rules see every hold, whoever asks")
