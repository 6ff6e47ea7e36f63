"""A child goes on the register, rolls are searched, the school answers, the safeguarding questions are asked."""

from datetime import timedelta
from typing import Any

import pytest

from onroll.access.policy import PermissionRefused
from onroll.cases import actions
from onroll.cases.models import Case, Referral, Stage
from onroll.duties.models import Duty
from rulebook.procedure.facts import CheckResult
from tests import people
from tests.factories import cases as make
from tests.factories.refusals import refused
from tests.factories.world import World


# --------------------------------------------------------------------------------------------------------- register
def test_a_child_on_the_register_owes_a_search_and_the_safeguarding_questions(world: World) -> None:
    case = make.open_case(world)

    duties = make.duties_of(case)
    assert set(duties) == {"check-rolls", "screen-case"}
    assert duties["check-rolls"].due_on == world.today + timedelta(days=2)
    assert duties["check-rolls"].because == "Opened on 23 November 2026."
    assert "Procedure 3.1.2" in duties["check-rolls"].source
    assert (case.stage, case.next_due_on) == (Stage.CHECKING, world.today + timedelta(days=2))
    assert case.waiting_on == "CME assistant"


def test_the_register_counts_from_the_day_the_notice_was_received(world: World) -> None:
    referral = make.receive(world, received_on=world.today - timedelta(days=3))

    case = make.open_case(world, referral=referral)

    assert case.opened_on == world.today - timedelta(days=3)


def test_a_child_with_an_open_case_keeps_it_and_the_second_notice_joins(world: World) -> None:
    case = make.open_case(world, referral=make.receive(world))
    second = make.receive(world)

    again = actions.open_case(case.child, referral=second, by=world.by("CMEA"))

    assert again == case
    second.refresh_from_db()
    assert second.case == case
    assert (
        Duty.objects.unscoped("a test").filter(subject_id=second.pk).count() == 0
    )  # they are the case's now


def test_a_reason_may_be_a_whole_paragraph(world: World) -> None:
    words = "She told the nurse that she has not been to school since the summer. " * 10

    case = actions.open_case(make.known_child(world), reason=words, by=world.by("CMEA"))

    case.refresh_from_db()
    assert case.reason == words


def test_an_urgent_notice_makes_the_case_urgent(world: World) -> None:
    case = make.open_case(
        world, referral=make.receive(world, urgent=True, urgent_reason="Seen with strangers")
    )

    assert case.urgent


def test_a_child_whose_case_was_closed_gets_a_case_anew_on_a_new_notice(world: World) -> None:
    case = make.open_case(world, people.IDRIS)
    Case.objects.unscoped("a test").filter(pk=case.pk).update(closed_on=world.today)

    again = actions.open_case(case.child, referral=make.receive(world), by=world.by("CMEA"))

    assert again != case
    assert Referral.objects.unscoped("a test").get().case == again


# ----------------------------------------------------------------------------------------------------------- search
@pytest.mark.parametrize(
    ("given", "words", "where"),
    [
        ({"searched": []}, "Choose at least one list that was searched.", "searched"),
        ({"data_as_of": None}, "Enter the date of the data searched.", "data_as_of"),
        ({"made_on": -2, "data_as_of": -1}, "The data cannot be newer than the search.", "data_as_of"),
        ({"result": CheckResult.ON_ROLL, "establishment": None}, "Choose the school", "establishment"),
        ({"made_on": 1}, "The date is still to come. Correct it.", "made_on"),
    ],
    ids=["searched nothing", "no date of the data", "data newer than the search", "no school", "tomorrow"],
)
def test_a_search_says_what_was_searched_how_old_it_was_and_where_the_child_was_found(
    world: World, given: dict[str, Any], words: str, where: str
) -> None:
    case = make.open_case(world)
    days = {
        name: world.today + timedelta(days=value) for name, value in given.items() if isinstance(value, int)
    }

    with refused(words, where=where):
        make.check(case, world, **{**given, **days})


def test_all_that_is_wrong_with_a_search_is_said_at_once(world: World) -> None:
    case = make.open_case(world)

    with refused("Choose at least one list", "Enter the date of the data"):
        make.check(case, world, searched=[], data_as_of=None)


