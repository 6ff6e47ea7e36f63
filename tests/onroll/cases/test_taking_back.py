"""One CME 4 at a time asks for a visit to one address; it can be taken back, or passed to another area."""

from datetime import date, timedelta

from onroll.cases import actions
from onroll.cases.models import Case, Stage, VisitRequest
from onroll.cases.queries import visits_lost, visits_unallocated
from onroll.duties.models import Duty
from onroll.people import actions as people_actions
from onroll.people.told import NewAddress
from onroll.release.models import Message, MessageState
from tests.factories import cases as make
from tests.factories.refusals import refused
from tests.factories.state import events
from tests.factories.world import World


def owed(case: Case, code: str) -> list[Duty]:
    """Return the duties of a code that are still owed."""
    rows = Duty.objects.unscoped("a test").filter(subject_id=case.pk, code=code)
    return [row for row in rows if row.met_on is None and row.excused_on is None]


def send_again(case: Case, world: World) -> VisitRequest:
    """Send a CME 4 to the south."""
    return actions.request_visit(
        case, area=world.south, address=make.address_of(case), urgent=False, reason="", by=world.by("CMEA")
    )


def test_a_second_cme_4_is_refused_while_the_visit_of_the_first_is_to_be_made(world: World) -> None:
    case = make.open_case(world)
    make.check(case, world)
    make.ask_for_visit(case, world)

    said = "North was asked on 23 November 2026. Take that back first, or pass it to another area."
    with refused(said, where="area"):
        send_again(case, world)

    assert [len(owed(case, code)) for code in ("first-visit", "letter-before-visit", "allocate-officer")] == [
        1,
        1,
        1,
    ]
    case.refresh_from_db()
    assert case.area == world.north


def test_another_address_of_the_child_has_a_cme_4_of_its_own(world: World) -> None:
    case = make.open_case(world)
    make.check(case, world)
    make.ask_for_visit(case, world)
    other = people_actions.record_address(
        case.child,
        told=NewAddress(lines="2 Dyers Lane", postcode="WX3 4CD"),
        source=make.SOURCE,
        by=world.by("CMEA"),
    )

    actions.request_visit(case, area=world.south, address=other, urgent=False, reason="", by=world.by("CMEA"))

    assert len(owed(case, "first-visit")) == 2


def test_after_the_visit_a_cme_4_may_be_sent_again(world: World) -> None:
    case, request = make.visited_case(world)
    make.visit(request, world)

    send_again(case, world)

    assert len(owed(case, "first-visit")) == 1


def test_what_is_taken_back_is_owed_no_more_and_a_cme_4_is_owed_again(world: World) -> None:
    case, request = make.visited_case(world)
    letter = actions.write_visit_letter(request, visit_on=world.today + timedelta(days=9), by=world.by("AIO"))

    actions.take_back_visit(request, reason="The family has moved away", by=world.by("CMEA"))

    case.refresh_from_db()
    assert not any(owed(case, code) for code in ("first-visit", "letter-before-visit", "allocate-officer"))
    assert [row.due_on for row in owed(case, "refer-to-area")] == [date(2026, 11, 24)]
    assert (case.officer, case.stage) == (None, Stage.TO_REFER)
    message = Message.objects.unscoped("a test").get(pk=letter.message_id)
    assert (message.state, message.stopped_because) == (MessageState.CANCELLED, "the visit was taken back")
    assert "case.visit-taken-back" in events()
    assert [row.pk for row in visits_lost(world.by("AIO"))] == [request.pk]
    assert not visits_unallocated(world.by("ARM")).exists()

    send_again(case, world)

    assert len(owed(case, "first-visit")) == 1
    assert not owed(case, "refer-to-area")


def test_what_is_passed_on_is_the_same_visit_due_on_the_same_day_in_another_area(world: World) -> None:
    case, request = make.visited_case(world)
    due_on = owed(case, "first-visit")[0].due_on

    actions.pass_visit_on(
        request, area=world.south, reason="It lies in the south", by=world.by("ARM", days=2)
    )

    case.refresh_from_db()
    assert (case.area, case.officer) == (world.south, None)
    assert [row.due_on for row in owed(case, "first-visit")] == [due_on]
    assert [(row.due_on, row.area) for row in owed(case, "allocate-officer")] == [
        (date(2026, 11, 26), world.south)
    ]
    assert not owed(case, "refer-to-area")
    assert [row.pk for row in visits_lost(world.by("AIO", days=2))] == [request.pk]
    assert not visits_lost(world.by("AIO", days=10)), "the word of it stands for a week"


def test_it_is_not_passed_to_the_area_that_has_it_nor_without_a_reason(world: World) -> None:
    _, request = make.visited_case(world)

    with refused("North has it already. Choose another.", where="area"):
        actions.pass_visit_on(request, area=world.north, reason="By mistake", by=world.by("CMEA"))
    with refused("Say why.", where="reason"):
        actions.take_back_visit(request, reason=" ", by=world.by("CMEA"))


def test_a_visit_that_was_made_is_not_taken_back(world: World) -> None:
    _, request = make.visited_case(world)
    make.visit(request, world)

    with refused("The visit was made on 23 November 2026: what it found stands."):
        actions.take_back_visit(request, reason="Too late", by=world.by("CMEA"))


def test_it_is_taken_back_once(world: World) -> None:
    _, request = make.visited_case(world)
    actions.take_back_visit(request, reason="The family has moved away", by=world.by("CMEA"))

    with refused("This CME 4 was taken back on 23 November 2026."):
        actions.take_back_visit(request, reason="Once more", by=world.by("CMEA"))


def test_an_urgent_visit_has_one_date_and_no_letter_before_it(world: World) -> None:
    case, request = make.visited_case(world)

    actions.make_urgent(request, reason="A threat was heard", by=world.by("ARM"))

    assert not owed(case, "letter-before-visit")
    assert [row.due_on for row in owed(case, "first-visit")] == [date(2026, 11, 26)]
