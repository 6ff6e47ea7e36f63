"""Reading education: where a child is educated, as one answer, and who is on a school's roll."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from django.db.models import QuerySet

from onroll.audit.actor import Actor
from onroll.education import facts
from onroll.education.models import Enrolment, Place, Provision
from onroll.people.models import Child
from onroll.schools.models import Establishment
from rulebook.wording import long_date

BATCH = 500


class Educated(StrEnum):
    """Where a child is educated, as far as we know, the surest first."""

    ON_ROLL = "on-roll"
    OTHERWISE = "otherwise"  # at home, in alternative provision, at a school found elsewhere
    PLACE_OFFERED = "place-offered"  # not yet there
    UNKNOWN = "unknown"


@dataclass(frozen=True, kw_only=True)
class Education:
    """Where one child is educated on one day: the answer, in words, with the rows that it rests on.

    ``certain`` is False where something speaks against it: the newest roll does not hold the child, or nobody has
    judged the provision suitable. ``source`` and ``as_of_on`` say who told us, and as of when.
    """

    kind: Educated
    words: str
    certain: bool
    as_of: date
    establishment: Establishment | None = None
    source: str = ""
    as_of_on: date | None = None
    confirmed_on: date | None = None
    enrolments: tuple[Enrolment, ...] = ()
    places: tuple[Place, ...] = ()
    provisions: tuple[Provision, ...] = ()


def education_of(child: Child, *, as_of: date, by: Actor) -> Education:
    """Return where a child is educated on ``as_of``; ``UNKNOWN`` as well when ``by`` may not reach the child's card."""
    return educations_of([child.pk], as_of=as_of, by=by)[child.pk]


def educations_of(child_ids: Iterable[UUID], *, as_of: date, by: Actor) -> Mapping[UUID, Education]:
    """Return where each of many children is educated on ``as_of``, in three statements for every 500 children."""
    ids = list(dict.fromkeys(child_ids))
    enrolments: dict[UUID, list[Enrolment]] = {}
    places: dict[UUID, list[Place]] = {}
    provisions: dict[UUID, list[Provision]] = {}
    for start in range(0, len(ids), BATCH):
        some = ids[start : start + BATCH]
        _gather(
            enrolments, Enrolment.objects.visible_to(by, "card:read").select_related("establishment"), some
        )
        _gather(places, Place.objects.visible_to(by, "card:read").select_related("establishment"), some)
        _gather(provisions, Provision.objects.visible_to(by, "card:read"), some)
    return {
        child: _education(
            enrolments.get(child, []), places.get(child, []), provisions.get(child, []), as_of=as_of
        )
        for child in ids
    }


def roll_of(establishment: Establishment, *, by: Actor) -> QuerySet[Enrolment]:
    """Return the children on a school's roll whom ``by`` may list, by name: every enrolment not ended."""
    rows = Enrolment.objects.visible_to(by, "card:list").filter(establishment=establishment, deleted_on=None)
    return rows.select_related("child", "establishment").order_by("child__surname", "child__forenames", "id")


def history_of(child: Child, *, by: Actor) -> QuerySet[Enrolment]:
    """Return every time that a child was on a roll, as far as ``by`` may read, the newest first."""
    rows = Enrolment.objects.visible_to(by, "card:read").filter(child=child)
    return rows.select_related("establishment").order_by("-starting_on", "-recorded_at")


def _gather(found: dict, rows: QuerySet, ids: Sequence[UUID]) -> None:
    for row in rows.filter(child_id__in=ids).order_by("recorded_at", "id"):
        found.setdefault(row.child_id, []).append(row)


def _education(
    enrolments: list[Enrolment], places: list[Place], provisions: list[Provision], *, as_of: date
) -> Education:
    current = [row for row in enrolments if facts.is_current(row, as_of=as_of)]
    standing = [
        row for row in provisions if row.starts_on <= as_of and (row.ends_on is None or row.ends_on >= as_of)
    ]
    waiting = [
        row
        for row in places
        if row.offered_on <= as_of and row.taken_up_on is None and row.declined_on is None
    ]
    listed = [row for row in current if not _left_out(row)]
    if listed:
        return _on_roll(listed, current, as_of, certain=True)
    if standing:
        return _otherwise(standing, as_of)
    if current:
        return _on_roll(current, current, as_of, certain=False)
    if waiting:
        return _offered(waiting, as_of)
    return Education(
        kind=Educated.UNKNOWN,
        words=_last_known(enrolments),
        certain=False,
        as_of=as_of,
        enrolments=tuple(enrolments),
        places=tuple(places),
    )


def _left_out(row: Enrolment) -> bool:
    newest = row.establishment.roll_as_of_on
    return bool(newest and row.last_listed_on and row.last_listed_on < newest)


def _on_roll(rows: list[Enrolment], current: list[Enrolment], as_of: date, *, certain: bool) -> Education:
    main = max(rows, key=lambda row: (row.status != "S", row.starting_on or date.min, row.recorded_at))
    names = [main.establishment.name, *(row.establishment.name for row in rows if row is not main)]
    words = f"On the roll of {' and '.join(names)}"
    if not certain:
        newest, last = main.establishment.roll_as_of_on, main.last_listed_on
        words += f", but not on its list of {long_date(newest)}" if newest else ""
        words += f"; last listed on {long_date(last)}" if last else ""
    return Education(
        kind=Educated.ON_ROLL,
        words=words,
        certain=certain,
        as_of=as_of,
        establishment=main.establishment,
        source=main.source,
        as_of_on=main.last_listed_on or main.as_of_on,
        confirmed_on=main.confirmed_on,
        enrolments=tuple(current),
    )


def _otherwise(rows: list[Provision], as_of: date) -> Education:
    main = max(rows, key=lambda row: (row.suitable is True, row.starts_on, row.recorded_at))
    where = {
        "home": "Educated at home",
        "alternative": "In alternative provision",
        "school": "At a school found elsewhere",
    }
    judged = {True: "judged suitable", False: "judged not suitable", None: "not yet judged"}[main.suitable]
    words = where[main.kind] + (f", {main.provider}" if main.provider else "") + f" ({judged})"
    return Education(
        kind=Educated.OTHERWISE,
        words=words,
        certain=bool(main.suitable),
        as_of=as_of,
        source=main.source,
        as_of_on=main.as_of_on or main.starts_on,
        confirmed_on=main.confirmed_on,
        provisions=tuple(rows),
    )


def _offered(rows: list[Place], as_of: date) -> Education:
    main = max(rows, key=lambda row: (row.offered_on, row.recorded_at))
    starts = f", to start on {long_date(main.start_on)}" if main.start_on else ""
    return Education(
        kind=Educated.PLACE_OFFERED,
        words=f"Offered a place at {main.establishment.name} on {long_date(main.offered_on)}{starts}",
        certain=False,
        as_of=as_of,
        establishment=main.establishment,
        source=main.source,
        as_of_on=main.as_of_on or main.offered_on,
        places=tuple(rows),
    )


def _last_known(enrolments: list[Enrolment]) -> str:
    left = [row for row in enrolments if row.deleted_on]
    if not left:
        return "On no roll that we know of"
    last = max(left, key=lambda row: (row.deleted_on, row.recorded_at))
    since = long_date(last.deleted_on or date.min)
    return f"On no roll that we know of since {since}, when {last.establishment.name} deleted the name"
