"""How a duty stands on a day, and in words."""

from datetime import date

import pytest

from rulebook.procedure.duty import Duty, Standing

DUE = date(2026, 12, 4)  # a Friday
VISIT = Duty(
    code="first-visit",
    subject="case-1",
    trigger="visit-request:1",
    title="Visit the family at home",
    owed_by="AIO",
    triggered_on=date(2026, 11, 20),
    due_on=DUE,
    because="A CME 4 was sent on 20 November 2026.",
    counted="10 working days after 20 November 2026.",
    source="Procedure 3.1.4",
)
MET = VISIT._replace(met_on=date(2026, 12, 3))
LATE = VISIT._replace(met_on=date(2026, 12, 9))
EXCUSED = VISIT._replace(
    excused_on=date(2026, 12, 1), excuse="The child was found on a roll on 1 December 2026."
)
HELD = VISIT._replace(suspended_on=date(2026, 11, 25), suspended_until=date(2026, 12, 8))
UNDATED = VISIT._replace(due_on=None)


@pytest.mark.parametrize(
    ("duty", "as_of", "standing", "words"),
    [
        (VISIT, date(2026, 11, 23), Standing.OPEN, "due Friday 4 December, in 9 working days"),
        (VISIT, date(2026, 12, 1), Standing.OPEN, "due Friday 4 December, in 3 working days"),
        (VISIT, date(2026, 12, 2), Standing.DUE_SOON, "due Friday 4 December, in 2 working days"),
        (VISIT, date(2026, 12, 3), Standing.DUE_SOON, "due Friday 4 December, in 1 working day"),
        (VISIT, DUE, Standing.DUE_SOON, "due today, Friday 4 December"),
        (VISIT, date(2026, 12, 5), Standing.OVERDUE, "late: it was due Friday 4 December"),
        (VISIT, date(2026, 12, 7), Standing.OVERDUE, "1 working day late"),
        (VISIT, date(2026, 12, 9), Standing.OVERDUE, "3 working days late"),
        (MET, date(2026, 12, 2), Standing.DUE_SOON, "due Friday 4 December, in 2 working days"),
        (MET, date(2026, 12, 3), Standing.MET, "done on 3 December 2026"),
        (LATE, date(2026, 12, 8), Standing.OVERDUE, "2 working days late"),
        (LATE, date(2027, 1, 1), Standing.MET_LATE, "done on 9 December 2026, 3 working days late"),
        (VISIT._replace(met_on=DUE), DUE, Standing.MET, "done on 4 December 2026"),
        (
            VISIT._replace(met_on=date(2026, 12, 5)),
            date(2026, 12, 7),
            Standing.MET_LATE,
            "done on 5 December 2026, late: it was due Friday 4 December",
        ),
        (EXCUSED, date(2026, 11, 30), Standing.OPEN, "due Friday 4 December, in 4 working days"),
        (
            EXCUSED,
            date(2026, 12, 9),
            Standing.EXCUSED,
            "no longer owed since 1 December 2026: The child was found on a roll on 1 December 2026.",
        ),
        (HELD, date(2026, 11, 24), Standing.OPEN, "due Friday 4 December, in 8 working days"),
        (
            HELD,
            date(2026, 12, 7),
            Standing.SUSPENDED,
            "on hold since 25 November 2026: do not contact the family",
        ),
        (HELD, date(2026, 12, 8), Standing.OVERDUE, "2 working days late"),
        (UNDATED, date(2026, 12, 8), Standing.DATE_NOT_YET_KNOWN, "date not yet known"),
        (UNDATED._replace(met_on=DUE), DUE, Standing.MET, "done on 4 December 2026"),
        (
            VISIT._replace(due_on=date(2026, 12, 28)),
            date(2026, 12, 27),
            Standing.DUE_SOON,
            "due Monday 28 December",
        ),
        (
            VISIT._replace(due_on=date(2027, 1, 5)),
            date(2026, 12, 30),
            Standing.OPEN,
            "due Tuesday 5 January 2027, in 3 working days",
        ),
        (
            VISIT._replace(due_on=date(2027, 2, 26)),
            date(2026, 12, 4),
            Standing.OPEN,
            "due Friday 26 February 2027, in 12 weeks",
        ),
    ],
)
def test_a_duty_stands_so_on_the_day_and_in_words(
    duty: Duty, as_of: date, standing: Standing, words: str
) -> None:
    assert duty.standing(as_of) is standing
    assert duty.standing_words(as_of) == words


def test_a_hold_that_nobody_lifted_still_stands() -> None:
    held = HELD._replace(suspended_until=None)

    assert held.standing(date(2030, 1, 1)) is Standing.SUSPENDED


def test_what_was_excused_in_time_and_done_all_the_same_is_not_late() -> None:
    done = EXCUSED._replace(met_on=date(2026, 12, 9))

    assert done.standing(date(2026, 12, 9)) is Standing.MET


def test_only_what_is_met_or_excused_is_no_longer_owed() -> None:
    done = {standing for standing in Standing if not standing.outstanding}

    assert done == {Standing.MET, Standing.MET_LATE, Standing.EXCUSED}


def test_its_identity_is_the_subject_the_code_and_the_trigger() -> None:
    assert (
        VISIT._replace(due_on=None, title="Call").identity
        == VISIT.identity
        == (
            "case-1",
            "first-visit",
            "visit-request:1",
        )
    )
