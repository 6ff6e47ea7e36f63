"""A further notice about a child joins the child's case, and its sender is told what the first sender is told."""

from datetime import timedelta
from typing import Any

import pytest

from onroll.access.policy import PermissionRefused
from onroll.audit.models import Event
from onroll.cases import actions
from onroll.cases.actions import Telling, What
from onroll.cases.models import Case, Referral, ToldHow, Triage
from onroll.cases.told_before import last_cases
from onroll.duties.models import Duty
from onroll.intake import actions as intake_actions
from onroll.people.models import Child
from onroll.release.models import Message
from rulebook.procedure.outcomes import ConfirmedBy, Reply
from tests.factories import cases as make
from tests.factories.refusals import refused
from tests.factories.state import nothing_written
from tests.factories.world import World
from tests.onroll.cases.test_ending import close
from tests.onroll.cases.test_parting import undo
from tests.onroll.cases.test_same_child import far_record, linked

BY_TELEPHONE: dict[str, Any] = {"referrer_email": "", "referrer_phone": "01632 960321"}


def told_before(notice: Referral, child: Child, world: World, *, days: int = 0) -> None:
    """Say of a notice that it is about a child of whom we were told before."""
    before = intake_actions.Before(child=child, because="the same name")
    intake_actions.add_to_known_child(
        notice, before=before, reason="Told in October", by=world.by("CMEA", days=days)
    )
    notice.refresh_from_db()


def owed_for(notice: Referral) -> dict[str, Duty]:
    """Return what is owed to the sender of a notice, wherever it is kept."""
    rows = Duty.objects.unscoped("a test").filter(trigger=f"referral:{notice.pk}")
    return {row.code: row for row in rows if row.code in ("acknowledge-referral", "tell-referrer")}


def told(
    notice: Referral, world: World, *, what: What, reply: Reply = Reply.ENQUIRIES_CONTINUE, days: int = 0
) -> None:
    """Record that the sender was rung."""
    telling = Telling(
        what=what,
        told_on=world.today + timedelta(days=days),
        how=ToldHow.TELEPHONE,
        told_by="CMEA Person",
        reply=reply,
    )
    actions.record_told(notice, telling=telling, by=world.by("CMEA", days=days))


def ended(case: Case, world: World) -> Case:
    """Close a case because the child attends a school."""
    close(make.screened(case, world), world, "on-roll", ConfirmedBy.SCHOOL_ATTENDING)
    return case


@pytest.mark.requirement("FEEDBACK-1")
def test_the_second_sender_is_acknowledged_and_hears_the_outcome_like_the_first(world: World) -> None:
    first = make.receive(world, **BY_TELEPHONE)
    case = make.open_case(world, referral=first)
    second = make.receive(world, **BY_TELEPHONE)

    told_before(second, case.child, world)

    assert (second.case, second.triage) == (case, Triage.DUPLICATE)
    assert set(owed_for(second)) == {"acknowledge-referral"}
    assert {row.subject_id for row in owed_for(second).values()} == {case.pk}
    assert owed_for(second)["acknowledge-referral"].met_on is None

    ended(case, world)

    for notice in (first, second):
        assert owed_for(notice)["tell-referrer"].met_on is None
        assert owed_for(notice)["tell-referrer"].triggered_on == world.today
        told(notice, world, what=What.ANSWER)
        assert owed_for(notice)["tell-referrer"].met_on == world.today
        assert owed_for(notice)["acknowledge-referral"].met_on == world.today


def test_it_is_not_answered_before_the_case_has_an_outcome(world: World) -> None:
    case = make.open_case(world, referral=make.receive(world))
    second = make.receive(world, organisation=world.organisation("AGY"))

    told_before(second, case.child, world)

    written = Message.objects.unscoped("a test").filter(subject_id=second.pk)
    assert [row.kind for row in written] == ["Acknowledgement"]
    actions.tell_referrer(ended(case, world), referral=second, by=world.by("CMEA"))
    assert "The child is in education." in written.get(kind="Answer to referrer").body


