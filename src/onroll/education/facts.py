"""Rows of education as the rulebook's facts, and small truths about one row."""

from datetime import date, timedelta

from onroll.education.models import Enrolment, Place, Provision
from rulebook.parameters import Parameters
from rulebook.procedure import facts as rules
from rulebook.school_days.calendar import Calendar
from rulebook.school_days.not_published import CalendarNotPublished

SCHOOLS_REACH = "school-reach-after-deletion"  # the number of the rulebook
SCHOOL_DAYS_OF_A_WEEK = 5
ON_ROLL_STATUSES = frozenset("CMSFO")  # a guest (G) attends without being registered; P is a previous pupil


def place_fact(
    row: Place, *, not_taken_up_on: date | None = None, enrolled: bool | None = None
) -> rules.PlaceOffered:
    """Return one offered place as a fact of the procedure; the school by its URN, so that its own calendar counts.

    That the child never came, and whether the name stood in the register, is found in a case.
    """
    return rules.PlaceOffered(
        id=str(row.pk),
        offered_on=row.offered_on,
        start_on=row.start_on,
        declined_on=row.declined_on,
        taken_up_on=row.taken_up_on,
        confirmed_on=row.confirmed_on,
        not_taken_up_on=not_taken_up_on,
        enrolled=enrolled,
        school=row.establishment.urn,
    )


def provision_fact(row: Provision) -> rules.Provision:
    """Return education found or arranged otherwise, as a fact of the procedure."""
    return rules.Provision(
        id=str(row.pk),
        kind=rules.ProvisionKind(row.kind),
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        suitable=row.suitable,
        judged_on=row.judged_on,
        judged_days=tuple(date.fromisoformat(day) for day in row.judged_days),
        full_time=row.full_time,
        confirmed_on=row.confirmed_on,
    )


def is_current(row: Enrolment, *, as_of: date) -> bool:
    """Tell whether the child was a registered pupil there on ``as_of``; the day of deletion is the first without."""
    begun = row.starting_on is None or row.starting_on <= as_of
    return begun and (row.deleted_on is None or as_of < row.deleted_on) and row.status in ON_ROLL_STATUSES


def reach_ends_on(deleted_on: date, *, calendar: Calendar, parameters: Parameters) -> date:
    """Return the last day on which a school still reaches a child whose name it deleted: 20 school days later.

    Where the terms are not published that far it is 28 days, the least that 20 school days can ever be, so that a
    missing calendar never lengthens what a school may see. Source: access model 2, note 1.
    """
    span = parameters.value(SCHOOLS_REACH, on=deleted_on).span
    try:
        return calendar.count(deleted_on, span).ends_on
    except CalendarNotPublished:
        weeks, days = divmod(span.count, SCHOOL_DAYS_OF_A_WEEK)
        return deleted_on + timedelta(weeks=weeks, days=days)
