"""Days and schools that cannot be right are refused in plain words: of a search, of a notice, of a place."""

from datetime import date, timedelta
from typing import Any

import pytest

from onroll.audit.kinds import EventKind, kind_of
from onroll.cases import actions
from onroll.cases.headline import headline
from onroll.cases.models import Case, Screening
from onroll.education.models import Place
from rulebook.procedure.facts import CheckResult, DecisionKind, EducationFound
from rulebook.procedure.outcomes import ConfirmedBy
from rulebook.school_days.ages import takes_year_group
from tests.factories import cases as make
from tests.factories.refusals import refused
from tests.factories.world import World


def offer(case: Case, world: World, **given: Any) -> Place:
    """Offer a place at the school today, changed as given."""
    told = {
        "establishment": world.school,
        "offered_on": world.today,
        "start_on": None,
        "by": world.by("CMEA"),
    }
    return actions.offer_place(case, **{**told, **given})


def ages(world: World, low: int, high: int) -> None:
    """Let the school be for children of these ages."""
    world.school.low_age, world.school.high_age = low, high
    world.school.save(update_fields=["low_age", "high_age"])


# ----------------------------------------------------------------------------------------------- a search of the rolls
def test_a_search_made_before_we_were_told_of_the_child_is_refused(world: World) -> None:
    case = make.open_case(world, referral=make.receive(world))

    with refused("We were told of the child on 23 November 2026: search the rolls again", where="made_on"):
        make.check(case, world, made_on=date(2026, 11, 20), data_as_of=date(2026, 11, 1))


def test_a_search_in_data_more_than_a_year_old_is_refused(world: World) -> None:
    case = make.open_case(world)

    with refused("The data are more than a year older than the search.", where="data_as_of"):
        make.check(case, world, data_as_of=date(2025, 11, 1))

    make.check(case, world, data_as_of=date(2025, 11, 23))


def test_a_school_cannot_have_answered_before_it_was_asked(world: World) -> None:
    found = make.check(make.open_case(world), world, result=CheckResult.ON_ROLL)

    with refused("The rolls were searched on 23 November 2026.", where="on"):
        actions.record_school_answer(
            found, on=date(2026, 11, 22), attends=True, confirmed_with="Mrs Ferrier", by=world.by("CMEA")
        )


# ----------------------------------------------------------------------------------------------------------- a concern
def screened(world: World) -> Screening:
    told = make.screening_answers("victim-of-crime")
    return actions.screen_case(make.open_case(world), answers=told, source="the school", by=world.by("CMEA"))


def test_a_concern_cannot_have_been_referred_before_the_case_nor_the_police_told(world: World) -> None:
    row, before = screened(world), date(2026, 11, 22)

    with refused("The case was opened on 23 November 2026. Enter that day or a later one.", where="on"):
        actions.record_concern_referred(
            row, to="The front door", on=before, reference="", by=world.by("CMEA")
        )
    with refused("The case was opened on 23 November 2026. Enter that day or a later one.", where="on"):
        actions.record_police_told(row, on=before, reference="P-77", by=world.by("CMEA"))


def test_what_was_referred_is_not_written_over(world: World) -> None:
    row = screened(world)
    told = {"on": world.today, "by": world.by("CMEA")}
    actions.record_concern_referred(row, to="The front door", reference="SC 1", **told)
    actions.record_police_told(row, reference="P-77", **told)

    with refused("This concern was referred on 23 November 2026, and that stays."):
        actions.record_concern_referred(row, to="Nobody", reference="", **told)
    with refused("The police were told on 23 November 2026, and that stays."):
        actions.record_police_told(row, reference="P-78", **told)
    with refused("This concern was referred, or decided upon, already."):
        actions.decide_not_to_refer(row, reason="After all", by=world.by("AEM"))

    row.refresh_from_db()
    assert (row.referred_to, row.referred_reference, row.police_reference) == (
        "The front door",
        "SC 1",
        "P-77",
    )


def test_what_was_said_at_a_visit_is_checked_once(world: World) -> None:
    _, request = make.visited_case(world)
    row = make.visit(request, world, education_found=EducationFound.ON_ROLL)
    actions.verify_education(row, **make.CHECKED, verified_on=world.today, by=world.by("CMEA"))

    with refused("It was checked on 23 November 2026 already, and that stays."):
        actions.verify_education(row, **make.CHECKED, verified_on=world.today, by=world.by("CMEA", days=1))


# ------------------------------------------------------------------------------------------------------- a confirmation
@pytest.mark.parametrize(
    ("said", "where", "words"),
    [
        ({"confirmed_on": date(1900, 1, 1)}, "confirmed_on", "Correct the year of the confirmation."),
        ({"confirmed_with": " "}, "confirmed_with", "Enter who confirmed it."),
    ],
)
def test_a_case_is_closed_on_the_word_of_somebody_in_a_year_that_can_be(
    world: World, said: dict[str, Any], where: str, words: str
) -> None:
    case = make.screened(make.open_case(world), world)
    told = {"confirmed_on": world.today, "confirmed_with": "Mrs Ferrier", **said}

    with refused(words, where=where):
        actions.close_case(
            case, outcome="on-roll", confirmed_how=ConfirmedBy.SCHOOL_ATTENDING, by=world.by("CMEA"), **told
        )