def test_it_is_searched_for_as_every_later_notice_is(world: World) -> None:
    case = make.open_case(world)
    second = make.receive(world, by=world.by("CMEA", days=3), received_on=world.today + timedelta(days=3))

    told_before(second, case.child, world, days=3)

    searches = Duty.objects.unscoped("a test").filter(subject_id=case.pk, code="check-rolls")
    assert {row.trigger for row in searches} == {"case:opened", f"referral:{second.pk}"}


def test_a_notice_about_another_record_of_the_child_joins_the_one_open_case(world: World) -> None:
    case, far = make.open_case(world), far_record(world)
    linked(world, case.child, far)
    second = make.receive(world, urgent=True, urgent_reason="Bruises seen")

    told_before(second, far, world)

    assert (second.case, second.child) == (case, far)
    assert case.risktolds.get().referral == second


@pytest.mark.requirement("FEEDBACK-1")
def test_a_notice_that_came_before_the_case_was_closed_is_answered_by_its_outcome(world: World) -> None:
    case = make.open_case(world)
    second = make.receive(world, **BY_TELEPHONE)
    ended(case, world)

    told_before(second, case.child, world, days=4)

    assert second.case == case
    owed = owed_for(second)
    assert owed["acknowledge-referral"].triggered_on == world.today
    assert (owed["tell-referrer"].triggered_on, owed["tell-referrer"].met_on) == (world.today, None)


def test_a_notice_that_came_after_the_case_was_closed_is_never_only_filed(world: World) -> None:
    case = ended(make.open_case(world), world)
    later = world.by("CMEA", days=1)
    second = make.receive(world, by=later, received_on=later.today)

    with refused(f"Case {case.reference} of this child was closed on 23 November 2026", code="told-since"):
        told_before(second, case.child, world, days=1)

    second.refresh_from_db()
    assert (second.triaged_at, second.case) == (None, None)


@pytest.mark.parametrize("again", [True, False])
def test_on_the_register_the_officer_says_whether_the_closed_case_opens_again(
    world: World, again: bool
) -> None:
    case = ended(make.open_case(world), world)
    later = world.by("CMEA", days=1)
    second = make.receive(world, by=later, received_on=later.today)

    found = intake_actions.register_known_child(
        second,
        child=case.child,
        because="her name",
        reason="At home",
        by=later,
        again=case if again else None,
    )

    assert (found == case) is again
    assert found.is_open
    assert found.referrals.get(pk=second.pk)
    case.refresh_from_db()
    assert case.is_open is again
    if again:
        assert case.reopenings.get().words == f"Notice {second.reference}: At home"


def test_a_risk_is_never_filed_in_a_closed_case(world: World) -> None:
    case = make.open_case(world)
    second = make.receive(world, urgent=True, urgent_reason="Bruises seen")
    ended(case, world)

    with refused(code="route-at-risk"):
        told_before(second, case.child, world)


def test_a_danger_is_never_filed_before_a_hold_stands(world: World) -> None:
    case = make.open_case(world)
    second = make.receive(world, answers=make.answers(unsafe_contact="yes"))

    with refused(code="route-unsafe"):
        told_before(second, case.child, world)


def test_nothing_is_told_before_of_a_child_of_whom_nobody_told(world: World) -> None:
    child, notice = make.known_child(world), make.receive(world)

    with refused("Nobody told us of this child before", code="told-first"):
        told_before(notice, child, world)


