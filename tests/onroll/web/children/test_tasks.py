"""The page of reason and tasks: the reason, whose advice is sought, what each agency does; as each may read it."""

import pytest

from onroll.cases import actions
from tests.factories import cases as make
from tests.factories.world import World
from tests.onroll.web.conftest import SignIn, words


@pytest.mark.requirement("REASON-1", "CIRCUMSTANCE-1")
def test_the_page_tells_why_and_who_does_what(world: World, sign_in: SignIn) -> None:
    case, _ = make.visited_case(world)
    by = world.by("CMEA")
    actions.record_reason(case, code="moved-in", source="Her mother", by=by)
    row = actions.record_case_circumstance(case, code="exploitation", source="The school nurse", by=by)
    actions.ask_advice(case, circumstance=row, asked="Social care duty desk", asked_on=by.today, by=by)
    trigger = f"reason:{case.mainreasons.get().pk}+advise-family"
    actions.record_agency_task(
        case,
        trigger=trigger,
        done_on=by.today,
        words="They did not ask",
        told_by="Ms Pike",
        applies=False,
        by=by,
    )

    page = words(sign_in("CMEA").get(f"/children/{case.child_id}/tasks/"))

    for said in (
        "The family moved into the area", "Her mother", "Social care duty desk", "Advise the family about a school",
        "Does not apply", "They did not ask", "Ms Pike",
    ):  # fmt: skip
        assert said in page

    for role in ("ARL", "ARM"):
        seen = words(sign_in(role).get(f"/children/{case.child_id}/tasks/"))
        assert "The family moved into the area" in seen
        assert "exploitation" not in seen, role
        assert "Social care duty desk" not in seen, role


def test_a_case_without_a_reason_says_so(world: World, sign_in: SignIn) -> None:
    case = make.open_case(world)

    page = words(sign_in("CMEA").get(f"/children/{case.child_id}/tasks/"))

    assert "No main reason is recorded yet." in page
