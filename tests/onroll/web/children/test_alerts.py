"""A hold shows beside the child's name in every list, to those who may read of it, and to nobody else."""

import pytest

from onroll.access.reach import Grant, set_reach
from onroll.cases import actions
from onroll.cases.models import Case
from onroll.release.models import HoldKind
from tests.factories import cases as make
from tests.factories.world import World
from tests.onroll.web.conftest import SignIn, words

SAFE_ROUTE = "Only by the safe route"


@pytest.fixture
def case(world: World) -> Case:
    """Return a case that would be sent to the area, of a child who is reached only by one telephone number."""
    case = make.open_case(world)
    make.check(case, world)
    actions.place_case_hold(
        case,
        kind=HoldKind.SAFE_ROUTE_ONLY,
        reason="She fled from him",
        contact="07700 900123",
        by=world.by("CMEA"),
    )
    return case


@pytest.mark.parametrize("path", ["/register/", "/today/?whose=all", "/children/{0}/"])
def test_a_child_who_is_reached_by_one_way_only_is_marked_so(
    world: World, case: Case, sign_in: SignIn, path: str
) -> None:
    page = words(sign_in("AEM").get(path.format(case.child_id)))

    assert SAFE_ROUTE in page


def test_a_visit_is_not_offered_to_whoever_reads_that_only_one_way_is_safe(
    world: World, case: Case, sign_in: SignIn
) -> None:
    page = words(sign_in("CMEA").get(f"/children/{case.child_id}/"))
    page = page.partition("What you can do")[2].partition("Done, or no longer owed")[0]

    assert "Send a CME 4" not in page
    assert "Place a hold" in page  # over the whole family


def test_whoever_has_the_flag_reads_whom_to_ask_and_no_more(
    world: World, case: Case, sign_in: SignIn
) -> None:
    grant = Grant("o", world.organisation("ABT").pk)
    set_reach(
        child_id=case.child_id, subject_id=world.organisation("ABT").pk, because="on roll", grants=[grant]
    )

    page = words(sign_in("ABT").get("/register/"))

    assert "Speak to the CME manager first" in page
    assert SAFE_ROUTE not in page