def test_where_the_first_was_passed_elsewhere_the_second_is_answered_at_once(world: World) -> None:
    child, first = make.known_child(world), make.receive(world)
    second = make.receive(world, organisation=world.organisation("AGY"))
    by = world.by("CMEA")
    actions.link_referral(first, child=child, because="her name", by=by)
    actions.route_referral(first, to=Triage.ATTENDANCE, reason="On roll", passed_to="Ms Hale", by=by)

    told_before(second, child, world)

    assert (second.case, second.triage) == (None, Triage.DUPLICATE)
    answer = Message.objects.unscoped("a test").get(subject_id=second.pk, kind="Answer to referrer")
    assert "Our enquiries continue." in answer.body


@pytest.mark.parametrize("role", ["ARM", "AIO", "EHE", "SCH", "AGY"])
def test_who_does_not_decide_of_notices_leaves_no_trace(world: World, role: str) -> None:
    case, second = make.open_case(world), make.receive(world)

    with nothing_written(), pytest.raises(PermissionRefused):
        actions.join_case(second, child=case.child, reason="The same words", by=world.by(role))


def test_it_is_on_record_which_case_a_notice_joined(world: World) -> None:
    case, second = make.open_case(world), make.receive(world)

    told_before(second, case.child, world)

    event = Event.objects.get(kind="referral.joined")
    assert (event.subject_id, event.child_id) == (second.pk, case.child_id)
    assert event.detail == {"reference": second.reference, "case": case.reference}


# ---------------------------------------------------------------------------- a case that goes on in another
def gone_on(world: World) -> tuple[Case, Case, Referral]:
    """Return an open case, that of the same child by another record which was closed for it, and its notice."""
    one, far = make.open_case(world), far_record(world)
    notice = make.receive(world, **BY_TELEPHONE)
    actions.link_referral(notice, child=far, because="chosen", by=world.by("CMEA"))
    other = actions.open_case(far, referral=notice, area=world.north, by=world.by("CMEA"))
    linked(world, one.child, far)
    close(make.screened(other, world), world, "same-child", ConfirmedBy.SAME_CHILD_DECISION,
          confirmed_with=one.reference)  # fmt: skip
    notice.refresh_from_db()
    return one, other, notice


@pytest.mark.requirement("FEEDBACK-1")
def test_whoever_told_us_hears_the_outcome_of_the_case_in_which_the_child_goes_on(world: World) -> None:
    one, other, notice = gone_on(world)

    assert (notice.case, notice.child_id) == (one, other.child_id)
    assert "tell-referrer" not in owed_for(notice)
    assert owed_for(notice)["acknowledge-referral"].subject_id == one.pk

    ended(one, world)

    assert owed_for(notice)["tell-referrer"].met_on is None
    assert one.outcomes.get().code == "on-roll"


def test_a_sender_who_knows_already_stays_where_the_notice_was(world: World) -> None:
    one, far = make.open_case(world), far_record(world)
    notice = make.receive(world, organisation=world.organisation("AGY"))
    other = actions.open_case(far, referral=notice, area=world.north, by=world.by("CMEA"))
    told(notice, world, what=What.ANSWER, reply=Reply.BEING_HELPED)
    linked(world, one.child, far)

    close(make.screened(other, world), world, "same-child", ConfirmedBy.SAME_CHILD_DECISION,
          confirmed_with=one.reference)  # fmt: skip

    notice.refresh_from_db()
    assert notice.case == other


def test_when_they_are_two_children_after_all_the_notice_returns(world: World) -> None:
    _, other, notice = gone_on(world)

    undo(world, other.child_id)

    notice.refresh_from_db()
    other.refresh_from_db()
    assert (notice.case, other.is_open) == (other, True)
    assert owed_for(notice)["acknowledge-referral"].subject_id == other.pk


def test_of_two_open_cases_of_one_child_a_record_has_its_own(world: World) -> None:
    one, far = make.open_case(world), far_record(world)
    other = actions.open_case(far, area=world.north, by=world.by("CMEA"))
    linked(world, one.child, far)

    found = last_cases([one.child_id, far.pk])

    assert {child_id: last.case for child_id, last in found.items()} == {one.child_id: one, far.pk: other}
