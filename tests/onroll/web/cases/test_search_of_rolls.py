"""The page of a search says what the service finds on the rolls now, how old they are, and who never sent one."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from onroll.access import policy
from onroll.cases.models import Case
from onroll.education.models import Enrolment
from onroll.people.models import Child
from onroll.people.told import NewChild
from onroll.schools.models import Establishment
from onroll.web.cases.rolls import found_now
from tests import people
from tests.factories import cases as make
from tests.factories.world import World, establishment
from tests.onroll.web.conftest import SignIn, words

LIKE_ZOE = NewChild(
    forenames="Zoe Mirela", surname="Fenn O'Dalaigh", birth_date=people.ZOE.birth_date, sex="F"
)
MOST_STATEMENTS = 15  # of what the service finds, however many may be the child


@pytest.fixture
def lost(world: World) -> Case:
    """Return the case of a child without an address; the school's roll is three days old."""
    Establishment.objects.update(roll_as_of_on=world.today - timedelta(days=3))
    return make.open_case(world, people.ZOE)


def enrol(child: Child, world: World) -> None:
    """Put a child on the school's newest roll."""
    Enrolment.objects.create(
        child=child,
        establishment=world.school,
        starting_on=world.today - timedelta(days=30),
        last_listed_on=world.today - timedelta(days=3),
        source="the roll",
        recorded_at=world.at,
        recorded_by="the test",
    )


def page_of(case: Case, sign_in: SignIn) -> str:
    return words(sign_in("CMEA").get(f"/cases/{case.pk}/search-of-rolls/"))


def test_nobody_on_a_roll_is_said_with_the_schools_that_never_sent_one(
    world: World, lost: Case, sign_in: SignIn
) -> None:
    establishment("100009", name="Silent School")
    establishment("100010", name="Mute School")

    page = page_of(lost, sign_in)

    assert "This child’s own record is on no roll that we hold." in page
    assert "Nobody else on a roll is like this child." in page
    assert f"the oldest is that of {world.school.name}" in page
    assert (
        "2 schools have never sent a roll. A child there is not found here: ask them. Mute School Silent"
        in page
    )


def test_the_child_s_own_roll_is_named_with_its_day(world: World, lost: Case, sign_in: SignIn) -> None:
    enrol(lost.child, world)

    page = page_of(lost, sign_in)

    assert f"This child is on a roll: {world.school.name} since" in page
    assert "never sent a roll" not in page


def test_who_on_a_roll_may_be_the_child_leads_to_the_evidence(
    world: World, lost: Case, sign_in: SignIn
) -> None:
    other = make.known_child(world, LIKE_ZOE)
    enrol(other, world)

    answer = sign_in("CMEA").get(f"/cases/{lost.pk}/search-of-rolls/")

    assert other.name in words(answer)
    assert f"/matches/{lost.child_id}/with/{other.pk}/" in answer.content.decode()


def test_one_who_left_the_roll_is_not_named(world: World, lost: Case, sign_in: SignIn) -> None:
    other = make.known_child(world, LIKE_ZOE)
    enrol(other, world)
    Enrolment.objects.unscoped("a test").update(last_listed_on=world.today - timedelta(days=90))

    assert "Nobody else on a roll is like this child." in page_of(lost, sign_in)


def test_no_more_than_five_are_named_in_few_statements(world: World, lost: Case) -> None:
    for _ in range(7):
        enrol(make.known_child(world, LIKE_ZOE), world)
    by = world.by("CMEA")
    assert policy.may(by, "card:update")  # what somebody may do is known before any page is made

    with CaptureQueriesContext(connection) as asked:
        found = found_now(lost, by)

    assert len(found["near"]) == len(found["children_shown"]) == 5
    assert len(asked) <= MOST_STATEMENTS, [each["sql"][:90] for each in asked]


def test_without_any_roll_it_says_so(world: World, sign_in: SignIn) -> None:
    Establishment.objects.update(roll_as_of_on=None)

    assert "No school has sent a roll yet." in page_of(make.open_case(world, people.ZOE), sign_in)
