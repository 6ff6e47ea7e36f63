"""Attendance proceedings under section 437: no stage before its day, each paper through the gate, each with its duty.

Today is Monday 23 November 2026. A notice served today runs to the end of 7 December: fifteen days, today the first.
"""

import re
from dataclasses import replace
from datetime import date

import pytest

from onroll.cases import actions
from onroll.cases.actions import Paper
from onroll.cases.letters import Named
from onroll.cases.models import Case
from onroll.cases.order_models import AttendanceOrder, Breach, ServedHow
from onroll.cases.orders import Next, lapsed_on, next_of, waits_until
from onroll.people.models import Child
from onroll.people.told import NewChild
from onroll.release.models import HoldKind, Message, MessageState
from onroll.release.queries import content_of, document_of
from rulebook.parameters import load
from tests import people
from tests.factories import cases as make
from tests.factories.refusals import refused
from tests.factories.world import World
from tests.onroll.cases.proceedings import (
    SCHOOL,
    by_hand,
    made,
    not_satisfied,
    notice,
    school_named,
    up_to_the_order,
)
from tests.onroll.cases.served import served
from tests.onroll.documents.reading import text_of

UPN = re.compile(r"\b[A-Z]\d{11}[A-Z0-9]\b")


@pytest.fixture
def case(world: World) -> Case:
    """Return a case of a child whose UPN, date of birth and mother are known."""
    case = make.open_case(world)
    case.child.upn = "A820000020001"
    case.child.save(update_fields=["upn"])
    return case


@pytest.fixture
def order(world: World, case: Case) -> AttendanceOrder:
    """Return proceedings begun today."""
    return actions.begin_order(case, because="A place was offered and not taken up", by=world.by("CMEA"))


def said(message: Message) -> str:
    document = document_of(message)
    assert document is not None
    return "".join(text_of(content_of(document)).split())


@pytest.mark.requirement("SAO-1")
def test_the_papers_state_their_section_the_time_and_the_school(world: World, order: AttendanceOrder) -> None:
    papers = up_to_the_order(order, world)

    expected = (
        ("section 437(1)", "within 15 days beginning with the day on which this notice is served"),
        ("section 438", "We would also regard as suitable: Ropewalk Academy; Mere School"),
        ("section 437(3)", "This order was made on 23 December 2026"),
    )
    for message, (section, words) in zip(papers, expected, strict=True):
        told = said(message)
        for each in (section, words, "If anything in this letter is wrong"):
            assert "".join(each.split()) in told
        assert not UPN.search(told + message.body + message.subject)
        assert order.case.child.surname not in message.subject
        message.refresh_from_db()
        assert message.state == MessageState.SENT
    assert "ElmbrookPrimarySchool" not in said(papers[0])


@pytest.mark.requirement("SAO-1")
def test_each_stage_gives_rise_to_the_next_duty_and_meets_its_own(
    world: World, order: AttendanceOrder
) -> None:
    case = order.case
    assert make.duties_of(case)["serve-attendance-notice"].met_on is None

    up_to_the_order(order, world)

    owed = make.duties_of(case)
    met = {
        "serve-attendance-notice": date(2026, 11, 23),
        "judge-reply-to-notice": date(2026, 12, 8),
        "name-school-to-parent": date(2026, 12, 8),
        "serve-attendance-order": date(2026, 12, 23),
    }
    assert {code: owed[code].met_on for code in met} == met
    assert owed["tell-named-school"].met_on is None
    assert owed["check-order-obeyed"].met_on is None

    by = world.by("CMEA", days=30)
    actions.record_school_told(order, on=by.today, told_with="Mrs Ferrier", by=by)
    actions.record_order_kept(order, obeyed=False, on=by.today, by=by)
    owed = make.duties_of(case)
    assert {owed[code].met_on for code in ("tell-named-school", "check-order-obeyed")} == {by.today}
    assert owed["decide-breach"].met_on is None

    actions.decide_order_breach(order, breach=Breach.SUPERVISION, on=by.today, words="She is willing", by=by)
    assert make.duties_of(case)["decide-breach"].met_on == by.today


