"""A case with everything that its facts and its signs are made of, read at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from onroll.cases.models import Case
from onroll.education.models import Place, Provision
from onroll.release.models import Hold


@dataclass(frozen=True, kw_only=True)
class WholeCase:
    """One case, its parts fetched, with the places and education of the child and every hold over the family."""

    case: Case
    places: Sequence[Place]
    provisions: Sequence[Provision]
    holds: Sequence[Hold]
    undelivered: frozenset[UUID] = (
        frozenset()
    )  # notices whose senders were written to, and it did not get there

    @property
    def standing_holds(self) -> list[Hold]:
        """The holds that have not been lifted."""
        return [hold for hold in self.holds if hold.stands]

    @property
    def open_place(self) -> Place | None:
        """The newest place offered that was not declined, or None."""
        rows = [row for row in self.places if not row.declined_on]
        return max(rows, key=lambda row: (row.offered_on, row.recorded_at), default=None)
