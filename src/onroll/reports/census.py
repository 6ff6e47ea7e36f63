"""The termly return: every child who may count on a day, where each stands by the rulebook, and the counts."""

import csv
import io
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Max, Min, Q, QuerySet

from onroll.audit.actor import Actor
from onroll.cases.facts import counting_facts, day_of
from onroll.cases.models import Case, Referral
from onroll.education.facts import provision_fact
from onroll.education.models import Enrolment, Place, Provision
from onroll.people.models import Address, Child
from onroll.people.same import followed_of
from rulebook import census
from rulebook.census import CensusDay, Known, Placed, Topic, Value
from rulebook.census.labels import ANY_TIME
from rulebook.findings import Finding
from rulebook.procedure.facts import CaseFacts, ProvisionKind
from rulebook.school_days.ages import AcademicYear

READ = "report:read"
BATCH = 500
HOME = ProvisionKind.HOME.value


@dataclass(frozen=True, slots=True)
class Subject:
    """One child who may count: the facts that decide it, and what else the return asks."""

    child_id: UUID
    case_id: UUID | None
    facts: CaseFacts
    known: Known


@dataclass(frozen=True, slots=True)
class OnTheDay:
    """One child on the day, where the rulebook places them."""

    child_id: UUID
    case_id: UUID | None
    placed: Placed
    known: Known

    def is_in(self, collection: str, topic: str = "", value: str = "") -> bool:
        """Whether the child is counted in a collection and, where asked, in one cell of it."""
        counted = self.placed.collection == collection
        return counted and (not topic or self.placed.cells.get(topic) == value)


# ------------------------------------------------------------------------------------------------------ who may count
def subjects(by: Actor, *, first: date, last: date) -> Iterator[Subject]:
    """Yield every child with a case open, or education at home, on some day from ``first`` to ``last``.

    A child of whom two records are held comes once, by the record that is followed.
    """
    cases = list(_cases(by, first=first, last=last).order_by("opened_on", "id").values_list("pk", "child_id"))
    homes = list(_homes(by, first=first, last=last).order_by().values_list("child_id", flat=True).distinct())
    followed = followed_of({*(child for _, child in cases), *homes})
    taken: set[UUID] = set()
    with_case = [
        pk for pk, child in sorted(cases, key=lambda each: followed.get(each[1], each[1]) != each[1])
    ]
    child_of = dict(cases)
    once: list[UUID] = []
    for pk in with_case:
        one = followed.get(child_of[pk], child_of[pk])
        if one not in taken:
            taken.add(one)
            once.append(pk)
    for some in _batches(once):
        yield from _with_case(some, on=last, by=by)
    rest = sorted({child for child in homes if followed.get(child, child) not in taken})
    for some in _batches(rest):
        yield from _without_case(some, by=by)


def _cases(by: Actor, *, first: date, last: date) -> QuerySet[Case]:
    """The cases that may have been open on one of the days; whether they were is asked of the facts."""
    there = Q(closed_on=None) | Q(closed_on__gt=first)
    return Case.objects.visible_to(by, READ).filter(there, opened_on__lte=last)


def _homes(by: Actor, *, first: date, last: date) -> QuerySet[Provision]:
    runs = Q(ends_on=None) | Q(ends_on__gte=first)
    return Provision.objects.visible_to(by, READ).filter(runs, kind=HOME, starts_on__lte=last)


def _with_case(ids: Sequence[UUID], *, on: date, by: Actor) -> Iterator[Subject]:
    rows = Case.objects.visible_to(by, READ).filter(pk__in=ids).select_related("child")
    cases = rows.prefetch_related(
        "rollchecks__establishment",
        "visits",
        "outcomes",
        "closings",
        "reopenings",
        "managerdecisions",
        "mainreasons",
    )
    found = list(cases)
    places = _by(
        Place.objects.visible_to(by, READ).filter(case_id__in=ids).select_related("establishment"), "case_id"
    )
    children = [case.child_id for case in found]
    left, came = _left_rolls(children, on=on, by=by), _came_here(children, on=on, by=by)
    provisions = _by(Provision.objects.visible_to(by, READ).filter(child_id__in=children), "child_id")
    for case in found:
        yield Subject(
            case.child_id,
            case.pk,
            counting_facts(
                case, places=places.get(case.pk, ()), provisions=provisions.get(case.child_id, ())
            ),
            _known(case.child, left, came, reason=_reason(case, on)),
        )


def _without_case(ids: Sequence[UUID], *, by: Actor) -> Iterator[Subject]:
    provisions = _by(Provision.objects.visible_to(by, READ).filter(child_id__in=ids), "child_id")
    for child in Child.objects.visible_to(by, READ).filter(pk__in=ids):
        rows = provisions.get(child.pk, ())
        facts = CaseFacts(
            subject=str(child.pk),
            opened_on=min(row.starts_on for row in rows),
            born_on=child.birth_date,
            provisions=tuple(provision_fact(row) for row in rows),
        )
        yield Subject(child.pk, None, facts, _known(child, {}, {}))


def _known(child: Child, left: Mapping[UUID, date], came: Mapping[UUID, date], *, reason: str = "") -> Known:
    return Known(
        sex=child.sex,
        born_on=child.birth_date,
        reason=reason,
        left_roll_on=left.get(child.pk),
        came_here_on=came.get(child.pk),
    )


