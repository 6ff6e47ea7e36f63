"""A list whose answer is late is asked about again: by e-mail through the gate, naming no child, once."""

import pytest

from onroll.audit.models import Event
from onroll.release.models import Message
from onroll.sharing import actions
from onroll.sharing.actions.chasing import recipients_of
from onroll.sharing.models import Pack
from rulebook.disclosure import Recipient
from tests.factories import cases as make
from tests.factories.refusals import refused
from tests.factories.world import World
from tests.onroll.sharing import lists

LATER = 60  # days after which every answer is late


def released(world: World) -> Pack:
    make.open_case(world)
    lists.prepare(world)
    return lists.release(lists.monthly(world), world)


@pytest.mark.requirement("MONTHLY-1")
def test_a_late_list_is_asked_about_again_once_and_no_child_is_named(world: World) -> None:
    pack = released(world)
    late = world.by("CMEA", days=LATER)
    with refused(code="chase-early"):
        actions.chase_pack(pack, by=world.by("CMEA"))

    (sent,) = actions.chase_pack(pack, by=late)

    pack.refresh_from_db()
    assert (sent.to_address, sent.child_id) == (world.user("ARL").email, None)
    assert pack.reference in sent.body
    assert "Testlost" not in sent.subject + sent.body
    assert (sent.disclosure.product, sent.disclosure.fields) == ("list-reminder", [])
    assert pack.chased_by == late.name
    assert Event.objects.filter(subject_id=pack.pk, kind="pack.chased").count() == 1
    with refused(code="chase-twice"):
        actions.chase_pack(pack, by=late)


def test_a_list_that_was_answered_is_not_asked_about_and_another_area_is_not_written_to(world: World) -> None:
    pack = released(world)
    actions.finish_answering(pack, by=world.by("ARL"))
    pack.refresh_from_db()

    with refused(code="chase-early"):
        actions.chase_pack(pack, by=world.by("CMEA", days=LATER))
    south = Pack.objects.get(product=pack.product, area=world.south)
    assert recipients_of(south, by=world.by("CMEA")) == []
    assert not Message.objects.unscoped("a test").filter(subject_id=pack.pk).exists()


@pytest.mark.requirement("TERMLY-1")
def test_the_people_of_a_partner_are_asked_and_one_without_any_is_telephoned(world: World) -> None:
    nobody = lists.partner(world)
    body = world.organisation("AGY")
    actions.agree_partner(body, recipient_kind=Recipient.HEALTH, by=world.by("AEM"))
    lists.prepare(world)
    late = world.by("AEM", days=LATER)

    (sent,) = actions.chase_pack(lists.release(lists.termly_of(body), world), by=late)
    unreached = lists.release(lists.termly_of(nobody), world)
    with refused(code="chase-nobody"):
        actions.chase_pack(unreached, by=late)

    assert sent.to_address == world.user("AGY").email
    assert sent.disclosure.organisation_id == body.pk
