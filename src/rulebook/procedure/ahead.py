"""What comes round: the days on which a duty that recurs falls due again, if each time is done on its last day.

A run into the future assumes the one thing that can be assumed of people who do their work: what is owed is done on its
last day in time, what is late already is done on the day of the run, and it finds what the last time found. So the next
visit, search, register, list or report falls due a whole round later, and so on until the day at which the run ends.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from types import MappingProxyType

from rulebook.parameters import Parameters
from rulebook.procedure import DUTIES
from rulebook.procedure.duty import Duty
from rulebook.procedure.rule import Rule
from rulebook.school_days.ages import compulsory_school_age
from rulebook.school_days.calendar import Calendar
from rulebook.school_days.not_published import CalendarNotPublished

# These recur with each term or census day, which the calendar brings; every other one runs from the last time.
WITH_THE_TERM = frozenset(
    {
        "find-children-without-intake-place",
        "report-unofficial-exclusions",
        "send-termly-list",
        "termly-return",
    }
)
RULES: Mapping[str, Rule] = MappingProxyType({rule.code: rule for rule in DUTIES})


def falls_due(
    duty: Duty,
    *,
    as_of: date,
    until: date,
    calendar: Calendar,
    parameters: Parameters,
    born_on: date | None = None,
) -> Iterator[date]:
    """Yield each later day, up to and including ``until``, on which an outstanding duty falls due once more.

    Its own day is not among them. Nothing comes round of what does not recur, of what has no day yet, past the last
    published term, or past compulsory school age where the duty is for that age alone.
    """
    rule = RULES[duty.code]
    if not rule.recurring or duty.code in WITH_THE_TERM or duty.due_on is None:
        return
    last = until
    if rule.while_of_age and born_on is not None:
        last = min(last, compulsory_school_age(born_on).ends_on)
    since = max(duty.due_on, as_of)
    while (day := _after(since, rule, calendar=calendar, parameters=parameters)) is not None:
        if day > last:
            return
        yield day
        since = day


def _after(since: date, rule: Rule, *, calendar: Calendar, parameters: Parameters) -> date | None:
    (number,) = rule.parameters  # which is never nothing: a file that says so is refused
    try:
        return calendar.count(since, parameters.value(number, on=since).span).ends_on
    except CalendarNotPublished:
        return None
