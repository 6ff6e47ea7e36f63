"""Whose turn it is, on screen: cases given by name, a cover that Today follows, a reminder."""

from django.urls import reverse

from onroll.cases.cover_models import Cover
from onroll.cases.models import Case
from onroll.release.models import Message
from tests import people
from tests.factories import cases as make
from tests.factories.world import World
from tests.onroll.web.cases.sending import on, send
from tests.onroll.web.conftest import SignIn, words


def test_cases_are_chosen_on_the_register_and_given_by_name(world: World, sign_in: SignIn) -> None:
    cases = [make.open_case(world), make.open_case(world, people.IDRIS)]
    browser, officer = sign_in("ARM"), world.user("AIO")
    assert 'name="case"' in browser.get("/register/").content.decode()
    address = "/register/assign/?" + "&".join(f"case={case.pk}" for case in cases)

    page = words(browser.get(address))
    assert "Give 2 cases to an officer" in page
    assert all(case.child.surname in page for case in cases)
    assert "Enter why they change hands" in words(browser.post(address, {"officer": str(officer.pk)}))
    browser.post(address, {"officer": str(officer.pk), "because": "A new colleague"})

    assert {case.officer for case in Case.objects.unscoped("a test").all()} == {officer}
    assert 'name="case"' not in sign_in("AIO").get("/register/").content.decode()
    assert sign_in("AIO").get(address).status_code == 403


def test_today_follows_a_cover_from_its_first_to_its_last_day(world: World, sign_in: SignIn) -> None:
    _, request = make.visited_case(world)
    second = world.another("AIO", area=world.north)
    other = sign_in("AIO")
    other.force_login(second)
    assert "Visits to be made (0)" in words(other.get("/today/")) or "No visit is with you" in words(
        other.get("/today/")
    )
    browser = sign_in("ARM")
    days = {**on("from_on", world.today), **on("until_on", make.days_before(world.today, -7))}
    browser.post("/register/cover/", {"away": str(world.user("AIO").pk), "stand_in": str(second.pk), **days})

    cover = Cover.objects.get()
    assert "Visits to be made (1)" in words(other.get("/today/"))
    assert other.get(reverse("case_visit", args=[request.case_id])).status_code == 200
    assert second.name in words(browser.get("/register/cover/"))
    browser.post("/register/cover/", {"end": str(cover.pk)})
    assert "Visits to be made" not in words(other.get("/today/"))
    assert "Nobody’s work is done by another" in words(browser.get("/register/cover/"))


def test_whoever_holds_a_case_is_reminded_from_today(world: World, sign_in: SignIn) -> None:
    case = make.open_case(world)
    make.check(case, world)
    make.ask_for_visit(case, world)
    browser = sign_in("CMEA")
    assert reverse("case_chase", args=[case.pk]) in browser.get("/today/").content.decode()
    page = words(browser.get(reverse("case_chase", args=[case.pk])))
    assert "has waited for you since today" in page
    assert world.user("ARM").name in page

    send(browser, case, "chase")
    again = words(send(browser, case, "chase"))

    assert "Once a day is enough" in again
    assert Message.objects.unscoped("a test").filter(kind="Reminder").count() == 1
