"""Schools on screen: who has sent what and when, who is silent, and whom nobody asks by email."""

from datetime import timedelta

from onroll.intake.actions.asking_schools import ask_for_roll
from onroll.schools.models import Establishment
from onroll.web.wording import day
from tests.factories.world import World
from tests.onroll.web.conftest import SignIn, words

LATE = timedelta(weeks=12, days=1)


def school(world: World, **given: object) -> Establishment:
    """Return the world's school, changed as given."""
    Establishment.objects.filter(pk=world.school.pk).update(**given)
    return Establishment.objects.get(pk=world.school.pk)


def test_the_page_says_of_each_school_what_came_and_whether_it_is_asked(
    world: World, sign_in: SignIn
) -> None:
    school(world, roll_as_of_on=None)
    assert "nothing is agreed with it yet" in words(sign_in("CMEA").get("/schools/"))

    row = school(world, roll_as_of_on=world.today - LATE, email="", phone="01632 960111")
    yesterday = day(world.today - timedelta(days=1))
    for role in ("CMEA", "AEM"):
        shown = words(sign_in(role).get("/schools/"))
        assert f"Roll was expected by {yesterday}" in shown
        assert "no email address here. Telephone 01632 960111" in shown

    row = school(world, email="office@elmbrook.example")
    assert "The next night asks by email" in words(sign_in("CMEA").get("/schools/"))
    ask_for_roll(row, by=world.night())
    assert f"By email on {day(world.today)}" in words(sign_in("CMEA").get("/schools/"))
    school(world, roll_as_of_on=world.today)
    shown = words(sign_in("CMEA").get("/schools/"))
    assert "No school is silent" in shown
    assert "Next roll by" in shown


def test_schools_are_for_whoever_works_with_what_they_send(world: World, sign_in: SignIn) -> None:
    for role in ("SCH", "AIO", "DPO"):
        assert sign_in(role).get("/schools/").status_code == 403
