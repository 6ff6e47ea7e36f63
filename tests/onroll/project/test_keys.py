"""``onroll keys rebuild``: children stored before a new kind of key are found by it; a second run writes nothing."""

from io import StringIO

import pytest
from django.core.management import call_command

from onroll.people.models import MatchKey
from onroll.project.commands.keys import Command
from tests import people
from tests.factories import cases as make
from tests.factories.state import everything_written
from tests.factories.world import make_world


def said() -> str:
    """Run the command and return what it says."""
    out = StringIO()
    call_command(Command(), "rebuild", stdout=out)
    return out.getvalue()


@pytest.mark.django_db
def test_keys_are_written_where_they_are_not_those_of_today_and_only_there() -> None:
    world = make_world()
    one, other = make.known_child(world, people.ROWAN), make.known_child(world, people.TAMSIN)
    right = set(MatchKey.objects.values_list("child_id", "key"))
    MatchKey.objects.filter(child=one).delete()
    of_the_other = set(MatchKey.objects.filter(child=other).values_list("pk", flat=True))

    assert "Looked at 2 children; the keys of 1 were written anew." in said()

    assert set(MatchKey.objects.values_list("child_id", "key")) == right
    assert set(MatchKey.objects.filter(child=other).values_list("pk", flat=True)) == of_the_other
    before = everything_written()
    assert "the keys of 0 were written anew" in said()
    assert everything_written() == before
