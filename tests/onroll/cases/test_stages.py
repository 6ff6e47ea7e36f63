"""Where a case stands: the whole truth table, without a database."""

from datetime import date
from typing import Any

import pytest

from onroll.cases.models import Stage
from onroll.cases.stages import stage_of
from rulebook.procedure import facts as rules
from rulebook.procedure.facts import (
    CaseFacts,
    CheckResult,
    EducationFound,
    HoldKind,
    ProvisionKind,
    VisitOutcome,
)

DAY = [date(2026, 9, day) for day in range(1, 29)]


def address(*, until: date | None = None, in_area: bool = True) -> rules.KnownAddress:
    return rules.KnownAddress(id="home", known_from=DAY[0], known_until=until, in_area=in_area)


def check(day: int, result: CheckResult, **given: Any) -> rules.RollCheck:
    return rules.RollCheck(id=f"check-{day}-{result}", made_on=DAY[day], result=result, **given)


def request(day: int = 3, **given: Any) -> rules.VisitRequest:
    return rules.VisitRequest(id=f"request-{day}", sent_on=DAY[day], **given)


def visit(day: int, outcome: VisitOutcome, education: EducationFound = EducationFound.NONE) -> rules.Visit:
    return rules.Visit(
        id=f"visit-{day}-{outcome}", visited_on=DAY[day], outcome=outcome, education_found=education
    )


def place(day: int = 8, **given: Any) -> rules.PlaceOffered:
    return rules.PlaceOffered(id=f"place-{day}", offered_on=DAY[day], **given)


def provision(kind: ProvisionKind, **given: Any) -> rules.Provision:
    return rules.Provision(id=f"provision-{kind}", kind=kind, starts_on=DAY[8], **given)


def hold(kind: HoldKind = HoldKind.NO_APPROACH_FAMILY, **given: Any) -> rules.Hold:
    return rules.Hold(id="hold", placed_on=DAY[4], kind=kind, **given)


FOUND, SEEN, GONE = (
    VisitOutcome.SEEN_LIVING_THERE,
    VisitOutcome.LIVING_THERE_NOT_SEEN,
    VisitOutcome.NOT_LIVING_THERE,
)
NOBODY, NO_ACCESS = VisitOutcome.NO_ANSWER, VisitOutcome.NO_ACCESS
NOT, ON, UNCLEAR = CheckResult.NOT_ON_ROLL, CheckResult.ON_ROLL, CheckResult.UNCLEAR

