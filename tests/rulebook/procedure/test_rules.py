"""How duties are written down, listed and described."""

import importlib
import pkgutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from rulebook.parameters import load
from rulebook.procedure import DUTIES, assess, describe, rule_of
from rulebook.procedure import duties as duty_files
from rulebook.procedure.duty import Duty
from rulebook.procedure.facts import (
    CaseFacts,
    CheckResult,
    Closing,
    DecisionKind,
    Hold,
    HoldKind,
    KnownAddress,
    ManagerDecision,
    PlaceOffered,
    Reopening,
    RollCheck,
    StrategyDecision,
    Visit,
    VisitOutcome,
    VisitRequest,
)
from rulebook.procedure.reading import episodes
from rulebook.procedure.roles import ROLES
from rulebook.procedure.rule import Calendars, Clock, Owed, Rule, duty
from rulebook.school_days.calendar import Term, for_school
from tests.rulebook.calendars import FENSHIRE

TODAY = date(2026, 11, 23)
CASE = CaseFacts(subject="case-1", opened_on=TODAY)
ASKED = replace(CASE, visit_requests=(VisitRequest(id="1", sent_on=TODAY),))
LAW_CHANGED = date(2026, 12, 1)


def test_every_file_of_a_duty_is_listed() -> None:
    files = {module.name for module in pkgutil.iter_modules(duty_files.__path__)}
    rules = {name: getattr(importlib.import_module(f"{duty_files.__name__}.{name}"), name) for name in files}

    assert set(DUTIES) == set(rules.values())
    assert {rule.code for rule in DUTIES} == {name.replace("_", "-") for name in files}


def test_every_duty_is_described_with_its_times_source_and_who_owes_it() -> None:
    described = describe(on=TODAY)

    assert [each.code for each in described] == [rule.code for rule in DUTIES]
    for each in described:
        assert each.words.endswith(".")
        assert each.owed_by_words == ROLES[each.owed_by]
        assert each.source
        assert each.within
        assert len(each.within) == len(each.marks)
        assert each.requirements
    visit = next(each for each in described if each.code == "first-visit")
    assert visit.within[0] == "Visit the family after a CME 4: 10 working days"
    assert visit.marks == ("S", "S", "I")
    assert describe(on=TODAY, parameters=load()) == described


def test_a_rule_is_found_by_its_code() -> None:
    assert rule_of("first-visit").title == "Visit the family at home"
    with pytest.raises(ValueError, match="unknown duty 'visit': expected one of acknowledge-referral"):
        rule_of("visit")


def test_a_duty_is_owed_by_a_known_role() -> None:
    with pytest.raises(ValueError, match="unknown role 'CME': expected one of CMEA"):
        duty(code="x", title="X", owed_by="CME", source="1.2", requirements=(), parameters=())


def _old(facts: CaseFacts) -> Iterator[Owed]:
    """The old rule."""
    for request in facts.visit_requests:
        yield Owed(
            trigger=request.id,
            triggered_on=request.sent_on,
            because=".",
            clock=Clock("first-visit-standard", request.sent_on),
        )


def _rule(**dates: Any) -> Rule:
    return duty(code="x", title="X", owed_by="AIO", source="1.2", requirements=(), parameters=(), **dates)(
        _old
    )


def test_the_rule_in_force_when_it_happened_is_the_one_that_counts() -> None:
    """A changed rule is a second function: an old case keeps its old law."""
    before, after = _rule(in_force_until=date(2026, 11, 30)), _rule(in_force_from=LAW_CHANGED)
    facts = replace(
        CASE,
        visit_requests=(VisitRequest(id="old", sent_on=TODAY), VisitRequest(id="new", sent_on=LAW_CHANGED)),
    )
    calendars, numbers = Calendars(FENSHIRE, {}), load()

    assert [each.trigger for each in before.duties(facts, calendars=calendars, parameters=numbers)] == ["old"]
    assert [each.trigger for each in after.duties(facts, calendars=calendars, parameters=numbers)] == ["new"]


@pytest.mark.parametrize("sent_on", [date(2009, 12, 31), date(1926, 11, 23)])
def test_what_lies_before_the_first_version_of_a_rule_is_owed_by_that_version(sent_on: date) -> None:
    """A year typed wrongly leaves no child with nothing owed."""
    facts = replace(CASE, visit_requests=(VisitRequest(id="old", sent_on=sent_on),))

    owed = _rule().duties(facts, calendars=Calendars(FENSHIRE, {}), parameters=load())

    assert [(each.trigger, each.triggered_on) for each in owed] == [("old", sent_on)]


