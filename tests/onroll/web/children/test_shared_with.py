"""What was given to whom is said in words, not in the names of fields."""

from django.urls import reverse

from onroll.cases import actions
from tests.factories import cases as make
from tests.factories.world import World
from tests.onroll.web.conftest import SignIn, words


def test_what_a_letter_told_is_said_in_words(world: World, sign_in: SignIn) -> None:
    case = make.open_case(world)
    make.check(case, world)
    request = make.give_to_officer(make.ask_for_visit(case, world), world)
    actions.write_visit_letter(request, visit_on=make.days_before(world.today, -7), by=world.by("AIO"))

    page = words(sign_in("CMEA").get(reverse("child_disclosures", args=[case.child_id])))

    assert "Letter to the family before a visit" in page
    assert "Parent Case reference, child's name, parent's or carer's name" in page.replace("’", "'")
    assert "day of the visit" in page
    assert "visit on" not in page
