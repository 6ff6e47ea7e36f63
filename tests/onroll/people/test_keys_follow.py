"""The keys by which a child is found follow every change, also where one and the same row in hand is changed twice."""

from datetime import UTC, date, datetime

import pytest

from onroll.audit.actor import Actor
from onroll.people import actions as people
from onroll.people.actions import NewAddress, NewChild, NewName, Source
from onroll.people.queries import candidates_for
from rulebook.identity.compare import IdentityRecord

CLERK = Actor(name="Test Officer", roles=("CMEA",), at=datetime(2026, 11, 23, tzinfo=UTC), request_id="test")
TOLD = Source(words="A test")


@pytest.mark.django_db
def test_an_address_and_a_name_told_one_after_the_other_are_both_found_by() -> None:
    new = NewChild(forenames="Amira", surname="Testlost", birth_date=date(2016, 3, 9))
    child = people.record_child(new, source=TOLD, by=CLERK)

    people.record_address(
        child, told=NewAddress(lines="1 A Street", postcode="WX1 1AB"), source=TOLD, by=CLERK
    )
    people.record_name(
        child, told=NewName(kind="former", forenames="Amira", surname="Wendling"), source=TOLD, by=CLERK
    )

    asked = IdentityRecord(forenames="Amira", surname="Wendling", postcode="WX1 1AB")
    assert [found.child.pk for found in candidates_for(asked, by=CLERK)] == [child.pk]
