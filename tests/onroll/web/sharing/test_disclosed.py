"""The register of disclosures: found by recipient, child, purpose and day; what was given, word for word."""

import pytest

from onroll.release.models import Disclosure, KeptDocument
from tests.factories import cases as make
from tests.factories.world import World
from tests.onroll.sharing import lists
from tests.onroll.web.conftest import SignIn, words

TOLD = {
    "recipient": "police",
    "with_whom": "Sergeant Vole, incident 417",
    "concern": "Seen being pulled into a van",
    "how": "telephone",
}


def every_disclosure() -> list[Disclosure]:
    return list(Disclosure.objects.unscoped("a test").order_by("decided_at", "id"))


@pytest.mark.requirement("SHARE-1")
def test_a_child_in_danger_is_shared_from_one_page_without_a_second_signature(
    world: World, sign_in: SignIn
) -> None:
    case = make.open_case(world)
    officer = sign_in("ARL")
    path = f"/cases/{case.pk}/share-at-once/"

    page = officer.get(path)
    assert "14 Tanners Reach, Merebridge, WX1 2AB" in words(page)
    assert path in officer.get(f"/children/{case.child_id}/").content.decode()
    once = page.content.decode().split('name="once" value="')[1].split('"')[0]
    answer = officer.post(path, {**TOLD, "once": once}, follow=True)

    assert "shared at once, word for word" in answer.content.decode()
    (given,) = every_disclosure()
    assert (given.recipient_kind, given.recipient, given.decided_by) == (
        "police",
        TOLD["with_whom"],
        "ARL Person",
    )
    assert given.fields == [
        "case_reference", "child_name", "born_on", "sex", "address", "parent_name", "telephone", "concern",
        "officer_name", "officer_contact",
    ]  # fmt: skip
    shown = words(sign_in("AEM").get(f"/disclosed/{given.pk}/"))
    assert "What the worry is: Seen being pulled into a van" in shown
    assert "The bytes are those that were given" in shown


@pytest.mark.requirement("SHARE-1")
def test_what_is_no_longer_what_was_given_is_not_shown(world: World, sign_in: SignIn) -> None:
    make.open_case(world)
    lists.prepare(world)
    lists.release(lists.monthly(world), world)
    whole = next(row for row in every_disclosure() if row.child_id is None)
    manager = sign_in("AEM")
    kept = manager.get(f"/disclosed/{whole.pk}/file/")
    assert kept.status_code == 200

    KeptDocument.objects.unscoped("a test").filter(disclosure=whole).update(content=b"something else")

    assert "The bytes are not those that were given" in words(manager.get(f"/disclosed/{whole.pk}/"))
    assert manager.get(f"/disclosed/{whole.pk}/file/").status_code == 302  # to the page that says so


@pytest.mark.requirement("SHARE-1")
def test_the_register_is_cut_by_child_recipient_purpose_and_day(world: World, sign_in: SignIn) -> None:
    case = make.open_case(world)
    lists.prepare(world)
    pack = lists.release(lists.monthly(world), world)
    make.receive(world)  # its receipt is a message
    manager = sign_in("AEM")

    def shown(query: str = "") -> str:
        return words(manager.get(f"/disclosed/{query}"))

    assert "Monthly register of an area" in shown()
    assert "Receipt for a referral" in shown()
    assert "Rowan Testlost" not in shown()  # a list stands there once
    assert "Rowan Testlost" in shown(f"?child={case.child.reference.lower()}")
    assert "Receipt for a referral 2" not in shown("?product=monthly-register")
    assert "Area lead, North" not in shown("?to=police")
    yesterday = make.days_before(world.today, 1)
    until = f"?until-day={yesterday.day}&until-month={yesterday.month}&until-year={yesterday.year}"
    assert "Area lead, North" not in shown(until)
    assert pack.disclosure is not None
    of_child = next(row for row in every_disclosure() if row.child_id == case.child_id)
    assert "The whole list, as it was given" in words(manager.get(f"/disclosed/{of_child.pk}/"))


def test_the_data_protection_officer_sees_what_left_and_no_name(world: World, sign_in: SignIn) -> None:
    case = make.open_case(world)
    lists.prepare(world)
    lists.release(lists.monthly(world), world)

    page = words(sign_in("DPO").get(f"/disclosed/?child={case.child.reference}"))

    assert case.child.reference in page
    assert "Rowan" not in page
    assert sign_in("DPO").get(f"/disclosed/{every_disclosure()[0].pk}/").status_code == 403