def test_days_of_starting_are_counted_in_the_schools_own_calendar() -> None:
    own = for_school(
        FENSHIRE,
        terms=(
            Term("Autumn 2026", date(2026, 9, 3), date(2026, 12, 11)),
            Term("Spring 2027", date(2027, 1, 11), date(2027, 3, 24)),
        ),
        name="Priory Lane Academy",
    )
    place = PlaceOffered(id="1", offered_on=TODAY, start_on=date(2026, 12, 7), school="100001")
    facts = replace(CASE, places=(place,))

    (ours,) = [
        each
        for each in assess(facts, calendar=FENSHIRE, parameters=load(), school_calendars={"100001": own})
        if each.code == "confirm-attendance"
    ]

    assert ours.due_on == date(2027, 1, 11)
    assert "(Priory Lane Academy)" in ours.counted


def _visit(facts: CaseFacts) -> Duty:
    return next(
        each for each in assess(facts, calendar=FENSHIRE, parameters=load()) if each.code == "first-visit"
    )


def _decided(number: str, kind: DecisionKind, on: date, until: date | None = None) -> ManagerDecision:
    return ManagerDecision(
        id=number,
        kind=kind,
        duty="first-visit",
        trigger="visit-request:1",
        decided_on=on,
        reason="The family is away.",
        until=until,
        by="Ama Boateng",
    )


def test_a_managers_decision_is_told_with_its_author_and_reason() -> None:
    extended = _visit(
        replace(ASKED, manager_decisions=(_decided("1", DecisionKind.EXTEND, TODAY, date(2026, 12, 18)),))
    )
    excused = _visit(replace(ASKED, manager_decisions=(_decided("1", DecisionKind.EXCUSE, TODAY),)))

    assert extended.counted.endswith(
        "Given until 18 December 2026 by Ama Boateng on 23 November 2026: The family is away."
    )
    assert excused.excuse == "Excused by Ama Boateng on 23 November 2026: The family is away."


def test_the_latest_decision_is_the_one_that_counts() -> None:
    first = _decided("1", DecisionKind.EXTEND, TODAY, date(2026, 12, 18))
    second = _decided("2", DecisionKind.EXTEND, date(2026, 11, 25), date(2026, 12, 11))

    visit = _visit(replace(ASKED, manager_decisions=(second, first)))

    assert visit.due_on == date(2026, 12, 11)


@pytest.mark.requirement("HOLD-1")
@pytest.mark.parametrize(
    ("holds", "suspended"),
    [
        ([(date(2026, 11, 25), None)], (date(2026, 11, 25), None)),
        (
            [(date(2026, 11, 20), date(2026, 11, 23))],
            (None, None),
        ),  # lifted on the day the visit was asked for
        ([(date(2026, 11, 20), date(2026, 11, 24))], (date(2026, 11, 20), date(2026, 11, 24))),
        (
            [(date(2026, 11, 25), date(2026, 11, 30)), (date(2026, 11, 30), date(2026, 12, 4))],
            (date(2026, 11, 25), date(2026, 12, 4)),
        ),
        (
            [(date(2026, 11, 25), date(2026, 11, 27)), (date(2026, 12, 1), date(2026, 12, 4))],
            (date(2026, 12, 1), date(2026, 12, 4)),
        ),
        (
            [(date(2026, 11, 25), None), (date(2026, 11, 26), date(2026, 11, 27))],
            (date(2026, 11, 25), None),
        ),
    ],
)
def test_a_hold_suspends_a_visit_and_moves_no_date(
    holds: list[tuple[date, date | None]], suspended: tuple[date | None, date | None]
) -> None:
    placed = tuple(Hold(id=str(n), placed_on=on, lifted_on=off) for n, (on, off) in enumerate(holds))

    visit = _visit(replace(ASKED, holds=placed))

    assert (visit.suspended_on, visit.suspended_until) == suspended
    assert visit.due_on == date(2026, 12, 7)


@pytest.mark.parametrize(
    "kind",
    [HoldKind.NO_CONTACT_PERSON, HoldKind.UNSAFE_PHONE, HoldKind.UNSAFE_EMAIL, HoldKind.NO_DISCLOSURE_TO],
)
def test_a_hold_on_one_person_or_one_channel_stops_no_visit(kind: HoldKind) -> None:
    held = replace(ASKED, holds=(Hold(id="1", placed_on=TODAY, kind=kind),))

    codes = {each.code for each in assess(held, calendar=FENSHIRE, parameters=load())}

    assert _visit(held).suspended_on is None
    assert "strategy-decision-under-hold" not in codes


