"""Questions about attendance: ceasing, a leave of absence, a continuous absence, detention."""

from datetime import date

from rulebook.grounds.answers import (
    ONE_DAY,
    Asked,
    Reply,
    failed,
    met,
    not_known,
    not_yet,
    told,
    whole_days,
)
from rulebook.grounds.facts import Leave
from rulebook.school_days.calendar import add_months
from rulebook.wording import counted, long_date, weekday_date

HOLIDAY_LEAVE_EXCEEDS = 10  # school days; 2006 Regulations, reg 8(1)(f)


def ceased_to_attend(asked: Asked) -> Reply:
    """Whether the pupil no longer attends: the last day of attendance lies before the deletion."""
    last = asked.facts.last_attended_on
    if last is None:
        return not_known("The last day of attendance is not recorded.")
    words = f"The pupil last attended on {long_date(last)}."
    return met(words) if last < asked.on else not_yet(words, met_from=last + ONE_DAY)


def no_belief_in_return(asked: Asked) -> Reply:
    """Whether the school has no reasonable grounds to believe that the pupil will attend again."""
    return told(
        asked.facts.may_attend_again,
        yes="The school has reasonable grounds to believe that the pupil will attend again.",
        no="The school has no reasonable grounds to believe that the pupil will attend again.",
        met_by=False,
    )


def no_sickness_or_cause(asked: Asked) -> Reply:
    """Whether the school has no reasonable grounds to believe that sickness or an unavoidable cause keeps the pupil."""
    return told(
        asked.facts.kept_away_by_sickness,
        yes="The school has reasonable grounds to believe that sickness or an unavoidable cause keeps the pupil away.",
        no="Nothing points to sickness or an unavoidable cause.",
        met_by=False,
    )


def leave_granted(asked: Asked) -> Reply:
    """Whether the school had granted a leave of absence."""
    leave = asked.facts.leave
    return met(_granted(leave)) if leave else not_known("No leave of absence is recorded.")


def long_holiday_leave(asked: Asked) -> Reply:
    """Whether the leave was for a holiday and of more than ten school days, by the school's own calendar."""
    leave = asked.facts.leave
    if leave is None:
        return not_known("No leave of absence is recorded.")
    if leave.for_holiday is None:
        return not_known("What the leave was for is not recorded.")
    if not leave.for_holiday:
        return failed(f"{_granted(leave)} It was not for a holiday.")
    days = asked.calendar.school_days_between(leave.starts_on, leave.ends_on)
    days += asked.calendar.is_school_day(leave.starts_on)
    words = f"{_granted(leave)} That is {counted(days, 'school day')}; more than {HOLIDAY_LEAVE_EXCEEDS} are asked for."
    return (met if days > HOLIDAY_LEAVE_EXCEEDS else failed)(words, counted=f"By {asked.calendar.name}.")


def not_back_in_time(asked: Asked) -> Reply:
    """Whether the pupil was not back within the ten school days after the leave; the last of them must be over."""
    leave = asked.facts.leave
    if leave is None:
        return not_known("No leave of absence is recorded.")
    if leave.returned_on is not None and leave.returned_on <= asked.on:
        return failed(f"The pupil came back on {long_date(leave.returned_on)}.")
    count = asked.calendar.count(leave.ends_on, asked.span("return-from-leave"))
    words = f"Leave ended on {long_date(leave.ends_on)}; the time to be back ends on {weekday_date(count.ends_on)}."
    if count.ends_on < asked.on:
        return met(words, counted=count.words)
    return not_yet(words, met_from=count.ends_on + ONE_DAY, counted=count.words)


def twenty_days_absent(asked: Asked) -> Reply:
    """Whether the pupil has been continuously absent for twenty school days; the twentieth must be over."""
    absence = asked.facts.absence
    if absence is None:
        return not_known("No continuous absence is recorded.")
    if absence.returned_on is not None and absence.returned_on <= asked.on:
        return failed(f"The pupil came back on {long_date(absence.returned_on)}.")
    return _absent_since(absence.starts_on, asked, words=f"Absent since {long_date(absence.starts_on)}")


def none_authorised(asked: Asked) -> Reply:
    """Whether twenty school days of the absence passed with none authorised, counted after the last authorised one."""
    absence = asked.facts.absence
    if absence is None or absence.authorised_on is None:
        return not_known("Whether any of the absence was authorised is not recorded.")
    authorised = [day for day in absence.authorised_on if absence.starts_on <= day <= asked.on]
    if not authorised:
        return met("None of the absence was authorised.")
    last = max(authorised)
    return _absent_since(last + ONE_DAY, asked, words=f"The absence of {long_date(last)} was authorised")


def detained_long_enough(asked: Asked) -> Reply:
    """Whether the pupil is detained for four months or more, both ends of the detention included."""
    detention = asked.facts.detention
    if detention is None:
        return not_known("No detention is recorded.")
    if detention.ends_on is None:
        return not_known("The length of the detention is not recorded.")
    enough_on = _end_of_months(detention.starts_on, asked.span("detention").count)
    words = (
        f"Detained from {long_date(detention.starts_on)} to {long_date(detention.ends_on)}; "
        f"the shortest that counts ends on {long_date(enough_on)}."
    )
    if detention.ends_on < enough_on:
        return failed(words)
    return met(words) if detention.starts_on <= asked.on else not_yet(words, met_from=detention.starts_on)


def order_is_final(asked: Asked) -> Reply:
    """Whether the order under which the pupil is detained is a final one, or one of recall."""
    return told(
        asked.facts.detention.final if asked.facts.detention else None,
        yes="The order is a final one, or one of recall.",
        no="The order is not a final one.",
        met_by=True,
    )


def _granted(leave: Leave) -> str:
    return f"Leave was granted from {long_date(leave.starts_on)} to {long_date(leave.ends_on)}."


def _absent_since(first: date, asked: Asked, *, words: str) -> Reply:
    last, how = whole_days(first, asked.span("continuous-absence"), calendar=asked.calendar)
    because = f"{words}; the twentieth school day since is {weekday_date(last)}."
    if last < asked.on:
        return met(because, counted=how)
    return not_yet(because, met_from=last + ONE_DAY, counted=how)


def _end_of_months(first: date, count: int) -> date:
    """The last day of so many months beginning with ``first``; a month without the day ends on its own last day."""
    end = add_months(first, count)
    return end if end.day != first.day else end - ONE_DAY
