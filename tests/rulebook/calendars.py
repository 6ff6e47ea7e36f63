"""The invented calendar that the tests of the rulebook share: Fenshire, 2026/27."""

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
