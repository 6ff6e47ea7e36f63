"""The stages of school attendance proceedings, none before the parent's time is over (Education Act 1996 s.437)."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from rulebook.parameters import Parameters, load
from rulebook.procedure.order_facts import AttendanceOrder
from rulebook.procedure.order_stages import Stage, may_take, runs_out_on
from rulebook.school_days.spans import WorkingDays

MONDAY = date(2026, 11, 2)
BEGUN = AttendanceOrder(id="1", begun_on=MONDAY)
NOTICED = replace(BEGUN, notice_served_on=MONDAY)
ANSWERED = replace(NOTICED, not_satisfied_on=date(2026, 11, 17), expedient=True)
NAMED = replace(ANSWERED, school_notice_served_on=date(2026, 11, 18))
ORDERED = replace(NAMED, order_served_on=date(2026, 12, 3))

pytestmark = pytest.mark.requirement("SAO-1")


@pytest.mark.parametrize(
    ("stage", "order", "on", "codes"),
    [
        (Stage.NOTICE, BEGUN, MONDAY, []),
        (Stage.NOTICE, BEGUN, date(2026, 11, 1), ["before-proceedings"]),
        (Stage.SATISFIED, BEGUN, MONDAY, ["stage-missing"]),
        (Stage.SATISFIED, NOTICED, date(2026, 11, 3), []),  # a parent may answer at once
        # Served on 2 November: the fifteen days are 2 to 16 November.
        (Stage.NOT_SATISFIED, NOTICED, date(2026, 11, 16), ["parent-has-time"]),
        (Stage.NOT_SATISFIED, NOTICED, date(2026, 11, 17), []),
        (Stage.SCHOOL_NOTICE, NOTICED, date(2026, 11, 18), ["stage-missing", "not-expedient"]),
        (Stage.SCHOOL_NOTICE, ANSWERED, date(2026, 11, 18), []),
        # Served on 18 November: the fifteen days are 18 November to 2 December.
        (Stage.ORDER, NAMED, date(2026, 12, 2), ["parent-has-time"]),
        (Stage.ORDER, NAMED, date(2026, 12, 3), []),
        (Stage.ORDER, NAMED, date(2026, 11, 17), ["stage-missing"]),
        (Stage.BREACH, NAMED, date(2026, 12, 14), ["stage-missing"]),
        (Stage.BREACH, ORDERED, date(2026, 12, 14), []),
        (Stage.REVOKE, ORDERED, date(2026, 12, 14), []),
        (
            Stage.BREACH,
            replace(ORDERED, revoked_on=date(2026, 12, 10)),
            date(2026, 12, 14),
            ["proceedings-ended"],
        ),
        (Stage.BREACH, replace(ORDERED, revoked_on=date(2026, 12, 20)), date(2026, 12, 14), []),
    ],
)
def test_a_stage_is_taken_when_the_one_before_is_done_and_the_parent_has_had_the_time(
    stage: Stage, order: AttendanceOrder, on: date, codes: list[str]
) -> None:
    assert [each.code for each in may_take(stage, order=order, on=on, parameters=load())] == codes


def test_the_words_name_the_last_day_of_the_parent() -> None:
    (finding,) = may_take(Stage.ORDER, order=NAMED, on=date(2026, 12, 1), parameters=load())

    assert finding.words == (
        "The parent has until the end of 2 December 2026, 15 days beginning with the day of service. "
        "Wait until then for the order."
    )
    assert finding.source == "Education Act 1996 s.438"


@pytest.mark.parametrize(
    ("served_on", "last"),
    [
        (date(2026, 12, 11), date(2026, 12, 25)),  # a bank holiday counts
        (date(2024, 2, 15), date(2024, 2, 29)),
        (date(2027, 2, 15), date(2027, 3, 1)),
    ],
)
def test_the_day_of_service_is_the_first_of_the_fifteen(served_on: date, last: date) -> None:
    assert runs_out_on(served_on, stage=Stage.NOT_SATISFIED, parameters=load()) == last


def test_a_stage_that_waits_for_nobody_has_no_last_day() -> None:
    with pytest.raises(ValueError, match="notice waits for nobody: expected one of not-satisfied, order"):
        runs_out_on(MONDAY, stage=Stage.NOTICE, parameters=load())


def test_the_act_counts_in_days() -> None:
    numbers = load()
    notice = numbers["attendance-order-notice"]
    wrong = replace(notice, values=(replace(notice.values[0], span=WorkingDays(15)),))
    parameters = Parameters({**numbers.by_key, notice.key: wrong})

    with pytest.raises(TypeError, match="is counted in working days: expected days, as the Act counts them"):
        runs_out_on(MONDAY, stage=Stage.NOT_SATISFIED, parameters=parameters)


def test_every_stage_has_words() -> None:
    parts: list[Any] = [stage.words for stage in Stage]

    assert len(set(parts)) == len(Stage)


@pytest.mark.parametrize(
    ("expedient", "words"),
    [(None, "is not recorded whether it is expedient"), (False, "Drop the proceedings")],
)
@pytest.mark.parametrize(
    ("stage", "order", "on"),
    [(Stage.SCHOOL_NOTICE, ANSWERED, date(2026, 11, 18)), (Stage.ORDER, NAMED, date(2026, 12, 3))],
)
def test_a_school_is_named_only_where_it_is_expedient(
    expedient: bool | None, words: str, stage: Stage, order: AttendanceOrder, on: date
) -> None:
    (finding,) = may_take(stage, order=replace(order, expedient=expedient), on=on, parameters=load())

    assert finding.code == "not-expedient"
    assert words in finding.words


@pytest.mark.parametrize(
    ("stage", "on", "codes"),
    [
        (Stage.BREACH, date(2027, 6, 25), []),  # the leaving date is the last day
        (Stage.BREACH, date(2027, 6, 26), ["order-lapsed"]),
        (Stage.REVOKE, date(2027, 6, 26), []),  # what is over may still be cleared away
    ],
)
def test_an_order_lapses_with_compulsory_school_age(stage: Stage, on: date, codes: list[str]) -> None:
    """Born on 3 March 2011: the age ends on Friday 25 June 2027."""
    found = may_take(stage, order=ORDERED, on=on, parameters=load(), born_on=date(2011, 3, 3))

    assert [each.code for each in found] == codes


def test_from_the_day_of_the_new_law_the_stages_of_the_old_one_warn(tmp_path: Path) -> None:
    own = tmp_path / "local.toml"
    own.write_text("[commencement]\ns436I = 2026-11-18\n", encoding="utf-8")

    before, after = (
        may_take(Stage.SCHOOL_NOTICE, order=ANSWERED, on=day, parameters=load(own))
        for day in (date(2026, 11, 17), date(2026, 11, 18))
    )

    assert before == ()
    assert [(each.code, each.refuses) for each in after] == [("other-law-of-orders", False)]
    assert "From 18 November 2026 orders here are made under sections 436H and 436I" in after[0].words
