"""Which outcome may close a case, and what must confirm it."""

from dataclasses import replace
from datetime import date

import pytest

from rulebook.findings import Severity
from rulebook.procedure.case_steps import Concern, ConcernKind, RiskTold
from rulebook.procedure.facts import CaseFacts, Closing, Hold, Reopening, Screening
from rulebook.procedure.order_facts import AttendanceOrder
from rulebook.procedure.outcomes import (
    CONFIRMATION_WORDS,
    OUTCOMES,
    Confirmation,
    ConfirmedBy,
    Outcome,
    closes,
    may_close,
    may_leave_register,
    outcome_of,
)

TODAY = date(2026, 11, 23)
ASKED = Screening(id="0", made_on=date(2026, 9, 10))
CASE = CaseFacts(subject="case-1", opened_on=date(2026, 9, 9), born_on=date(2015, 5, 5), screenings=(ASKED,))
CLOSING = [outcome for outcome in OUTCOMES if outcome.closes]
STAYING = [outcome for outcome in OUTCOMES if not outcome.closes]


def confirmed(kind: ConfirmedBy, on: date = date(2026, 11, 20)) -> Confirmation:
    return Confirmation(kind=kind, confirmed_on=on, given_by="Priory Lane Primary")


def codes(facts: CaseFacts, outcome: str, confirmation: Confirmation | None) -> list[str]:
    return [
        finding.code for finding in may_close(facts, outcome=outcome, confirmation=confirmation, as_of=TODAY)
    ]


def born_for(outcome: Outcome) -> CaseFacts:
    years = {"over-age": 2009, "under-age": 2023}
    return replace(CASE, born_on=date(years.get(outcome.code, 2015), 5, 5))


@pytest.mark.requirement("TRACK-1")
@pytest.mark.parametrize("outcome", CLOSING, ids=lambda outcome: outcome.code)
def test_an_outcome_closes_a_case_when_what_it_needs_confirms_it(outcome: Outcome) -> None:
    for kind in outcome.confirmed_by:
        assert codes(born_for(outcome), outcome.code, confirmed(kind)) == []


@pytest.mark.requirement("TRACK-1")
@pytest.mark.parametrize("outcome", CLOSING, ids=lambda outcome: outcome.code)
def test_no_outcome_closes_a_case_without_it(outcome: Outcome) -> None:
    assert codes(born_for(outcome), outcome.code, None) == ["outcome-not-confirmed"]
    for kind in set(ConfirmedBy) - set(outcome.confirmed_by):
        assert codes(born_for(outcome), outcome.code, confirmed(kind)) == ["confirmation-not-enough"]


@pytest.mark.requirement("TRACK-1")
@pytest.mark.parametrize("outcome", STAYING, ids=lambda outcome: outcome.code)
def test_a_child_never_leaves_as_not_found_believed_moved_or_offered_a_place(outcome: Outcome) -> None:
    for kind in ConfirmedBy:
        assert codes(CASE, outcome.code, confirmed(kind)) == ["outcome-does-not-close"]
        leaving = may_leave_register(CASE, outcome=outcome.code, confirmation=confirmed(kind), as_of=TODAY)
        assert [finding.refuses for finding in leaving] == [True]
    assert not closes(outcome.code)


def test_not_found_is_among_those_that_never_close() -> None:
    assert {outcome.code for outcome in STAYING} == {"not-found", "believed-moved", "place-offered"}


def test_the_register_entry_may_end_on_a_verified_roll_and_the_officers_case_may_not() -> None:
    on_roll = confirmed(ConfirmedBy.SCHOOL_ON_ROLL)

    assert may_leave_register(CASE, outcome="on-roll", confirmation=on_roll, as_of=TODAY) == ()
    assert codes(CASE, "on-roll", on_roll) == ["confirmation-not-enough"]


def test_an_unknown_outcome_is_refused_with_those_that_close() -> None:
    (finding,) = may_close(CASE, outcome="gone", confirmation=None, as_of=TODAY)

    assert finding.code == "outcome-unknown"
    assert "on-roll" in finding.words
    assert "not-found" not in finding.words
    assert not closes("gone")
    with pytest.raises(ValueError, match="unknown outcome 'gone': expected one of on-roll"):
        outcome_of("gone")


def test_a_confirmation_still_to_come_is_refused_and_an_old_one_is_looked_at() -> None:
    tomorrow = confirmed(ConfirmedBy.SCHOOL_ATTENDING, on=date(2026, 11, 24))
    old = confirmed(ConfirmedBy.SCHOOL_ATTENDING, on=date(2026, 9, 8))

    (warning,) = may_close(CASE, outcome="on-roll", confirmation=old, as_of=TODAY)

    assert codes(CASE, "on-roll", tomorrow) == ["confirmation-in-future"]
    assert (warning.code, warning.severity) == ("confirmation-old", Severity.WARNING)


@pytest.mark.parametrize(
    ("outcome", "born_on", "code"),
    [
        ("over-age", date(2010, 8, 31), None),  # compulsory school age ended on 26 June 2026
        ("over-age", date(2010, 9, 1), "not-over-age"),  # it ends on 25 June 2027
        ("over-age", None, "date-of-birth-missing"),
        ("under-age", date(2021, 9, 1), None),  # it starts on 31 December 2026
        ("under-age", date(2021, 8, 31), "not-under-age"),  # it started on 31 August 2026
        ("under-age", None, "date-of-birth-missing"),
    ],
)
def test_an_outcome_of_age_is_held_against_the_date_of_birth(
    outcome: str, born_on: date | None, code: str | None
) -> None:
    facts = replace(CASE, born_on=born_on)

    assert codes(facts, outcome, confirmed(ConfirmedBy.DATE_OF_BIRTH)) == [code] * (code is not None)


