"""What we hold of a child of whom a further notice tells: the open case, the one that closed last, or none."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import prefetch_related_objects

from onroll.cases.models import Case, Closing, Referral
from onroll.cases.queries import every_case, every_notice
from onroll.people.same import heads_of, records_of

WHY = "a further notice belongs to the child it is about, whoever looks at it"
GOES_ON_ELSEWHERE = "same-child"  # a case closed so is no end: the child is followed in another
DIED = "died"


@dataclass(frozen=True)
class LastCase:
    """The case in which a child is followed; or, with its ``closing``, the one in which the child was followed last."""

    case: Case
    closing: Closing | None = None

    @property
    def is_open(self) -> bool:
        """Whether the child is followed now."""
        return self.closing is None

    @property
    def may_open_again(self) -> bool:
        """Whether a notice may open it again; a death is taken back on the record itself, where all can be read."""
        return self.closing is not None and self.closing.outcome.code != DIED

    def saw_come(self, referral: Referral) -> bool:
        """Whether a notice came before the case was closed, so that what ended the case answers its sender."""
        if self.closing is None:
            return True
        return referral.received_on < self.closing.closed_on or referral.keyed_at <= self.closing.recorded_at


def last_cases(child_ids: Collection[UUID]) -> Mapping[UUID, LastCase]:
    """Return, of those of these children who ever had a case by any record of theirs, the one that counts now.

    Four statements at the most, however many they are.
    """
    if not child_ids:
        return {}
    heads = heads_of(child_ids)
    found: dict[UUID, LastCase] = {}
    own: dict[UUID, LastCase] = {}
    rows = list(every_case(WHY).filter(child_id__in=heads))
    prefetch_related_objects([case for case in rows if not case.is_open], "closings__outcome")
    for case in sorted(rows, key=_when_followed):
        last = _last_of(case)
        if last is not None:
            found[heads[case.child_id]] = last
            own |= {case.child_id: last} if last.is_open else {}
    mine = {child_id: heads[child_id] for child_id in child_ids}
    return {child_id: own.get(child_id, found[head]) for child_id, head in mine.items() if head in found}


def told_of_before(child_id: UUID, *, besides: Referral) -> bool:
    """Return whether another notice was ever found to be about this child, by any record."""
    rows = every_notice().filter(child_id__in=records_of([child_id]))
    return rows.exclude(pk=besides.pk).exists()


def _when_followed(case: Case) -> tuple[bool, str, str]:
    """Order cases so that the one that counts stands last: an open one, else the one that closed last."""
    closed = [] if case.is_open else [row.recorded_at.isoformat() for row in case.closings.all()]
    return case.is_open, max(closed, default=""), str(case.pk)


def _last_of(case: Case) -> LastCase | None:
    if case.is_open:
        return LastCase(case)
    closing = max(case.closings.all(), key=lambda row: (row.recorded_at, row.pk), default=None)
    return LastCase(case, closing) if closing and closing.outcome.code != GOES_ON_ELSEWHERE else None
