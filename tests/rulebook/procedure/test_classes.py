"""Who counts as missing education: three tests, each with its reason."""

from datetime import date
from typing import Any

import pytest

from rulebook.procedure.classes import ROUTE_WORDS, Answer, Route, who_counts
from rulebook.procedure.facts import (
    CaseFacts,
    CheckResult,
    EducationFound,
    PlaceOffered,
    Provision,
    ProvisionKind,
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
