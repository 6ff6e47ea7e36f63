"""A notice of home education on screen: a school tells it, the CME team says who, the officer judges and ends it."""

from datetime import timedelta

import pytest

from onroll.cases.models import Case
from onroll.intake import home
from onroll.intake.home_models import HomeNotice
from tests.factories import removals as remove
from tests.factories.world import World
from tests.onroll.web.conftest import SignIn, words
from tests.onroll.web.intake.test_colleagues import day_of


def notice() -> HomeNotice:
    return HomeNotice.objects.unscoped("a test").get()


@pytest.mark.requirement("EHE-1")
def test_a_school_tells_of_a_parents_letter_and_of_the_copy(world: World, sign_in: SignIn) -> None:
    enrolment = remove.enrolled(world)
    school, officer = sign_in("SCH"), sign_in("EHE")
    said = {"where": "listed", "pupil": str(enrolment.pk), "written": "yes"}

    missing = school.post("/school/home-education/new/", said)
    assert "Enter the day on which it came" in words(missing)
    school.post(
        "/school/home-education/new/", {**said, **day_of("received_on", world.today - timedelta(days=21))}
    )

    row = notice()
    assert (row.child, row.organisation) == (enrolment.child, world.organisation("SCH"))
    assert "Send the copy" in words(school.get("/school/"))
    assert enrolment.child.surname in words(officer.get("/home-education/"))
    page = words(officer.get(f"/home-education/notices/{row.pk}/"))
    assert "The school takes it off on CME 1" in page
    assert "Enter on the register of home education" not in page
    school.post(f"/home-education/notices/{row.pk}/copied/", day_of("on", world.today))
    assert notice().copied_on == world.today
    assert "The officer has the copy" in words(school.get("/school/"))
    assert school.get(f"/home-education/notices/{row.pk}/").status_code == 403
    assert school.get("/home-education/").status_code == 403


@pytest.mark.requirement("EHE-2")
@pytest.mark.requirement("SCOPE-4")
def test_a_parents_notice_is_entered_judged_unsuitable_and_ends(world: World, sign_in: SignIn) -> None:
    officer, assistant = sign_in("EHE"), sign_in("CMEA")
    named = {"forenames": "Linnet", "surname": "Testhome", "notice_from": "parent", "written": "yes"}
    born = day_of("birth_date", world.today.replace(year=world.today.year - 9, day=1))
    officer.post("/home-education/new/", {**named, **born, **day_of("received_on", world.today)})
    row = notice()

    assert "The CME team says which child this is" in words(officer.get(f"/home-education/notices/{row.pk}/"))
    assert officer.get(f"/home-education/notices/{row.pk}/child/").status_code == 403
    assistant.post(f"/home-education/notices/{row.pk}/child/", {"whom": "new"})
    officer.post(f"/home-education/notices/{row.pk}/enter/", day_of("starts_on", world.today))

    provision = home.register(world.by("EHE")).get()
    path = f"/home-education/{provision.pk}/"
    assert "Decide whether the home education is suitable" in words(officer.get(path))
    seen = {"how": "visit", "result": "unsuitable", "words": "", **day_of("made_on", world.today)}
    assert "Say what is lacking" in words(officer.post(f"{path}review/", seen))
    officer.post(f"{path}review/", {**seen, "words": "Nothing is taught"})

    case = Case.objects.unscoped("a test").get()
    page = words(officer.get(path))
    assert f"counts as missing education, case {case.reference}" in page
    assert "Nothing is taught" in page
    assert "Linnet Testhome" in words(assistant.get("/register/"))
    ended = officer.post(f"{path}end/", {"then": "school", **day_of("ends_on", world.today)}, follow=True)
    assert "It is recorded that home education ended" in ended.content.decode()
    assert "Ended lately" in words(officer.get("/home-education/"))


def test_a_notice_that_needs_no_entry_says_why(world: World, sign_in: SignIn) -> None:
    enrolment = remove.enrolled(world)
    said = {"where": "listed", "pupil": str(enrolment.pk), "written": "no"}
    sign_in("SCH").post("/school/home-education/new/", {**said, **day_of("received_on", world.today)})
    officer, row = sign_in("EHE"), notice()

    officer.post(f"/home-education/notices/{row.pk}/close/", {"words": "The parent took it back"})

    assert "The parent took it back" in words(officer.get(f"/home-education/notices/{row.pk}/"))
    assert "No notice of home education waits." in words(officer.get("/home-education/"))
