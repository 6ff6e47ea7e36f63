"""Laws that every case, pupil and authority obeys, whatever is recorded of it."""

from dataclasses import fields, replace
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rulebook.parameters import load
from rulebook.procedure import AuthorityFacts, Facts, PupilFacts, assess
from rulebook.procedure.duty import Duty, Standing
from rulebook.procedure.facts import CaseFacts
from tests.rulebook.calendars import FENSHIRE
from tests.rulebook.procedure.invented import (
    AUTHORITY_PARTS,
    OPENED,
    PARTS,
    PUPIL_PARTS,
    authorities,
    cases,
    days,
    open_cases,
    pupils,
)

PARAMETERS = load()
LATE = date(2027, 6, 30)


EVERYBODY = st.one_of(cases, pupils, authorities)


def assessed(facts: Facts) -> tuple[Duty, ...]:
    return assess(facts, calendar=FENSHIRE, parameters=PARAMETERS)


@given(EVERYBODY)
def test_the_same_duty_is_never_owed_twice(facts: Facts) -> None:
    identities = [duty.identity for duty in assessed(facts)]

    assert len(identities) == len(set(identities))


@given(EVERYBODY)
def test_asking_twice_gives_the_same_answer(facts: Facts) -> None:
    assert assessed(facts) == assessed(facts)


@given(EVERYBODY, st.randoms(use_true_random=False))
def test_the_order_of_the_facts_does_not_matter(facts: Facts, random: Random) -> None:
    shuffled = replace(
        facts,
        **{
            field.name: tuple(random.sample(value, k=len(value)))
            for field in fields(facts)
            if isinstance(value := getattr(facts, field.name), tuple)
        },
    )

    assert assessed(shuffled) == assessed(facts)


@given(EVERYBODY, days, days)
def test_a_duty_once_met_stays_met(facts: Facts, one: date, other: date) -> None:
    earlier, later = sorted((one, other))
    done = (Standing.MET, Standing.MET_LATE)

    for duty in assessed(facts):
        if duty.standing(earlier) in done:
            assert duty.standing(later) in done


@given(EVERYBODY)
def test_no_duty_is_due_before_the_day_that_gave_rise_to_it_unless_a_manager_said_so(
    facts: Facts,
) -> None:
    for duty in assessed(facts):
        if duty.due_on is not None and "Given until" not in duty.counted:
            assert duty.due_on >= duty.triggered_on


@given(EVERYBODY)
def test_every_duty_tells_its_reason_its_source_and_how_the_days_were_counted(facts: Facts) -> None:
    for duty in assessed(facts):
        assert duty.because.endswith(".")
        assert duty.source
        assert duty.counted
        assert bool(duty.excuse) == (duty.excused_on is not None)


@given(EVERYBODY)
def test_no_reason_shows_an_unfilled_value(facts: Facts) -> None:
    for duty in assessed(facts):
        for words in (duty.because, duty.counted, duty.excuse, duty.standing_words(LATE)):
            assert "None" not in words
            assert "datetime" not in words


def _latest(value: Any) -> date:
    """The last day that facts or a fact speak of."""
    if isinstance(value, tuple):
        return max((_latest(each) for each in value), default=OPENED)
    if isinstance(value, Facts) or hasattr(value, "noun"):
        days_told = (getattr(value, field.name) for field in fields(value) if field.name != "born_on")
        return max(_latest(day) for day in days_told)
    return value if isinstance(value, date) else OPENED


PARTS_OF = {CaseFacts: PARTS, PupilFacts: PUPIL_PARTS, AuthorityFacts: AUTHORITY_PARTS}


@given(EVERYBODY, st.data())
def test_a_fact_added_later_loses_no_duty(facts: Facts, data: st.DataObject) -> None:
    """A new fact dated after all others may meet a duty or end it with a reason; it never makes one vanish.

    Of facts that are recorded later than their day the law is the next but one, and decision 42.
    """
    after = _latest(facts) + timedelta(days=1)
    parts = PARTS_OF[type(facts)]
    name = data.draw(st.sampled_from(sorted(parts)))
    new = tuple(
        replace(fact, id=f"{fact.id}-new", **_moved(fact, by=after - OPENED))
        for fact in data.draw(parts[name])[:1]
    )
    before = {duty.identity for duty in assessed(facts)}

    with_it = {duty.identity for duty in assessed(replace(facts, **{name: getattr(facts, name) + new}))}

    assert before <= with_it


OF_SPECIAL_NEEDS = ("refusals", "schools_named", "circumstances")
ASKED_FOR_THEM = {"challenge-refusal", "admit-named-pupil", "seek-advice"}