@pytest.mark.requirement("SAO-1")
def test_no_stage_is_taken_before_it_has_come(world: World, order: AttendanceOrder) -> None:
    with refused("it has to be recorded that the notice to satisfy", code="stage-missing"):
        not_satisfied(order, world, days=0)
    with refused("that the parent has not satisfied the authority", code="stage-missing"):
        school_named(order, world, days=0)
    with refused("that the notice of the school was served", code="stage-missing"):
        made(order, world, days=0)
    with refused("Write the notice to satisfy the authority first", code="paper-unwritten"):
        by_hand(order, world, Paper.NOTICE)

    notice(order, world)
    with refused("is written already", code="paper-written"):
        notice(order, world)
    by_hand(order, world, Paper.NOTICE)
    with refused("until the end of 7 December 2026, 15 days", code="parent-has-time"):
        not_satisfied(order, world, days=14)
    with refused("whether it is expedient", code="order-expedient"):
        not_satisfied(order, world, days=15, expedient=None)
    not_satisfied(order, world, days=15)
    school_named(order, world, days=15)
    by_hand(order, world, Paper.SCHOOL_NOTICE, days=15)

    with refused("until the end of 22 December 2026, 15 days", code="parent-has-time"):
        made(order, world, days=29)
    assert waits_until(order, parameters=load()) == date(2026, 12, 22)
    assert next_of(order) == (Next.MAKE, Next.END)


def test_a_school_is_named_only_where_that_is_expedient(world: World, order: AttendanceOrder) -> None:
    notice(order, world)
    by_hand(order, world, Paper.NOTICE)
    not_satisfied(order, world, days=15, expedient=False)

    with refused(code="not-expedient"):
        school_named(order, world, days=15)
    assert next_of(order) == (Next.END,)


def test_by_post_a_paper_is_served_after_it_was_posted_and_no_earlier(
    world: World, order: AttendanceOrder
) -> None:
    message, later = notice(order, world), world.by("CMEA", days=2)

    def by_post(on: date) -> None:
        actions.record_paper_served(order, paper=Paper.NOTICE, on=on, how=ServedHow.POST, by=later)

    with refused("Post the notice to satisfy the authority first", code="paper-not-posted"):
        by_post(later.today)
    actions.post_letter(message, by=world.by("CMEA", days=1))
    with refused("was not served before that day", code="served-before-posted"):
        by_post(world.today)
    by_post(later.today)

    assert order.notice_served_on == date(2026, 11, 25)
    with refused(code="paper-served"):
        by_post(later.today)


@pytest.mark.requirement("HOLD-1", "SAO-1")
def test_under_a_hold_no_paper_leaves_whatever_its_stage(world: World, order: AttendanceOrder) -> None:
    """What was written is stopped, can be handed over no more, and is written anew when the hold is lifted."""
    message = notice(order, world)
    manager = world.by("AEM")
    hold = actions.place_case_hold(order.case, kind=HoldKind.NO_APPROACH_FAMILY, reason="Told so", by=manager)

    message.refresh_from_db()
    assert message.state == MessageState.CANCELLED
    with refused("first", code="paper-unwritten"):
        by_hand(order, world, Paper.NOTICE)
    with refused(code="held-no-approach-family"):
        notice(order, world)

    actions.ask_to_lift_hold(hold, reason="The police have spoken with her", by=world.by("CMEA"))
    actions.lift_case_hold(hold, by=manager)
    assert notice(order, world) != message


def test_a_parent_who_satisfies_us_ends_the_proceedings_and_new_ones_may_be_begun(
    world: World, order: AttendanceOrder
) -> None:
    by = world.by("CMEA", days=3)
    with refused(code="order-running"):
        actions.begin_order(order.case, because="Again", by=by)
    notice(order, world)
    by_hand(order, world, Paper.NOTICE)

    actions.record_order_answer(order, satisfied=True, on=by.today, words="A tutor, seen", by=by)

    assert not order.is_running
    with refused("ended on 26 November 2026", code="proceedings-ended"):
        school_named(order, world, days=20)
    assert actions.begin_order(
        order.case, because="Nothing came of it", by=world.by("CMEA", days=40)
    ).is_running


def test_an_order_is_varied_asked_about_and_revoked(world: World, order: AttendanceOrder) -> None:
    up_to_the_order(order, world)
    by, on = world.by("CMEA", days=31), served(order.case, world, days=31)
    actions.record_school_told(order, on=by.today, told_with="Mrs Ferrier", by=by)

    with refused(code="order-same-school"):
        actions.vary_order(order, served=on, named=SCHOOL, words="The parent asks", by=by)
    message = actions.vary_order(order, served=on, named=Named(school="Mere School"), words="Asked", by=by)
    assert "MereSchool" in said(message)
    assert (order.school, order.varied_on, order.school_told_on) == ("Mere School", by.today, None)

    with refused(code="revocation-not-asked"):
        actions.refuse_revocation(order, on=by.today, words="It is needed", by=by)
    actions.record_revocation_asked(order, on=by.today, by=by)
    assert make.duties_of(order.case)["answer-revocation-request"].met_on is None
    actions.refuse_revocation(order, on=by.today, words="It is needed", by=by)
    assert make.duties_of(order.case)["answer-revocation-request"].met_on == by.today

    actions.end_order(order, on=by.today, words="She is registered elsewhere", by=by)
    assert (order.revoked_on, order.dropped_on) == (by.today, None)
    with refused(code="order-ended"):
        actions.end_order(order, on=by.today, words="Again", by=by)


