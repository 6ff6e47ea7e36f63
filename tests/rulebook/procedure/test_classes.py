"""Who counts as missing education: three tests, each with its reason."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from rulebook.procedure.classes import ROUTE_WORDS, Answer, Route, who_counts
from rulebook.procedure.facts import (
    CaseFacts,
    CheckResult,
    EducationFound,
    OutcomeDecided,
    PlaceOffered,
    Provision,
    ProvisionKind,
    Reopening,
    RollCheck,
    Visit,
    VisitOutcome,
)

TODAY = date(2026, 11, 23)
SEPTEMBER = date(2026, 9, 9)
NOT_ON_ROLL = RollCheck(
    id="1", made_on=SEPTEMBER, result=CheckResult.NOT_ON_ROLL, data_as_of=date(2026, 9, 7)
)
ON_ROLL = RollCheck(id="2", made_on=date(2026, 10, 1), result=CheckResult.ON_ROLL)


def told(education: EducationFound, on: date = date(2026, 9, 21)) -> Visit:
    return Visit(id=str(on), visited_on=on, outcome=VisitOutcome.SEEN_LIVING_THERE, education_found=education)


def educated(kind: ProvisionKind, **known: Any) -> Provision:
    return Provision(id="1", kind=kind, starts_on=SEPTEMBER, **known)


def case(born_on: date | None = date(2015, 5, 5), **facts: Any) -> CaseFacts:
    return CaseFacts(subject="case-1", opened_on=SEPTEMBER, born_on=born_on, **facts)


NOTHING_FOUND = {"roll_checks": (NOT_ON_ROLL,), "visits": (told(EducationFound.NONE),)}
MET, FAILED, NOT_KNOWN = Answer.MET, Answer.FAILED, Answer.NOT_KNOWN


@pytest.mark.requirement("SCOPE-1")
@pytest.mark.requirement("SCOPE-2")
@pytest.mark.requirement("SCOPE-3")
@pytest.mark.requirement("SCOPE-4")
@pytest.mark.parametrize(
    ("says", "facts", "answers", "counts", "route"),
    [
        ("all three met", case(**NOTHING_FOUND), (MET, MET, MET), True, Route.MISSING_EDUCATION),
        ("nothing known", case(born_on=None), (NOT_KNOWN, NOT_KNOWN, NOT_KNOWN), None, Route.NOT_KNOWN),
        ("not visited yet", case(roll_checks=(NOT_ON_ROLL,)), (MET, MET, NOT_KNOWN), None, Route.NOT_KNOWN),
        (
            "said to be taught at home, which is not so",
            case(
                roll_checks=(NOT_ON_ROLL,),
                visits=(replace(told(EducationFound.HOME), education_denied_on=date(2026, 10, 5)),),
            ),
            (MET, MET, MET),
            True,
            Route.MISSING_EDUCATION,
        ),
        (
            "four years old",
            case(born_on=date(2022, 5, 5), **NOTHING_FOUND),
            (FAILED, MET, MET),
            False,
            Route.NOT_YET_OF_AGE,
        ),
        (
            "over 16",
            case(born_on=date(2010, 5, 5), **NOTHING_FOUND),
            (FAILED, MET, MET),
            False,
            Route.OVER_AGE,
        ),
        (
            "found on a roll",
            case(roll_checks=(NOT_ON_ROLL, ON_ROLL)),
            (MET, FAILED, NOT_KNOWN),
            False,
            Route.IN_EDUCATION,
        ),
        (
            "on a roll and absent",
            case(
                roll_checks=(
                    RollCheck(
                        id="1",
                        made_on=SEPTEMBER,
                        result=CheckResult.ON_ROLL,
                        not_attending_on=date(2026, 9, 10),
                    ),
                )
            ),
            (MET, FAILED, NOT_KNOWN),
            False,
            Route.ATTENDANCE,
        ),
        (
            "took up a place after the search",
            case(
                places=(PlaceOffered(id="1", offered_on=SEPTEMBER, taken_up_on=date(2026, 9, 28)),),
                **NOTHING_FOUND,
            ),
            (MET, FAILED, MET),
            False,
            Route.IN_EDUCATION,
        ),
        (
            "offered a place and not started",
            case(
                places=(PlaceOffered(id="1", offered_on=SEPTEMBER, start_on=date(2026, 12, 1)),),
                **NOTHING_FOUND,
            ),
            (MET, MET, MET),
            True,
            Route.MISSING_EDUCATION,
        ),
        (
            "at an independent school, confirmed",
            case(provisions=(educated(ProvisionKind.SCHOOL, confirmed_on=date(2026, 9, 28)),)),
            (MET, FAILED, NOT_KNOWN),
            False,
            Route.IN_EDUCATION,
        ),
        (
            "said to be at an independent school",
            case(provisions=(educated(ProvisionKind.SCHOOL),), **NOTHING_FOUND),
            (MET, MET, MET),
            True,
            Route.MISSING_EDUCATION,
        ),
        (
            "home educated, entered by the officer",
            case(
                provisions=(educated(ProvisionKind.HOME, confirmed_on=date(2026, 9, 28)),),
                roll_checks=(NOT_ON_ROLL,),
            ),
            (MET, MET, FAILED),
            False,
            Route.HOME_EDUCATION,
        ),
        (
            "home education found unsuitable",
            case(
                provisions=(educated(ProvisionKind.HOME, confirmed_on=date(2026, 9, 28), suitable=False),),
                roll_checks=(NOT_ON_ROLL,),
            ),
            (MET, MET, MET),
            True,
            Route.MISSING_EDUCATION,
        ),
        (
            "home education nobody has judged",
            case(provisions=(educated(ProvisionKind.HOME),), roll_checks=(NOT_ON_ROLL,)),
            (MET, MET, NOT_KNOWN),
            None,
            Route.NOT_KNOWN,
        ),
        (
            "suitable alternative provision",
            case(
                provisions=(educated(ProvisionKind.ALTERNATIVE, suitable=True),), roll_checks=(NOT_ON_ROLL,)
            ),
            (MET, MET, FAILED),
            False,
            Route.IN_EDUCATION,
        ),
        (
            "alternative provision for a few hours",
            case(
                provisions=(educated(ProvisionKind.ALTERNATIVE, suitable=True, full_time=False),),
                roll_checks=(NOT_ON_ROLL,),
            ),
            (MET, MET, MET),
            True,
            Route.MISSING_EDUCATION,
        ),
        (
            "alternative provision that has ended",
            case(
                provisions=(educated(ProvisionKind.ALTERNATIVE, suitable=True, ends_on=date(2026, 10, 23)),),
                **NOTHING_FOUND,
            ),
            (MET, MET, MET),
            True,
            Route.MISSING_EDUCATION,
        ),
        (
            "established to live in another authority",
            case(
                outcomes=(OutcomeDecided(id="1", decided_on=date(2026, 10, 5), code="another-authority"),),
                **NOTHING_FOUND,
            ),
            (MET, MET, MET),
            False,
            Route.ELSEWHERE,
        ),
        (
            "established to have left the country, and on a roll there",
            case(
                outcomes=(OutcomeDecided(id="1", decided_on=date(2026, 10, 5), code="left-country"),),
                roll_checks=(ON_ROLL,),
            ),
            (MET, FAILED, NOT_KNOWN),
            False,
            Route.ELSEWHERE,
        ),
        (
            "believed to have moved",
            case(
                outcomes=(OutcomeDecided(id="1", decided_on=date(2026, 10, 5), code="believed-moved"),),
                **NOTHING_FOUND,
            ),
            (MET, MET, MET),
            True,
            Route.MISSING_EDUCATION,
        ),
        (
            "back from another authority",
            case(
                outcomes=(OutcomeDecided(id="1", decided_on=date(2026, 10, 5), code="another-authority"),),
                reopenings=(Reopening(id="1", reopened_on=date(2026, 11, 2)),),
                **NOTHING_FOUND,
            ),
            (MET, MET, MET),
            True,
            Route.MISSING_EDUCATION,
        ),
        (
            "established to live elsewhere only tomorrow",
            case(
                outcomes=(OutcomeDecided(id="1", decided_on=date(2026, 11, 24), code="another-authority"),),
                **NOTHING_FOUND,
            ),
            (MET, MET, MET),
            True,
            Route.MISSING_EDUCATION,
        ),
        (
            "the family spoke of home education",
            case(roll_checks=(NOT_ON_ROLL,), visits=(told(EducationFound.HOME),)),
            (MET, MET, NOT_KNOWN),
            None,
            Route.NOT_KNOWN,
        ),
    ],
)
def test_each_test_is_answered_and_the_child_is_routed(
    says: str, facts: CaseFacts, answers: tuple[Answer, ...], counts: bool | None, route: Route
) -> None:
    found = who_counts(facts, as_of=TODAY)

    assert tuple(test.answer for test in found.tests) == answers, says
    assert found.counts is counts
    assert found.route is route
    assert all(test.because.endswith(".") and test.source for test in found.tests)


@pytest.mark.requirement("SCOPE-1")
@pytest.mark.parametrize(
    ("born_on", "as_of", "answer", "route"),
    [
        # Five on 31 August is of age that day; a day later waits for 31 December (Education Act 1996 s.8(2)).
        (date(2021, 8, 31), date(2026, 8, 30), FAILED, Route.NOT_YET_OF_AGE),
        (date(2021, 8, 31), date(2026, 8, 31), MET, Route.NOT_KNOWN),
        (date(2021, 9, 1), date(2026, 12, 30), FAILED, Route.NOT_YET_OF_AGE),
        (date(2021, 9, 1), date(2026, 12, 31), MET, Route.NOT_KNOWN),
        # 25 June 2027 is the last Friday of that June (s.8(3)).
        (date(2011, 8, 31), date(2027, 6, 25), MET, Route.NOT_KNOWN),
        (date(2011, 8, 31), date(2027, 6, 26), FAILED, Route.OVER_AGE),
    ],
)
def test_age_counts_from_its_first_day_to_the_end_of_its_last(
    born_on: date, as_of: date, answer: Answer, route: Route
) -> None:
    found = who_counts(case(born_on=born_on), as_of=as_of)

    assert (found.age.answer, found.route) == (answer, route)


@pytest.mark.parametrize("answers", [(MET, FAILED, NOT_KNOWN)])
def test_each_of_the_three_tests_is_seen_met_failed_and_not_known(answers: tuple[Answer, ...]) -> None:
    on_roll, in_alternative = case(roll_checks=(ON_ROLL,)), educated(ProvisionKind.ALTERNATIVE, suitable=True)
    by_test = {
        "age": (case(), case(born_on=date(2022, 5, 5)), case(born_on=None)),
        "roll": (case(roll_checks=(NOT_ON_ROLL,)), on_roll, case()),
        "otherwise": (case(**NOTHING_FOUND), case(provisions=(in_alternative,)), case()),
    }

    for name, cases in by_test.items():
        found = tuple(getattr(who_counts(each, as_of=TODAY), name) for each in cases)
        assert tuple(test.answer for test in found) == answers
        assert len({test.because for test in found}) == 3


def test_nobody_is_dropped() -> None:
    """Every route says where the child goes; only one of them counts, and the unknown is treated as missing."""
    routed = {route for route in Route if "not counted" in route.words or "no longer counted" in route.words}

    assert set(Route) - routed == {Route.MISSING_EDUCATION, Route.NOT_KNOWN}


def test_what_came_later_was_not_known_then() -> None:
    facts = case(
        roll_checks=(NOT_ON_ROLL, ON_ROLL), visits=(told(EducationFound.NONE, on=date(2026, 11, 1)),)
    )

    found = who_counts(facts, as_of=date(2026, 9, 30))

    assert (found.roll.answer, found.otherwise.answer) == (Answer.MET, Answer.NOT_KNOWN)


def test_the_age_of_the_data_is_shown_with_the_search() -> None:
    found = who_counts(case(**NOTHING_FOUND), as_of=TODAY)

    assert found.roll.because == "Found on no roll on 9 September 2026, in data of 7 September 2026."


def test_every_route_says_what_happens_with_the_child() -> None:
    assert set(ROUTE_WORDS) == set(Route)
    assert Route.ATTENDANCE.words.startswith("On a roll and not attending")


# --- the newest word counts -------------------------------------------------------------------------------------


def on_roll(number: str, made_on: date, **known: Any) -> RollCheck:
    return RollCheck(id=number, made_on=made_on, result=CheckResult.ON_ROLL, **known)


@pytest.mark.requirement("SCOPE-2")
@pytest.mark.parametrize(
    ("says", "facts", "route"),
    [
        (
            "away from another school nearly two years ago, at this one since September",
            case(
                roll_checks=(on_roll("1", date(2025, 1, 13), not_attending_on=date(2025, 1, 20)),),
                places=(
                    PlaceOffered(
                        id="1",
                        offered_on=date(2026, 7, 1),
                        taken_up_on=date(2026, 9, 3),
                        confirmed_on=date(2026, 9, 10),
                    ),
                ),
            ),
            Route.IN_EDUCATION,
        ),
        (
            "the same search: away in October, attending since November",
            case(
                roll_checks=(
                    on_roll(
                        "1",
                        date(2026, 10, 1),
                        not_attending_on=date(2026, 10, 5),
                        attendance_confirmed_on=date(2026, 11, 5),
                    ),
                )
            ),
            Route.IN_EDUCATION,
        ),
        (
            "the same search: attending in October, away since November",
            case(
                roll_checks=(
                    on_roll(
                        "1",
                        date(2026, 10, 1),
                        not_attending_on=date(2026, 11, 5),
                        attendance_confirmed_on=date(2026, 10, 5),
                    ),
                )
            ),
            Route.ATTENDANCE,
        ),
        (
            "a later search says nothing of attendance",
            case(
                roll_checks=(
                    on_roll("1", date(2026, 9, 9), not_attending_on=date(2026, 9, 14)),
                    on_roll("2", date(2026, 11, 2)),
                )
            ),
            Route.IN_EDUCATION,
        ),
        (
            "started, and away since",
            case(
                roll_checks=(on_roll("1", date(2026, 10, 1), not_attending_on=date(2026, 10, 5)),),
                places=(PlaceOffered(id="1", offered_on=SEPTEMBER, taken_up_on=date(2026, 9, 14)),),
            ),
            Route.ATTENDANCE,
        ),
        (
            "away, and the school will say so only tomorrow",
            case(roll_checks=(on_roll("1", date(2026, 11, 20), not_attending_on=date(2026, 11, 24)),)),
            Route.IN_EDUCATION,
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_only_the_newest_word_of_a_school_routes_to_attendance(
    says: str, facts: CaseFacts, route: Route
) -> None:
    assert who_counts(facts, as_of=TODAY).route is route


@pytest.mark.requirement("SCOPE-4")
@pytest.mark.parametrize("order", [1, -1])
def test_suitable_provision_beside_unsuitable_home_education_is_education(order: int) -> None:
    home = Provision(id="1", kind=ProvisionKind.HOME, starts_on=date(2026, 10, 5), suitable=False)
    unit = Provision(
        id="2", kind=ProvisionKind.ALTERNATIVE, starts_on=SEPTEMBER, suitable=True, full_time=True
    )
    facts = case(roll_checks=(NOT_ON_ROLL,), provisions=(home, unit)[::order])

    found = who_counts(facts, as_of=TODAY)

    assert (found.otherwise.answer, found.counts, found.route) == (FAILED, False, Route.IN_EDUCATION)
    assert found.otherwise.because == "Educated in alternative provision since 9 September 2026."


@pytest.mark.requirement("SCOPE-4")
def test_provision_nobody_has_judged_beside_an_unsuitable_one_is_not_known() -> None:
    home = Provision(id="1", kind=ProvisionKind.HOME, starts_on=date(2026, 10, 5), suitable=False)
    unit = Provision(id="2", kind=ProvisionKind.ALTERNATIVE, starts_on=SEPTEMBER)

    found = who_counts(case(roll_checks=(NOT_ON_ROLL,), provisions=(home, unit)), as_of=TODAY)

    assert (found.otherwise.answer, found.counts) == (NOT_KNOWN, None)


@pytest.mark.requirement("PRU-1")
def test_a_units_pupil_is_shown_with_the_place_and_the_hours() -> None:
    unit = Provision(
        id="1",
        kind=ProvisionKind.ALTERNATIVE,
        starts_on=SEPTEMBER,
        suitable=True,
        full_time=False,
        place="The Sluice Centre",
        hours_a_week=12,
    )

    found = who_counts(case(roll_checks=(NOT_ON_ROLL,), provisions=(unit,)), as_of=TODAY)

    assert found.otherwise.answer is MET
    assert found.otherwise.because == (
        "Educated in alternative provision (The Sluice Centre), 12 hours a week, since 9 September 2026, which was not "
        "full time."
    )
