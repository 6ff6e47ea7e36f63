"""The directory: found by role and area, kept by the team, and at hand where a child is in danger."""

import pytest

from onroll.sharing.models import DirectoryContact
from tests.factories import cases as make
from tests.factories.world import World
from tests.onroll.web.conftest import SignIn, words


@pytest.mark.requirement("CONTACTS-1")
def test_people_and_teams_are_found_by_role_and_area(world: World, sign_in: SignIn) -> None:
    assistant, officer = sign_in("CMEA"), sign_in("AIO")
    desk = {"kind": "social-care", "name": "The front door", "area": str(world.south.pk)}

    refused = assistant.post("/directory/new/", desk)
    assert "Enter a telephone number or an email address" in words(refused)
    assert "The front door" in refused.content.decode()  # what was typed stays
    assistant.post("/directory/new/", {**desk, "phone": "01632 960555", "out_of_hours": "01632 960556"})

    page = words(officer.get("/directory/"))
    assert "Area lead for children missing education North ARL Person" in page
    assert "Social care South The front door 01632 960555; out of hours 01632 960556" in page
    north = words(officer.get(f"/directory/?area={world.north.pk}"))
    assert "The front door" not in north
    assert "Attendance and Exclusions Manager" in north  # of the whole authority
    assert officer.get("/directory/new/").status_code == 403
    assert "Where other authorities are reached" in words(assistant.get("/directory/"))


@pytest.mark.requirement("CONTACTS-1")
def test_a_contact_is_changed_and_taken_out_and_stands_beside_a_child_in_danger(
    world: World, sign_in: SignIn
) -> None:
    manager = sign_in("AEM")
    manager.post("/directory/new/", {"kind": "police", "name": "The duty desk", "phone": "01632 960777"})
    row = DirectoryContact.objects.get()
    case = make.open_case(world)
    at_once = f"/cases/{case.pk}/share-at-once/"

    manager.post(
        f"/directory/{row.pk}/", {"kind": "police", "name": "The duty desk", "phone": "01632 960778"}
    )
    assert "The duty desk 01632 960778" in words(manager.get(at_once))

    manager.post(f"/directory/{row.pk}/end/")
    assert "The duty desk 01632" not in words(manager.get(at_once))
    assert "in the directory no longer, already" in words(
        manager.post(f"/directory/{row.pk}/end/", follow=True)
    )
