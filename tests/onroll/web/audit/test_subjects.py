"""A look names what was shown: the notice, the letter or the file too, not its child alone."""

import uuid

from onroll.audit import chain
from onroll.audit.models import AccessRecord
from tests.factories import cases as make
from tests.factories.world import World
from tests.onroll.web.conftest import SignIn


def last_look() -> AccessRecord:
    """Return the newest look."""
    return AccessRecord.objects.latest("recorded_at")


def test_a_notice_whose_child_nobody_knows_yet_is_named(world: World, sign_in: SignIn) -> None:
    notice = make.receive(world)

    sign_in("CMEA").get(f"/arrived/{notice.pk}/")

    assert last_look().child_ids == []
    assert last_look().subjects == [f"referral:{notice.pk}"]


def test_a_list_of_notices_names_each(world: World, sign_in: SignIn) -> None:
    notices = [make.receive(world), make.receive(world)]

    for path in ("/arrived/", "/today/"):
        sign_in("CMEA").get(path)
        assert last_look().subjects == sorted(f"referral:{each.pk}" for each in notices)


def test_a_letter_is_named_with_its_child(world: World, sign_in: SignIn) -> None:
    case, request = make.visited_case(world)
    letter = make.actions.write_visit_letter(
        request, visit_on=make.days_before(world.today, -7), by=world.by("AIO")
    )
    browser = sign_in("AIO")

    browser.get(f"/letters/{letter.message_id}/")

    assert last_look().child_ids == [str(case.child_id)]
    assert last_look().subjects == [f"message:{letter.message_id}"]
    browser.get(f"/children/{case.child_id}/messages/")
    assert f"message:{letter.message_id}" in (last_look().subjects or [])


def test_what_was_asked_for_in_vain_and_what_was_refused_are_named(world: World, sign_in: SignIn) -> None:
    nothing = uuid.uuid4()
    case = make.open_case(world)

    sign_in("CMEA").get(f"/arrived/{nothing}/")
    asked = last_look()
    sign_in("AIO").get(f"/cases/{case.pk}/close/")
    refused = last_look()

    assert (asked.outcome, asked.subjects) == ("nothing", [f"referral:{nothing}"])
    assert (refused.outcome, refused.subjects) == ("refused", [f"case:{case.pk}"])


def test_the_subjects_are_sealed_and_looks_of_before_verify_still(world: World, sign_in: SignIn) -> None:
    notice = make.receive(world)
    sign_in("CMEA").get(f"/arrived/{notice.pk}/")
    sign_in("CMEA").get("/account/")

    with_subjects, without = AccessRecord.objects.order_by("recorded_at")[:2]

    assert "subjects" in with_subjects.sealed()
    assert "subjects" not in without.sealed()
    assert chain.verify() == []
