"""Rows of terms and closures as the rulebook's calendar."""

from datetime import date

from rulebook.school_days.bank_holidays import bank_holidays_of_england
from rulebook.school_days.calendar import Calendar, Closure, ClosureKind, Term

TermRow = tuple[str, date, date]
ClosureRow = tuple[date, date, str, str]


def calendar_of(*, terms: tuple[TermRow, ...], closures: tuple[ClosureRow, ...]) -> Calendar:
    """Return the calendar that these terms and closures make; raises Refused when they cannot be right."""
    return Calendar(
        bank_holidays=bank_holidays_of_england(),
        terms=tuple(Term(*row) for row in terms),
        closures=tuple(Closure(starts, ends, ClosureKind(kind), reason) for starts, ends, kind, reason in closures),
    )
