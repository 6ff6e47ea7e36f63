"""The page of enquiries: what was made, what is open; what tells of a concern only for those who may read of it."""

import pytest

from onroll.cases import actions
from tests.factories import cases as make
from tests.factories.world import World
from tests.onroll.web.conftest import SignIn, words


@pytest.mark.requirement("SCREEN-4")
def test_the_page_counts_what_is_open_and_guards_what_tells(world: World, sign_in: SignIn) -> None:
    case, _ = make.visited_case(world)
    by = world.by("CMEA")
    for line, result in (("friends-neighbours", "Left on Saturday"), ("police", "A welfare check was made")):
        told = actions.LineMade(
            line=line, made_on=by.today, officer="Ms Pike", contact="Number 5", result=result
        )
        actions.record_enquiry(case, told=told, by=by)

    page = words(sign_in("CMEA").get(f"/children/{case.child_id}/enquiries/"))
    assert "14 lines of 17 still open." in page  # the rolls were searched: that line is answered elsewhere
    assert "Left on Saturday" in page
    assert "A welfare check was made" in page

    seen = words(sign_in("ARL").get(f"/children/{case.child_id}/enquiries/"))
    assert "12 lines of 14 still open." in seen
    assert "welfare check was made" not in seen
    timeline = words(sign_in("ARL").get(f"/children/{case.child_id}/timeline/"))
    assert "police" not in timeline
