"""Finding a child by any of the things one may know, with what speaks for each; nothing of it stands in an address."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from onroll.people import actions
from onroll.people.actions import NewDecision
from onroll.people.models import Answer, Child, Identifier
from onroll.people.told import NewChild, NewName, Source
from tests import people
from tests.factories import cases as make
from tests.factories.world import World
from tests.onroll.web.conftest import SignIn, words

MOST_STATEMENTS = 15
BIRTH_DATE = {"birth_date-day": "9", "birth_date-month": "3", "birth_date-year": "2018"}


@pytest.fixture
def child(world: World) -> Child:
    """Return a girl with a home, a mother, a former surname, among others."""
    make.known_child(world, people.TAMSIN)
    make.known_child(world, NewChild(forenames="Peregrine", surname="Wetherfold"))
    found = make.known_child(world, people.ROWAN)
    former = NewName(kind="former", forenames="Rowan", surname="Quavermere")
    actions.record_name(found, told=former, source=Source(words="the test"), by=world.by("CMEA"))
    return found


def searched(client: Any, **told: str) -> str:
    """Search field by field, and return the words of the page that follows."""
    return words(client.post(reverse("search"), {"by": "1", **told}, follow=True))


@pytest.mark.parametrize(
    "told",
    [
        {"forenames": "Rowan", "surname": "Testlost"},
        {"forenames": "Rowen", "surname": "Testlosst", **BIRTH_DATE},
        {"former_name": "Quavermere", "forenames": "Rowan"},
        {"forenames": "Rowan", "postcode": "wx1 2ab"},
        {"parent": "Liska Testlost", "phone": "01632 960 123"},
        {"phone": "01632 960123", "sex": "F"},
    ],
    ids=", ".join,
)
def test_a_child_is_found_by_any_of_what_is_known(
    world: World, child: Child, sign_in: SignIn, told: dict[str, str]
) -> None:
    assert child.reference in searched(sign_in("CMEA"), **told)


def test_a_child_is_found_by_the_numbers_that_others_know(
    world: World, child: Child, sign_in: SignIn
) -> None:
    Identifier.objects.create(
        child=child,
        kind="nhs-number",
        value="9990000018",
        source="the test",
        recorded_at=world.at,
        recorded_by="Test",
    )
    actions.rewrite_keys([child], by=world.by("CMEA"))
    browser = sign_in("CMEA")

    assert child.reference in searched(browser, nhs_number="999 000 0018")
    assert child.reference in searched(browser, reference=child.reference.lower())
    assert child.reference in words(browser.post(reverse("search"), {"q": "999 000 0018"}, follow=True))


def test_what_speaks_for_it_is_told_in_words(world: World, child: Child, sign_in: SignIn) -> None:
    page = searched(sign_in("CMEA"), forenames="Rowen", surname="Testlost", postcode="WX1 2AB")

    assert f"{child.reference} · same: surname and postcode; close: forename" in page


def test_nothing_that_was_told_stands_in_the_address_and_it_stays_in_the_form(
    world: World, child: Child, sign_in: SignIn
) -> None:
    client: Any = sign_in("CMEA")
    answer = client.post(reverse("search"), {"by": "1", "surname": "Testlost"})

    assert answer.headers["Location"] == reverse("search")
    assert 'value="Testlost"' in client.get(reverse("search")).content.decode()


def test_a_child_held_twice_is_found_by_the_record_that_is_followed(
    world: World, child: Child, sign_in: SignIn
) -> None:
    other = make.known_child(world, NewChild(forenames="Rowena", surname="Testlost"))
    new = NewDecision(answer=Answer.SAME, follows=child, reason="The passport was seen")
    actions.decide_pair(child, other=other, new=new, by=world.by("CMEA"))

    page = searched(sign_in("CMEA"), forenames="Rowena", surname="Testlost")

    assert f"found by its other record {other.reference}" in page


def test_what_one_may_not_read_of_all_one_cannot_search_by(
    world: World, child: Child, sign_in: SignIn
) -> None:
    page = searched(sign_in("ADM"), parent="Liska Testlost", phone="01632 960123")

    assert child.reference not in page
    assert "You may not search by telephone number or parent." in page


def test_a_search_asks_no_more_than_it_may(world: World, child: Child, sign_in: SignIn) -> None:
    client: Any = sign_in("CMEA")
    searched(
        client,
        forenames="Rowan",
        surname="Testlost",
        postcode="WX1 2AB",
        parent="Liska",
        phone="01632 960123",
    )

    with CaptureQueriesContext(connection) as asked:
        client.get(reverse("search"))

    statements = [each["sql"][:120] for each in asked if not each["sql"].startswith(("SAVEPOINT", "RELEASE"))]
    assert len(statements) <= MOST_STATEMENTS, statements


def test_when_nobody_is_found_it_says_what_to_add(world: World, child: Child, sign_in: SignIn) -> None:
    add = "Add what else you know: the date of birth, the postcode"

    assert add in searched(sign_in("CMEA"), forenames="Tobyas", surname="Larkfeld")
    assert add in words(sign_in("CMEA").post(reverse("search"), {"q": "Tobyas Larkfeld"}, follow=True))
    assert add not in searched(sign_in("CMEA"), forenames="Rowan", surname="Testlost")


def test_the_list_says_how_likely_and_leaves_the_odds_to_the_evidence(
    world: World, child: Child, sign_in: SignIn
) -> None:
    page = searched(sign_in("CMEA"), forenames="Rowen", surname="Testlost")

    assert child.reference in page
    assert "Possible" in page
    assert "against" not in page
    assert " to 1" not in page


@pytest.mark.parametrize("typed", ["Testlest", "Testlos", "Rowen Testlest", "Testllost"])
def test_a_name_that_is_one_letter_out_is_found_without_a_date(
    world: World, sign_in: SignIn, typed: str
) -> None:
    known = make.known_child(world)

    page = words(sign_in("CMEA").post("/search/", {"q": typed}, follow=True))

    assert known.reference in page


def test_a_name_unlike_all_that_occur_finds_nobody(world: World, sign_in: SignIn) -> None:
    known = make.known_child(world)

    page = words(sign_in("CMEA").post("/search/", {"q": "Rowan Quigley"}, follow=True))

    assert known.reference not in page