def test_a_search_that_finds_nobody_sends_the_child_to_the_area(world: World) -> None:
    case = make.open_case(world)

    make.check(case, world)

    case.refresh_from_db()
    duties = make.duties_of(case)
    assert duties["check-rolls"].met_on == world.today
    assert duties["refer-to-area"].due_on == world.today + timedelta(days=1)
    assert case.stage == Stage.TO_REFER


def test_without_an_address_the_rolls_are_searched_again_in_twelve_weeks(world: World) -> None:
    case = make.open_case(world, people.ZOE)

    make.check(case, world)

    case.refresh_from_db()
    assert make.duties_of(case)["recheck-without-address"].due_on == world.today + timedelta(weeks=12)
    assert case.stage == Stage.AWAITING_RECHECK
    assert not case.whereabouts_known


def test_no_fixed_address_is_an_address_that_nobody_can_visit(world: World) -> None:
    case = make.open_case(world, people.PIP)

    make.check(case, world)

    case.refresh_from_db()
    assert case.stage == Stage.AWAITING_RECHECK


def test_a_search_that_was_not_clear_does_not_meet_the_duty(world: World) -> None:
    case = make.open_case(world)

    make.check(case, world, result=CheckResult.UNCLEAR)

    assert make.duties_of(case)["check-rolls"].met_on is None


def test_an_unclear_search_and_a_clear_one_on_one_day_leave_the_clear_one(world: World) -> None:
    case = make.open_case(world)

    make.check(case, world, result=CheckResult.UNCLEAR)
    make.check(case, world)

    case.refresh_from_db()
    assert case.stage == Stage.TO_REFER
    assert case.signs["check"]["result"] == CheckResult.NOT_ON_ROLL


@pytest.mark.parametrize(
    "order", [(CheckResult.NOT_ON_ROLL, CheckResult.ON_ROLL), (CheckResult.ON_ROLL, CheckResult.NOT_ON_ROLL)]
)
def test_of_two_searches_on_one_day_the_one_that_found_the_child_counts_everywhere(
    world: World, order: tuple[CheckResult, ...]
) -> None:
    case = make.open_case(world)

    for result in order:
        make.check(case, world, result=result)

    case.refresh_from_db()
    assert case.stage == Stage.CONFIRM_ATTENDING
    assert case.signs["check"]["result"] == CheckResult.ON_ROLL


# ------------------------------------------------------------------------------------------------ the school answers
def test_a_child_found_on_a_roll_makes_us_ask_the_school(world: World) -> None:
    case = make.open_case(world)

    make.check(case, world, result=CheckResult.ON_ROLL)

    case.refresh_from_db()
    assert case.stage == Stage.CONFIRM_ATTENDING
    assert make.duties_of(case)["confirm-roll-found"].due_on == world.today + timedelta(
        days=7
    )  # five working days


@pytest.mark.parametrize(("attends", "stage"), [(True, Stage.ATTENDING), (False, Stage.CONFIRM_ATTENDING)])
def test_the_schools_answer_either_way_asks_for_an_outcome(world: World, attends: bool, stage: Stage) -> None:
    case = make.open_case(world)
    found = make.check(case, world, result=CheckResult.ON_ROLL)

    actions.record_school_answer(
        found, on=world.today, attends=attends, confirmed_with="Mrs Ferrier", by=world.by("CMEA")
    )

    case.refresh_from_db()
    duties = make.duties_of(case)
    assert duties["confirm-roll-found"].met_on == world.today
    assert duties["decide-outcome"].met_on is None
    assert case.stage == stage


@pytest.mark.parametrize(
    ("days", "who", "words"),
    [(0, "  ", "Enter who at the school said so."), (1, "Mrs Ferrier", "The date is still to come.")],
)
def test_the_schools_answer_says_who_gave_it_and_when(world: World, days: int, who: str, words: str) -> None:
    found = make.check(make.open_case(world), world, result=CheckResult.ON_ROLL)

    with refused(words):
        actions.record_school_answer(
            found,
            on=world.today + timedelta(days=days),
            attends=True,
            confirmed_with=who,
            by=world.by("CMEA"),
        )


