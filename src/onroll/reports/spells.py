"""The time that a child was on the register, from a day until a day: what the annual report counts."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q

from onroll.audit.actor import Actor
from onroll.cases.models import Case
from onroll.education.models import Place, Provision
from onroll.reports.census import BATCH, READ
from rulebook.school_days.ages import year_group


@dataclass(frozen=True, slots=True, kw_only=True)
class Spell:
    """One stay on the register. Days are counted from its first day; None for what was not done in it."""

    case_id: UUID
    child_id: UUID
    started_on: date
    ended_on: date | None
    again: bool  # the child had been on the register before
    area: str
    year_group: int | None
    reason: str
    outcome: str
    checked_after: int | None
    visited_after: int | None
    placed_after: int | None

    def stands_on(self, day: date) -> bool:
        """Whether the child was on the register at the end of a day."""
        return self.started_on <= day and (self.ended_on is None or self.ended_on > day)

    def lasted(self, until: date) -> int:
        """Return for how many days the child was on the register, up to a day where it has not ended by then."""
        end = self.ended_on if self.ended_on and self.ended_on <= until else until
        return (end - self.started_on).days


def spells(by: Actor, *, first: date, last: date) -> Iterator[Spell]:
    """Yield every stay on the register that touches the days from ``first`` to ``last``, as far as ``by`` may read."""
    touches = Q(closed_on=None) | Q(closed_on__gte=first)
    rows = Case.objects.visible_to(by, READ).filter(touches, opened_on__lte=last)
    ids = list(rows.order_by("opened_on", "id").values_list("pk", flat=True))
    for start in range(0, len(ids), BATCH):
        yield from _of_cases(ids[start : start + BATCH], first=first, last=last, by=by)


def _of_cases(ids: Sequence[UUID], *, first: date, last: date, by: Actor) -> Iterator[Spell]:
    rows = Case.objects.visible_to(by, READ).filter(pk__in=ids).select_related("child", "area")
    parts = ("rollchecks", "visits", "closings__outcome", "reopenings", "mainreasons")
    cases = list(rows.prefetch_related(*parts).order_by("opened_on", "id"))
    begun = _first_opened([case.child_id for case in cases], by=by)
    educated = _educated_on(ids, by=by)
    for case in cases:
        for start, end in stays(case):
            if start <= last and (end is None or end >= first):
                earlier = begun.get(case.child_id, start) < start
                yield _spell(case, start, end, again=earlier, educated=educated.get(case.pk, ()))


def stays(case: Case) -> list[tuple[date, date | None]]:
    """Return the days from which and until which a case was open: closings and reopenings take turns."""
    ends = [(row.closed_on, False) for row in case.closings.all()]
    starts = [(row.reopened_on, True) for row in case.reopenings.all()]
    found: list[tuple[date, date | None]] = []
    since: date | None = case.opened_on
    left = sorted([*ends, *starts])
    while left:
        day = left[0][0]
        wanted = (day, since is None)  # of one day, what can come next comes first
        event = wanted if wanted in left else left[0]
        left.remove(event)
        if event[1] and since is None:
            since = day
        elif not event[1] and since is not None:
            found.append((since, day))
            since = None
    if since is not None:
        found.append((since, case.closed_on))
    return found


def _spell(case: Case, start: date, end: date | None, *, again: bool, educated: Iterable[date]) -> Spell:
    closing = next((row for row in case.closings.all() if row.closed_on == end), None)
    reasons = sorted(case.mainreasons.all(), key=lambda row: row.recorded_at)
    born = case.child.birth_date
    return Spell(
        case_id=case.pk,
        child_id=case.child_id,
        started_on=start,
        ended_on=end,
        again=again,
        area=case.area.name if case.area else "",
        year_group=year_group(born, start) if born else None,
        reason=reasons[-1].code if reasons else "",
        outcome=closing.outcome.code if closing else "",
        checked_after=_after((row.made_on for row in case.rollchecks.all()), start, end),
        visited_after=_after((row.visited_on for row in case.visits.all()), start, end),
        placed_after=_after(educated, start, end),
    )


def _after(days: Iterable[date], start: date, end: date | None) -> int | None:
    """Return how many days after the first day the earliest of these days lies, of those within the stay."""
    within = [day for day in days if day >= start and (end is None or day <= end)]
    return (min(within) - start).days if within else None


def _first_opened(ids: Sequence[UUID], *, by: Actor) -> dict[UUID, date]:
    found: dict[UUID, date] = {}
    rows = Case.objects.visible_to(by, READ).filter(child_id__in=ids).values_list("child_id", "opened_on")
    for child, day in rows:
        found[child] = min(day, found.get(child, day))
    return found


def _educated_on(ids: Sequence[UUID], *, by: Actor) -> dict[UUID, list[date]]:
    """The days on which children of these cases began at a place that they took up, or in other education confirmed."""
    found: dict[UUID, list[date]] = {}
    places = Place.objects.visible_to(by, READ).filter(case_id__in=ids).exclude(taken_up_on=None)
    provisions = Provision.objects.visible_to(by, READ).filter(case_id__in=ids).exclude(confirmed_on=None)
    pairs = (
        *places.values_list("case_id", "taken_up_on"),
        *provisions.exclude(suitable=False).values_list("case_id", "starts_on"),
    )
    for case_id, day in pairs:
        if case_id is not None and day is not None:
            found.setdefault(case_id, []).append(day)
    return found
