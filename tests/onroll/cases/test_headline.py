"""The case in a few sentences, and the signs they are made of."""

from datetime import timedelta

import pytest

from onroll.cases import actions
from onroll.cases.headline import headline
from onroll.cases.models import Case
from onroll.duties.models import Duty
from onroll.release.models import HoldKind
from rulebook.procedure.facts import CheckResult, EducationFound, VisitOutcome
from rulebook.procedure.outcomes import ConfirmedBy
from tests import people
from tests.factories import cases as make
from tests.factories.world import World


def sentences(case: Case, world: World, *, days: int = 0, location: bool = True) -> list[str]:
    case.refresh_from_db()
    duties = list(Duty.objects.unscoped("a test").filter(subject_id=case.pk))
    return headline(case, duties=duties, as_of=world.today + timedelta(days=days), location=location)


def test_a_new_case_says_that_nobody_has_searched_and_whom_it_waits_for(world: World) -> None:
    case = make.open_case(world)

    assert sentences(case, world) == [
        "The rolls have not been searched yet; on the register since today.",
        "Address from the test, confirmed by nobody.",
        "Search the rolls for the child: due Wednesday 25 November, in 2 working days.",
        "Waiting on: CME assistant, since today.",
    ]


def test_a_case_of_some_days_counts_them(world: World) -> None:
    case = make.open_case(world, people.ZOE)

    told = sentences(case, world, days=4)

    assert told[0] == "The rolls have not been searched yet; on the register since 23 November 2026, 4 days."
    assert told[1] == "No address is known."
    assert told[-1] == "Waiting on: CME assistant, 4 days."


@pytest.mark.parametrize(
    ("result", "sentence"),
    [
        (
            CheckResult.NOT_ON_ROLL,
            "On no roll when searched on 23 November 2026, in data of 23 November 2026; ",
        ),
        (CheckResult.ON_ROLL, "Found on the roll of Elmbrook Primary School; "),
        (CheckResult.UNCLEAR, "The search of 23 November 2026 was not clear: search again; "),
    ],
)
def test_the_search_is_told_with_its_date_and_the_age_of_its_data(
    world: World, result: CheckResult, sentence: str
) -> None:
    case = make.open_case(world)

    make.check(case, world, result=result)

    assert sentences(case, world)[0] == f"{sentence}on the register since today."


def test_neither_address_nor_school_is_told_to_whoever_may_not_know(world: World) -> None:
    case = make.open_case(world)
    make.check(case, world, result=CheckResult.ON_ROLL)

    told = " ".join(sentences(case, world, location=False))

    assert "Elmbrook" not in told
    assert "Address" not in told
    assert "Found on a school’s roll; " in told


@pytest.mark.parametrize(
    ("outcome", "education", "sentence"),
    [
        ("seen-living-there", "none", "Seen at home on 23 November 2026, without education."),
        (
            "seen-living-there",
            "home",
            "Seen at home on 23 November 2026, educated at home, as the family says.",
        ),
        ("no-answer", "not-known", "Nobody answered the door on 23 November 2026."),
    ],
)
def test_what_a_visit_found_stands_first(world: World, outcome: str, education: str, sentence: str) -> None:
    case, request = make.visited_case(world)

    make.visit(request, world, outcome=VisitOutcome(outcome), education_found=EducationFound(education))

    assert sentences(case, world)[0] == sentence


def test_a_visit_that_confirmed_the_address_is_not_said_twice(world: World) -> None:
    case, request = make.visited_case(world)

    make.visit(request, world)

    assert [each for each in sentences(case, world) if "Address confirmed" in each] == []


def test_a_place_that_was_offered_is_named_to_those_who_may_know_the_school(world: World) -> None:
    case, _ = make.visited_case(world)

    make.offer_place(case, world)

    assert sentences(case, world)[0] == "Offered a place at Elmbrook Primary School on 23 November 2026."
    assert sentences(case, world, location=False)[0] == "Offered a place at a school on 23 November 2026."


def test_a_case_in_the_area_waits_for_somebody_of_that_area(world: World) -> None:
    case = make.open_case(world)
    actions.screen_case(case, answers=make.screening_answers(), source="school", by=world.by("CMEA"))
    make.check(case, world)
    make.ask_for_visit(case, world)

    assert sentences(case, world, days=1)[-1] == "Waiting on: Area manager (North), 1 day."


def test_a_hold_stands_first(world: World) -> None:
    case = make.open_case(world)

    actions.place_case_hold(case, kind=HoldKind.NO_APPROACH_FAMILY, reason="Fear", by=world.by("CMEA"))

    assert sentences(case, world)[0] == "Do not approach the family: a hold stands."


def test_under_a_hold_no_visit_is_named_as_what_is_next(world: World) -> None:
    case, _ = make.visited_case(world)

    before = sentences(case, world)
    hold = actions.place_case_hold(case, kind=HoldKind.NO_APPROACH_FAMILY, reason="Fear", by=world.by("CMEA"))
    held = sentences(case, world)
    actions.decide_hold_strategy(hold, words="Through the school nurse", by=world.by("AEM"))

    assert any(each.startswith("Write to the family before") for each in before)
    assert any(each.startswith("Decide how to reach the child while the hold stands: due") for each in held)
    waits = "What would reach the family waits for the CME manager to say how."
    for told in (held, sentences(case, world)):
        assert waits in told
        assert not any(
            each.startswith(("Write to the family", "Visit the family", "Give the visit")) for each in told
        )


def test_when_nothing_is_owed_it_says_so(world: World) -> None:
    case = make.open_case(world)
    make.check(case, world, result=CheckResult.ON_ROLL)
    Duty.objects.unscoped("a test").filter(subject_id=case.pk).delete()

    assert "Nothing is due." in sentences(case, world)


def test_a_closed_case_says_how_it_ended_and_who_confirmed_it(world: World) -> None:
    case = make.open_case(world)
    make.screened(case, world)
    actions.close_case(
        case,
        outcome="on-roll",
        confirmed_how=ConfirmedBy.SCHOOL_ATTENDING,
        confirmed_on=world.today,
        confirmed_with="Mrs Ferrier",
        by=world.by("CMEA"),
    )

    assert sentences(case, world) == [
        "Closed on 23 November 2026.",
        "On a school roll and attending, confirmed by Mrs Ferrier.",
    ]


def test_signs_tell_which_steps_the_case_calls_for(world: World) -> None:
    case, request = make.visited_case(world, referral=make.receive(world))
    case.refresh_from_db()
    assert (case.signs["visit_asked"], case.signs["visit_urgent"], case.signs["letter_written"]) == (
        True,
        False,
        False,
    )

    actions.write_visit_letter(request, visit_on=world.today + timedelta(days=7), by=world.by("AIO"))
    make.offer_place(case, world)

    case.refresh_from_db()
    assert case.signs["letter_written"]
    assert case.signs["place_open"]
    assert case.signs["untold"] == 1
    assert not case.signs["concern_open"]