# -------------------------------------------------------------------------------------------------- the questions
def test_every_safeguarding_question_has_to_be_answered(world: World) -> None:
    case = make.open_case(world)
    told = make.screening_answers()
    del told["sudden"]

    with refused("Answer every question; 'not known' is an answer.", where="sudden"):
        actions.screen_case(case, answers=told, source="the school", by=world.by("CMEA"))


def test_no_to_every_question_meets_the_duty_and_asks_nothing_more(world: World) -> None:
    case = make.open_case(world)

    actions.screen_case(case, answers=make.screening_answers(), source="the school", by=world.by("CMEA"))

    duties = make.duties_of(case)
    assert duties["screen-case"].met_on == world.today
    assert not {"refer-concern", "tell-police"} & set(duties)


def test_a_yes_is_to_be_referred_today_and_a_crime_told_to_the_police(world: World) -> None:
    case = make.open_case(world)
    told = make.screening_answers("victim-of-crime")

    actions.screen_case(case, answers=told, source="the school", by=world.by("CMEA"))

    duties = make.duties_of(case)
    assert duties["refer-concern"].due_on == world.today
    assert duties["tell-police"].due_on == world.today


def test_the_referral_and_the_police_each_meet_their_own_duty(world: World) -> None:
    case = make.open_case(world)
    told = make.screening_answers("gone-without-family")
    row = actions.screen_case(case, answers=told, source="the school", by=world.by("CMEA"))

    actions.record_concern_referred(
        row, to="The front door", on=world.today, reference="SC-9", by=world.by("CMEA")
    )

    assert make.duties_of(case)["refer-concern"].met_on == world.today
    assert make.duties_of(case)["tell-police"].met_on is None
    actions.record_police_told(row, on=world.today, reference="P-77", by=world.by("CMEA"))
    assert make.duties_of(case)["tell-police"].met_on == world.today


def test_not_referring_a_concern_is_the_managers_decision_with_a_reason(world: World) -> None:
    case = make.open_case(world)
    row = actions.screen_case(
        case, answers=make.screening_answers("sudden"), source="the school", by=world.by("CMEA")
    )

    with refused("Say why the concern is not referred."):
        actions.decide_not_to_refer(row, reason=" ", by=world.by("AEM"))
    actions.decide_not_to_refer(row, reason="Social care has it since May", by=world.by("AEM"))

    duty = make.duties_of(case)["refer-concern"]
    assert duty.excused_on == world.today
    assert "manager" in duty.excuse


@pytest.mark.parametrize(
    ("to", "days", "words"),
    [(" ", 0, "Enter to whom"), ("The front door", 1, "The date is still to come.")],
)
def test_a_referral_of_a_concern_says_to_whom_and_when(world: World, to: str, days: int, words: str) -> None:
    row = actions.screen_case(
        make.open_case(world),
        answers=make.screening_answers("sudden"),
        source="the school",
        by=world.by("CMEA"),
    )

    with refused(words):
        actions.record_concern_referred(
            row, to=to, on=world.today + timedelta(days=days), reference="", by=world.by("CMEA")
        )


def test_questions_asked_again_are_another_row(world: World) -> None:
    case = make.open_case(world)
    actions.screen_case(
        case, answers=make.screening_answers("sudden"), source="the school", by=world.by("CMEA")
    )

    actions.screen_case(case, answers=make.screening_answers(), source="the aunt", by=world.by("CMEA"))

    assert case.screenings.count() == 2
    assert make.duties_of(case)["refer-concern"].met_on is None  # the first yes does not go away


def test_an_area_manager_answers_the_questions_only_of_children_of_the_area(world: World) -> None:
    north = make.open_case(world)
    south = make.open_case(world, people.TAMSIN)
    actions.set_area(south, area=world.south, by=world.by("CMEA"))

    actions.screen_case(north, answers=make.screening_answers(), source="the school", by=world.by("ARM"))
    with pytest.raises(PermissionRefused):
        actions.screen_case(south, answers=make.screening_answers(), source="the school", by=world.by("ARM"))
