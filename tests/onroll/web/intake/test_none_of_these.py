"""None of these: what an officer said of the children shown is remembered, and asked neither by night nor by notice."""

from dataclasses import replace
from typing import Any

from onroll.cases import actions as cases
from onroll.people import actions, same
from onroll.people.actions import NewDecision
from onroll.people.models import Answer, Child, PairToLookAt
from tests import people
from tests.factories import cases as make
from tests.factories.world import World
from tests.onroll.web.conftest import SignIn, words

DECIDED = {"route": "cme", "whom": "new", "reason": "Her mother says that they are cousins", "hold": "no"}


def test_the_children_shown_are_kept_apart_from_the_new_one(world: World, sign_in: SignIn) -> None:
    shown = make.known_child(world, people.ROWAN)
    notice = make.receive(world)
    client: Any = sign_in("CMEA")
    assert shown.reference in words(client.get(f"/arrived/{notice.pk}/"))

    client.post(f"/arrived/{notice.pk}/decide/", DECIDED)

    new = Child.objects.unscoped("a test").exclude(pk=shown.pk).get()
    (said,) = same.decisions_between(new.pk, shown.pk)
    assert said.answer == Answer.DIFFERENT
    assert said.reason == f"Notice {notice.reference}: {DECIDED['reason']}"
    assert cases.look_for_pairs([new.pk, shown.pk], by=world.night()) == 0
    assert not PairToLookAt.objects.exists()


def test_a_notice_about_the_other_record_leads_to_the_one_that_is_followed(
    world: World, sign_in: SignIn
) -> None:
    followed = make.known_child(world, replace(people.ROWAN, forenames="Ruadhan", addresses=(), parents=()))
    other = make.known_child(world, people.ROWAN)
    new = NewDecision(answer=Answer.SAME, follows=followed, reason="The passport was seen")
    actions.decide_pair(followed, other=other, new=new, by=world.by("CMEA"))
    notice = make.receive(world)

    page = words(sign_in("CMEA").get(f"/arrived/{notice.pk}/"))

    assert f"Found by the other record of this child, {other.reference}" in page
    assert f"The same child as {followed.name}, {followed.reference}" in page