# ---------------------------------------------------------------------------------------------------------- a decision
def test_a_duty_is_put_off_for_a_year_at_most(world: World) -> None:
    case = make.open_case(world)
    duty = make.duties_of(case)["check-rolls"]
    told = {"duty": duty.code, "trigger": duty.trigger, "kind": DecisionKind.EXTEND, "reason": "Illness"}

    with refused("That is more than a year ahead.", where="until_on"):
        actions.decide_duty(case, until_on=date(2051, 1, 1), by=world.by("AEM"), **told)

    # 23 November 2026 and 366 days: the last day that is taken.
    actions.decide_duty(case, until_on=date(2027, 11, 24), by=world.by("AEM"), **told)


# ------------------------------------------------------------------------------------------------------------ a notice
def test_a_notice_received_more_than_a_year_ago_is_refused(world: World) -> None:
    with refused("That is more than a year ago. Correct the year", where="received_on"):
        make.receive(world, received_on=date(2025, 11, 1))

    assert make.receive(world, received_on=date(2025, 11, 23)).received_on == date(2025, 11, 23)


# ------------------------------------------------------------------------------------------------------------- a place
def test_an_offer_before_the_case_was_opened_is_refused(world: World) -> None:
    case = make.open_case(world)
    with refused(
        "The case was opened on 23 November 2026. Enter that day or a later one.", where="offered_on"
    ):
        offer(case, world, offered_on=date(2026, 11, 20))


def test_a_start_more_than_a_year_ahead_is_refused(world: World) -> None:
    case = make.open_case(world)
    with refused("The start is more than a year ahead.", where="start_on"):
        offer(case, world, start_on=date(2027, 12, 1))


def test_a_school_for_other_ages_is_offered_only_when_it_is_meant(world: World) -> None:
    # Rowan was born on 9 March 2018: in Year 4 in November 2026, and eight years old when that year began.
    ages(world, 2, 5)
    case = make.open_case(world)

    with refused(
        "Elmbrook Primary School is for children from 2 to 5, and this child is in Year 4.",
        where="establishment",
    ):
        offer(case, world)

    assert offer(case, world, out_of_year=True).establishment == world.school


@pytest.mark.parametrize(
    ("year", "low", "high", "takes"),
    [
        (6, 4, 11, True),
        (7, 4, 11, False),
        (7, 11, 16, True),
        (6, 11, 16, False),
        (0, 4, 7, True),
        (7, None, None, True),
    ],
)
def test_a_school_takes_the_years_that_begin_within_its_ages(
    year: int, low: int | None, high: int | None, takes: bool
) -> None:
    assert takes_year_group(year, low_age=low, high_age=high) is takes


def test_the_day_of_starting_can_be_recorded_later_and_gives_the_school_s_word_its_date(world: World) -> None:
    case = make.open_case(world)
    place = offer(case, world)
    duty = make.duties_of(case)["confirm-attendance"]
    assert (duty.due_on, "it needs the day on which the child is to start" in duty.counted) == (None, True)

    actions.record_start_of_place(
        case, place=place, start_on=world.today + timedelta(days=7), by=world.by("CMEA")
    )

    assert make.duties_of(case)["confirm-attendance"].due_on is not None


def test_once_the_school_gave_its_word_the_record_says_first_where_the_child_attends(world: World) -> None:
    case = make.open_case(world)
    make.check(case, world)
    place = offer(case, world, start_on=world.today)
    actions.record_place_taken_up(case, place=place, taken_up_on=world.today, by=world.by("CMEA"))
    actions.confirm_attendance(
        case, place=place, confirmed_on=world.today, confirmed_with="Mrs Ferrier", by=world.by("CMEA")
    )
    case.refresh_from_db()

    said = headline(case, duties=[], as_of=world.today, location=True)

    assert said[0] == (
        "Attends Elmbrook Primary School, confirmed by Mrs Ferrier on 23 November 2026; on the register since today."
    )
    assert not any(words.startswith("On no roll") for words in said)


def test_the_school_that_a_notice_names_is_kept_with_the_case_as_it_was_told(world: World) -> None:
    referral = make.receive(world, answers=make.answers(school="Castle Meadow Primary School"))

    assert make.open_case(world, referral=referral).signs["told_school"] == "Castle Meadow Primary School"


# ----------------------------------------------------------------------------------------------------- words on screen
def test_what_is_not_known_never_reads_none() -> None:
    arose = {"title": "Get the school’s word", "due_on": None, "source": "Procedure 3.1.4"}

    assert kind_of("duty.arose").words(arose) == "Get the school’s word: no date yet (Procedure 3.1.4)"
    assert EventKind("x", "Started on {on}").words({"on": None}) == "Started on not recorded"
