"""A note is read where officers look, on the record and its timeline, by those who may read notes alone."""

from datetime import timedelta

import pytest

from onroll.access.reach import Grant, set_reach
from onroll.cases import actions
from onroll.cases.models import Case
from tests.factories import cases as make
from tests.factories.world import World, at_another_moment
from tests.onroll.web.conftest import SignIn, words

WORDS = "The neighbour saw the family leave with suitcases on Sunday."


def noted(world: World) -> Case:
    """Return a case in the north with a note in it, the newest of its events, which a behaviour team reaches too."""
    case, _ = make.visited_case(at_another_moment(world, world.at - timedelta(hours=1)))
    actions.write_note(case, words=WORDS, by=world.by("AIO"))
    grant = Grant("o", world.organisation("ABT").pk)
    set_reach(child_id=case.child_id, subject_id=case.child_id, because="a test", grants=[grant])
    return case


@pytest.mark.parametrize("role", ["AIO", "CMEA", "ARM"])
@pytest.mark.parametrize("page", ["", "timeline/"])
def test_whoever_may_read_notes_reads_what_was_written_by_whom(
    world: World, sign_in: SignIn, role: str, page: str
) -> None:
    case = noted(world)

    shown = words(sign_in(role).get(f"/children/{case.child_id}/{page}"))

    assert WORDS in shown
    assert world.user("AIO").name in shown.split(WORDS)[0].rsplit("Note written", 1)[1]


@pytest.mark.parametrize("page", ["", "timeline/"])
def test_whoever_may_not_is_told_only_that_a_note_was_written(
    world: World, sign_in: SignIn, page: str
) -> None:
    case = noted(world)

    answer = sign_in("ABT").get(f"/children/{case.child_id}/{page}")

    assert answer.status_code == 200
    assert "Note written" in words(answer)
    assert WORDS not in answer.content.decode()
