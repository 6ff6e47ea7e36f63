"""A school tells on its own page of a child who did not come, and of one who stays away, and follows both."""

from datetime import timedelta

import pytest

from onroll.intake.models import Absence, ExpectedStart
from tests.factories import removals as remove
from tests.factories.world import World
from tests.onroll.web.conftest import SignIn, words
from tests.onroll.web.intake.test_colleagues import day_of


@pytest.mark.requirement("START-1")
@pytest.mark.requirement("ROLL-1")
def test_a_child_who_did_not_come_is_followed_until_the_attendance_staff_have_it(
    world: World, sign_in: SignIn
) -> None:
    school = sign_in("SCH")
    expected_on = world.today - timedelta(days=21)
    named = {"where": "not-listed", "forenames": "Sorrel", "surname": "Testaway", "kind": "normal"}
    born = day_of("birth_date", world.today.replace(year=world.today.year - 5, day=1))

    told = school.post(
        "/school/expected/new/", {**named, **born, **day_of("expected_on", expected_on)}, follow=True
    )
    row = ExpectedStart.objects.unscoped("a test").get()

    assert "Ask Admissions whether the pupil is registered elsewhere" in words(told)
    path = f"/school/expected/{row.pk}/"
    early = school.post(path, {"what": "parents_tried_on", **day_of("on", expected_on - timedelta(days=3))})
    assert "when it began, until today" in words(early)
    school.post(path, {"what": "registered_on", **day_of("on", expected_on)})
    school.post(path, {"what": "referred_on", **day_of("on", world.today)})
    assert "Sorrel Testaway" in words(school.get("/school/"))
    assert "Sorrel Testaway" in words(sign_in("CMEA").get("/arrived/"))
    assert "Record the next step" not in words(sign_in("CMEA").get(path))
    school.post(path, {"what": "arrived_on", **day_of("on", world.today)})
    assert "You have told us of nobody who did not come" in words(school.get("/school/"))


@pytest.mark.requirement("ABSENT-1")
def test_an_absence_is_told_of_a_pupil_of_the_roll_and_the_authority_adds_its_enquiry(
    world: World, sign_in: SignIn
) -> None:
    enrolment = remove.enrolled(world)
    school, officer = sign_in("SCH"), sign_in("CMEA")
    said = {"where": "listed", "pupil": str(enrolment.pk), "kind": "not-authorised"}

    school.post("/school/absences/new/", {**said, **day_of("first_on", world.today - timedelta(days=21))})
    row = Absence.objects.unscoped("a test").get()
    path = f"/school/absences/{row.pk}/"
    school.post(path, {"what": "referred_on", **day_of("on", world.today)})
    school.post(path, {"what": "protection_concern_on", **day_of("on", world.today)})

    assert "Tell social care of the missing child" in words(school.get(path))
    assert "Enquire together with the school" in words(officer.get(path))
    officer.post(path, {"what": "enquired_on", **day_of("on", world.today)})
    row.refresh_from_db()
    assert row.enquired_on == world.today
