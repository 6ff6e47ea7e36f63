"""Laws that are made and not yet in force: an authority writes the day on which each came into force in its area.

Source: Children's Wellbeing and Schools Act 2026 s.78: different days for different purposes or areas.
"""

from collections.abc import Iterator, Mapping
from datetime import date, datetime

from rulebook.parameters.values import Commencement
from rulebook.wording import listed, long_date

COMMENCEMENT = "commencement"
PASSED_ON = date(2026, 4, 29)  # Royal Assent


def wrong_days(days: object, waiting: Mapping[str, Commencement]) -> Iterator[str]:
    """Yield what is wrong with the days of commencement that an authority has written, in words."""
    if not isinstance(days, dict):
        yield "must be a table of days, such as s434A = 2027-09-01."
        return
    for law, day in days.items():
        if law not in waiting:
            yield f"has {law!r}, which is no law that waits: expected {listed(tuple(sorted(waiting)), joined_by='or')}."
        elif not isinstance(day, date) or isinstance(day, datetime):
            yield f"has {law} = {day!r}: expected a day such as 2027-09-01, without quotation marks."
        elif day < PASSED_ON:
            yield f"has {law} from {long_date(day)}, before the Act was passed on {long_date(PASSED_ON)}."