def test_before_the_order_the_proceedings_are_dropped(world: World, order: AttendanceOrder) -> None:
    actions.end_order(order, on=world.today, words="She has started at school", by=world.by("CMEA"))

    assert (order.revoked_on, order.dropped_on) == (None, world.today)


def test_with_compulsory_school_age_an_order_lapses(world: World, order: AttendanceOrder) -> None:
    """Born on 1 February 2010, the child was of compulsory school age until the last Friday of June 2026."""
    Child.objects.unscoped("a test").filter(pk=order.child_id).update(birth_date=date(2010, 2, 1))
    order = AttendanceOrder.objects.unscoped("a test").get(pk=order.pk)

    assert lapsed_on(order, on=world.today) == date(2026, 6, 26)
    assert lapsed_on(order, on=date(2026, 6, 26)) is None
    with refused("ended on 26 June 2026", code="order-lapsed"):
        notice(order, world)


def test_what_could_not_be_served_is_refused(world: World, order: AttendanceOrder) -> None:
    on, by = served(order.case, world), world.by("CMEA")
    other = make.open_case(world, NewChild(forenames="Ash", surname="Elsewhere", addresses=(people.HOME,)))

    with refused(code="letter-address"):
        actions.write_notice_to_satisfy(
            order, served=replace(on, address=make.address_of(other)), because="Nothing", by=by
        )
    with refused(code="order-because"):
        actions.write_notice_to_satisfy(order, served=on, because="", by=by)
    with refused(code="order-school"):
        actions.write_attendance_order(order, served=on, named=Named(school=" "), by=by)
    with refused(code="order-day-to-come"):
        actions.end_order(order, on=world.by("CMEA", days=1).today, words="Soon", by=by)
    with refused(code="before-proceedings"):
        actions.end_order(order, on=world.by("CMEA", days=-1).today, words="Then", by=by)
    Child.objects.unscoped("a test").update(birth_date_estimated=True)
    order = AttendanceOrder.objects.unscoped("a test").get(pk=order.pk)
    with refused(code="served-born"):
        actions.write_notice_to_satisfy(order, served=on, because="Nothing", by=by)


@pytest.mark.requirement("SAO-1", "SCOPE-4")
@pytest.mark.parametrize(
    ("enrolled", "owed"),
    [(False, {"begin-attendance-order"}), (True, {"pass-to-attendance"}), (None, {"begin-attendance-order"})],
    ids=["never enrolled", "enrolled", "not known whether"],
)
def test_a_place_that_was_not_taken_up_leads_to_an_order_or_to_attendance(
    world: World, case: Case, enrolled: bool | None, owed: set[str]
) -> None:
    place = make.offer_place(case, world)

    actions.record_place_not_taken_up(
        case, place=place, found_on=world.today, enrolled=enrolled, by=world.by("CMEA")
    )

    duties = make.duties_of(case)
    assert owed == set(duties) & {"begin-attendance-order", "pass-to-attendance"}
    assert duties["investigate-place-not-taken-up"].met_on is None
    if "begin-attendance-order" in owed:
        # Five working days from Monday 23 November; while nobody knows of the register there is no date.
        assert duties["begin-attendance-order"].due_on == (date(2026, 11, 30) if enrolled is False else None)
        actions.begin_order(case, because="Not taken up", by=world.by("CMEA"))
        assert make.duties_of(case)["begin-attendance-order"].met_on == world.today


def test_what_became_of_a_place_is_said_once(world: World, case: Case) -> None:
    place, by = make.offer_place(case, world), world.by("CMEA")

    with refused(where="on"):
        actions.record_place_not_taken_up(
            case, place=place, found_on=world.by("CMEA", days=1).today, enrolled=None, by=by
        )
    actions.record_place_taken_up(case, place=place, taken_up_on=world.today, by=by)
    with refused(code="place-answered"):
        actions.record_place_not_taken_up(case, place=place, found_on=world.today, enrolled=False, by=by)
