"""What is owed: a ``Duty`` with its date, reason and source, and how it stands as of a day."""

from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

from rulebook.school_days.bank_holidays import BankHolidays, bank_holidays_of_england
from rulebook.wording import counted, long_date, weekday_date

DUE_SOON_WORKING_DAYS = 2
FAR = timedelta(weeks=3)  # beyond it working days are no longer counted one by one


class Standing(StrEnum):
    """How a duty stands on a day."""

    OPEN = "open"
    DUE_SOON = "due soon"
    OVERDUE = "overdue"
    MET = "met"
    MET_LATE = "met late"
    EXCUSED = "excused"
    SUSPENDED = "suspended"  # a hold forbids the contact it asks for; its date does not move
    DATE_NOT_YET_KNOWN = "date not yet known"

    @property
    def outstanding(self) -> bool:
        """Whether somebody still owes it."""
        return self not in (Standing.MET, Standing.MET_LATE, Standing.EXCUSED)


class Duty(NamedTuple):  # some fifty are made for each case, and nothing immutable is made faster
    """One thing that somebody owes. ``(subject, code, trigger)`` is its identity for ever.

    ``owed_by`` is a role's code. ``due_on`` is the last day on which it is in time, or None while that day
    cannot be known. ``because`` tells the fact that gave rise to it, ``counted`` how the days were counted,
    both with the real dates. ``not_before`` is the first day on which it should be done, where the procedure
    names one. ``excuse`` says why it is no longer owed. A hold suspends it from ``suspended_on`` until the
    day before ``suspended_until``.
    """

    code: str
    subject: str
    trigger: str
    title: str
    owed_by: str
    triggered_on: date
    due_on: date | None
    because: str
    counted: str
    source: str
    mark: str = "S"
    met_on: date | None = None
    excused_on: date | None = None
    excuse: str = ""
    not_before: date | None = None
    suspended_on: date | None = None
    suspended_until: date | None = None

    @property
    def identity(self) -> tuple[str, str, str]:
        """What makes it the same duty from one assessment to the next."""
        return (self.subject, self.code, self.trigger)

    def is_met(self, as_of: date) -> bool:
        """Whether it had been done by the end of that day."""
        return self.met_on is not None and self.met_on <= as_of

    def is_excused(self, as_of: date) -> bool:
        """Whether, by the end of that day, it was no longer owed."""
        return self.excused_on is not None and self.excused_on <= as_of

    def is_suspended(self, as_of: date) -> bool:
        """Whether a hold stood in its way on that day."""
        if self.suspended_on is None or self.suspended_on > as_of:
            return False
        return self.suspended_until is None or as_of < self.suspended_until

    def standing(self, as_of: date, *, bank_holidays: BankHolidays | None = None) -> Standing:
        """Tell how it stands at the end of ``as_of``. The due day itself is in time.

        Due soon: today, or within the next two working days.
        """
        if self.is_met(as_of):
            return Standing.MET_LATE if self._was_late(as_of) else Standing.MET
        if self.is_excused(as_of):
            return Standing.EXCUSED
        if self.is_suspended(as_of):
            return Standing.SUSPENDED
        if self.due_on is None:
            return Standing.DATE_NOT_YET_KNOWN
        if self.due_on < as_of:
            return Standing.OVERDUE
        if self.due_on - as_of > FAR:
            return Standing.OPEN
        days = bank_holidays or bank_holidays_of_england()
        return (
            Standing.DUE_SOON if days.between(as_of, self.due_on) <= DUE_SOON_WORKING_DAYS else Standing.OPEN
        )

    def standing_words(self, as_of: date, *, bank_holidays: BankHolidays | None = None) -> str:
        """Tell the standing in words, such as ``due Friday 4 December, in 2 working days``.

        Lateness and nearness are counted in working days, because those are the days an officer has.
        """
        days = bank_holidays or bank_holidays_of_england()
        standing = self.standing(as_of, bank_holidays=days)
        if standing is Standing.MET and self.met_on is not None:
            return f"done on {long_date(self.met_on)}"
        if standing is Standing.MET_LATE and self.met_on is not None and self.due_on is not None:
            return f"done on {long_date(self.met_on)}, {_late(self.due_on, self.met_on, days=days)}"
        if standing is Standing.EXCUSED and self.excused_on is not None:
            return f"no longer owed since {long_date(self.excused_on)}: {self.excuse}"
        if standing is Standing.SUSPENDED and self.suspended_on is not None:
            return f"on hold since {long_date(self.suspended_on)}: do not contact the family"
        if self.due_on is None:
            return "date not yet known"
        if standing is Standing.OVERDUE:
            return _late(self.due_on, as_of, days=days)
        return _ahead(self.due_on, as_of, days=days)

    def _was_late(self, as_of: date) -> bool:
        if self.due_on is None or self.met_on is None or self.met_on <= self.due_on:
            return False
        excused_in_time = self.excused_on is not None and self.excused_on <= min(self.met_on, as_of)
        return not excused_in_time


def _late(due_on: date, on: date, *, days: BankHolidays) -> str:
    late = days.between(due_on, on)
    # Due on a Friday and looked at on the Saturday: late, and yet by no working day.
    return (
        f"{counted(late, 'working day')} late"
        if late
        else f"late: it was due {weekday_date(due_on, year=False)}"
    )


def _ahead(due_on: date, as_of: date, *, days: BankHolidays) -> str:
    named = weekday_date(due_on, year=due_on.year != as_of.year)
    if due_on == as_of:
        return f"due today, {named}"
    if due_on - as_of > FAR:
        return f"due {named}, in {counted((due_on - as_of).days // 7, 'week')}"
    left = days.between(as_of, due_on)
    return f"due {named}, in {counted(left, 'working day')}" if left else f"due {named}"
