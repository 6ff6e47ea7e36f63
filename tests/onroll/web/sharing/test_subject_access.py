"""Subject access on screen: recorded by anybody, read by the data protection officer, signed by the manager, given."""

import re

import pytest
from django.http import HttpResponse

from onroll.audit.models import AccessRecord
from onroll.sharing.models import SubjectRequest
from tests.factories import cases as make
from tests.factories.world import World
from tests.onroll.web.conftest import SignIn, words


def form(world: World, reference: str, **given: str) -> dict[str, str]:
    return {
        "child": reference,
        "asker_kind": "parent",
        "asker": "Liska Testlost",
        "asker_address": "2 Quay Steps, Merebridge",
        "received_on-day": str(world.today.day),
        "received_on-month": str(world.today.month),
        "received_on-year": str(world.today.year),
        **given,
    }


def seen(answer: HttpResponse) -> str:
    found = re.search(r'name="seen" value="([0-9a-f]{64})"', answer.content.decode())
    assert found, words(answer)
    return found.group(1)


def day_of(name: str, world: World) -> dict[str, str]:
    return {
        f"{name}-day": str(world.today.day),
        f"{name}-month": str(world.today.month),
        f"{name}-year": str(world.today.year),
    }


@pytest.mark.requirement("SHARE-1")
def test_a_request_is_recorded_read_signed_for_and_given(world: World, sign_in: SignIn) -> None:
    case = make.open_case(world, referral=make.receive(world))
    assistant, officer, manager = sign_in("CMEA"), sign_in("DPO"), sign_in("AEM")

    wrong = assistant.post("/subject-access/new/", form(world, "C-none"))
    assert "No child has this reference" in words(wrong)
    assert 'value="Liska Testlost"' in wrong.content.decode()  # what was typed stays
    assert assistant.post("/subject-access/new/", form(world, case.child.reference)).status_code == 302
    row = SubjectRequest.objects.unscoped("a test").get()
    path = f"/subject-access/{row.pk}/"
    assert assistant.get(path).status_code == 403
    assert sign_in("AIO").get("/subject-access/").status_code == 403
    assert row.reference in words(officer.get("/subject-access/"))

    shown = officer.get(f"{path}held/")
    assert "Rowan" in words(shown)
    assert "It tells who told us (DPA 2018 Sch. 2 para. 16)" in words(shown)
    assert AccessRecord.objects.filter(page="GET subject_bundle", child_ids=[str(case.child_id)]).exists()
    too_early = manager.post(f"{path}sign/", {"seen": seen(manager.get(f"{path}held/"))}, follow=True)
    assert "It is not shown yet who asks" in words(too_early)

    officer.post(f"{path}identity/", {"how": "Passport", **day_of("proved_on", world)})
    decide = re.search(r'href="([^"]*decide[^"]*Referral[^"]*thing=answers)"', shown.content.decode())
    assert decide
    link = decide.group(1).replace("&amp;", "&")
    asked = officer.get(link)
    refused = officer.post(link, {"seen": seen(asked), "what": "nothing", "reason": "Tells of others"})
    assert "Choose the provision on which it is kept out" in words(refused)
    kept = {"seen": seen(asked), "what": "nothing", "reason": "Tells of others", "exemption": "third-party"}
    assert officer.post(link, kept).status_code == 302
    for section in dict.fromkeys(re.findall(r'name="section" value="(\w+)"', shown.content.decode())):
        officer.post(f"{path}read/", {"seen": seen(officer.get(f"{path}held/")), "section": section})
    manager.post(f"{path}sign/", {"seen": seen(manager.get(f"{path}held/"))})
    ready = officer.get(path)
    assert "has signed for exactly this" in words(ready)
    given = officer.post(f"{path}give/", {"seen": seen(ready)}, follow=True)

    assert "It is on record as given" in given.content.decode()
    paper = officer.get(f"{path}file/")
    assert paper.content.startswith(b"%PDF")
    assert paper["Content-Disposition"] == f'inline; filename="all-that-is-held-{row.reference.lower()}.pdf"'
    assert "All that is held of a child" in words(manager.get("/disclosed/"))
    assert "Answered or ended" in words(officer.get("/subject-access/"))


def test_a_request_is_extended_and_ended_with_a_reason(world: World, sign_in: SignIn) -> None:
    case = make.open_case(world)
    officer = sign_in("DPO")
    officer.post("/subject-access/new/", form(world, case.child.reference))
    row = SubjectRequest.objects.unscoped("a test").get()
    path = f"/subject-access/{row.pk}/"

    assert "Nobody has" not in words(officer.get(path))
    extended = officer.post(
        f"{path}longer/", {"because": "Two cases over six years", **day_of("told_on", world)}, follow=True
    )
    assert "Two cases over six years" in words(extended)
    ended = officer.post(f"{path}end/", {"how": "withdrawn", "because": "Said so by letter"}, follow=True)
    assert "Whoever asked does not ask any more. Said so by letter" in words(ended)
    assert officer.get(f"{path}decide/").status_code == 302
    assert officer.get(f"{path}file/").status_code == 302
    again = officer.post(f"{path}identity/", {"how": "Passport", **day_of("proved_on", world)})
    assert "answered or ended already" in words(again)
