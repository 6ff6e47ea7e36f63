"""On whom a paper is served, and when a family is met."""

from datetime import timedelta

from onroll.cases.letters import Meeting, Served
from onroll.cases.models import Case
from tests.factories import cases as make
from tests.factories.world import World


def served(case: Case, world: World, *, days: int = 0) -> Served:
    """Return the service on the first parent, at the child's address, today or some days on."""
    parent = case.child.relationships.select_related("parent").order_by("recorded_at").first().parent
    return Served(
        parent=parent,
        address=make.address_of(case),
        on=world.by("CMEA", days=days).today,
        officer=world.user("AIO"),
    )


def meeting(world: World, *, days: int = 8) -> Meeting:
    """Return a meeting some days on."""
    on = world.today + timedelta(days=days)
    return Meeting(on=on, time="10:30", place="Merebridge Library, Mill Lane", officer=world.user("AIO"))
