"""Who stands in which cell of the return, and by which rule. Who counts is ``procedure.classes``, and no other rule.

A child of whom a test is not known yet is treated as missing education until somebody has found out, and is counted;
``validate`` names how many those are.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date, timedelta
from typing import Any

from rulebook.census.durations import band_of
from rulebook.census.labels import ALL, HOME, MISSING, NOT_RECORDED, Collection
from rulebook.procedure.classes import Answer, Route, WhoCounts, who_counts
from rulebook.procedure.facts import CaseFacts, ProvisionKind
from rulebook.school_days.ages import compulsory_school_age, year_group
from rulebook.wording import long_date

LAST_YEAR_GROUP = 11
# Our main reasons (Procedure 2.2) as the Department's labels; every line is our reading [I].
REASONS: Mapping[str, str] = {
    "": NOT_RECORDED,
    "not-registered-at-five": "did-not-apply",
    "failed-transition": "awaiting-outcome",
    "frequent-moves": "other",
    "mid-year-transfer": "awaiting-outcome",
    "family-breakdown": "other",
    "persistent-truancy": "other",
    "disaffection": "dissatisfaction",
    "formal-exclusion": "other",
    "informal-exclusion": "other",
    "moved-in": "moved-in-authority",
}
NEVER_REGISTERED, MOVED_IN = "not-registered-at-five", "moved-in"


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What the return asks of one child beside who counts. ``reason`` is the main reason (2.2) on the day."""

    sex: str = ""
    born_on: date | None = None
    reason: str = ""
    left_roll_on: date | None = None  # the first day on which the last known roll did not hold the child
    came_here_on: date | None = None


@dataclass(frozen=True, slots=True)
class Since:
    """The day from which a child has been missing education, or None; and which fact says so."""

    on: date | None
    because: str


@dataclass(frozen=True, slots=True)
class Placed:
    """One child on the day: counted in which collection ("" for none), in which cells, and by which rule."""

    collection: str
    because: str
    who: WhoCounts
    cells: Mapping[str, str]
    since: Since
    at_home: bool  # education at home ran on the day, suitable or not


def place(facts: CaseFacts, known: Known, *, on: date, has_case: bool) -> Placed:
    """Return where a child stands on the day. Without a case only home education counts: nobody was told of more."""
    who = who_counts(facts, as_of=on)
    collection = _collection(who, has_case=has_case)
    since = missing_since(known, on=on)
    return Placed(
        collection=collection.code if collection else "",
        because=why(who),
        who=who,
        cells=_cells(collection, known, since, on=on) if collection else {},
        since=since,
        at_home=any(
            each.kind is ProvisionKind.HOME
            and each.starts_on <= on
            and (each.ends_on is None or each.ends_on >= on)
            for each in facts.provisions
        ),
    )


def _collection(who: WhoCounts, *, has_case: bool) -> Collection | None:
    if who.route is Route.HOME_EDUCATION:
        return HOME
    return MISSING if has_case and who.counts is not False else None


def why(who: WhoCounts) -> str:
    """Return the rule that put the child there: the test that failed, or what is met and what is not known yet."""
    failed = [test for test in who.tests if test.answer is Answer.FAILED]
    if who.route is Route.ELSEWHERE:
        return who.route.words
    if failed:
        return f"{failed[0].because} ({failed[0].source})"
    unknown = [test.because for test in who.tests if test.answer is Answer.NOT_KNOWN]
    if unknown:
        return f"{Route.NOT_KNOWN.words} {' '.join(unknown)}"
    return " ".join(test.because for test in who.tests)


def missing_since(known: Known, *, on: date) -> Since:
    """Return since when the child has been missing education, by what is recorded.

    It is the later of the day on which the last known roll let the name go and the start of compulsory school age; for
    a child who moved in, not before the first address here; for one who was never registered, the start of that age.
    Without any of these it is not known. Source: the label "Unknown" is published [S]; the rule is our reading [I].
    """
    of_age = compulsory_school_age(known.born_on).starts_on if known.born_on else None
    came = known.came_here_on if known.reason == MOVED_IN else None
    told = [
        (day, words)
        for day, words in ((known.left_roll_on, "left the last roll known"), (came, "came here"))
        if day
    ]
    if not told and known.reason != NEVER_REGISTERED:
        return Since(None, "No roll that the child left, and no day of arrival, is recorded.")
    told += [(of_age, "compulsory school age began")] if of_age else []
    told = [(day, words) for day, words in told if day <= on]
    if not told:
        return Since(None, "No date of birth is recorded.")
    day, words = max(told)
    return Since(day, f"{words[0].upper()}{words[1:]} on {long_date(day)}.")


def _cells(collection: Collection, known: Known, since: Since, *, on: date) -> dict[str, str]:
    given = {
        "total": ALL,
        "sex": known.sex if known.sex in {"F", "M"} else "unknown",
        "year": _year(known.born_on, on),
        "duration": band_of((on - since.on).days if since.on else None).code,
        "reason": REASONS.get(known.reason, "other") if collection is MISSING else NOT_RECORDED,
    }
    return {topic.code: given[topic.code] for topic in collection.topics}


def _year(born_on: date | None, on: date) -> str:
    if born_on is None:
        return "unknown"
    return str(min(max(year_group(born_on, on), 0), LAST_YEAR_GROUP))


# ------------------------------------------------------------------------------------------------------- at any time
def is_open_on(facts: CaseFacts, day: date) -> bool:
    """Tell whether the case was open at the end of a day."""
    if facts.opened_on > day:
        return False
    known = replace(
        facts,
        closings=tuple(each for each in facts.closings if each.closed_on <= day),
        reopenings=tuple(each for each in facts.reopenings if each.reopened_on <= day),
    )
    return known.closed_on is None


def counted_between(
    facts: CaseFacts, first: date, last: date, *, has_case: bool = True
) -> Mapping[str, date]:
    """Return for each collection the first day, from ``first`` to ``last``, on which the child is counted in it.

    Where a child stands changes only on a day of which a fact tells, so those days are enough to be looked at.
    """
    found: dict[str, date] = {}
    for day in sorted({first, last, *(each for each in _days_told(facts) if first <= each <= last)}):
        who = who_counts(facts, as_of=day)
        collection = _collection(who, has_case=has_case and is_open_on(facts, day))
        if collection is not None:
            found.setdefault(collection.code, day)
    return found


def _days_told(facts: CaseFacts) -> set[date]:
    days = {facts.opened_on}
    if facts.born_on:
        days.add(compulsory_school_age(facts.born_on).starts_on)
    rows: tuple[Any, ...] = (
        *facts.roll_checks, *facts.visits, *facts.places, *facts.provisions, *facts.outcomes, *facts.closings,
        *facts.reopenings,
    )  # fmt: skip
    told = {
        value for row in rows for each in fields(row) if isinstance(value := getattr(row, each.name), date)
    }
    return days | told | {day + timedelta(days=1) for day in told}  # what ends on a day is over on the next
