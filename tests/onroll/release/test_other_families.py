"""A hold guards one family; letters to all other families leave."""

from dataclasses import replace
from datetime import date

import pytest

from onroll.people.models import Parent
from onroll.people.told import NewAddress, NewChild, NewParent
from onroll.release import actions
from onroll.release.models import HoldKind, MessageState
from tests.factories import cases as make
from tests.factories.world import World
from tests.onroll.release.test_gate import release, to_family

NEIGHBOUR = NewChild(
    forenames="Wystan",
    surname="Elsewhere",
    birth_date=date(2017, 5, 5),
    addresses=(NewAddress(lines="3 Quite Another Road", town="Merebridge", postcode="WX9 9ZZ"),),
    parents=(NewParent(name="Odile Elsewhere", phone="07700 900555", email="odile@elsewhere.example"),),
)


@pytest.mark.parametrize("kind", [HoldKind.NO_APPROACH_FAMILY, HoldKind.SAFE_ROUTE_ONLY])
def test_a_hold_on_one_family_stops_no_letter_to_another(world: World, kind: HoldKind) -> None:
    held = make.known_child(world)
    actions.place_hold(held, kind=kind, reason="Fear", contact="worker@shelter.example", by=world.by("CMEA"))
    other = make.known_child(world, NEIGHBOUR)

    mother = Parent.objects.unscoped("a test").get(name="Odile Elsewhere")
    home = other.addresses.get()
    letter = replace(
        to_family(held), to_name=mother.name, to_address=home.one_line, parent=mother, address=home
    )
    message = release(letter, other, world)

    assert message.state == MessageState.QUEUED
