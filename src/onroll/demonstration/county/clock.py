"""The county's day, and the days of school around it."""

from dataclasses import dataclass
from datetime import date

from onroll.demonstration.county.school_year import default_year


@dataclass(frozen=True, slots=True)
class Clock:
    """The county's day, and the days of school around it."""

    day: date
    year: int
    past_school_days: tuple[date, ...]
    opens: dict[int, date]
    shuts: dict[int, date]

    def school_day_before(self, count: int) -> date:
        """Return the school day ``count`` before the last one that was not after the county's day."""
        return self.past_school_days[max(0, len(self.past_school_days) - 1 - count)]


def clock_of(day: date) -> Clock:
    """Return the clock of a day. Until the first day of the autumn term it is still the year before."""
    year = day.year if day >= default_year(day.year).first_day else day.year - 1
    past = [
        on for starts in (year - 2, year - 1, year) for on in default_year(starts).school_days() if on <= day
    ]
    calendars = [default_year(starts) for starts in range(year - 19, year + 2)]
    return Clock(
        day=day,
        year=year,
        past_school_days=tuple(past),
        opens={each.starts_in: each.first_day for each in calendars},
        shuts={each.starts_in: each.last_day for each in calendars},
    )
