"""What is owed for an absent pupil is owed for one of compulsory school age, from its first day to its last."""

from datetime import date

import pytest

from rulebook.parameters import load
from rulebook.procedure import PupilFacts, assess
from rulebook.procedure.duty import Duty
from rulebook.procedure.pupil_facts import Absence, AbsenceKind
from tests.rulebook.calendars import FENSHIRE

CODES = ("attendance-return", "refer-absence", "examine-long-absence")


def owed(born_on: date | None, first_on: date, *, reached_on: date | None = None) -> dict[str, Duty]:
    facts = PupilFacts(
        subject="pupil-1",
        born_on=born_on,
        absences=(Absence(id="1", first_on=first_on),),
        reached_on=reached_on,
    )
    duties = assess(facts, calendar=FENSHIRE, parameters=load())
    return {each.code: each for each in duties if each.code in CODES}


@pytest.mark.requirement("ABSENT-1")
@pytest.mark.requirement("CTF-4")
@pytest.mark.parametrize(
    ("says", "born_on", "since"),
    [
        ("the age is not known", None, date(2026, 11, 2)),
        ("of age all along", date(2015, 5, 5), date(2026, 11, 2)),
        ("five on 14 January 2027: of age from 31 March", date(2022, 1, 14), date(2027, 3, 31)),
        ("five on 31 December 2026 itself", date(2021, 12, 31), date(2026, 12, 31)),
        ("three years old", date(2023, 1, 1), date(2028, 3, 31)),
    ],
)
def test_the_days_run_from_the_first_day_of_the_age(says: str, born_on: date | None, since: date) -> None:
    duties = owed(born_on, date(2026, 11, 2))

    assert {each.triggered_on for each in duties.values()} == {since}, says
    assert set(duties) == set(CODES)


@pytest.mark.requirement("ABSENT-1")
def test_an_absence_over_before_the_age_begins_is_no_matter_of_these_duties() -> None:
    """Born on 14 January 2022, of age from 31 March 2027; ten school days after it end on 23 April."""
    duties = owed(date(2022, 1, 14), date(2026, 11, 2))
    back = PupilFacts(
        subject="pupil-1",
        born_on=date(2022, 1, 14),
        absences=(Absence(id="1", first_on=date(2026, 11, 2), ended_on=date(2026, 11, 9)),),
    )

    assert duties["attendance-return"].due_on == date(2027, 4, 23)
    ended = [
        each for each in assess(back, calendar=FENSHIRE, parameters=load()) if each.code == "refer-absence"
    ]
    assert [(each.excused_on, each.excuse) for each in ended] == [
        (date(2026, 11, 9), "The absence ended on 9 November 2026.")
    ]


@pytest.mark.requirement("ABSENT-1")
@pytest.mark.parametrize(
    ("first_on", "reached_on", "ended_on"),
    [
        (date(2027, 6, 21), date(2027, 6, 25), None),  # the leaving date is the last day of the age
        (date(2027, 6, 21), date(2027, 6, 26), date(2027, 6, 26)),
        (date(2027, 6, 28), date(2027, 7, 1), date(2027, 6, 28)),  # over the age when it began
        (date(2027, 6, 21), None, None),
    ],
)
def test_the_end_of_the_age_ends_them(first_on: date, reached_on: date | None, ended_on: date | None) -> None:
    """Born on 3 March 2011: compulsory school age ends on Friday 25 June 2027."""
    duties = owed(date(2011, 3, 3), first_on, reached_on=reached_on)

    assert {each.excused_on for each in duties.values()} == {ended_on}


@pytest.mark.requirement("GROUND-2")
def test_after_the_age_nobody_asks_whether_a_name_may_go_for_not_returning_from_leave() -> None:
    """Born on 1 September 2010: the age ends on Friday 25 June 2027, the last in June."""
    absence = Absence(id="1", first_on=date(2027, 6, 21), kind=AbsenceKind.NO_RETURN_FROM_LEAVE)
    pupil = PupilFacts(
        subject="pupil-1", born_on=date(2010, 9, 1), absences=(absence,), reached_on=date(2027, 6, 28)
    )
    duties = assess(pupil, calendar=FENSHIRE, parameters=load())
    (asked,) = (each for each in duties if each.code == "examine-no-return-from-leave")

    assert (asked.excused_on, asked.excuse) == (
        date(2027, 6, 26),
        "Compulsory school age ended on 25 June 2027.",
    )
