"""A school tells of a removal page by page, and the authority deals with it, each on its own pages."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from onroll.access.models import Membership, Organisation, OrganisationKind
from onroll.audit.models import AccessRecord
from onroll.intake.models import Removal, RemovalState
from tests.factories import removals as remove
from tests.factories.world import World, establishment
from tests.onroll.access.cast import LONG_AGO, person
from tests.onroll.web.conftest import SignIn, words
from tests.onroll.web.intake.test_colleagues import day_of


def removal() -> Removal:
    return Removal.objects.unscoped("a test").get()


def answer(browser: Client, slug: str, **said: Any) -> str:
    """Answer one page, and return the address that the answer leads to."""
    sent = browser.post(f"/removals/{removal().pk}/tell/{slug}/", said)
    assert sent.status_code == 302, words(sent)
    return sent.headers["Location"].rstrip("/").split("/")[-1]


@pytest.mark.requirement("FORM-1")
@pytest.mark.requirement("GROUND-1")
def test_a_school_tells_of_a_removal_and_the_authority_accepts_it(world: World, sign_in: SignIn) -> None:
    enrolment = remove.enrolled(world)
    yesterday, month_ago = world.today - timedelta(days=1), world.today - timedelta(days=30)
    school, officer = sign_in("SCH"), sign_in("CMEA")

    # given a school that begins to tell of a child who is at another school now
    assert school.post("/school/removals/new/").status_code == 302
    assert answer(school, "child", where="listed", pupil=str(enrolment.pk)) == "day"
    assert answer(school, "day", removed="yes", **day_of("deletes_on", yesterday)) == "ground"
    assert "Regulation 9(1)(a)" in words(school.get(f"/removals/{removal().pk}/tell/ground/"))
    assert answer(school, "ground", ground="9(1)(a)") == "other-school"
    # when it says that nobody has registered the child, the page says at once what stands in the way
    assert answer(school, "other-school", registered_elsewhere="no") == "order"
    assert "Is the pupil registered at another school?" in words(
        school.get(f"/removals/{removal().pk}/tell/order/")
    )
    elsewhere = {"registered_elsewhere": "yes", "other_school": "Marrow Primary School"}
    answer(school, "other-school", **elsewhere, **day_of("other_registered_on", month_ago))
    answer(school, "order", order="no")
    answer(school, "mobile", main_school="no")
    answer(school, "dual", dual_registration_agreed="no")
    answer(school, "destination", towards="school", next_school="Marrow Primary School", standard_leaver="no")
    answer(school, "family", parent_names="Liska Testlost", new_address="9 Quay Row, Farhaven")
    answer(school, "numbers", upn="A999000018003")
    answer(school, "background")
    answer(school, "file", transfer_file="no", no_transfer_file="Being made")
    answer(school, "further", further="")
    assert (
        answer(school, "contact", school_contact="Ms Lund", position="Office", school_phone="01632 960001")
        == "check"
    )
    checked = words(school.get(f"/removals/{removal().pk}/check/"))
    assert "The name was taken off lawfully on ground 9(1)(a)" in checked
    assert "Deletion return" in checked
    school.post(f"/removals/{removal().pk}/check/")
    # then it is with the authority, which asks, is answered, and accepts
    path = f"/removals/{removal().pk}/"
    assert "Rowan Testlost" in words(officer.get("/today/"))
    assert "9 Quay Row, Farhaven" in words(officer.get(path))
    officer.post(f"{path}ask/", {"question": "Since when at Marrow?"})
    assert "Rowan Testlost" in words(school.get("/school/"))
    assert "Since when at Marrow?" in words(school.get(f"{path}answer/"))
    school.post(f"{path}answer/", {"answer": "Since last month"})
    accepted = words(officer.post(f"{path}accept/", follow=True))
    assert "The removal is accepted." in accepted
    assert removal().state == RemovalState.ACCEPTED
    enrolment.refresh_from_db()
    assert enrolment.deleted_on == yesterday
    printed = school.get(f"{path}cme1.pdf")
    assert (printed.headers["Content-Type"], printed.content[:5]) == ("application/pdf", b"%PDF-")
    assert AccessRecord.objects.filter(page="GET removal_pdf").exists()


def test_a_page_keeps_what_was_typed_and_says_what_is_wrong(world: World, sign_in: SignIn) -> None:
    school = sign_in("SCH")
    school.post("/school/removals/new/")
    path = f"/removals/{removal().pk}/tell/child/"

    wrong = school.post(path, {"where": "not-listed", "surname": "Testfar"})

    assert wrong.status_code == 200
    assert "Enter the first name" in words(wrong)
    assert 'value="Testfar"' in wrong.content.decode()
    assert school.get(f"/removals/{removal().pk}/tell/council/").headers["Location"] == path  # no such page
    assert "You have told us of nobody" in words(school.get("/school/"))


def test_a_draft_can_be_thrown_away_from_its_own_page(world: World, sign_in: SignIn) -> None:
    school = sign_in("SCH")
    school.post("/school/removals/new/")

    thrown = school.post(f"/removals/{removal().pk}/discard/", follow=True)

    assert "has been thrown away" in words(thrown)
    assert not Removal.objects.unscoped("a test").exists()


@pytest.mark.requirement("GROUND-2")
def test_the_authority_records_its_part_of_the_enquiry(world: World, sign_in: SignIn) -> None:
    row = remove.sent(world, remove.enrolled(world))
    officer = sign_in("CMEA")
    path = f"/removals/{row.pk}/"

    said = {
        "enquired_by": "Jo Martlet",
        "result": "not-found",
        "jointly": "yes",
        "steps_considered": "not_known",
    }
    done = officer.post(f"{path}enquiry/", {**said, **day_of("concluded_on", world.today)}, follow=True)

    assert "Jo Martlet signed for the authority." in words(done)


@pytest.mark.requirement("GROUND-4")
def test_an_unlawful_removal_is_on_the_managers_day_until_it_is_taken_up(
    world: World, sign_in: SignIn
) -> None:
    row = remove.sent(world, remove.enrolled(world), {}, ground="")
    manager = sign_in("AEM")
    path = f"/removals/{row.pk}/"
    assert "No lawful ground" in words(manager.get("/removals/"))
    assert "Take up the unlawful removal" in words(manager.get("/today/?whose=mine&due=week")) + words(
        manager.get("/today/")
    )

    manager.post(f"{path}taken-up/", {"decision": "The head puts the name back"})

    assert "The head puts the name back" in words(manager.get(path))
    assert "The head puts the name back" not in words(sign_in("SCH").get(path))
    refused = sign_in("CMEA").post(f"{path}refuse/", {"reason": "No ground"}, follow=True)
    assert "Refused on" in words(refused)


def test_another_school_finds_nothing_and_address_and_number_are_for_those_who_may(
    world: World, sign_in: SignIn
) -> None:
    row = remove.sent(
        world, remove.enrolled(world), family={"parent_names": "Liska", "new_address": "9 Quay Row"}
    )
    elsewhere = Organisation.objects.create(name="Marrow Primary School", kind=OrganisationKind.SCHOOL)
    establishment("100002", name="Marrow Primary School", organisation=elsewhere)
    user = person("Marrow Office", organisation=elsewhere)
    Membership.objects.create(user=user, role="SCH", from_on=LONG_AGO)
    other = Client()
    other.force_login(user)

    for page in ("", "check/", "tell/child/", "cme1.pdf", "answer/", "followed/"):
        assert other.get(f"/removals/{row.pk}/{page}").status_code == 404
    assert "Rowan" not in words(other.get("/school/"))
    assert "Rowan" not in words(other.get("/school/roll/"))
    shown = words(sign_in("ADM").get(f"/removals/{row.pk}/"))
    assert "Kept for those who act on it" in shown
    assert "9 Quay Row" not in shown
