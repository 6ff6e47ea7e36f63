"""What only somebody's word meets: reviews by the manager, a leaver shared, a child looked at after the case."""

from datetime import date, timedelta

import pytest

from onroll.access.policy import PermissionRefused
from onroll.cases import actions
from onroll.cases.models import Case
from rulebook.findings import Refused
from rulebook.procedure.facts import EducationFound
from rulebook.procedure.outcomes import ConfirmedBy
from tests import people as cast
from tests.factories import cases as make
from tests.factories.state import nothing_written
from tests.factories.world import World

TWELVE_WEEKS = 84


def untraced(world: World) -> Case:
    """Return a case without an address whose second search, twelve weeks on, found nothing either."""
    case = make.open_case(world, cast.ZOE)
    make.check(case, world)
    make.check(case, world, by=world.by("CMEA", days=TWELVE_WEEKS))
    return case


def leaver(world: World) -> Case:
    """Return a case of a child in the last year of compulsory education: sixteen in February 2027."""
    return make.open_case(world, cast.IDRIS)


def record(
    case: Case, world: World, code: str, *, role: str = "CMEA", days: int = 0, **given: object
) -> None:
    """Record that the duty of a case was done on the day of recording, changed as given."""
    by = world.by(role, days=days)
    duty = make.duties_of(case)[code]
    told = {"duty": code, "trigger": duty.trigger, "done_on": by.today, "words": "Looked at with the team"}
    actions.record_done(case, by=by, **{**told, **given})


@pytest.mark.requirement("RECHECK-1")
def test_the_managers_review_meets_its_duty(world: World) -> None:
    case = untraced(world)
    assert make.duties_of(case)["review-untraced"].met_on is None
    case.refresh_from_db()
    assert "review-untraced" in case.signs["by_word"]

    record(case, world, "review-untraced", role="AEM", days=TWELVE_WEEKS + 2)

    assert make.duties_of(case)["review-untraced"].met_on == world.today + timedelta(days=TWELVE_WEEKS + 2)
    case.refresh_from_db()
    assert "review-untraced" not in case.signs["by_word"]


def test_a_review_is_the_managers(world: World) -> None:
    case = untraced(world)

    with nothing_written(), pytest.raises(PermissionRefused):
        record(case, world, "review-untraced", role="CMEA", days=TWELVE_WEEKS)


@pytest.mark.requirement("VISIT-4")
def test_a_child_without_a_place_is_reviewed_with_the_panel(world: World) -> None:
    case, request = make.visited_case(world)
    make.visit(request, world, education_found=EducationFound.NONE)
    make.visit(request, world, education_found=EducationFound.NONE, by=world.by("AIO", days=42))

    record(case, world, "review-without-place", role="AEM", days=43)

    assert make.duties_of(case)["review-without-place"].met_on == world.today + timedelta(days=43)


@pytest.mark.requirement("LEAVER-1")
def test_a_leaver_is_shared_and_it_stays_so(world: World) -> None:
    case = leaver(world)

    record(case, world, "share-leaver")
    actions.refresh_case(case.pk, by=world.night(days=1))

    assert make.duties_of(case)["share-leaver"].met_on == world.today


@pytest.mark.requirement("LEAVER-1")
def test_a_child_on_the_register_becomes_a_leaver_with_the_school_year(world: World) -> None:
    # Born on 31 August 2016: compulsory school age ends in June 2032, in the school year from September 2031.
    case = make.open_case(world, cast.ZOE)
    assert "share-leaver" not in make.duties_of(case)

    last_of_august = (date(2031, 8, 31) - world.today).days
    actions.refresh_case(case.pk, by=world.night(days=last_of_august))
    assert "share-leaver" not in make.duties_of(case)

    actions.refresh_case(case.pk, by=world.night(days=last_of_august + 1))
    assert make.duties_of(case)["share-leaver"].triggered_on == date(2031, 9, 1)


@pytest.mark.requirement("MAINTAIN-1")
def test_a_child_back_in_education_is_looked_at_again_after_the_case(world: World) -> None:
    case = make.open_case(world)
    make.screened(case, world)
    actions.close_case(
        case,
        outcome="on-roll",
        confirmed_how=ConfirmedBy.SCHOOL_ATTENDING,
        confirmed_on=world.today,
        confirmed_with="Mrs Ferrier, Elmbrook",
        by=world.by("CMEA"),
    )
    owed = make.duties_of(case)["follow-up-return"]
    assert (owed.owed_by, owed.met_on, owed.triggered_on) == ("CMEA", None, world.today)

    record(case, world, "follow-up-return", days=40)

    assert make.duties_of(case)["follow-up-return"].met_on == world.today + timedelta(days=40)


@pytest.mark.requirement("SCREEN-1")
def test_a_question_that_nobody_could_answer_is_asked_again(world: World) -> None:
    case = make.open_case(world)
    not_known = {**make.screening_answers(), "sudden": "not_known"}
    actions.screen_case(case, answers=not_known, source="the school", by=world.by("CMEA"))
    assert make.duties_of(case)["ask-screening-again"].met_on is None

    later = world.by("CMEA", days=3)
    actions.screen_case(case, answers=make.screening_answers(), source="the aunt", by=later)

    assert make.duties_of(case)["ask-screening-again"].met_on == later.today


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"words": "  "}, "Say what was done, and with whom."),
        ({"done_on": date(2026, 11, 24)}, "Enter today or a day before it."),
        (
            {"done_on": date(2026, 11, 22)},
            "It has been owed since 23 November 2026. Enter that day or a later one.",
        ),
        ({"trigger": "leaver:2019-09-01"}, "This duty is not owed in this case. Look at the record again."),
        ({"duty": "check-rolls"}, "This duty is not owed in this case. Look at the record again."),
    ],
)
def test_what_cannot_be_so_is_not_recorded(world: World, given: dict[str, object], words: str) -> None:
    case = leaver(world)
    if given.get("duty") == "check-rolls":
        given = {**given, "trigger": make.duties_of(case)["check-rolls"].trigger}

    with nothing_written(), pytest.raises(Refused) as refused:
        record(case, world, "share-leaver", **given)

    assert words in [finding.words for finding in refused.value.findings]


def test_what_was_done_is_not_done_again(world: World) -> None:
    case = leaver(world)
    record(case, world, "share-leaver")

    with nothing_written(), pytest.raises(Refused) as refused:
        record(case, world, "share-leaver", days=1)

    assert refused.value.findings[0].words == (
        "It was recorded before as done on 23 November 2026. Nothing more is needed."
    )
