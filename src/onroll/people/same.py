"""One child held more than once: which records are one child, which is followed, and what was decided of a pair."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import F, OuterRef, Q, QuerySet, Subquery, UUIDField

from onroll.audit.actor import Actor
from onroll.people.models import Answer, Child, HeldTwice, PairDecision, PairState, PairToLookAt

WHY = "one child is one child, whoever holds the records or asks"
Pair = tuple[UUID, UUID]


@dataclass(frozen=True)
class Link:
    """Two records that are one child, and the one of them with which work goes on."""

    one: UUID
    other: UUID
    follows: UUID


def in_order(one: UUID, other: UUID) -> Pair:
    """Return the two ids as a pair is kept: the smaller first."""
    return (one, other) if one < other else (other, one)


def followed(links: Iterable[Link]) -> dict[UUID, UUID]:
    """Return, of every record that these links join, the one record that is followed; links in order of time.

    A later link says which side is followed, and so the record that this side follows already. Leaving one link out
    gives what the others alone say: nothing of it stays behind.
    """
    head: dict[UUID, UUID] = {}
    for link in links:
        sides = {side: head.setdefault(side, side) for side in (link.one, link.other)}
        kept = sides[link.follows]
        for member, its_head in head.items():
            if its_head in sides.values():
                head[member] = kept
    return head


def records_of(child_ids: Collection[UUID]) -> set[UUID]:
    """Return these records and every other record that officers decided to be of the same children."""
    heads = HeldTwice.objects.filter(child_id__in=child_ids).values("followed_id")
    return {*child_ids, *HeldTwice.objects.filter(followed_id__in=heads).values_list("child_id", flat=True)}


def other_records(child_id: UUID) -> QuerySet[HeldTwice]:
    """Return the other records of the child with this one: a query that goes into another, costing no statement."""
    heads = HeldTwice.objects.filter(child_id=child_id).values("followed_id")
    return HeldTwice.objects.filter(followed_id__in=heads).exclude(child_id=child_id)


def followed_of(child_ids: Collection[UUID]) -> dict[UUID, UUID]:
    """Return, of those of these records that are held more than once, the record that is followed."""
    return dict(HeldTwice.objects.filter(child_id__in=child_ids).values_list("child_id", "followed_id"))


def heads_of(child_ids: Collection[UUID]) -> dict[UUID, UUID]:
    """Return, of these records and every other one of the same children, the record that is followed, in one statement.

    Of a child held once that is the record itself.
    """
    heads = HeldTwice.objects.filter(child_id__in=child_ids).values("followed_id")
    linked = HeldTwice.objects.filter(followed_id__in=heads).values_list("child_id", "followed_id")
    return {**{child_id: child_id for child_id in child_ids}, **dict(linked)}


def record_followed() -> Subquery:
    """Return, for a query of children, the record that is followed of a child held more than once; else nothing."""
    rows = HeldTwice.objects.filter(child_id=OuterRef("pk")).values("followed_id")[:1]
    return Subquery(rows, output_field=UUIDField())


def not_followed() -> QuerySet[HeldTwice]:
    """Return the records that are not followed, because another of the same child is; for leaving them out."""
    return HeldTwice.objects.exclude(child_id=F("followed_id"))


def has_died(child_ids: Collection[UUID]) -> bool:
    """Return whether any of these records says on which day its child died."""
    return Child.objects.unscoped(WHY).filter(pk__in=child_ids, died_on__isnull=False).exists()


def every_decision() -> QuerySet[PairDecision]:
    """Return every decision, for the actions: a link joins records whoever may see them."""
    return PairDecision.objects.unscoped(WHY)


def decisions_between(one: UUID, other: UUID) -> QuerySet[PairDecision]:
    """Return all that was ever decided of two records, the newest first."""
    first, second = in_order(one, other)
    return every_decision().filter(first_id=first, second_id=second).order_by("-decided_at", "-pk")


def answers_among(child_ids: Collection[UUID]) -> Mapping[Pair, PairDecision]:
    """Return what stands of each pair among these records, in one statement; most pairs have nothing."""
    ids = list(child_ids)
    rows = every_decision().filter(state=PairState.STANDS, first_id__in=ids, second_id__in=ids)
    return {(row.first_id, row.second_id): row for row in rows}


@dataclass(frozen=True)
class Said:
    """What officers said of some records, fetched at once: which are of one child, and which of two."""

    heads: Mapping[UUID, UUID]
    among: Mapping[Pair, PairDecision]

    @classmethod
    def of(cls, child_ids: Collection[UUID]) -> "Said":
        """Return what stands of these records, with two statements however many they are."""
        return cls(followed_of(child_ids), answers_among(child_ids)) if child_ids else cls({}, {})

    def one_child(self, one: UUID, other: UUID) -> bool:
        """Return whether two records are of one child, directly or through others."""
        return one in self.heads and self.heads[one] == self.heads.get(other)

    def two_children(self, one: UUID, other: UUID) -> bool:
        """Return whether somebody decided that two records are of two children."""
        row = self.among.get(in_order(one, other))
        return row is not None and row.answer == Answer.DIFFERENT

    def decided(self, one: UUID, other: UUID) -> bool:
        """Return whether it is decided, one way or the other."""
        return self.one_child(one, other) or self.two_children(one, other)


def links_among(child_ids: Collection[UUID], *, undone: PairDecision | None = None) -> list[Link]:
    """Return the links that stand between these records, in order of time; or would, were this decision undone."""
    ids = list(child_ids)
    standing = Q(state=PairState.STANDS)
    if undone is not None and undone.state == PairState.STANDS:
        standing = (standing & ~Q(pk=undone.pk)) | Q(pk=undone.replaces_id, state=PairState.CHANGED)
    rows = every_decision().filter(standing, answer=Answer.SAME, first_id__in=ids, second_id__in=ids)
    return [
        Link(row.first_id, row.second_id, row.follows_id or row.first_id)
        for row in rows.order_by("decided_at", "pk")
    ]


def contradicted(child_ids: Collection[UUID]) -> PairDecision | None:
    """Return a decision that two records are different children, though other links make them one; None without any."""
    heads = followed(links_among(child_ids))
    for (one, other), row in answers_among(child_ids).items():
        if row.answer == Answer.DIFFERENT and one in heads and heads[one] == heads.get(other):
            return row
    return None


def decisions_visible(by: Actor) -> QuerySet[PairDecision]:
    """Return the decisions about pairs of which ``by`` may change both records, with the children."""
    mine = Child.objects.visible_to(by, "card:update")
    rows = PairDecision.objects.visible_to(by, "card:update").filter(second__in=mine)
    return rows.select_related("first", "second", "follows")


def pairs_to_look_at(by: Actor) -> QuerySet[PairToLookAt]:
    """Return the pairs that nobody has decided, those of which ``by`` may change both records, likeliest first."""
    mine = Child.objects.visible_to(by, "card:update")
    rows = PairToLookAt.objects.filter(first__in=mine, second__in=mine)
    return rows.select_related("first", "second").order_by("-bits", "pk")


def waiting_for_review(by: Actor) -> QuerySet[PairDecision]:
    """Return the changed decisions that wait for somebody other than whoever proposed them, the oldest first."""
    return decisions_visible(by).filter(state=PairState.WAITING).order_by("decided_at", "pk")


def unsettled(by: Actor) -> QuerySet[PairDecision]:
    """Return the pairs of which nobody can tell yet, the oldest first."""
    rows = decisions_visible(by).filter(state=PairState.STANDS, answer=Answer.UNSETTLED)
    return rows.order_by("decided_at", "pk")


def decided_of(child_id: UUID, *, by: Actor) -> QuerySet[PairDecision]:
    """Return what stands or waits about one record and others, the newest first, as far as ``by`` may change both."""
    about = Q(first_id=child_id) | Q(second_id=child_id)
    rows = decisions_visible(by).filter(about, state__in=[PairState.STANDS, PairState.WAITING])
    return rows.order_by("-decided_at", "pk")
