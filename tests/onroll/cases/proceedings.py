"""School attendance proceedings taken stage by stage, today or some days on, for tests that begin at one of them."""

from onroll.cases import actions
from onroll.cases.actions import Paper
from onroll.cases.letters import Named
from onroll.cases.order_models import AttendanceOrder, ServedHow
from onroll.release.models import Message
from tests.factories.world import World
from tests.onroll.cases.served import served

SCHOOL = Named(school="Elmbrook Primary School, Mill Lane", others=("Ropewalk Academy", "Mere School"))


def notice(order: AttendanceOrder, world: World, *, days: int = 0) -> Message:
    return actions.write_notice_to_satisfy(
        order, served=served(order.case, world, days=days), because="No school has her on its roll.",
        by=world.by("CMEA", days=days),
    )  # fmt: skip


def by_hand(order: AttendanceOrder, world: World, paper: Paper, *, days: int = 0) -> None:
    by = world.by("CMEA", days=days)
    actions.record_paper_served(order, paper=paper, on=by.today, how=ServedHow.BY_HAND, by=by)


def not_satisfied(order: AttendanceOrder, world: World, *, days: int, expedient: bool | None = True) -> None:
    by = world.by("CMEA", days=days)
    actions.record_order_answer(
        order, satisfied=False, expedient=expedient, on=by.today, words="Nobody answered", by=by
    )


def school_named(order: AttendanceOrder, world: World, *, days: int) -> Message:
    on = served(order.case, world, days=days)
    return actions.write_notice_of_school(order, served=on, named=SCHOOL, by=world.by("CMEA", days=days))


def made(order: AttendanceOrder, world: World, *, days: int) -> Message:
    on = served(order.case, world, days=days)
    return actions.write_attendance_order(order, served=on, named=SCHOOL, by=world.by("CMEA", days=days))


def up_to_the_order(order: AttendanceOrder, world: World) -> list[Message]:
    """Take every stage on its first day: 23 November, 8 December and 23 December."""
    first = notice(order, world)
    by_hand(order, world, Paper.NOTICE)
    not_satisfied(order, world, days=15)
    second = school_named(order, world, days=15)
    by_hand(order, world, Paper.SCHOOL_NOTICE, days=15)
    third = made(order, world, days=30)
    by_hand(order, world, Paper.ORDER, days=30)
    return [first, second, third]
