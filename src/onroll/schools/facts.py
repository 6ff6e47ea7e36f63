"""Rows of terms and closures as the rulebook's calendar."""

from datetime import date

from rulebook.school_days.bank_holidays import bank_holidays_of_england
from rulebook.school_days.calendar import Calendar, Closure, ClosureKind, Term, for_school

TermRow = tuple[str, date, date]
ClosureRow = tuple[date, date, str, str]


def calendar_of(*, terms: tuple[TermRow, ...], closures: tuple[ClosureRow, ...]) -> Calendar:
    """Return the calendar that these terms and closures make; raises Refused when they cannot be right."""
    return Calendar(
        bank_holidays=bank_holidays_of_england(),
        terms=_terms(terms),
        closures=_closures(closures),
    )


def calendar_of_school(
    default: Calendar, *, terms: tuple[TermRow, ...], closures: tuple[ClosureRow, ...], name: str
) -> Calendar:
    """Return a school's own calendar laid over the authority's."""
    return for_school(default, terms=_terms(terms), closures=_closures(closures), name=name)


def _terms(rows: tuple[TermRow, ...]) -> tuple[Term, ...]:
    return tuple(Term(*row) for row in rows)


def _closures(rows: tuple[ClosureRow, ...]) -> tuple[Closure, ...]:
    return tuple(Closure(starts, ends, ClosureKind(kind), reason) for starts, ends, kind, reason in rows)
