"""Two officers decide of two pairs at the same moment: what they say is kept whole, and fits together."""

import pytest

from onroll.cases import actions
from onroll.people import same
from onroll.people.actions import NewDecision
from onroll.people.models import Answer, Child
from rulebook.findings import Refused
from tests.factories import cases as make
from tests.factories.world import World, make_world
from tests.onroll.cases.test_two_at_once import meanwhile

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world(transactional_db: None) -> World:
    """Return the authority, committed, so that every connection sees it."""
    return make_world()


@pytest.fixture
def three(world: World) -> list[Child]:
    """Return three records, in the order of their ids."""
    return sorted((make.known_child(world) for _ in range(3)), key=lambda child: child.pk)


def said(world: World, one: Child, other: Child, answer: Answer, *, second: bool = False) -> None:
    """Decide of two records, as the first officer or as another one."""
    by = world.as_user(world.another("CMEA")) if second else world.by("CMEA")
    new = NewDecision(answer=answer, follows=one if answer == Answer.SAME else None, reason="Seen")
    actions.decide_same_child(one, other=other, new=new, by=by)


@pytest.mark.parametrize("in_turn", [True, False])
def test_two_links_with_a_record_in_common_are_one_child(
    world: World, three: list[Child], in_turn: bool
) -> None:
    a, b, c = three if in_turn else reversed(three)

    met = meanwhile(
        lambda: said(world, a, b, Answer.SAME), lambda: said(world, b, c, Answer.SAME, second=True)
    )

    assert met == []
    assert same.records_of([a.pk]) == {a.pk, b.pk, c.pk}


def test_a_link_and_its_opposite_are_not_both_kept(world: World, three: list[Child]) -> None:
    a, b, c = three
    said(world, b, c, Answer.SAME)

    met = meanwhile(
        lambda: said(world, a, b, Answer.SAME), lambda: said(world, a, c, Answer.DIFFERENT, second=True)
    )

    assert [type(each) for each in met] == [Refused]
    assert "are held to be one child through another record" in met[0].findings[0].words  # type: ignore[attr-defined]
    assert same.contradicted([a.pk, b.pk, c.pk]) is None
    assert same.records_of([a.pk]) == {a.pk, b.pk, c.pk}


def test_of_two_who_decide_one_pair_the_second_is_told(world: World, three: list[Child]) -> None:
    a, b, _ = three

    met = meanwhile(
        lambda: said(world, a, b, Answer.SAME), lambda: said(world, a, b, Answer.SAME, second=True)
    )

    assert [type(each) for each in met] == [Refused]
    assert same.records_of([a.pk]) == {a.pk, b.pk}
