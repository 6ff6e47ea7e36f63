"""What a manager asks of the register today: counts, and the very rows that each of them counts."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Max, OuterRef, QuerySet, Subquery

from onroll.access.matrix import ROLES
from onroll.access.models import Area
from onroll.audit.actor import Actor
from onroll.cases import queries as cases
from onroll.cases.models import Case, Visit
from onroll.duties import queries as duties
from onroll.duties.models import Duty
from rulebook.census.durations import BANDS, Band, band_of

SEEN = ("alone", "with-family")  # an officer spoke to the child, with others there or without
WEEK = 7
NEVER = Band("never", "Not seen since the case was opened", -1)
SEEN_BANDS = (
    Band("within-6", "Seen within 6 weeks", 0, 6 * WEEK),
    Band("6-to-12", "Seen 6 to 12 weeks ago", 6 * WEEK, 12 * WEEK),
    Band("over-12", "Seen over 12 weeks ago", 12 * WEEK),
    NEVER,
)
NO_AREA = "none"
NOBODY = "nobody"
CODE_OF = {role.short: role.code.lower() for role in ROLES}
SHORT_OF = {code: short for short, code in CODE_OF.items()}


@dataclass(frozen=True, slots=True)
class Line:
    """One open case as the manager counts it; ``waiting_on`` is a role's code in small letters, or ``nobody``."""

    case_id: UUID
    area: str
    opened_on: date
    seen_on: date | None
    waiting_on: str
    waiting_since: date | None

    def out(self, today: date) -> str:
        """Return the band of the days for which the child has been on the register."""
        return band_of((today - self.opened_on).days).code

    def unseen(self, today: date) -> str:
        """Return the band of the days since an officer spoke to the child."""
        if self.seen_on is None:
            return NEVER.code
        days = (today - self.seen_on).days
        return next(band.code for band in SEEN_BANDS if band.until_days is None or days < band.until_days)


@dataclass(frozen=True, slots=True)
class Count:
    """How many open cases of one kind there are, and since when the longest of them has been so."""

    code: str
    words: str
    many: int
    longest_since: date | None = None


def late(by: Actor, *, rule: str = "", area: str = "") -> QuerySet[Duty]:
    """Return what is late and what ``by`` may see, of one rule or all, of one area (its code, or ``none``) or all."""
    rows = duties.overdue(by, as_of=by.today)
    if rule:
        rows = rows.filter(code=rule)
    if area:
        rows = rows.filter(area=None) if area == NO_AREA else rows.filter(area__code=area)
    return rows


def late_by_rule(by: Actor) -> Counter[tuple[str, str]]:
    """Return how many duties are late, by the rule's code and the area's; ``none`` for no area."""
    codes = late(by).select_related(None).order_by().values_list("code", "area__code")
    return Counter((code, area or NO_AREA) for code, area in codes)


def lines(by: Actor) -> list[Line]:
    """Return a line for each child on the register whose case ``by`` may read, the longest on it first.

    A child with two open cases stands once, under the record that is followed.
    """
    rows = cases.each_child_once(Case.objects.visible_to(by, "case:read").filter(closed_on=None))
    rows = cases.with_waiting_seen(rows, by=by).annotate(seen_on=_seen_on(by)).order_by("opened_on", "id")
    found = rows.values_list(
        "pk", "area__code", "opened_on", "seen_on", "seen_waiting_on", "seen_waiting_since"
    )
    return [
        Line(pk, area or NO_AREA, opened_on, seen_on, CODE_OF.get(waiting or "", NOBODY), since)
        for pk, area, opened_on, seen_on, waiting, since in found
    ]


def _seen_on(by: Actor) -> Subquery:
    """The last day on which an officer spoke to the child, in this case or an earlier one."""
    visits = Visit.objects.visible_to(by, "case:read")
    seen = visits.filter(child_id=OuterRef("child_id"), child_seen__in=SEEN).order_by()
    return Subquery(seen.values("child_id").annotate(last=Max("visited_on")).values("last"))


def chosen(
    found: Iterable[Line], *, today: date, out: str = "", unseen: str = "", waiting: str = "", area: str = ""
) -> list[Line]:
    """Return the lines of one band or body and of one area; all of them where nothing is asked."""
    return [
        line
        for line in found
        if (not out or line.out(today) == out)
        and (not unseen or line.unseen(today) == unseen)
        and (not waiting or line.waiting_on == waiting)
        and (not area or line.area == area)
    ]


def by_out(found: Iterable[Line], *, today: date) -> list[Count]:
    """Return how many children have been on the register for how long, in the published bands."""
    counts = Counter(line.out(today) for line in found)
    return [Count(band.code, band.label, counts[band.code]) for band in BANDS]


def by_unseen(found: Iterable[Line], *, today: date) -> list[Count]:
    """Return how many children were last spoken to how long ago."""
    counts = Counter(line.unseen(today) for line in found)
    return [Count(band.code, band.label, counts[band.code]) for band in SEEN_BANDS]


def by_waiting(found: Iterable[Line]) -> list[Count]:
    """Return on whom the cases wait, most first, with the day since which the longest of them has waited."""
    since: dict[str, list[date]] = {}
    counts: Counter[str] = Counter()
    for line in found:
        counts[line.waiting_on] += 1
        since.setdefault(line.waiting_on, []).extend([line.waiting_since] if line.waiting_since else [])
    return [
        Count(
            code,
            SHORT_OF.get(code, "Nobody: nothing is due"),
            many,
            min(since[code], default=None) if code != NOBODY else None,
        )
        for code, many in counts.most_common()
    ]


def areas() -> list[tuple[str, str]]:
    """Return the areas by code and name, and the place for what lies in none."""
    return [*Area.objects.order_by("name").values_list("code", "name"), (NO_AREA, "No area")]
