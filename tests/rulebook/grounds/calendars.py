"""The calendar of the invented Marsh Lane School: parts of some earlier years, and Fenshire's 2026/27."""

from datetime import date

from rulebook.school_days.bank_holidays import bank_holidays_of_england
from rulebook.school_days.calendar import Calendar, Closure, ClosureKind, Term
from tests.rulebook import calendars

TERMS = (
    Term("Summer 2011", date(2011, 4, 26), date(2011, 7, 22)),
    Term("Autumn 2011", date(2011, 9, 5), date(2011, 12, 16)),
    Term("Summer 2013", date(2013, 4, 15), date(2013, 7, 23)),
    Term("Autumn 2013", date(2013, 9, 4), date(2013, 12, 20)),
    Term("Autumn 2019", date(2019, 9, 4), date(2019, 12, 20)),
    Term("Spring 2020", date(2020, 1, 6), date(2020, 4, 3)),
    Term("Summer 2016", date(2016, 4, 11), date(2016, 7, 21)),
    Term("Autumn 2016", date(2016, 9, 5), date(2016, 12, 16)),
    Term("Autumn 2023", date(2023, 9, 4), date(2023, 12, 20)),
    Term("Spring 2024", date(2024, 1, 8), date(2024, 3, 28)),
    Term("Summer 2024", date(2024, 4, 15), date(2024, 7, 23)),
    Term("Autumn 2024", date(2024, 9, 3), date(2024, 12, 20)),
    Term("Spring 2025", date(2025, 1, 6), date(2025, 4, 4)),
    Term("Summer 2025", date(2025, 4, 22), date(2025, 7, 22)),
)
HALF_TERMS = tuple(
    Closure(start, end, ClosureKind.HALF_TERM, "Half-term")
    for start, end in (
        (date(2011, 5, 30), date(2011, 6, 3)),
        (date(2011, 10, 24), date(2011, 10, 28)),
        (date(2013, 5, 27), date(2013, 5, 31)),
        (date(2013, 10, 28), date(2013, 11, 1)),
        (date(2019, 10, 28), date(2019, 11, 1)),
        (date(2020, 2, 17), date(2020, 2, 21)),
        (date(2016, 5, 30), date(2016, 6, 3)),
        (date(2016, 10, 24), date(2016, 10, 28)),
        (date(2023, 10, 23), date(2023, 10, 27)),
        (date(2024, 2, 19), date(2024, 2, 23)),
        (date(2024, 5, 27), date(2024, 5, 31)),
        (date(2024, 10, 28), date(2024, 11, 1)),
        (date(2025, 2, 17), date(2025, 2, 21)),
        (date(2025, 5, 26), date(2025, 5, 30)),
    )
)
MARSH_LANE = Calendar(
    bank_holidays=bank_holidays_of_england(),
    terms=TERMS + calendars.TERMS,
    closures=HALF_TERMS + calendars.CLOSURES,
    name="the Marsh Lane calendar",
)
