"""Reading what was sent, and how figures differ from it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from onroll.access import policy
from onroll.access.matrix import EVERYTHING
from onroll.audit.actor import Actor
from onroll.reports.census import READ, OnTheDay, children_on
from onroll.reports.models import ReturnedChild, ReturnSent
from rulebook import census
from rulebook.census import RETURNED, Definition


def returns_sent(by: Actor) -> QuerySet[ReturnSent]:
    """Return the figures that were sent, the newest day first, for whoever may list all that left the authority."""
    rows = ReturnSent.objects.all()
    return rows if EVERYTHING in policy.scopes(by, "export:list") else rows.none()


def children_sent(sent: ReturnSent, *, by: Actor) -> QuerySet[ReturnedChild]:
    """Return the children whom figures that were sent counted, as far as ``by`` may read reports of them."""
    rows = ReturnedChild.objects.visible_to(by, READ).filter(sent=sent)
    return rows.select_related("child").order_by("child__surname", "child__forenames", "id")


@dataclass(frozen=True, kw_only=True)
class Change:
    """How the figures of a day differ from earlier ones: who came in, who went out, who stays.

    ``before`` is how many were counted then; ``before + came − went`` is how many are counted now.
    """

    since: date
    sent: ReturnSent | None
    before: int
    stayed: int
    came: Sequence[OnTheDay]
    went: Mapping[UUID, OnTheDay | None]

    @property
    def now(self) -> int:
        """How many are counted now."""
        return self.stayed + len(self.came)


def change_since(by: Actor, children: Sequence[OnTheDay], *, collection: str, on: date) -> Change:
    """Return how a day's figures differ from those last sent for an earlier day, or from that day as known now.

    Where nothing was sent for an earlier day, the census day before, by the pattern, is counted anew.
    """
    counted = {child.child_id: child for child in children if child.placed.collection == collection}
    standing = {child.child_id: child for child in children}
    rows = ReturnSent.objects.filter(collection=collection, census_on__lt=on)
    sent = rows.order_by("-census_on", "-sent_at").first()
    if sent is not None:
        before = set(
            ReturnedChild.objects.visible_to(by, READ).filter(sent=sent).values_list("child_id", flat=True)
        )
        since = sent.census_on
    else:
        since = census.census_day_before(on).on
        before = {each.child_id for each in children_on(by, on=since) if each.placed.collection == collection}
    return Change(
        since=since,
        sent=sent,
        before=len(before),
        stayed=len(before & counted.keys()),
        came=[counted[child] for child in counted if child not in before],
        went={child: standing.get(child) for child in sorted(before - counted.keys())},
    )


@dataclass(frozen=True, kw_only=True)
class Recount:
    """The children of a day by one definition, beside the return: who counts besides, and who does not.

    ``len(RETURNED) + len(besides) − len(without)`` is how many it counts.
    """

    definition: Definition
    counted: int
    besides: Sequence[OnTheDay]
    without: Sequence[OnTheDay]


def recounts(children: Sequence[OnTheDay]) -> list[Recount]:
    """Return the children of a day as each definition counts them, each compared with the return."""
    found = []
    for definition in census.DEFINITIONS:
        counted = [child for child in children if definition.counts(child.placed, child.case_id is not None)]
        returned = [child for child in children if RETURNED.counts(child.placed, child.case_id is not None)]
        here, there = ({child.child_id for child in some} for some in (counted, returned))
        found.append(
            Recount(
                definition=definition,
                counted=len(counted),
                besides=[child for child in counted if child.child_id not in there],
                without=[child for child in returned if child.child_id not in here],
            )
        )
    return found
