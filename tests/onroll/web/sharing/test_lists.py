"""Shared lists on screen: looked at, released, fetched by the recipient, and out of everybody else's reach."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from python_calamine import CalamineWorkbook

from onroll.release.actions import place_hold
from onroll.release.models import HoldKind
from onroll.sharing import actions as share
from onroll.sharing.contents import TERMLY
from onroll.sharing.models import ListPartner, Pack
from rulebook.disclosure import Recipient
from tests import people
from tests.factories import cases as make
from tests.factories.world import World
from tests.onroll.sharing import lists
from tests.onroll.web.conftest import SignIn, words


@pytest.mark.requirement("MONTHLY-1")
def test_a_register_is_looked_at_released_and_fetched_by_the_area_lead(world: World, sign_in: SignIn) -> None:
    make.open_case(world)
    lists.prepare(world)
    pack = lists.monthly(world)
    path, assistant, lead = f"/lists/{pack.pk}/", sign_in("CMEA"), sign_in("ARL")

    assert "Monthly register of an area" in words(assistant.get("/lists/"))
    assert pack.reference not in words(lead.get("/lists/"))
    shown = assistant.get(path)
    assert "Rowan Testlost" in words(shown)
    assert assistant.get(f"{path}file/").status_code == 302  # there is no file before it is released
    seen = shown.content.decode().split('name="seen" value="')[1].split('"')[0]
    assistant.post(f"{path}release/", {"seen": seen})

    pack.refresh_from_db()
    assert pack.was_released
    assert pack.reference in words(lead.get("/lists/"))
    assert "Rowan Testlost" in words(lead.get(path))
    answer = lead.get(f"{path}file/")
    assert answer["Content-Disposition"] == f'inline; filename="{pack.file_name}"'
    book = CalamineWorkbook.from_filelike(BytesIO(answer.content))
    assert "Rowan Testlost" in str(book.get_sheet_by_name("Children").to_python())
    assert sign_in("AGY").get(path).status_code == 404
    assert sign_in("AIO").get(path).status_code == 403


@pytest.mark.requirement("TERMLY-1")
def test_a_partner_is_agreed_upon_and_has_a_list_until_that_is_ended(world: World, sign_in: SignIn) -> None:
    manager, body = sign_in("AEM"), world.organisation("AGY")
    page = manager.post(
        "/lists/partners/", {"organisation": str(body.pk), "recipient_kind": Recipient.HEALTH}, follow=True
    )
    assert "Child's name; Date of birth; Sex; Last known town" in words(page)
    again = manager.post(
        "/lists/partners/", {"organisation": str(body.pk), "recipient_kind": Recipient.POLICE}
    )
    assert "has the list already" in words(again)
    lists.prepare(world)
    assert Pack.objects.filter(organisation=body).count() == 1

    row = ListPartner.objects.get()
    manager.post(f"/lists/partners/{row.pk}/end/")
    assert "has the list no longer, already" in words(
        manager.post(f"/lists/partners/{row.pk}/end/", follow=True)
    )
    assert "No partner has the list yet" in words(manager.get("/lists/partners/"))


def test_the_termly_list_is_signed_by_the_manager_alone(world: World, sign_in: SignIn) -> None:
    lists.prepare(world)
    pack = Pack.objects.get(product=TERMLY, area=world.north)
    path = f"/lists/{pack.pk}/"

    assert "waits for the signature" in words(sign_in("CMEA").get(path))
    assert sign_in("CMEA").post(f"{path}release/", {"seen": "x"}).status_code == 403
    assert "has changed since" in words(sign_in("AEM").post(f"{path}release/", {"seen": "x"}, follow=True))


@pytest.mark.requirement("HOLD-1", "TERMLY-1")
def test_a_list_opened_after_a_hold_gives_its_recipient_nothing_of_the_held_child(
    world: World, sign_in: SignIn
) -> None:
    held = lists.lose(make.open_case(world), world)
    lists.lose(make.open_case(world, people.IDRIS), world)
    body = world.organisation("AGY")
    share.agree_partner(body, recipient_kind=Recipient.HEALTH, by=world.by("AEM"))
    lists.prepare(world)
    pack = lists.release(lists.termly_of(body), world)
    path, partner = f"/lists/{pack.pk}/", sign_in("AGY")
    mark = pack.lines.get(child_id=held.child_id).mark
    world.at += timedelta(hours=1)
    place_hold(held.child, kind=HoldKind.NO_APPROACH_FAMILY, reason="Told so", by=world.by("CMEA"))

    for shown in (path, f"{path}answer/"):
        said = words(partner.get(shown))
        assert "Idris Quayle" in said
        assert "Rowan Testlost" not in said
    assert partner.get(f"{path}answer/?line={mark}").status_code == 404
    assert partner.get(f"{path}file/").status_code == 302
    assert "Rowan Testlost" in words(sign_in("AEM").get(path))  # whoever released it sees what was given


@pytest.mark.requirement("MONTHLY-1")
def test_an_area_lead_says_what_is_known_and_the_team_takes_it_in(world: World, sign_in: SignIn) -> None:
    make.open_case(world)
    lists.prepare(world)
    pack = lists.release(lists.monthly(world), world)
    path, lead, manager = f"/lists/{pack.pk}/", sign_in("ARL"), sign_in("AEM")
    mark = pack.lines.get().mark

    assert f"?line={mark}" in lead.get(f"{path}answer/").content.decode()
    lead.post(f"{path}answer/?line={mark}", {"whereabouts": "With an aunt at Cobsea"})
    assert "Said already" in words(lead.get(f"{path}answer/?line={mark}"))
    assert "Choose the workbook" in words(lead.post(f"{path}answer/", {}))
    wrong = SimpleUploadedFile("list.csv", b"name\nRowan\n")
    assert "not the list that was given" in words(lead.post(f"{path}answer/", {"sent": wrong}))
    answer = lead.get(f"{path}file/")
    lead.post(f"{path}answer/", {"sent": SimpleUploadedFile("list.xlsx", answer.content)})
    lead.post(f"{path}answer/", {"finish": "yes"})

    assert "Answers to be looked at" in words(manager.get("/lists/"))
    assert "Answered" in words(manager.get(path))
    assert "With an aunt at Cobsea" in words(manager.get(f"{path}answers/"))
    manager.post(f"{path}answers/", {"answer": "all", "decision": "take"})
    assert "Taken into the record" in words(manager.get(f"{path}answers/"))
    assert lead.get(f"{path}answers/").status_code == 403
