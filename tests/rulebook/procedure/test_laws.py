"""Laws that every case obeys, whatever is recorded of it."""

from dataclasses import fields, replace
from datetime import date, timedelta
from random import Random
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from rulebook.parameters import load
from rulebook.procedure import assess
from rulebook.procedure.duty import Duty, Standing
from rulebook.procedure.facts import CaseFacts
from tests.rulebook.calendars import FENSHIRE
from tests.rulebook.procedure.invented import OPENED, PARTS, cases, days, open_cases

PARAMETERS = load()
LATE = date(2027, 6, 30)


def assessed(facts: CaseFacts) -> tuple[Duty, ...]:
    return assess(facts, calendar=FENSHIRE, parameters=PARAMETERS)


@given(cases)
def test_the_same_duty_is_never_owed_twice(facts: CaseFacts) -> None:
    identities = [duty.identity for duty in assessed(facts)]

    assert len(identities) == len(set(identities))


@given(cases)
def test_asking_twice_gives_the_same_answer(facts: CaseFacts) -> None:
    assert assessed(facts) == assessed(facts)


@given(cases, st.randoms(use_true_random=False))
def test_the_order_of_the_facts_does_not_matter(facts: CaseFacts, random: Random) -> None:
    shuffled = replace(
        facts,
        **{
            field.name: tuple(random.sample(value, k=len(value)))
            for field in fields(facts)
            if isinstance(value := getattr(facts, field.name), tuple)
        },
    )

    assert assessed(shuffled) == assessed(facts)


@given(cases, days, days)
def test_a_duty_once_met_stays_met(facts: CaseFacts, one: date, other: date) -> None:
    earlier, later = sorted((one, other))
    done = (Standing.MET, Standing.MET_LATE)

    for duty in assessed(facts):
        if duty.standing(earlier) in done:
            assert duty.standing(later) in done


@given(cases)
def test_no_duty_is_due_before_the_day_that_gave_rise_to_it_unless_a_manager_said_so(
    facts: CaseFacts,
) -> None:
    for duty in assessed(facts):
        if duty.due_on is not None and "Given until" not in duty.counted:
            assert duty.due_on >= duty.triggered_on


@given(cases)
def test_every_duty_tells_its_reason_its_source_and_how_the_days_were_counted(facts: CaseFacts) -> None:
    for duty in assessed(facts):
        assert duty.because.endswith(".")
        assert duty.source
        assert duty.counted
        assert bool(duty.excuse) == (duty.excused_on is not None)


@given(cases)
def test_no_reason_shows_an_unfilled_value(facts: CaseFacts) -> None:
    for duty in assessed(facts):
        for words in (duty.because, duty.counted, duty.excuse, duty.standing_words(LATE)):
            assert "None" not in words
            assert "datetime" not in words


def _latest(value: Any) -> date:
    """The last day that a case or a fact speaks of."""
    if isinstance(value, tuple):
        return max((_latest(each) for each in value), default=OPENED)
    if isinstance(value, CaseFacts) or hasattr(value, "noun"):
        return max(_latest(getattr(value, field.name)) for field in fields(value) if field.name != "born_on")
    return value if isinstance(value, date) else OPENED


@given(cases, st.sampled_from(sorted(PARTS)), st.data())
def test_a_fact_added_later_loses_no_duty(facts: CaseFacts, name: str, data: st.DataObject) -> None:
    """A new fact dated after all others may meet a duty or end it with a reason; it never makes one vanish."""
    after = _latest(facts) + timedelta(days=1)
    new = tuple(
        replace(fact, id=f"{fact.id}-new", **_moved(fact, by=after - OPENED))
        for fact in data.draw(PARTS[name])[:1]
    )
    before = {duty.identity for duty in assessed(facts)}

    with_it = {duty.identity for duty in assessed(replace(facts, **{name: getattr(facts, name) + new}))}

    assert before <= with_it


def _moved(fact: Any, *, by: timedelta) -> dict[str, date]:
    values = {field.name: getattr(fact, field.name) for field in fields(fact)}
    return {name: value + by for name, value in values.items() if isinstance(value, date)}


@given(open_cases)
def test_no_open_case_is_ever_forgotten(facts: CaseFacts) -> None:
    """Whatever has happened, somebody owes something until there is an outcome."""
    outstanding = [duty for duty in assessed(facts) if duty.standing(LATE).outstanding]

    assert outstanding


@given(open_cases)
def test_what_is_outstanding_is_more_than_answering_the_referrer_and_screening(facts: CaseFacts) -> None:
    about_others = {
        "acknowledge-referral",
        "screen-case",
        "refer-concern",
        "tell-police",
        "verify-education-found",
    }
    outstanding = {duty.code for duty in assessed(facts) if duty.standing(LATE).outstanding}

    assert outstanding - about_others