@pytest.mark.requirement("HOLD-1")
def test_each_visit_asked_for_under_a_hold_asks_the_manager_again() -> None:
    held = replace(
        CASE,
        holds=(Hold(id="h", placed_on=TODAY),),
        visit_requests=(VisitRequest(id="1", sent_on=date(2026, 11, 27)),),
    )

    decisions = {
        each.trigger: each.due_on
        for each in assess(held, calendar=FENSHIRE, parameters=load())
        if each.code == "strategy-decision-under-hold"
    }

    assert decisions == {"hold:h": date(2026, 11, 24), "hold:h+visit-request:1": date(2026, 11, 30)}


@pytest.mark.requirement("HOLD-1")
def test_a_search_under_a_hold_that_finds_no_roll_asks_the_manager_in_place_of_the_area() -> None:
    # Friday 27 November: a CME 4 and a decision are both due on the next working day, Monday the 30th.
    held = replace(
        CASE,
        holds=(Hold(id="h", placed_on=TODAY),),
        roll_checks=(RollCheck(id="k", made_on=date(2026, 11, 27), result=CheckResult.NOT_ON_ROLL),),
        addresses=(KnownAddress(id="a", known_from=TODAY),),
    )

    duties = {(each.code, each.trigger): each for each in assess(held, calendar=FENSHIRE, parameters=load())}

    decision = duties["strategy-decision-under-hold", "hold:h+roll-check:k"]
    area = duties["refer-to-area", "roll-check:k+address:a"]
    assert (decision.owed_by, decision.due_on) == ("AEM", date(2026, 11, 30))
    assert (area.due_on, area.suspended_on) == (date(2026, 11, 30), TODAY)


@pytest.mark.requirement("CME4-1")
def test_each_of_several_addresses_says_which_it_is_when_it_asks_for_a_cme_4() -> None:
    facts = replace(
        CASE,
        roll_checks=(RollCheck(id="k", made_on=TODAY, result=CheckResult.NOT_ON_ROLL),),
        addresses=(KnownAddress(id="a", known_from=TODAY), KnownAddress(id="b", known_from=TODAY)),
    )

    asked = [
        each.because
        for each in assess(facts, calendar=FENSHIRE, parameters=load())
        if each.code == "refer-to-area"
    ]

    assert [words.split(" It is ")[1] for words in asked] == [
        "address 1 of 2 that we hold: each has a CME 4 of its own.",
        "address 2 of 2 that we hold: each has a CME 4 of its own.",
    ]


@pytest.mark.requirement("HOLD-1")
def test_a_visit_made_under_a_hold_asks_the_manager_from_the_day_on_which_it_is_known() -> None:
    # Visited on Wednesday the 25th; known on Friday the 27th, after a decision of Thursday that knew nothing of it.
    visit = Visit(
        id="v",
        visited_on=date(2026, 11, 25),
        outcome=VisitOutcome.NO_ANSWER,
        hold="h",
        known_on=date(2026, 11, 27),
    )
    held = replace(
        ASKED,
        holds=(Hold(id="h", placed_on=TODAY),),
        strategy_decisions=(StrategyDecision(id="d", decided_on=date(2026, 11, 26), hold="h"),),
        visits=(visit, replace(visit, id="w", hold="")),
    )

    decisions = {
        each.trigger: (each.due_on, each.met_on)
        for each in assess(held, calendar=FENSHIRE, parameters=load())
        if each.code == "strategy-decision-under-hold"
    }

    assert decisions == {
        "hold:h": (date(2026, 11, 24), date(2026, 11, 26)),
        "hold:h+visit:v": (date(2026, 11, 30), None),
    }


def test_the_case_is_open_again_from_the_day_of_reopening() -> None:
    reopened = replace(CASE, reopenings=(Reopening(id="1", reopened_on=TODAY),))

    assert CASE.closed_on is None
    assert reopened.closed_on is None


@pytest.mark.parametrize(
    ("closed", "reopened", "now_closed_on"),
    [
        ([9], [], 9),
        ([9], [9], None),  # closed and, the same day, opened again
        ([2], [9], None),
        ([2, 9], [9], 9),  # opened again and, the same day, closed
        ([9, 9], [9], 9),  # closed, opened again and closed, all in one day
        ([2, 9], [9, 9], None),
        ([2, 9], [5], 9),
    ],
)
def test_a_case_opened_again_and_closed_on_one_day_is_closed(
    closed: list[int], reopened: list[int], now_closed_on: int | None
) -> None:
    case = replace(
        CASE,
        closings=tuple(Closing(id=f"c{n}", closed_on=date(2026, 11, day)) for n, day in enumerate(closed)),
        reopenings=tuple(
            Reopening(id=f"r{n}", reopened_on=date(2026, 11, day)) for n, day in enumerate(reopened)
        ),
    )

    assert case.closed_on == (date(2026, 11, now_closed_on) if now_closed_on else None)
    *_, (_, last) = episodes(case)
    assert last == case.closed_on
