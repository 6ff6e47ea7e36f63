"""Days as an officer counts them on a wall calendar: the journeys do not lean on the service's own counting."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import holidays


def today() -> date:
    """Return the day it is in England."""
    return datetime.now(ZoneInfo("Europe/London")).date()


def working_days_after(start: date, count: int) -> date:
    """Return the ``count``-th day after ``start`` that is no Saturday, Sunday or bank holiday."""
    closed = holidays.country_holidays("GB", subdiv="ENG", years=range(start.year, start.year + 2))
    day = start
    while count:
        day += timedelta(days=1)
        count -= day.weekday() < 5 and day not in closed
    return day