def _reason(case: Case, on: date) -> str:
    """The main reason that stood at the end of the day, by when it was recorded."""
    rows = sorted(case.mainreasons.all(), key=lambda row: row.recorded_at)
    return next((row.code for row in reversed(rows) if day_of(row.recorded_at) <= on), "")


def _left_rolls(ids: Sequence[UUID], *, on: date, by: Actor) -> dict[UUID, date]:
    rows = Enrolment.objects.visible_to(by, READ).filter(child_id__in=ids, deleted_on__lte=on).order_by()
    return dict(rows.values("child_id").annotate(last=Max("deleted_on")).values_list("child_id", "last"))


def _came_here(ids: Sequence[UUID], *, on: date, by: Actor) -> dict[UUID, date]:
    rows = Address.objects.visible_to(by, READ).filter(child_id__in=ids, in_authority=True, from_on__lte=on)
    return dict(
        rows.order_by().values("child_id").annotate(first=Min("from_on")).values_list("child_id", "first")
    )


def _by(rows: Iterable[Any], key: str) -> dict[UUID, list[Any]]:
    found: dict[UUID, list[Any]] = {}
    for row in rows:
        found.setdefault(getattr(row, key), []).append(row)
    return found


def _batches(ids: Sequence[UUID]) -> Iterator[Sequence[UUID]]:
    for start in range(0, len(ids), BATCH):
        yield ids[start : start + BATCH]


# ------------------------------------------------------------------------------------------------------------ counted
def children_on(by: Actor, *, on: date) -> list[OnTheDay]:
    """Return every child who may count on the day, those left out as well, each with the rule that decided it.

    As it is known now: what was learnt since is in it. What was sent is kept apart, as it was.
    """
    return [
        OnTheDay(each.child_id, each.case_id, _placed(each, on), each.known)
        for each in subjects(by, first=on, last=on)
        if each.case_id is None or census.is_open_on(each.facts, on)
    ]


def _placed(each: Subject, on: date) -> Placed:
    return census.place(each.facts, each.known, on=on, has_case=each.case_id is not None)


def any_time(by: Actor, *, year: AcademicYear) -> dict[str, dict[UUID, date]]:
    """Return, for each collection, the children counted on any day of an academic year, with the first such day."""
    found: dict[str, dict[UUID, date]] = {code: {} for code in census.COLLECTIONS}
    for each in subjects(by, first=year.starts_on, last=year.ends_on):
        days = census.counted_between(
            each.facts, year.starts_on, year.ends_on, has_case=each.case_id is not None
        )
        for code, day in days.items():
            found[code][each.child_id] = day
    return found


def counts(children: Iterable[OnTheDay], *, collection: str) -> dict[str, Counter[str]]:
    """Return how many children stand in each value of each topic of a collection."""
    topics = census.COLLECTIONS[collection].topics
    found: dict[str, Counter[str]] = {topic.code: Counter() for topic in topics}
    for child in children:
        if child.placed.collection == collection:
            for topic in topics:
                found[topic.code][child.placed.cells[topic.code]] += 1
    return found


# ------------------------------------------------------------------------------------------------------ the worksheet
@dataclass(frozen=True, kw_only=True)
class Worksheet:
    """The figures of one collection for one day, with the children behind them and what to look at first."""

    collection: str
    day: CensusDay
    children: Sequence[OnTheDay]
    counts: Mapping[str, Counter[str]]
    any_time: Mapping[UUID, date]
    findings: tuple[Finding, ...]

    @property
    def total(self) -> int:
        """How many children are counted on the day."""
        return self.counts["total"].total()


def worksheet(by: Actor, *, collection: str, day: CensusDay) -> Worksheet:
    """Return the figures of a collection for a day, as far as ``by`` may read them."""
    children = children_on(by, on=day.on)
    return Worksheet(
        collection=collection,
        day=day,
        children=children,
        counts=counts(children, collection=collection),
        any_time=any_time(by, year=day.previous_year)[collection],
        findings=findings(by, children, collection=collection, on=day.on),
    )


def cells(sheet: Worksheet) -> Iterator[tuple[Topic, Value, int]]:
    """Yield every cell of a worksheet in order, those of nobody as well; the last is the number at any time."""
    for topic in census.COLLECTIONS[sheet.collection].topics:
        for value in topic.values:
            yield topic, value, sheet.counts[topic.code][value.code]
    yield ANY_TIME, ANY_TIME.values[0], len(sheet.any_time)


def as_csv(sheet: Worksheet) -> str:
    """Return the figures as a table with one row for each cell. It is for reading: no form of upload is public."""
    text = io.StringIO()
    rows = csv.writer(text)
    rows.writerow(["collection", "academic_year", "term", "census_date", "item", "breakdown", "count"])
    day = sheet.day
    for topic, value, count in cells(sheet):
        year = day.previous_year if topic is ANY_TIME else day.year
        name = census.COLLECTIONS[sheet.collection].name
        rows.writerow([name, year, day.term, day.on.isoformat(), topic.label, value.label, count])
    return text.getvalue()


def findings(by: Actor, children: Sequence[OnTheDay], *, collection: str, on: date) -> tuple[Finding, ...]:
    """Return what to look at before the figures of the day are sent."""
    waiting = Referral.objects.visible_to(by, READ).filter(triaged_at=None, received_on__lte=on).count()
    placed = [(child.placed, child.known) for child in children]
    return census.validate(census.COLLECTIONS[collection], placed, not_looked_at=waiting)
