"""Visits as they are told: in words, never in codes."""

from rulebook.procedure.facts import EducationFound, VisitOutcome
from tests.factories import cases as make
from tests.factories.world import World
from tests.onroll.web.conftest import SignIn, words


def test_a_visit_is_told_in_the_words_of_its_form(world: World, sign_in: SignIn) -> None:
    case, request = make.visited_case(world)
    make.visit(
        request,
        world,
        outcome=VisitOutcome.SEEN_LIVING_THERE,
        education_found=EducationFound.ON_ROLL,
        child_seen="with-family",
    )

    page = words(sign_in("AIO").get(f"/children/{case.child_id}/visits/"))

    for said in (
        "The child lives there, and was seen",
        "On a school’s roll, the family says",
        "Yes, with the family",
    ):
        assert said in page
    for code in ("seen living there", "on roll", "with family"):
        assert code not in page
