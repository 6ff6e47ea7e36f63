"""Whoever had a visit is told on Today that it is theirs no longer, by the reference of its case."""

import pytest

from onroll.cases import actions
from tests.factories import cases as make
from tests.factories.world import World
from tests.onroll.web.conftest import SignIn, words


@pytest.mark.parametrize("passed", [True, False])
def test_an_officer_is_told_that_a_visit_is_theirs_no_longer(
    world: World, sign_in: SignIn, passed: bool
) -> None:
    case, request = make.visited_case(world)
    assert "Which visits are yours no longer?" not in words(sign_in("AIO").get("/today/"))
    if passed:
        actions.pass_visit_on(request, area=world.south, reason="It lies in the south", by=world.by("CMEA"))
    else:
        actions.take_back_visit(request, reason="The family has moved away", by=world.by("CMEA"))

    said = words(sign_in("AIO").get("/today/"))

    assert "Which visits are yours no longer?" in said
    assert f"Case {case.reference}" in said
    assert ("Passed to South on" if passed else "Taken back on") in said
