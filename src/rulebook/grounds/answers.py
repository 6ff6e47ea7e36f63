"""How a question of a ground is answered: met, failed or not known, always with the reason."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from rulebook.grounds.facts import DeletionFacts
from rulebook.parameters import Parameters
from rulebook.school_days.calendar import Calendar
from rulebook.school_days.spans import SchoolDays, Span
from rulebook.wording import counted, long_date, weekday_date

ONE_DAY = timedelta(days=1)
NOT_RECORDED = "This is not recorded."


class Answer(StrEnum):
    """How one question came out."""

    MET = "met"
    FAILED = "failed"
    NOT_KNOWN = "not known"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """An answer and its reason.

    ``met_from`` is the first day on which a failed question is met if nothing else changes. ``pending`` tells
    that somebody can still do what is missing. ``counted`` tells how days were counted.
    """

    answer: Answer
    because: str
    met_from: date | None = None
    pending: bool = False
    counted: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a question may look at: the facts, the school's own calendar, and the numbers of the law."""

    facts: DeletionFacts
    calendar: Calendar
    parameters: Parameters

    @property
    def on(self) -> date:
        """The day of the deletion."""
        return self.facts.deletes_on

    def span(self, key: str) -> Span:
        """Return the length of time of a parameter in force on the day of the deletion."""
        return self.parameters.value(key, on=self.on).span


def met(because: str, *, counted: str = "") -> Reply:
    """Return that the condition is met."""
    return Reply(answer=Answer.MET, because=because, counted=counted)


def failed(because: str, *, counted: str = "") -> Reply:
    """Return that the condition is not met, and that waiting will not change it."""
    return Reply(answer=Answer.FAILED, because=because, counted=counted)


def not_yet(because: str, *, met_from: date, counted: str = "") -> Reply:
    """Return that the condition is met from a later day on."""
    return Reply(answer=Answer.FAILED, because=because, met_from=met_from, pending=True, counted=counted)


def still_to_do(because: str) -> Reply:
    """Return that the condition is not met, and that somebody can still meet it."""
    return Reply(answer=Answer.FAILED, because=because, pending=True)


def not_known(because: str = NOT_RECORDED) -> Reply:
    """Return that the facts do not tell."""
    return Reply(answer=Answer.NOT_KNOWN, because=because)


def told(said: bool | None, *, yes: str, no: str, met_by: bool) -> Reply:
    """Return the answer to a plain question: ``yes`` and ``no`` are the reasons, ``met_by`` what the ground wants."""
    if said is None:
        return not_known()
    return (met if said is met_by else failed)(yes if said else no)


def happened(day: date | None, *, asked: Asked, what: str) -> Reply:
    """Return whether something had happened by the day of the deletion, that day included; a day follows ``what``."""
    if day is None:
        return not_known()
    words = f"{what} {long_date(day)}."
    return met(words) if day <= asked.on else not_yet(words, met_from=day)


def whole_days(first: date, span: Span, *, calendar: Calendar) -> tuple[date, str]:
    """Return the last of so many school days beginning with ``first``, and how they were counted.

    ``first`` counts as day 1 when the school meets on it [I]. Raises CalendarNotPublished.
    """
    if not isinstance(span, SchoolDays):
        raise TypeError(f"cannot count {span!r} of absence: expected school days")
    meets = calendar.is_school_day(first)
    day_1 = first if meets else calendar.add_school_days(first, 1)
    last = calendar.add_school_days(day_1, span.count - 1)
    return last, (
        f"{counted(span.count, 'school day')}: day 1 is {weekday_date(day_1)}, day {span.count} is "
        f"{weekday_date(last)}; days on which the school does not meet are left out ({calendar.name})."
    )