@pytest.mark.requirement("SEN-3")
@given(cases, st.data())
def test_special_needs_change_no_other_duty(facts: CaseFacts, data: st.DataObject) -> None:
    """A child with special needs goes through the whole procedure: what tells of them only adds duties of its own."""
    told = replace(facts, **{name: data.draw(PARTS[name]) for name in OF_SPECIAL_NEEDS})
    untold = replace(facts, **dict.fromkeys(OF_SPECIAL_NEEDS, ()))

    others = [duty for duty in assessed(told) if duty.code not in ASKED_FOR_THEM]

    assert others == [duty for duty in assessed(untold) if duty.code not in ASKED_FOR_THEM]


# A fact that is recorded later than its day can show that a duty was never owed: there was an address, the call was not
# the first in vain, an offer stood. Nothing ended such a duty, and it is not kept as ended: decision 42.
MAY_SHOW_NEVER_OWED = frozenset(
    {
        "decide-outcome",  # an outcome, or an earlier confirmation, had answered it
        "keep-one-offer",  # one of the offers no longer stood
        "offer-place",  # an offer stood
        "recheck-without-address",  # there was an address, or the search came after the end of the case
        "refer-to-area",  # the address no longer stood, or the case was closed
        "review-untraced",  # the search was not the second in a row, or there was an address
        "review-without-place",  # the visit was not the second
        "second-visit-after-no-answer",  # the call was not the first in vain
        "share-leaver",  # the case was opened again on another day
        "strategy-decision-under-hold",  # no contact was owed
    }
)


@given(EVERYBODY)
def test_a_fact_of_an_earlier_day_takes_away_only_what_it_shows_was_never_owed(facts: Facts) -> None:
    """Each fact in turn is the one that was recorded last, whatever its day."""
    with_all = {duty.identity for duty in assessed(facts)}
    for name in PARTS_OF[type(facts)]:
        known_before = replace(facts, **{name: getattr(facts, name)[:-1]})
        gone = {duty.identity for duty in assessed(known_before)} - with_all

        assert {code for _, code, _ in gone} <= MAY_SHOW_NEVER_OWED


@given(EVERYBODY, st.data())
def test_a_fact_added_later_unmeets_no_duty(facts: Facts, data: st.DataObject) -> None:
    """What was met stays met on its day, and what was no longer owed comes not back, unless it is said why."""
    after = _latest(facts) + timedelta(days=1)
    parts = PARTS_OF[type(facts)]
    name = data.draw(st.sampled_from(sorted(parts)))
    new = tuple(
        replace(fact, id=f"{fact.id}-new", **_moved(fact, by=after - OPENED))
        for fact in data.draw(parts[name])[:1]
    )
    before = {duty.identity: duty.met_on for duty in assessed(facts) if duty.met_on is not None}

    with_it = {
        duty.identity: duty.met_on for duty in assessed(replace(facts, **{name: getattr(facts, name) + new}))
    }

    assert {identity: with_it[identity] for identity in before} == before


def _moved(fact: Any, *, by: timedelta) -> dict[str, date]:
    values = {field.name: getattr(fact, field.name) for field in fields(fact)}
    return {name: value + by for name, value in values.items() if isinstance(value, date)}


@given(open_cases)
def test_no_open_case_is_ever_forgotten(facts: Facts) -> None:
    """Whatever has happened, somebody owes something until there is an outcome."""
    outstanding = [duty for duty in assessed(facts) if duty.standing(LATE).outstanding]

    assert outstanding


@given(open_cases)
def test_what_is_outstanding_is_more_than_answering_the_referrer_and_screening(facts: Facts) -> None:
    about_others = {
        "acknowledge-referral",
        "screen-case",
        "refer-concern",
        "tell-police",
        "verify-education-found",
    }
    outstanding = {duty.code for duty in assessed(facts) if duty.standing(LATE).outstanding}

    assert outstanding - about_others


FAR = (
    date(1, 1, 2),
    date(2004, 12, 31),
    date(2010, 1, 1),
    date(2028, 2, 29),
    date(2050, 12, 31),
    date(2051, 1, 1),
    date(9999, 12, 20),
    date(9999, 12, 30),
)


def _far_off(value: Any) -> Any:
    """The same with every day replaced by one at the edge of a calendar, or far beyond it."""
    if isinstance(value, date):
        return FAR[(value - OPENED).days % len(FAR)]
    if isinstance(value, tuple):
        return tuple(_far_off(each) for each in value)
    if isinstance(value, Facts) or hasattr(value, "noun"):
        names = [field.name for field in fields(value) if field.name != "born_on"]
        return replace(value, **{name: _far_off(getattr(value, name)) for name in names})
    return value


@given(EVERYBODY)
def test_no_day_however_far_off_is_guessed_or_stops_the_counting(facts: Facts) -> None:
    """Impossible days are found by ``examine_facts``; asked about all the same, they give a day or say why none."""
    for duty in assessed(_far_off(facts)):
        if duty.due_on is None:
            assert duty.counted.startswith("Date not yet known")
        elif "Given until" not in duty.counted:
            assert duty.due_on >= duty.triggered_on