TABLE: list[tuple[str, Stage, dict[str, Any]]] = [
    ("nothing yet", Stage.CHECKING, {}),
    ("the search was not clear", Stage.CHECKING, {"roll_checks": (check(1, UNCLEAR),)}),
    ("a later search was not clear", Stage.CHECKING, {"roll_checks": (check(1, NOT), check(2, UNCLEAR))}),
    ("an earlier search was not clear", Stage.AWAITING_RECHECK, {"roll_checks": (check(2, NOT), check(1, UNCLEAR))}),
    ("on a roll", Stage.CONFIRM_ATTENDING, {"roll_checks": (check(1, ON),)}),
    ("on a roll, and attends", Stage.ATTENDING, {"roll_checks": (check(1, ON, attendance_confirmed_on=DAY[2]),)}),
    (
        "on a roll, and does not attend",
        Stage.CONFIRM_ATTENDING,
        {"roll_checks": (check(1, ON, not_attending_on=DAY[2]),)},
    ),
    ("on no roll, no address", Stage.AWAITING_RECHECK, {"roll_checks": (check(1, NOT),)}),
    (
        "an address that ended",
        Stage.AWAITING_RECHECK,
        {"roll_checks": (check(1, NOT),), "addresses": (address(until=DAY[1]),)},
    ),
    (
        "an address in another authority",
        Stage.AWAITING_RECHECK,
        {"roll_checks": (check(1, NOT),), "addresses": (address(in_area=False),)},
    ),
    ("on no roll, an address", Stage.TO_REFER, {"roll_checks": (check(1, NOT),), "addresses": (address(),)}),
    ("a visit was asked for", Stage.VISIT_STANDARD, {"visit_requests": (request(),)}),
    ("an urgent visit", Stage.VISIT_URGENT, {"visit_requests": (request(urgent=True),)}),
    ("a visit became urgent", Stage.VISIT_URGENT, {"visit_requests": (request(made_urgent_on=DAY[4]),)}),
    ("nobody answered once", Stage.VISIT_STANDARD, {"visit_requests": (request(),), "visits": (visit(5, NOBODY),)}),
    (
        "nobody answered twice",
        Stage.TRACING,
        {"visit_requests": (request(),), "visits": (visit(5, NOBODY), visit(6, NO_ACCESS))},
    ),
    ("does not live there", Stage.TRACING, {"visit_requests": (request(),), "visits": (visit(5, GONE),)}),
    (
        "does not live there, and another visit was asked for",
        Stage.VISIT_STANDARD,
        {"visit_requests": (request(), request(7)), "visits": (visit(5, GONE),)},
    ),
    ("lives there, no education", Stage.PLACE_NEEDED, {"visits": (visit(5, FOUND),)}),
    ("lives there, not seen", Stage.PLACE_NEEDED, {"visits": (visit(5, SEEN),)}),
    ("found again without education", Stage.SIX_WEEKLY, {"visits": (visit(5, FOUND), visit(20, SEEN))}),
    ("said to be at home", Stage.HOME_EDUCATION, {"visits": (visit(5, FOUND, EducationFound.HOME),)}),
    ("said to be on a roll", Stage.CONFIRM_ATTENDING, {"visits": (visit(5, FOUND, EducationFound.ON_ROLL),)}),
    ("said to be taught elsewhere", Stage.PLACE_NEEDED, {"visits": (visit(5, FOUND, EducationFound.ALTERNATIVE),)}),
    ("found, then gone", Stage.TRACING, {"visits": (visit(20, GONE), visit(5, FOUND))}),
    (
        "two calls on one day: the one that stands last",
        Stage.PLACE_NEEDED,
        {"visits": (visit(5, GONE), visit(5, FOUND))},
    ),
    ("a place offered", Stage.PLACE_OFFERED, {"visits": (visit(5, FOUND),), "places": (place(),)}),
    ("a place taken up", Stage.PLACE_OFFERED, {"places": (place(taken_up_on=DAY[9]),)}),
    ("a place confirmed", Stage.ATTENDING, {"places": (place(confirmed_on=DAY[10]),)}),
    ("a place declined", Stage.PLACE_NEEDED, {"visits": (visit(5, FOUND),), "places": (place(declined_on=DAY[9]),)}),
    (
        "declined, then another offered",
        Stage.PLACE_OFFERED,
        {"places": (place(9), place(8, declined_on=DAY[9]))},
    ),
    ("at home", Stage.HOME_EDUCATION, {"provisions": (provision(ProvisionKind.HOME),)}),
    (
        "at home, judged not suitable, after a visit",
        Stage.PLACE_NEEDED,
        {"provisions": (provision(ProvisionKind.HOME, suitable=False),), "visits": (visit(9, FOUND),)},
    ),
    ("in alternative provision", Stage.ALTERNATIVE, {"provisions": (provision(ProvisionKind.ALTERNATIVE),)}),
    ("at a school elsewhere", Stage.ATTENDING, {"provisions": (provision(ProvisionKind.SCHOOL),)}),
    (
        "a provision that ended",
        Stage.CHECKING,
        {"provisions": (provision(ProvisionKind.HOME, ends_on=DAY[12]),)},
    ),
    ("held", Stage.HELD, {"places": (place(),), "holds": (hold(),)}),
    ("a hold that was lifted", Stage.PLACE_OFFERED, {"places": (place(),), "holds": (hold(lifted_on=DAY[9]),)}),
    (
        "an address that is not safe",
        Stage.PLACE_OFFERED,
        {"places": (place(),), "holds": (hold(HoldKind.UNSAFE_ADDRESS),)},
    ),
    ("closed", Stage.CLOSED, {"holds": (hold(),), "closings": (rules.Closing(id="end", closed_on=DAY[15]),)}),
    (
        "closed, and opened again",
        Stage.CHECKING,
        {
            "closings": (rules.Closing(id="end", closed_on=DAY[15]),),
            "reopenings": (rules.Reopening(id="again", reopened_on=DAY[20]),),
        },
    ),
]  # fmt: skip


@pytest.mark.parametrize(("situation", "stage", "told"), TABLE, ids=[row[0] for row in TABLE])
def test_the_stage_follows_from_the_facts(situation: str, stage: Stage, told: dict[str, Any]) -> None:
    assert stage_of(CaseFacts(subject="case", opened_on=DAY[0], **told)) is stage, situation


def test_every_stage_has_its_line_in_the_table() -> None:
    assert {stage for _, stage, _ in TABLE} == set(Stage)
