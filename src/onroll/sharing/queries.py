"""Reading the lists that are shared."""

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from onroll.access import policy
from onroll.audit.actor import Actor
from onroll.release.queries import holds_placed_since, staying_behind
from onroll.schools.models import Term
from onroll.sharing.contents import TERMLY, outgoing_of
from onroll.sharing.models import (
    AnswerState,
    DirectoryContact,
    ListAnswer,
    ListPartner,
    Pack,
    PackLine,
    PackState,
)
from onroll.sharing.periods import Period, term_of


def packs_visible(by: Actor, permission: str = "pack:read") -> QuerySet[Pack]:
    """Return the lists that ``by`` may reach, each with how many children are on it, the newest first."""
    rows = Pack.objects.visible_to(by, permission).annotate(children=Count("lines"))
    return rows.order_by("-begins_on", "product", "recipient", "id")


def lines_given(pack: Pack, *, by: Actor) -> list[PackLine]:
    """Return the children on a released list, in its order, as ``by`` may be given them now.

    Whoever releases lists sees it as it was. Its recipient, who may not have opened it yet, is given no child of whom
    a hold placed since then says that nothing goes there (access model 7, H2).
    """
    lines = list(pack.lines.prefetch_related("answers"))
    if policy.may(by, "pack:send") or pack.released_at is None or not holds_placed_since(pack.released_at):
        return lines
    left_off = staying_behind([line.child_id for line in lines], outgoing=outgoing_of(pack))
    return [line for line in lines if line.child_id not in left_off]


def answers_of(pack: Pack, *, by: Actor) -> QuerySet[ListAnswer]:
    """Return what was said of the children on a list, in the order of the list, with the child of each."""
    rows = ListAnswer.objects.visible_to(by, "pack:assign").filter(line__pack=pack)
    return rows.select_related("line__child", "line__pack", "line__case").order_by(
        "line__position", "said_at", "id"
    )


def answers_waiting(by: Actor) -> dict[UUID, int]:
    """Return how many answers wait to be looked at, by the list on which they were given."""
    rows = ListAnswer.objects.visible_to(by, "pack:assign").filter(state=AnswerState.WAITING)
    return dict(rows.values_list("line__pack").annotate(waiting=Count("pk")).order_by())


def partners_in_force() -> QuerySet[ListPartner]:
    """Return the bodies that have the termly list, by name."""
    return ListPartner.objects.filter(ended_at=None).select_related("organisation")


def partners_given_at(pack: Pack) -> datetime | None:
    """Return when the last partner of a term was given its list; None while one still waits, or where there is none."""
    rows = Pack.objects.filter(product=TERMLY, period=pack.period, area=None).exclude(state=PackState.LAPSED)
    moments = list(rows.values_list("released_at", flat=True))
    return max(moments) if moments and all(moments) else None  # type: ignore[type-var]


def term_begun(on: date) -> Period | None:
    """Return the term of the authority that had begun last by a day, as published."""
    starts = Term.objects.filter(establishment=None).values_list("starts_on", flat=True)
    return term_of(on, starts=list(starts))


def contacts() -> QuerySet[DirectoryContact]:
    """Return the contacts kept in the directory, by kind and area."""
    return DirectoryContact.objects.filter(ended_at=None).select_related("area")


def contacts_for(area_id: UUID | None, *, kinds: Collection[str]) -> list[DirectoryContact]:
    """Return whom to reach of these kinds for an area: its own contacts first, then those of the whole authority."""
    rows = contacts().filter(Q(area=None) | Q(area=area_id), kind__in=kinds)
    return sorted(rows, key=lambda row: (row.area_id is None, row.kind, row.name))
