"""What arrived: who reads what of a notice, and what becomes of it."""

import pytest

from onroll.cases.models import Referral
from tests.factories import cases as make
from tests.factories.world import World
from tests.onroll.web.conftest import SignIn, words

WHY = "Bruises seen by the health visitor"
SAID = {"at_risk": "yes", "at_risk_why": WHY, "unsafe_contact": "yes"}


def urgent_notice(world: World) -> Referral:
    """Return an agency's notice of a child at risk, in the case of the north's officer."""
    return make.receive(
        world,
        organisation=world.organisation("AGY"),
        answers=make.answers(**SAID),
        urgent=True,
        urgent_reason=WHY,
    )


@pytest.mark.parametrize("role", ["CMEA", "AEM", "ARM", "AIO"])
def test_whoever_may_read_of_safety_reads_why_a_notice_is_urgent(
    world: World, sign_in: SignIn, role: str
) -> None:
    notice = urgent_notice(world)
    make.visited_case(world, referral=notice)

    page = words(sign_in(role).get(f"/arrived/{notice.pk}/"))

    assert page.count(WHY) == 2  # the warning, and the answer itself
    assert "At risk of harm" in page
    assert "Is the child safe?" in page


@pytest.mark.parametrize("role", ["ARL", "AGY"])
def test_nobody_else_reads_the_answers_about_safety(world: World, sign_in: SignIn, role: str) -> None:
    notice = urgent_notice(world)
    make.visited_case(world, referral=notice)

    page = words(sign_in(role).get(f"/arrived/{notice.pk}/"))

    assert "What we were told" in page
    for hidden in (
        WHY,
        "At risk of harm",
        "Contact may be dangerous",
        "Is the child safe?",
        "in danger if we",
    ):
        assert hidden not in page
    assert "kept for those who act on it" in page


@pytest.mark.parametrize("path", ["/arrived/", "/today/"])
def test_a_list_does_not_say_that_a_child_is_at_risk(world: World, sign_in: SignIn, path: str) -> None:
    urgent_notice(world)

    assert "At risk of harm" in words(sign_in("CMEA").get(path))
    if path == "/arrived/":
        assert "At risk of harm" not in words(sign_in("AGY").get(path))
