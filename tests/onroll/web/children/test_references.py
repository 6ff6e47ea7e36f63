"""Whoever rings with a letter in the hand is found by the reference on it."""

import pytest

from onroll.cases import actions
from onroll.release.models import HoldKind
from tests.factories import cases as make
from tests.factories.world import World
from tests.onroll.web.conftest import SignIn, words


def found(sign_in: SignIn, role: str, typed: str) -> str:
    """Return the page that a search leads to."""
    return words(sign_in(role).post("/search/", {"q": typed}, follow=True))


@pytest.mark.parametrize("write", [str, str.lower, lambda reference: reference.replace("-", " ")])
def test_the_reference_of_a_case_finds_its_child(world: World, sign_in: SignIn, write) -> None:  # type: ignore[no-untyped-def]
    case = make.open_case(world)

    assert case.child.reference in found(sign_in, "CMEA", write(case.reference))


def test_the_reference_of_a_notice_finds_the_child_it_is_about(world: World, sign_in: SignIn) -> None:
    notice = make.receive(world)
    case = make.open_case(world, referral=notice)

    assert case.child.reference in found(sign_in, "CMEA", notice.reference)


def test_a_notice_whose_child_nobody_has_named_is_opened_itself(world: World, sign_in: SignIn) -> None:
    notice = make.receive(world)

    page = found(sign_in, "CMEA", notice.reference)

    assert f"{notice.reference} is a notice of" in page
    assert "Nobody of exactly this name" not in page


def test_a_reference_out_of_reach_finds_nobody(world: World, sign_in: SignIn) -> None:
    case = make.open_case(world)

    assert case.child.reference not in found(sign_in, "SCH", case.reference)


def test_a_hold_stands_beside_the_name_that_was_found(world: World, sign_in: SignIn) -> None:
    case = make.open_case(world)
    actions.place_case_hold(
        case, kind=HoldKind.NO_APPROACH_FAMILY, reason="Feared forced marriage", by=world.by("CMEA")
    )

    assert "Do not approach the family" in found(sign_in, "AEM", "Testlost")
