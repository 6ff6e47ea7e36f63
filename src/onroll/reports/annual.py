"""The annual report to the management team: the year's figures, each with the rows that it counts (ANNUAL-1).

Source: Procedure 3.1.1.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median
from typing import Any

from django.db.models import Case as Choice
from django.db.models import Count, F, QuerySet, Value, When

from onroll.audit.actor import Actor
from onroll.duties import queries as duties
from onroll.reports.spells import Spell, spells
from rulebook.census import BANDS, band_of
from rulebook.procedure.outcomes import OUTCOMES
from rulebook.procedure.reasons import REASONS
from rulebook.school_days.ages import AcademicYear, year_group_words

NOT_DONE, UNKNOWN = "not-done", "unknown"
WEEK = 7
WITHIN = (
    ("week", "Within a week", 1 * WEEK),
    ("2-weeks", "1 to 2 weeks", 2 * WEEK),
    ("4-weeks", "2 to 4 weeks", 4 * WEEK),
    ("12-weeks", "4 to 12 weeks", 12 * WEEK),
    ("longer", "Over 12 weeks", None),
)
STANDINGS = {
    "met": "Done in time",
    "late": "Done late",
    "owed": "Not done",
    "excused": "Ended or excused",
}
START, NEW, CLOSED, END = "start", "new", "closed", "end"


@dataclass(frozen=True, slots=True)
class Of:
    """A table of the report: which stays it counts, and in which value each of them stands."""

    code: str
    title: str
    counts: str  # START, NEW, CLOSED or END
    means: str
    value_of: Callable[[Spell, date], str]
    labels: Mapping[str, str] | None = None  # None: the values are their own labels


def _within(days: int | None) -> str:
    if days is None:
        return NOT_DONE
    return next(code for code, _, until in WITHIN if until is None or days < until)


TIMES = {**{code: label for code, label, _ in WITHIN}, NOT_DONE: "Not recorded in that time"}
ENDINGS = {each.code: each.words for each in OUTCOMES if each.closes}
TABLES: tuple[Of, ...] = (
    Of("reason", "Reasons", NEW, "The main reason (2.2) last recorded, of those who came in the year.",
       lambda spell, _: spell.reason or UNKNOWN,
       {**{each.code: each.words for each in REASONS}, UNKNOWN: "Not recorded"}),
    Of("area", "Areas", NEW, "The area of the case, of those who came in the year.",
       lambda spell, _: spell.area or "No area"),
    Of("year", "Ages", NEW, "The year group by the date of birth, on the day on which the child came.",
       lambda spell, _: UNKNOWN if spell.year_group is None else str(min(max(spell.year_group, -1), 12)),
       {"-1": "Below Reception", **{str(year): year_group_words(year) for year in range(12)}, "12": "Over Year 11",
        UNKNOWN: "Date of birth not recorded"}),
    Of("again", "Repeats", NEW, "Whether the child had been on the register before.",
       lambda spell, _: "again" if spell.again else "first",
       {"first": "For the first time", "again": "Not for the first time"}),
    Of("checked", "Time until the rolls were searched", NEW, "From the day on which the child came.",
       lambda spell, _: _within(spell.checked_after), TIMES),
    Of("visited", "Time until the first visit", NEW, "From the day on which the child came. Not all are visited.",
       lambda spell, _: _within(spell.visited_after), TIMES),
    Of("placed", "Time until education began", CLOSED, "From the day on which the child came to the first day at a "
       "place taken up, or in other education that is confirmed; of those who left in the year.",
       lambda spell, _: _within(spell.placed_after), TIMES),
    Of("outcome", "Outcomes", CLOSED, "How the case was closed.",
       lambda spell, _: spell.outcome if spell.outcome in ENDINGS else UNKNOWN,
       {**ENDINGS, UNKNOWN: "Not recorded"}),
    Of("lasted", "How long children were on the register", CLOSED, "From the first day to the day of closing.",
       lambda spell, until: band_of(spell.lasted(until)).code, {band.code: band.label for band in BANDS}),
    Of("still", "How long children on the register had been on it", END, "On the last day of the report.",
       lambda spell, until: band_of(spell.lasted(until)).code, {band.code: band.label for band in BANDS}),
)  # fmt: skip
BY_CODE = {each.code: each for each in TABLES}
FLOW = {
    START: "On the register when the year began",
    NEW: "Came onto it in the year",
    CLOSED: "Left it in the year",
    END: "On the register at the end",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a table: its value, its words and how many it counts."""

    code: str
    label: str
    count: int


