"""An authority whose calendar has six terms, one of them not published yet: no clock is guessed across it."""

from datetime import date

import pytest

from rulebook.grounds import check_ground
from rulebook.parameters import load
from rulebook.procedure import PupilFacts, assess
from rulebook.procedure.pupil_facts import Absence
from rulebook.school_days.bank_holidays import bank_holidays_of_england
from rulebook.school_days.calendar import Calendar, Term
from tests.rulebook.grounds.written import deletion

TERM_3 = Term("Term 3", date(2027, 1, 5), date(2027, 2, 12))
TERM_4 = Term("Term 4", date(2027, 2, 22), date(2027, 3, 24))
TERM_5 = Term("Term 5", date(2027, 4, 12), date(2027, 5, 28))
WITHOUT_TERM_4 = Calendar(bank_holidays_of_england(), terms=(TERM_3, TERM_5))
WHOLE = Calendar(bank_holidays_of_england(), terms=(TERM_3, TERM_4, TERM_5))


@pytest.mark.requirement("ABSENT-1")
def test_an_absence_before_a_term_nobody_published_has_no_last_day_yet() -> None:
    """From 8 February: 9 to 12 February are four school days, 22 to 26 February five, 1 March the tenth."""
    facts = PupilFacts(subject="pupil-1", absences=(Absence(id="1", first_on=date(2027, 2, 8)),))

    def refer(calendar: Calendar) -> tuple[date | None, str]:
        (duty,) = (
            each
            for each in assess(facts, calendar=calendar, parameters=load())
            if each.code == "refer-absence"
        )
        return duty.due_on, duty.counted

    assert refer(WHOLE)[0] == date(2027, 3, 1)
    due_on, counted = refer(WITHOUT_TERM_4)
    assert due_on is None
    assert "published to 12 February 2027" in counted


@pytest.mark.requirement("GROUND-1")
def test_twenty_days_of_absence_are_not_counted_across_it_either() -> None:
    """From 1 February: ten days to 12 February, 22 February to 5 March ten more; asked on 15 April."""
    facts = deletion(
        "9(1)(i)",
        "2027-04-15",
        born_on="2012-05-05",
        written="absence.starts_on=2027-02-01;absence.authorised_on=none;enquired=2027-04-14",
    )

    whole, lacking = (
        check_ground(facts, calendar=calendar, parameters=load()) for calendar in (WHOLE, WITHOUT_TERM_4)
    )

    assert whole.may_be_deleted
    assert not lacking.may_be_deleted
    assert "published to 12 February 2027" in lacking.sentence