@pytest.mark.requirement("SCREEN-1")
def test_a_case_is_not_closed_before_its_safeguarding_questions_were_asked() -> None:
    attending = confirmed(ConfirmedBy.SCHOOL_ATTENDING)
    unasked = replace(CASE, screenings=())
    again = replace(
        CASE,
        closings=(Closing(id="1", closed_on=date(2026, 10, 1)),),
        reopenings=(Reopening(id="1", reopened_on=date(2026, 11, 2)),),
    )
    asked_again = replace(again, screenings=(ASKED, replace(ASKED, id="1", made_on=date(2026, 11, 2))))

    assert codes(unasked, "on-roll", attending) == ["screening-unanswered"]
    assert codes(again, "on-roll", attending) == ["screening-unanswered"]  # asked before it was opened again
    assert codes(asked_again, "on-roll", attending) == []
    for outcome, kind in (
        ("died", ConfirmedBy.OFFICIAL_RECORD),
        ("same-child", ConfirmedBy.SAME_CHILD_DECISION),
    ):
        assert codes(unasked, outcome, confirmed(kind)) == []


@pytest.mark.requirement("SCREEN-2")
@pytest.mark.parametrize(
    ("screening", "expected"),
    [
        (Screening(id="1", made_on=TODAY), []),
        (Screening(id="1", made_on=TODAY, any_yes=True), ["concern-not-referred"]),
        (Screening(id="1", made_on=TODAY, any_yes=True, referred_on=TODAY), []),
        (Screening(id="1", made_on=TODAY, any_yes=True, reason_not_to_refer_on=TODAY), []),
        (Screening(id="1", made_on=TODAY, crime_suspected=True), ["police-not-told"]),
        (Screening(id="1", made_on=TODAY, crime_suspected=True, police_told_on=TODAY), []),
    ],
)
def test_a_concern_that_went_nowhere_keeps_a_case_open(screening: Screening, expected: list[str]) -> None:
    facts = replace(CASE, screenings=(screening,))

    assert codes(facts, "on-roll", confirmed(ConfirmedBy.SCHOOL_ATTENDING)) == expected


@pytest.mark.requirement("SCREEN-2")
def test_a_risk_told_of_that_went_nowhere_keeps_a_case_open() -> None:
    attending = confirmed(ConfirmedBy.SCHOOL_ATTENDING)
    told = RiskTold(id="1", told_on=TODAY)

    for risk, expected in (
        (told, ["concern-not-referred"]),
        (replace(told, referred_on=TODAY), []),
        (replace(told, reason_not_to_refer_on=TODAY), []),
    ):
        assert codes(replace(CASE, risks_told=(risk,)), "on-roll", attending) == expected


@pytest.mark.requirement("HOLD-1")
@pytest.mark.requirement("HOLD-2")
@pytest.mark.parametrize("kind", list(ConcernKind))
def test_a_suspicion_that_went_nowhere_keeps_a_case_open(kind: ConcernKind) -> None:
    attending = confirmed(ConfirmedBy.SCHOOL_ATTENDING)
    noted = Concern(id="1", kind=kind, noted_on=TODAY)

    for concern, expected in (
        (noted, ["suspicion-not-referred"]),
        (replace(noted, referred_on=TODAY), []),
        (replace(noted, ruled_out_on=TODAY), []),
    ):
        assert codes(replace(CASE, concerns=(concern,)), "on-roll", attending) == expected


@pytest.mark.requirement("SAO-1")
def test_proceedings_that_run_are_looked_at_before_closing() -> None:
    attending = confirmed(ConfirmedBy.SCHOOL_ATTENDING)
    running = AttendanceOrder(id="1", begun_on=date(2026, 11, 2))

    (warning,) = may_close(
        replace(CASE, orders=(running,)), outcome="on-roll", confirmation=attending, as_of=TODAY
    )

    assert (warning.code, warning.severity) == ("proceedings-run", Severity.WARNING)
    assert codes(replace(CASE, orders=(replace(running, satisfied_on=TODAY),)), "on-roll", attending) == []


@pytest.mark.requirement("HOLD-1")
def test_a_hold_that_stands_is_looked_at_before_closing() -> None:
    placed = Hold(id="1", placed_on=date(2026, 11, 2))
    attending = confirmed(ConfirmedBy.SCHOOL_ATTENDING)

    (warning,) = may_close(
        replace(CASE, holds=(placed,)), outcome="on-roll", confirmation=attending, as_of=TODAY
    )

    assert (warning.code, warning.severity) == ("hold-stands", Severity.WARNING)
    assert codes(replace(CASE, holds=(replace(placed, lifted_on=TODAY),)), "on-roll", attending) == []


def test_a_closed_case_is_not_closed_again() -> None:
    closed = replace(CASE, closings=(Closing(id="1", closed_on=date(2026, 11, 2)),))

    assert codes(closed, "on-roll", confirmed(ConfirmedBy.SCHOOL_ATTENDING)) == ["case-already-closed"]


def test_everything_that_can_confirm_has_words() -> None:
    assert set(CONFIRMATION_WORDS) == set(ConfirmedBy)
    assert len({outcome.code for outcome in OUTCOMES}) == len(OUTCOMES)
