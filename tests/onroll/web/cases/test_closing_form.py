"""The form that closes a case asks for the day of a death, and for that day only then."""

from onroll.cases.models import Case
from onroll.web.cases.ending import STEPS
from onroll.web.forms import Form
from tests.factories import cases as make
from tests.factories.world import World

CLOSE = next(step for step in STEPS if step.slug == "close")
CONFIRMED = {"confirmed_on-day": "2", "confirmed_on-month": "3", "confirmed_on-year": "2026"}


def form_with(case: Case, world: World, **answers: str) -> Form:
    """Return the form as the CME assistant sends it."""
    return CLOSE.build(case, world.by("CMEA"), {"confirmed_with": "The registrar", **CONFIRMED, **answers})


def test_the_day_of_a_death_is_asked_for(world: World) -> None:
    case = make.open_case(world)
    died = {"outcome": "died", "how_died": "official-record"}

    without = form_with(case, world, **died)
    told = form_with(
        case, world, **died, **{"died_on-day": "1", "died_on-month": "3", "died_on-year": "2026"}
    )

    said = [str(each) for each in without.errors.as_data()["died_on"][0].messages]
    assert said == ["Enter the day on which the child died"]
    assert told.is_valid()


def test_no_other_ending_asks_for_it(world: World) -> None:
    case = make.open_case(world)

    form = form_with(case, world, **{"outcome": "on-roll", "how_on-roll": "school-attending"})

    assert form.is_valid()
    assert form.cleaned_data["died_on"] is None