@dataclass(frozen=True, kw_only=True)
class Annual:
    """The figures of one academic year, up to ``last`` where it has not ended."""

    year: AcademicYear
    first: date
    last: date
    spells: Sequence[Spell]
    clocks: Mapping[tuple[str, str], int]  # rule and standing

    @property
    def is_whole(self) -> bool:
        """Whether the year has ended."""
        return self.last == self.year.ends_on

    def counted(self, counts: str) -> list[Spell]:
        """Return the stays of one kind: at the start, new, closed, or at the end. Start and new less closed is end."""
        chosen: dict[str, Callable[[Spell], bool]] = {
            START: lambda spell: spell.stands_on(self.first - timedelta(days=1)),
            NEW: lambda spell: self.first <= spell.started_on <= self.last,
            CLOSED: lambda spell: spell.ended_on is not None and self.first <= spell.ended_on <= self.last,
            END: lambda spell: spell.stands_on(self.last),
        }
        return [spell for spell in self.spells if chosen[counts](spell)]

    def rows(self, table: str, value: str) -> list[Spell]:
        """Return the stays behind one number of a table."""
        of = BY_CODE[table]
        return [spell for spell in self.counted(of.counts) if of.value_of(spell, self.last) == value]

    def lines(self, of: Of) -> list[Line]:
        """Return the lines of a table, those of nobody as well where the values are given."""
        found = Counter(of.value_of(spell, self.last) for spell in self.counted(of.counts))
        labels = of.labels if of.labels is not None else {value: value for value in sorted(found)}
        return [Line(value, label, found[value]) for value, label in labels.items()]

    def middle(self, of: str) -> float | None:
        """Return the median of a time in days, of those in whose stay it was done; None where it never was."""
        table = BY_CODE[of]
        days = [getattr(spell, f"{of}_after") for spell in self.counted(table.counts)]
        done = [each for each in days if each is not None]
        return median(done) if done else None


def annual(by: Actor, *, year: AcademicYear) -> Annual:
    """Return the figures of an academic year, up to today, as far as ``by`` may read.

    Raises ValueError for one that has not begun.
    """
    if year.starts_on > by.today:
        raise ValueError(f"the year {year} has not begun")
    first, last = year.starts_on, min(year.ends_on, by.today)
    return Annual(
        year=year,
        first=first,
        last=last,
        spells=list(spells(by, first=first, last=last)),
        clocks=_clocks(by, first=first, last=last),
    )


def clocks(by: Actor, *, first: date, last: date, rule: str = "", standing: str = "") -> QuerySet[Any]:
    """Return the duties due from ``first`` to ``last`` that ``by`` may see, of one rule and standing if asked."""
    rows: QuerySet[Any] = duties.visible_to(by).filter(due_on__range=(first, last))
    rows = rows.annotate(stood=_stood(last))
    if rule:
        rows = rows.filter(code=rule)
    if standing:
        rows = rows.filter(stood=standing)
    return rows.select_related("officer", "area", "team").order_by("due_on", "id")


def _stood(last: date) -> Choice:
    """How a duty stood on the last day, as far as it is known now."""
    return Choice(
        When(met_on__lte=F("due_on"), then=Value("met")),
        When(met_on__lte=last, then=Value("late")),
        When(excused_on__lte=last, then=Value("excused")),
        default=Value("owed"),
    )


def _clocks(by: Actor, *, first: date, last: date) -> dict[tuple[str, str], int]:
    rows = clocks(by, first=first, last=last).select_related(None).order_by()
    counted = rows.values("code", "stood").annotate(many=Count("pk")).values_list("code", "stood", "many")
    return {(code, stood): many for code, stood, many in counted}
