"""Reading holds and messages."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q, QuerySet

from onroll.audit.actor import Actor
from onroll.people.facts import place_of
from onroll.people.models import Address, Relationship
from onroll.release.gate import Way, stands_in_the_way
from onroll.release.models import Hold, HoldKind, Message, MessageState


def family_of(child_id: UUID) -> set[UUID]:
    """Return the child and every child who shares a parent or a home with them: a hold on one covers all (H1)."""
    links = Relationship.objects.unscoped("a hold covers siblings, whoever asks")
    found = links.filter(parent__relationships__child_id=child_id).values_list("child_id", flat=True)
    return {child_id, *found, *_household_of(child_id)}


def _household_of(child_id: UUID) -> set[UUID]:
    """Return the children who are held to live where the child lives now."""
    lived_in = Address.objects.unscoped("a hold covers the household, whoever asks").filter(
        until_on=None, no_fixed_address=False
    )
    lived_in = lived_in.exclude(postcode="").exclude(lines="")
    near = list(lived_in.filter(postcode__in=lived_in.filter(child_id=child_id).values("postcode")))
    own = {place_of(row) for row in near if row.child_id == child_id}
    return {row.child_id for row in near if place_of(row) in own}


def standing_holds(child_ids: Iterable[UUID]) -> QuerySet[Hold]:
    """Return the holds that stand for any of these children, oldest first."""
    return _every_hold().filter(child_id__in=list(child_ids), lifted_at=None).order_by("placed_at")


def holds_over(child_id: UUID) -> list[Hold]:
    """Return every hold that stands over a child, through the child or through the family."""
    return list(standing_holds(family_of(child_id)).prefetch_related("decisions"))


def all_holds_over(child_id: UUID) -> list[Hold]:
    """Return every hold that ever stood over a child or the family, lifted ones too: the clocks remember them."""
    rows = _every_hold().filter(child_id__in=family_of(child_id))
    return list(rows.prefetch_related("decisions").order_by("placed_at"))


def is_held(child_id: UUID) -> bool:
    """Return whether the family of a child must not be approached at all."""
    return standing_holds(family_of(child_id)).filter(kind=HoldKind.NO_APPROACH_FAMILY).exists()


def holds_against_visit(child_id: UUID, *, address: Address | None) -> list[Hold]:
    """Return the holds that forbid a call at this address: of the family, of the place, of all but one way."""
    place = place_of(address) if address else None
    return [
        hold
        for hold in standing_holds(family_of(child_id)).select_related("address")
        if hold.kind in {HoldKind.NO_APPROACH_FAMILY, HoldKind.SAFE_ROUTE_ONLY}
        or (hold.kind == HoldKind.UNSAFE_ADDRESS and hold.address and place_of(hold.address) == place)
    ]


def holds_against(way: Way, *, child_id: UUID | None) -> list[Hold]:
    """Return the holds over a child's family that forbid what would leave by this way; none when there is no child."""
    if child_id is None:
        return []
    holds = standing_holds(family_of(child_id)).select_related("parent", "address")
    return [hold for hold in holds if stands_in_the_way(hold, way)]


def messages_of(by: Actor, *, child_id: UUID) -> QuerySet[Message]:
    """Return the messages about a child that ``by`` may read, newest first."""
    return Message.objects.visible_to(by, "letter:read").filter(child_id=child_id).order_by("-queued_at")


def waiting_messages() -> QuerySet[Message]:
    """Return the e-mails that wait to be sent, oldest first."""
    return every_message().filter(state=MessageState.QUEUED, channel="email").order_by("queued_at")


def troubled_messages(by: Actor) -> QuerySet[Message]:
    """Return the messages that were not sent, or of which nobody knows: an officer has to look."""
    rows = Message.objects.visible_to(by, "letter:list")
    return rows.filter(Q(state=MessageState.FAILED) | Q(state=MessageState.UNCERTAIN)).order_by("queued_at")


def every_message() -> QuerySet[Message]:
    """Return every message, for whoever carries the post and counts it; who may read one is asked elsewhere."""
    return Message.objects.unscoped("the post is carried, and stopped, whoever wrote it")


def _every_hold() -> QuerySet[Hold]:
    return Hold.objects.unscoped("the gate and the rules see every hold, whoever asks")
