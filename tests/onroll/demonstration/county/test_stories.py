"""The hand-shaped cases: in order, in the past, in the state they are said to be in, on whatever day they are told."""

from collections import Counter
from dataclasses import fields, is_dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any

import pytest

from onroll.cases.stages import stage_of
from onroll.demonstration.county import County
from onroll.demonstration.county.cast import CIRCUMSTANCES, SCREENING, State, When
from onroll.demonstration.county.people import Situation
from onroll.demonstration.county.school_year import is_working_day, of_compulsory_age
from onroll.demonstration.county.script import (
    NIGHTLY,
    PUBLIC,
    DeletionReturned,
    OutcomeRecorded,
    PlaceOffered,
    ProvisionArranged,
    PutOnRegister,
    ReferralReceived,
    ReferrerTold,
    Screened,
)
from onroll.demonstration.county.stories import STORIES
from rulebook.procedure.outcomes import BY_CODE
from tests.onroll.demonstration.county.replaying import case_facts

TODAY = date(2026, 11, 23)
# The first week of a year, half-term, Christmas, a Sunday, Easter, the last weeks of summer term, August, 31 August.
DAYS = (
    TODAY,
    date(2026, 9, 1),
    date(2026, 9, 7),
    date(2026, 10, 28),
    date(2026, 12, 27),
    date(2027, 2, 14),
    date(2027, 4, 1),
    date(2027, 7, 13),
    date(2027, 8, 10),
    date(2027, 8, 31),
    date(2028, 2, 29),
)


@cache
def county_on(day: date) -> County:
    return County(children=1_000, day=day)


def test_there_are_some_seventy_stories_with_seventy_cases_and_each_has_its_own_key() -> None:
    county = county_on(TODAY)

    assert 60 <= len(county.stories) <= 80
    assert sum(len(story.cases) for story in county.stories) >= 70
    assert max(Counter(story.key for story in STORIES).values()) == 1


def test_every_state_of_the_flow_has_a_story() -> None:
    assert {story.state for story in STORIES} == set(State)


def test_every_outcome_that_can_be_recorded_is_recorded_in_some_story() -> None:
    recorded = {
        step.outcome for story in STORIES for step in story.steps if isinstance(step, OutcomeRecorded)
    }

    closing = {code for code, outcome in BY_CODE.items() if outcome.closes}
    assert closing <= recorded <= set(BY_CODE)


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_a_story_stands_in_the_state_it_is_said_to_on_whatever_day_it_is_told(day: date) -> None:
    for story in county_on(day).stories:
        for child in story.cases:
            known = case_facts(story, child.key)

            stage = State.RECEIVED if known is None else State(stage_of(known).value)
            assert stage is story.state, f"{story.key}/{child.key}"


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_the_steps_of_a_story_are_in_order_and_none_lies_ahead(day: date) -> None:
    for story in county_on(day).stories:
        moments = [step.at for step in story.steps if step.at is not None]

        assert len(moments) == len(story.steps), story.key
        assert moments == sorted(set(moments)), story.key
        assert moments[-1].date() <= day, story.key
        assert all(step.at and step.at.date() == step.when for step in story.steps), story.key


def test_stories_hold_no_relative_day_once_they_are_told() -> None:
    def relative(value: Any) -> bool:
        if isinstance(value, When):
            return True
        if isinstance(value, tuple):
            return any(relative(item) for item in value)
        return is_dataclass(value) and any(relative(getattr(value, each.name)) for each in fields(value))

    assert [story.key for story in county_on(TODAY).stories if relative(story)] == []
    assert all(relative(story.steps) for story in STORIES), "as written, every story is relative"


def test_only_what_is_planned_lies_ahead() -> None:
    for story in county_on(TODAY).stories:
        for step in story.steps:
            if isinstance(step, DeletionReturned):
                assert step.deleted_on <= TODAY
            if isinstance(step, PlaceOffered | ProvisionArranged):
                assert step.starts_on <= TODAY + timedelta(days=30)


@pytest.mark.parametrize("day", [TODAY, date(2027, 8, 10)], ids=str)
def test_officers_work_on_working_days(day: date) -> None:
    county = county_on(day)
    staff = {person.key for person in county.staff if person.role not in ("AGY", "SCH")}

    odd = [
        (story.key, step.when)
        for story in county.stories
        for step in story.steps
        if step.by in staff and isinstance(step.when, date) and not is_working_day(step.when)
    ]
    assert odd == []


def test_each_step_is_done_by_somebody_who_exists_and_each_code_is_one_of_the_lists() -> None:
    county = county_on(TODAY)
    known = {person.key for person in county.staff} | {PUBLIC, NIGHTLY}
    bodies = {body.key for body in county.organisations}

    for story in county.stories:
        for step in story.steps:
            assert step.by in known, (story.key, step.by)
            if isinstance(step, ReferralReceived):
                assert step.referrer.organisation in bodies | {""}
            if isinstance(step, Screened):
                assert set(step.yes + step.not_known) <= set(SCREENING)
            if isinstance(step, PutOnRegister):
                assert set(step.circumstances) <= set(CIRCUMSTANCES)
                assert step.reason


def test_a_referrer_is_told_what_the_outcome_of_the_case_allows() -> None:
    for story in STORIES:
        closed = [step for step in story.steps if isinstance(step, OutcomeRecorded)]
        told = [step for step in story.steps if isinstance(step, ReferrerTold)]
        if closed and told:
            assert told[-1].reply is BY_CODE[closed[-1].outcome].reply, story.key


def test_a_public_notice_is_filled_in_as_the_public_fill_one_in() -> None:
    story = next(each for each in county_on(TODAY).stories if each.key == "neighbour-over-the-fence")

    (notice,) = story.steps
    assert isinstance(notice, ReferralReceived)
    (form,) = notice.referrals
    assert (form.forename, form.surname, form.born_on, form.about_age) == ("Leyla", "Hadad", None, 7)
    assert form.address == "14 School Avenue, Merebridge"
    assert form.referrer.name == "Jean Pye"
    assert "every day" in form.concern


def test_one_notice_about_three_children_is_a_form_for_each() -> None:
    story = next(each for each in county_on(TODAY).stories if each.key == "three-brothers-and-sisters")

    notice = story.steps[0]
    assert isinstance(notice, ReferralReceived)
    assert [form.forename for form in notice.referrals] == ["Omar", "Noor", "Yahya"]
    assert notice.referrals[0].brothers_and_sisters == "Noor, Yahya"


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_the_children_of_stories_are_of_the_age_their_story_needs(day: date) -> None:
    county = county_on(day)
    for story in county.stories:
        family = county.story_family(story.key)
        for child in family.children:
            if child.known and child.situation in (Situation.NO_ROLL, Situation.HOME_EDUCATED):
                assert of_compulsory_age(child.born_on, day), child.story
            if child.situation is Situation.TOO_YOUNG:
                assert not of_compulsory_age(child.born_on, day), child.story


def test_the_children_of_stories_stand_in_the_population_with_the_truth_about_them() -> None:
    county = county_on(TODAY)

    told = {child.story: child for child, _ in county.children() if child.story}
    assert len(told) == sum(not child.same_as for story in STORIES for child in story.children)
    assert told["seen-and-no-school/matilde"].on_roll is False
    assert told["ola-enquiry/mahad"].on_roll is True
    assert "closed-same-child/omer" not in told, "he is Omar, who is there already"
