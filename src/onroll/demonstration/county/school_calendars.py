"""Each school's own calendar: the authority's terms, with training days, half-terms and closures of its own."""

from dataclasses import replace
from datetime import date, timedelta

from onroll.demonstration.county.chance import Draw, pick, stream, whole
from onroll.demonstration.county.school_year import (
    ONE_DAY,
    Closure,
    ClosureKind,
    SchoolYear,
    Term,
    is_working_day,
    working_days_from,
)
from onroll.demonstration.county.schools import Establishment

_UNPLANNED = (
    "Boiler failure",
    "Burst water main",
    "Snow",
    "Power cut",
    "Storm damage to the roof",
    "Flooded playground",
)
_LONG_OCTOBER_TRUST = "9002"


def calendar_of(
    school: Establishment, years: tuple[SchoolYear, ...], *, seed: int, day: date
) -> tuple[SchoolYear, ...]:
    """Return a school's terms for the years given; what happened without plan lies in the past of ``day``."""
    return tuple(_year_of(school, year, stream(seed, 5, school.urn, year.starts_in), day) for year in years)


def _year_of(school: Establishment, year: SchoolYear, draw: Draw, day: date) -> SchoolYear:
    terms = year.terms
    if school.is_independent:
        terms = _shortened(terms)
    elif school.trust[0] == _LONG_OCTOBER_TRUST:
        terms = _with_two_weeks_in_october(terms)
    closures = (
        list(year.closures) if draw() < 0.5 and terms is year.terms else _own_training_days(terms, draw)
    )
    closures += _unplanned(terms, draw, day)
    if draw() < 0.06:
        monday = _first_school_day(terms[4].first_on, closures)
        closures.append(Closure(on=monday, kind=ClosureKind.OCCASIONAL, words="Village festival"))
    kept = {closure.on: closure for closure in closures}
    return replace(year, terms=terms, closures=tuple(kept[on] for on in sorted(kept)))


def _shortened(terms: tuple[Term, ...]) -> tuple[Term, ...]:
    """Return the terms of an independent school: they begin later, and end a fortnight earlier in summer."""
    first, *middle, last = terms
    return (
        replace(first, first_on=working_days_from(first.first_on, 3)),
        *middle,
        replace(last, last_on=working_days_from(last.last_on, -9)),
    )


def _with_two_weeks_in_october(terms: tuple[Term, ...]) -> tuple[Term, ...]:
    """Return terms with a second week off in October, taken from the first days of the year and the last of summer."""
    first, second, *rest, last = terms
    return (
        first,
        replace(second, first_on=second.first_on + timedelta(days=7)),
        *rest,
        replace(last, last_on=working_days_from(last.last_on, 3)),
    )


def _own_training_days(terms: tuple[Term, ...], draw: Draw) -> list[Closure]:
    """Return five training days: the first of the year, and four others at the edges of terms."""
    edges = [term.first_on for term in terms[1:]] + [term.last_on for term in terms]
    chosen = [terms[0].first_on]
    while len(chosen) < 5:
        found = pick(edges, draw)
        while not is_working_day(found):
            found += ONE_DAY
        if found not in chosen:
            chosen.append(found)
    return [Closure(on=on, kind=ClosureKind.INSET, words="Staff training day") for on in sorted(chosen)]


def _unplanned(terms: tuple[Term, ...], draw: Draw, day: date) -> list[Closure]:
    """Return a day or two on which the school could not open, for about one school in eight."""
    if draw() > 0.12:
        return []
    term = pick(terms, draw)
    found = term.first_on + timedelta(days=whole(3, 20, draw))
    words = pick(_UNPLANNED, draw)
    days = [on for on in (found + ONE_DAY * n for n in range(whole(1, 2, draw))) if is_working_day(on)]
    return [
        Closure(on=on, kind=ClosureKind.UNPLANNED, words=words)
        for on in days
        if on < day and on <= term.last_on
    ]


def _first_school_day(start: date, closures: list[Closure]) -> date:
    closed = {closure.on for closure in closures}
    while start in closed or not is_working_day(start):
        start += ONE_DAY
    return start
