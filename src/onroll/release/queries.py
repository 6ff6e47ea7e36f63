"""Reading holds and messages."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q, QuerySet

from onroll.audit.actor import Actor
from onroll.people.models import Relationship
from onroll.release.models import Hold, HoldKind, Message, MessageState


def family_of(child_id: UUID) -> set[UUID]:
    """Return the child and every child who shares a parent with them: a hold on one covers all (H1)."""
    links = Relationship.objects.unscoped("a hold covers siblings, whoever asks")
    found = links.filter(parent__relationships__child_id=child_id).values_list("child_id", flat=True)
    return {child_id, *found}


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
