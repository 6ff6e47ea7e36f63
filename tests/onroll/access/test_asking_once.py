"""Who reaches the children of a page is asked in one statement, and answered as for each alone."""

from typing import Any
from uuid import UUID, uuid4

import pytest

from onroll.access import policy
from onroll.access.reach import Grant, set_reach
from onroll.access.scoping import asking_once
from tests.factories.world import World, make_world


@pytest.fixture
def world(db: None) -> World:
    """Return an authority without cases."""
    return make_world()


def reached_by(holder: UUID, *, scope: str) -> UUID:
    """Return a child whom one holder reaches."""
    child_id = uuid4()
    set_reach(child_id=child_id, subject_id=uuid4(), because="test", grants=[Grant(scope, holder)])
    return child_id


class About:
    """A row about a child, and no more."""

    def __init__(self, child_id: UUID) -> None:
        self.child_id = child_id


def test_what_was_prepared_is_answered_without_another_statement(
    world: World, django_assert_num_queries: Any
) -> None:
    officer = world.by("AIO")
    own, others = reached_by(world.user("AIO").pk, scope="m"), reached_by(world.user("ARL").pk, scope="m")
    unknown = uuid4()

    with asking_once(), django_assert_num_queries(1):
        policy.prepare(officer, [own, others, unknown], "hold:read", "case:read")
        policy.prepare(officer, [own, others], "hold:read")
        answers = [policy.may(officer, "case:read", About(each)) for each in (own, others, unknown)]

    assert answers == [True, False, False]


def test_a_child_who_was_not_prepared_is_asked_about(world: World, django_assert_num_queries: Any) -> None:
    officer = world.by("AIO")
    own = reached_by(world.user("AIO").pk, scope="m")

    with asking_once(), django_assert_num_queries(2):
        policy.prepare(officer, [uuid4()], "case:read")
        assert policy.may(officer, "case:read", About(own))


def test_an_action_asks_anew_each_time(world: World, django_assert_num_queries: Any) -> None:
    officer = world.by("AIO")
    own = reached_by(world.user("AIO").pk, scope="m")

    with django_assert_num_queries(1):
        policy.prepare(officer, [own], "case:read")
        assert policy.may(officer, "case:read", About(own))


@pytest.mark.parametrize("role", ["CMEA", "AEM"])
def test_nobody_is_asked_about_by_whoever_reaches_all(
    world: World, role: str, django_assert_num_queries: Any
) -> None:
    by = world.by(role)

    with asking_once(), django_assert_num_queries(0):
        policy.prepare(by, [uuid4()], "case:read")
        assert policy.may(by, "case:read", About(uuid4()))


def test_a_flag_reaches_no_content_and_asks_of_nobody(world: World, django_assert_num_queries: Any) -> None:
    lead = world.by("ARL")
    assert policy.scopes(lead, "safeguarding:read") == {"f"}

    with asking_once(), django_assert_num_queries(0):
        policy.prepare(lead, [uuid4()], "safeguarding:read")
        assert not policy.may(lead, "safeguarding:read", About(uuid4()))
