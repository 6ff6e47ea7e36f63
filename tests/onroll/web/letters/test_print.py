"""A letter as it is printed: the council's, with nothing on it that is meant for the office."""

from typing import Any

from onroll.cases import actions
from tests.factories import cases as make
from tests.factories.world import World
from tests.onroll.web.conftest import SignIn, words


def test_a_letter_to_a_family_is_the_council_s_and_says_nothing_of_who_printed_it(
    world: World, sign_in: SignIn, settings: Any
) -> None:
    settings.ONROLL_COUNCIL_NAME = "Wendlemere Council"
    settings.ONROLL_COUNCIL_ADDRESS = "County Hall, Wendlemere WX1 1AA"
    settings.ONROLL_COUNCIL_PHONE = "01632 960100"
    _, request = make.visited_case(world)
    letter = actions.write_visit_letter(
        request, visit_on=make.days_before(world.today, -14), by=world.by("AIO")
    )

    answer = sign_in("AIO").get(f"/letters/{letter.message_id}/")

    said = words(answer)
    for part in (
        "Wendlemere Council County Hall Wendlemere WX1 1AA Telephone 01632 960100",
        "We would like to visit you",
        "please ring us on 01632 960100",
    ):
        assert part in said
    assert "Printed by" not in answer.content.decode()


def test_the_sheet_of_a_cme_4_still_says_who_printed_it(world: World, sign_in: SignIn) -> None:
    _, request = make.visited_case(world)

    assert "Printed by AIO Person" in sign_in("AIO").get(f"/visits/{request.pk}/sheet/").content.decode()


def test_the_sheet_of_a_cme_4_that_was_taken_back_sends_nobody(world: World, sign_in: SignIn) -> None:
    _, request = make.visited_case(world)
    actions.take_back_visit(request, reason="The family has moved away", by=world.by("CMEA"))

    said = words(sign_in("CMEA").get(f"/visits/{request.pk}/sheet/"))

    assert "Do not visit. This CME 4 was taken back on" in said
    assert "Please arrange a visit" not in said
