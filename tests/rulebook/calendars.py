"""The invented calendars that the tests of the rulebook share: Fenshire, 2026/27, and when the law changed."""

from datetime import date

from rulebook.school_days.bank_holidays import bank_holidays_of_england
from rulebook.school_days.calendar import Calendar, Closure, ClosureKind, Term

TERMS = (
    Term("Autumn 2026", date(2026, 9, 3), date(2026, 12, 18)),
    Term("Spring 2027", date(2027, 1, 5), date(2027, 3, 24)),
    Term("Summer 2027", date(2027, 4, 12), date(2027, 7, 22)),
)
CLOSURES = (
    Closure(date(2026, 9, 4), date(2026, 9, 4), ClosureKind.TRAINING, "Staff training"),
    Closure(date(2026, 10, 26), date(2026, 10, 30), ClosureKind.HALF_TERM, "Autumn half-term"),
    Closure(date(2027, 2, 15), date(2027, 2, 19), ClosureKind.HALF_TERM, "Spring half-term"),
    Closure(date(2027, 5, 31), date(2027, 6, 4), ClosureKind.HALF_TERM, "Summer half-term"),
)
FENSHIRE = Calendar(
    bank_holidays=bank_holidays_of_england(), terms=TERMS, closures=CLOSURES, name="the Fenshire calendar"
)

# The year in which the Regulations of 2024 took the place of those of 2006, on 19 August 2024.
WHEN_THE_LAW_CHANGED = Calendar(
    bank_holidays=bank_holidays_of_england(),
    terms=(
        Term("Autumn 2023", date(2023, 9, 5), date(2023, 12, 20)),
        Term("Spring 2024", date(2024, 1, 4), date(2024, 3, 28)),
        Term("Summer 2024", date(2024, 4, 15), date(2024, 7, 23)),
        Term("Autumn 2024", date(2024, 9, 4), date(2024, 12, 20)),
    ),
    closures=(
        Closure(date(2023, 10, 23), date(2023, 10, 27), ClosureKind.HALF_TERM, "Autumn half-term"),
        Closure(date(2024, 2, 19), date(2024, 2, 23), ClosureKind.HALF_TERM, "Spring half-term"),
        Closure(date(2024, 5, 27), date(2024, 5, 31), ClosureKind.HALF_TERM, "Summer half-term"),
        Closure(date(2024, 10, 28), date(2024, 11, 1), ClosureKind.HALF_TERM, "Autumn half-term"),
    ),
    name="the Fenshire calendar of 2024",
)


def calendar_of(day: date) -> Calendar:
    """Return the calendar in which the clocks of a day are counted."""
    return WHEN_THE_LAW_CHANGED if day.year < 2025 else FENSHIRE
